"""Pictures: the original behind the printed address, what its file name tells, caption and credit, its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urlsplit, urlunsplit

from archive.records import Article, Block, Image, Printed, PrintedImage
from pipelines.text import clean, clean_or_none

THUMBNAIL = re.compile(r"-(?P<width>\d{2,4})x(?P<height>\d{2,4})(?=\.\w+$)")
"""Size that WordPress adds to the file name of a thumbnail (PAGES.md, I5)."""
SCALED = re.compile(r"-scaled(?=\.\w+$)")
GLUSTER = re.compile(
    r"_gluster_(?P<year>\d{4})_(?P<month>\d{1,2})_(?P<day>\d{1,2})_(?P<asset>[0-9a-f]{32})(?:_(?P<width>\d+)x(?P<height>\d+))?"
)
WHATSAPP = re.compile(r"^IMG-(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})-(?P<asset>WA\d+)", re.IGNORECASE)
UUID = re.compile(r"^(?P<asset>[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12})", re.IGNORECASE)
CAMERA = re.compile(r"^(?P<asset>(?:img|dsc|dscf|dscn|p|_mg)_?\d{3,8})(?:\D|$)", re.IGNORECASE)
ORIGINS = (
    ("gluster", GLUSTER),
    ("whatsapp", WHATSAPP),
    ("uuid", UUID),
    ("camera", CAMERA),
)
CREDIT = re.compile(
    r"(?:^|\s)(?:(?:сурет(?:ті түсірген)?|фото|коллаж|photo)\s*:\s*|©\s*)(?P<credit>.+)$", re.IGNORECASE
)
NOT_PICTURES = re.compile(
    r"(?:^|[/_.-])(?:logo|placeholder|spacer|blank|pixel|1x1|avatar|authors?[_-]photo|icons?|counter|banners?|social|tn\.png|loader)(?:[/_.-]|$)|"
    r"\.svg$|counter\.yadro|mc\.yandex|zero\.kz|top-fwz",
    re.IGNORECASE,
)
"""Addresses of what is no picture of the article: logos, icons, trackers."""
SMALLEST_PIXELS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FileName:
    """What the file name of a picture tells."""

    origin: str | None = None
    asset_id: str | None = None
    uploaded_on: date | None = None
    width: int | None = None
    height: int | None = None


def original_url(url: str) -> str:
    """Return the address of the original behind *url*: no thumbnail size, no query.

    >>> original_url("https://a.kz/img_2324-960x500.jpeg?w=600")
    'https://a.kz/img_2324.jpeg'
    """
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, THUMBNAIL.sub("", SCALED.sub("", parts.path)), "", ""))


def read_file_name(url: str) -> FileName:
    """Return what the file name in *url* tells; nothing of it where the name follows no known pattern.

    >>> read_file_name("/a/_gluster_2026_1_21_22003f978d564d04acdf03990befef78_1280x720.jpeg").uploaded_on.isoformat()
    '2026-01-21'
    """
    name = unquote(urlsplit(url).path.rpartition("/")[2])
    for origin, pattern in ORIGINS:
        match = pattern.search(name)
        if match:
            facts = match.groupdict()
            return FileName(
                origin=origin,
                asset_id=facts["asset"],
                uploaded_on=_day(facts),
                width=_number(facts.get("width")),
                height=_number(facts.get("height")),
            )
    return FileName()


def _day(facts: dict[str, str]) -> date | None:
    if "year" not in facts:
        return None
    try:
        return date(int(facts["year"]), int(facts["month"]), int(facts["day"]))
    except ValueError:
        return None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None


def read_caption(text: str) -> tuple[str | None, str | None]:
    """Return the caption and the credit of what is printed under a picture.

    >>> read_caption("Жаңа мектеп. Сурет: Айгүл Серікова")
    ('Жаңа мектеп.', 'Айгүл Серікова')
    """
    line = clean(text)
    match = CREDIT.search(line)
    if not match:
        return clean_or_none(line), None
    return clean_or_none(line[: match.start()]), match["credit"].strip()


def fill_images(article: Article, _printed: Printed) -> None:
    """Fill `images` in reading order, each picture once, with its place; what is no picture leaves the text."""
    paragraphs = -1
    kept: list[Block] = []
    seen: set[str] = set()
    for block in _without_credit_lines(article.blocks):
        if block.kind != "image":
            paragraphs += 1
            kept.append(block)
            continue
        if block.picture is None or not is_picture(block.picture):
            continue
        image = _image(block.picture, paragraphs)
        if image.url in seen:
            continue
        seen.add(image.url)
        article.images.append(image)
        kept.append(Block(kind="image", image=image.url))
    article.blocks = kept


def is_picture(picture: PrintedImage) -> bool:
    """Tell whether *picture* shows something: no logo, icon, tracker, placeholder, nothing of a few pixels."""
    sides = (_number(picture.width), _number(picture.height))
    tiny = any(side is not None and side < SMALLEST_PIXELS for side in sides)
    return not tiny and picture.src.startswith(("http://", "https://")) and not NOT_PICTURES.search(picture.src)


def _image(picture: PrintedImage, position: int) -> Image:
    url = original_url(picture.src)
    width, height = _number(picture.width), _number(picture.height)
    told = read_file_name(url)
    caption, credit = read_caption(picture.caption)
    is_original = url == picture.src
    return Image(
        url=url,
        printed_url=picture.src,
        alt=picture.alt if picture.alt.strip() else None,
        caption=caption,
        credit=credit,
        position=position,
        origin=told.origin,
        asset_id=told.asset_id,
        uploaded_on=told.uploaded_on,
        width=told.width or (width if is_original else None),
        height=told.height or (height if is_original else None),
    )


def _without_credit_lines(blocks: list[Block]) -> Iterator[Block]:
    """Yield the blocks with each line that is nothing but a credit joined to the picture right before it."""
    held: Block | None = None
    for block in blocks:
        line = (block.text or "") if block.kind == "paragraph" else ""
        credit = CREDIT.match(line)
        if held and held.picture and credit and not held.picture.caption:
            picture = held.picture
            held = Block(
                kind="image",
                picture=PrintedImage(
                    src=picture.src, alt=picture.alt, caption=line, width=picture.width, height=picture.height
                ),
            )
            continue
        if held:
            yield held
        held = block if block.kind == "image" else None
        if held is None:
            yield block
    if held:
        yield held
