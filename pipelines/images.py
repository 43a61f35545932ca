"""Pictures of an article: which they are, what stands under them, and their place among the words."""

import re
from collections.abc import Iterator
from dataclasses import replace

from archive.records import Article, Block, Image, Printed, PrintedImage
from pipelines.file_names import FileName, read_file_name
from pipelines.headings import letters
from pipelines.originals import original_url
from pipelines.text import clean, clean_or_none

CREDIT = re.compile(
    r"(?:(?:^|(?<=[\s(.]))(?<!\bна\s)(?:сурет(?:ті|тер(?:ді)?|і)?(?:\s+(?:түсірген|авторы|көзі|иесі))?|фото(?:граф(?:ия)?|"
    r"сурет)?(?:\s+(?:авторы|с сайта|из))?|коллаж|photo(?:\s+by)?|"
    r"иллюстрация|инфографика|скриншот|кадр|видео|фото и видео|автор фото|источник фото|фото сурет|foto|suret|"
    r"sýret)\s*(?::|[–—-]\s|\s(?=©))\s*©?\s*|"
    r"(?:(?:фото|коллаж|сурет)\s+)?©\s*|(?:^|(?<=[.!?)]\s))(?-i:Фото|ФОТО|Сурет|Сурет(?:ті|терді) түсірген|"
    r"Фотограф)\s+(?=(?-i:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ«])))(?P<credit>\S.*?)\)?\s*$",
    re.IGNORECASE,
)
"""Who made or gave a picture, behind «Фото:», «Сурет:», ©."""
LONGEST_CREDIT_LINE = 200
LONGEST_CAPTION_LINE = 140
CREDIT_WORDS = 6
"""Words of a credit that ends a caption; more are a sentence."""
NOT_PICTURES = re.compile(
    r"(?:^|[/_.-])(?:logo\w*|placeholder|spacer|blank|1x1|avatars?|gravatar|noimage|no[_-]?(?:photo|image|foto)|"
    r"default[_-](?:image|avatar|img|photo)|favicon|sprite|emoji|emoticons?|preloader|captcha|banners?|button|btn|lazy(?:load)?|transparent)(?:[/_.-]|$)|"
    r"[/,]w_\d{1,2},h_\d{1,2}[,/]|-\d{1,2}x\d{1,2}\.\w+$|"
    r"/(?:icons?|ico|authors|smil(?:es|ies)|buttons?|social|counters?|widgets?)/|"
    r"/(?:icons?|ico|pixel|authors?|counter|social|tn|loader|loading|smile|button|print|share|qr|whatsapp|telegram|instagram|"
    r"facebook|vk|ok|youtube|tiktok|twitter|widget|eye|views?|comments?|calendar|clock|user|tag|folder|arrow|play|search|menu|close|like|heart)"
    r"(?:[_-]?(?:icons?|ico|photo|btn|button|code|\d+|x|small|white|black|grey|left|right|up|down))*\.\w+$|"
    r"\.svg$|counter\.yadro|mc\.yandex|zero\.kz|top-fwz|top100|liveinternet|rambler\.ru|google-analytics|doubleclick|googleads|facebook\.com/tr|gravatar\.com|"
    r"/media/system/images/|/M_images/|/(?:email|pdf|print)_?button\.\w+$|"
    r"s\.w\.org/images|/dleimages/|/engine/|/templates/[^/]+/(?:images|dleimages|img)/|/themes/[^/]+/(?:assets/)?(?:images?|img|icons?)/",
    re.IGNORECASE,
)
"""Addresses of what is no picture of the article: logos, icons, trackers, parts of a theme."""
SMALLEST_PIXELS = 50
NOTHING_TOLD = FileName()
LONGEST_CAPTION = 2_000


def _number(text: str | None) -> int | None:
    digits = (text or "").strip().removesuffix("px")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else None  # noqa: PLR2004 - pixels


def read_caption(text: str) -> tuple[str | None, str | None]:
    """Return the caption and the credit of what is printed under a picture.

    >>> read_caption("Жаңа мектеп. Сурет: Айгүл Серікова")
    ('Жаңа мектеп.', 'Айгүл Серікова')
    """
    line = clean(text)[:LONGEST_CAPTION]
    match = CREDIT.search(line)
    if not match:
        return clean_or_none(line), None
    return clean_or_none(line[: match.start()].strip(" (|/–—-")), match["credit"].strip()


def fill_images(article: Article, _printed: Printed) -> None:
    """Fill `images` in reading order, each picture once, with its place; what is no picture leaves the text."""
    paragraphs = -1
    kept: list[Block] = []
    seen: set[str] = set()
    for block in _with_captions(article.blocks):
        if block.kind != "image":
            paragraphs += block.kind != "embed"
            kept.append(block)
            continue
        if block.picture is None or not is_picture(block.picture):
            continue
        image = _image(block.picture, paragraphs)
        if paragraphs < 0 and not image.credit and not article.images:
            image = replace(image, credit=article.photo_credit)
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
    return (
        not tiny
        and picture.src.startswith(("http://", "https://"))
        and not NOT_PICTURES.search(picture.src.partition("?")[0])
    )


def _image(picture: PrintedImage, position: int) -> Image:
    url = original_url(picture.full or picture.src)
    width, height = _number(picture.width), _number(picture.height)
    told = read_file_name(picture.src)
    told = read_file_name(url) if told == NOTHING_TOLD else told
    caption, credit = read_caption(picture.caption)
    credit = credit or clean_or_none(picture.credit)
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


def _with_captions(blocks: list[Block]) -> Iterator[Block]:
    """Yield the blocks with the lines that belong to a picture joined to it.

    Its credit, its alternative text as a line; a credit alone behind several pictures in a row credits all of them.
    """
    run: list[Block] = []
    for block in blocks:
        last = run[-1].picture if run else None
        caption = _caption_of(last, block.text or "") if last and block.kind in {"paragraph", "heading"} else None
        if last and caption:
            of_all = CREDIT.match(caption) and not any(one.picture and one.picture.caption for one in run)
            run = [_captioned(one, caption) if of_all or one is run[-1] else one for one in run]
            continue
        if block.kind == "image":
            run.append(block)
            continue
        yield from run
        run = []
        yield block
    yield from run


def _captioned(block: Block, caption: str) -> Block:
    return Block(kind="image", picture=replace(block.picture, caption=caption)) if block.picture else block


def _caption_of(picture: PrintedImage, text: str) -> str | None:
    """Return the caption of *picture* with the line right behind it, or None where that is a part of the text."""
    line = clean(text)
    if len(line) > LONGEST_CREDIT_LINE:
        return None
    same = letters(line)
    if same and len(line) <= LONGEST_CAPTION_LINE and same in {letters(picture.alt), letters(picture.caption)}:
        return picture.caption or line
    credited = CREDIT.search(line)
    is_caption = (
        credited
        and len(line) <= LONGEST_CAPTION_LINE
        and len(credited["credit"].split()) <= CREDIT_WORDS
        and not picture.caption
    )
    if (CREDIT.match(line) or is_caption) and not CREDIT.search(clean(picture.caption)):
        return f"{picture.caption} {line}".strip()
    return None
