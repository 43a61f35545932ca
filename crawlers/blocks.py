"""The text column of an article, parsed HTML in, printed blocks out, in reading order."""

import re
from collections.abc import Container, Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import urljoin

from bs4.element import NavigableString, PageElement, Tag
from lxml.html import HtmlElement

from archive.records import BlockKind, PrintedBlock, PrintedImage
from crawlers.asides import names_aside
from crawlers.captions import CAPTION_NAMES, CREDIT_NAMES, LONGEST_CAPTION
from crawlers.picture_source import attribute, class_names, picture_source
from crawlers.soup import soup_of
from pipelines.images import CREDIT

SKIPPED = frozenset(
    {
        "button",
        "form",
        "head",
        "input",
        "nav",
        "noscript",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "title",
        "textarea",
        "dialog",
    }
)
EMBEDS = frozenset(
    {"amp-iframe", "amp-youtube", "amp-instagram", "amp-facebook", "audio", "embed", "iframe", "object", "video"}
)
EMBED_NAMES = re.compile(r"tiktok-embed|instagram-media|fb-post|telegram-post|twitter-video")
"""Names of quotations that stand for a post elsewhere until a script shows it."""
PICTURES = frozenset({"amp-img", "img"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PARAGRAPHS = frozenset(
    {
        *("address", "article", "aside", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
        *("footer", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td"),
        *("th", "thead", "tr", "ul", "blockquote", "body", "html", "summary", "details"),
        *HEADINGS,
    }
)
"""Elements that begin and end a line of their own."""
QUOTE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:block-?quotes?|quotes?|citata|quotation|pullquote|testimonial)(?:$|[\s_-](?!icon))", re.IGNORECASE
)
JOOMLA_SIZE = re.compile(r"joomlaImage.*[?&]width=(?P<width>\d+)&height=(?P<height>\d+)")
"""What Joomla 4 adds to the address of a picture: the size of the original."""
PICTURE_FILE = re.compile(r"\.(?:avif|gif|jpe?g|png|webp)(?:$|\?)", re.IGNORECASE)
WHITE = re.compile(r"[ \t\r\n\f]+")
UNEVEN = re.compile(r"[\t\r\n\f]|  ")
"""White space that is no single space."""
DROPPED = "data-aimaq-drop"
"""Attribute of elements that are read elsewhere or stand beside the article."""
ALIGNED = re.compile(
    r"^(?P<own>left|right|center|justify);|text-align:\s*(?P<styled>left|right|start|end|center|justify)|"
    r"[\s;_-]text-(?:align-)?(?P<named>left|right|start|end|center|justify)(?:$|\s)",
    re.IGNORECASE,
)
"""How an element says where its text is set."""
ITALIC = frozenset({"em", "i", "small", "figcaption"})
LONGEST_CELL = 220
CAPTION_LEVELS = 3
MOST_PARTS = 40
"""Nodes of a paragraph that holds a picture with its caption and nothing else."""
ASIDE_LIMIT = 6_000


def read_blocks(
    column: HtmlElement, base_url: str, drop: Container[HtmlElement] = (), *, prune: bool = False
) -> tuple[PrintedBlock, ...]:
    """Return the blocks that *column* prints without the elements of *drop*.

    With *prune*, so are blocks whose names say that they stand beside the article. Text keeps its no-break spaces and
    its line breaks (`br`) and loses the white space of the source, as a browser shows it.

    >>> from lxml.html import fragment_fromstring
    >>> column = fragment_fromstring("<div><p>Бір</p><ul><li>екі<li>үш</ul></div>")
    >>> [block.text for block in read_blocks(column, "http://a/")]
    ['Бір', 'екі', 'үш']
    """
    soup = soup_of(column, drop)
    reader = _Reader(base_url, prune=prune)
    reader.around_pictures = {
        id(around) for picture in _tags(soup, PICTURES) for around in islice(picture.parents, CAPTION_LEVELS)
    }
    return tuple(reader.blocks(soup))


class _Reader:
    """Walks a fragment once and cuts it into blocks."""

    def __init__(self, base_url: str, *, prune: bool) -> None:
        self.base_url = base_url
        self.prune = prune
        self.text: list[str] = []
        self.kinds: list[BlockKind] = ["paragraph"]
        self.at_right = [False]
        """Whether the elements that are open set their text to the right, the innermost last."""
        self.done: list[PrintedBlock] = []
        self.around_pictures: set[int] = set()
        """Elements near above a picture: they may hold its caption."""
        self.links = 0
        """How many links are open."""
        self.linked = 0
        self.letters = 0

    def blocks(self, soup: Tag) -> list[PrintedBlock]:
        """Return the blocks below *soup* in reading order."""
        stack: list[tuple[Tag | NavigableString, bool]] = [(soup, False)]
        while stack:
            node, leaving = stack.pop()
            if isinstance(node, NavigableString):
                self._write(WHITE.sub(" ", node) if UNEVEN.search(node) else str(node))
                continue
            if leaving:
                self._end(node)
                continue
            if node.name in SKIPPED or self._is_aside(node):
                continue
            whole = self._whole(node)
            if whole is not None:
                self._flush()
                self.done.extend(whole)
                continue
            if self._is_caption(node):
                self._flush()
                self._caption(_printed_text(node), names=class_names(node))
                continue
            self._begin(node)
            if self._is_block(node) or node.name == "a":
                stack.append((node, True))
            stack.extend(
                (child, False) for child in reversed(node.contents) if isinstance(child, (Tag, NavigableString))
            )
        self._flush()
        return self.done

    def _write(self, text: str) -> None:
        self.text.append(text)
        if not text.isspace():
            self.letters += len(text)
            self.linked += len(text) if self.links else 0

    def _is_aside(self, node: Tag) -> bool:
        """Tell whether *node* is to be left out.

        Marked as read elsewhere, hidden, or beside the article by its names.
        """
        attributes = node.attrs
        if not attributes:
            return False
        if DROPPED in attributes or "hidden" in attributes:
            return True
        style = attributes.get("style")
        if (
            isinstance(style, str)
            and "display" in style
            and "none" in style.replace(" ", "").partition("display:")[2][:5]
        ):
            return True
        if not self.prune or (node.parent is not None and node.parent.parent is None):
            return False
        if node.name in {"aside", "footer"}:
            return self.kinds[-1] != "quote" and _is_shorter(node, ASIDE_LIMIT)
        names = class_names(node)
        return bool(names) and names_aside(names) and _is_shorter(node, ASIDE_LIMIT)

    def _begin(self, node: Tag) -> None:
        if node.name == "br":
            self.text.append("\n")
        if node.name == "a":
            self.links += 1
        if self._is_block(node):
            self._flush()
            self.kinds.append(self._kind(node))
            self.at_right.append(_is_at_right(node, around=self.at_right[-1]))

    def _end(self, node: Tag) -> None:
        if node.name == "a":
            self.links -= 1
            return
        self._flush()
        self.kinds.pop()
        self.at_right.pop()

    def _is_block(self, node: Tag) -> bool:
        return node.name in PARAGRAPHS or (node.name == "cite" and self.kinds[-1] == "quote")

    def _kind(self, node: Tag) -> BlockKind:
        name = node.name
        if name in HEADINGS:
            return "heading"
        if (
            name == "blockquote"
            or self.kinds[-1] == "quote"
            or (name in {"div", "section", "p"} and QUOTE_NAMES.search(class_names(node)))
        ):
            return "quote"
        return "list" if name == "li" or self.kinds[-1] == "list" else "paragraph"

    def _flush(self) -> None:
        text = "\n".join(line.strip(" ") for line in "".join(self.text).split("\n")).strip("\n")
        linked = self.letters > 0 and self.linked == self.letters
        self.text.clear()
        self.letters = self.linked = 0
        if text:
            at_right = self.at_right[-1]
            self.done.append(PrintedBlock(kind=self.kinds[-1], text=text, linked=linked, at_right=at_right))

    def _whole(self, node: Tag) -> list[PrintedBlock] | None:
        """Return the blocks of an element that is read as one thing, or None where its parts are read one by one."""
        if node.name in PICTURES:
            picture = self._picture(node)
            return [PrintedBlock(kind="image", image=picture)] if picture else []
        if node.name in EMBEDS:
            source = attribute(node, "src") or attribute(node, "data-src") or attribute(node, "data")
            return [PrintedBlock(kind="embed", text=urljoin(self.base_url, source))] if source else []
        if node.name == "blockquote" and EMBED_NAMES.search(class_names(node)):
            source = attribute(node, "cite") or attribute(node, "data-instgrm-permalink")
            return [PrintedBlock(kind="embed", text=urljoin(self.base_url, source))] if source else []
        if node.name == "figure":
            return self._figure(node)
        if node.name in {"p", "center", "div"}:
            return self._captioned(node) if id(node) in self.around_pictures else None
        if node.name == "table":
            return _table(node)
        return None

    def _figure(self, figure: Tag) -> list[PrintedBlock] | None:
        """Return the pictures of a figure, each with its own caption; None where it holds no picture of its own."""
        if next(_tags(figure, {"figure", "table"}), None) is not None:
            return None
        pictures = [
            self._picture(picture) for picture in _tags(figure, PICTURES) if _around(picture, "noscript") is None
        ]
        shown = [picture for picture in pictures if picture]
        if not shown:
            return None
        text = _printed_text(next(_tags(figure, {"figcaption"}), figure))
        blocks = [PrintedBlock(kind="image", image=picture) for picture in shown]
        last = blocks[-1].image
        assert last is not None  # noqa: S101 - just put there
        blocks[-1] = PrintedBlock(
            kind="image", image=replace(last, caption=text if len(text) <= LONGEST_CAPTION else "")
        )
        return blocks

    def _captioned(self, node: Tag) -> list[PrintedBlock] | None:
        """Return the picture of a paragraph whose only words are set in italics or small: they are its caption."""
        parts = list(_first_parts(node))
        tags = [part for part in parts if isinstance(part, Tag)]
        pictures = [tag for tag in tags if tag.name in PICTURES and _around(tag, "noscript") is None]
        if (
            len(parts) > MOST_PARTS
            or len(pictures) != 1
            or any(tag.name in {"p", "div", "table", "ul", "h2", "h3"} for tag in tags)
        ):
            return None
        words = [text for text in node.descendants if isinstance(text, NavigableString) and text.strip()]
        if not words or sum(len(text) for text in words) > LONGEST_CAPTION:
            return None
        if not all(any(parent.name in ITALIC for parent in text.parents if parent is not node) for text in words):
            return None
        picture = self._picture(pictures[0])
        if picture is None:
            return None
        return [PrintedBlock(kind="image", image=replace(picture, caption=WHITE.sub(" ", " ".join(words)).strip()))]

    def _is_caption(self, node: Tag) -> bool:
        """Tell whether *node* is by its names the caption of the picture right before it."""
        if not self.done or self.done[-1].kind != "image" or any(text.strip() for text in self.text):
            return False
        names = class_names(node)
        return bool(names) and CAPTION_NAMES.search(names) is not None and not any(_tags(node, PICTURES))

    def _caption(self, text: str, *, names: str) -> None:
        image = self.done[-1].image
        credited = CREDIT.match(text)
        if image is not None and text and CREDIT_NAMES.search(names) and (credited or not CREDIT.search(text)):
            credit = credited["credit"] if credited else text
            self.done[-1] = PrintedBlock(kind="image", image=replace(image, credit=credit))
        elif image is not None and text and len(text) <= LONGEST_CAPTION:
            both = f"{image.caption} {text}".strip() if image.caption != text else text
            self.done[-1] = PrintedBlock(kind="image", image=replace(image, caption=both))

    def _picture(self, tag: Tag) -> PrintedImage | None:
        source = picture_source(tag)
        if not source:
            return None
        address, _, fragment = urljoin(self.base_url, source.strip()).partition("#")
        size = JOOMLA_SIZE.search(fragment)
        return PrintedImage(
            src=address,
            alt=attribute(tag, "alt"),
            caption=self._told_caption(tag),
            width=size["width"] if size else attribute(tag, "width"),
            height=size["height"] if size else attribute(tag, "height"),
            full=self._larger(tag),
        )

    def _told_caption(self, tag: Tag) -> str:
        """Return the caption that attributes of a picture or its link tell, as galleries show it; empty for none."""
        link = _around(tag, "a")
        told = attribute(tag, "data-caption") or (attribute(link, "data-caption") if link is not None else "")
        return told or (attribute(tag, "title") if "caption" in class_names(tag).split() else "")

    def _larger(self, tag: Tag) -> str:
        """Return the address of the larger picture that a picture is a link to, empty where it is none."""
        link = _around(tag, "a")
        target = attribute(link, "href") if link is not None else ""
        return urljoin(self.base_url, target) if PICTURE_FILE.search(target) else ""


def _tags(node: Tag, names: Container[str]) -> Iterator[Tag]:
    """Yield the tags of these *names* below *node*; bs4's own search makes a filter of the names for each question."""
    return (tag for tag in node.descendants if isinstance(tag, Tag) and tag.name in names)


def _around(node: Tag, name: str) -> Tag | None:
    """Return the nearest tag of this *name* around *node*, or None."""
    return next((around for around in node.parents if around.name == name), None)


def _is_at_right(node: Tag, *, around: bool) -> bool:
    """Return whether *node* sets its text to the right: by its attribute, its style or its class, else as *around*."""
    if not node.attrs:
        return around
    said = ALIGNED.search(f"{attribute(node, 'align')};{attribute(node, 'style')};{class_names(node)}")
    return (said["own"] or said["styled"] or said["named"]).lower() in {"right", "end"} if said else around


def _first_parts(node: Tag) -> Iterator[PageElement]:
    """Yield the first nodes below *node*, in document order; bs4's own way measures the whole subtree first."""
    stack = list(reversed(node.contents))
    for _ in range(MOST_PARTS + 1):
        if not stack:
            return
        part = stack.pop()
        yield part
        if isinstance(part, Tag):
            stack.extend(reversed(part.contents))


def _is_shorter(node: Tag, limit: int) -> bool:
    """Tell whether the text of *node* is shorter than *limit*, looking no further than that."""
    length = 0
    stack = list(node.contents)
    while stack:
        part = stack.pop()
        if isinstance(part, Tag):
            stack.extend(part.contents)
            continue
        length += len(str(part))
        if length >= limit:
            return False
    return True


def _table(table: Tag) -> list[PrintedBlock] | None:
    """Return a table as one block, a line per row, cells parted by a bar; None for one that only arranges a page."""
    if any(_tags(table, {"img", "table", "h1", "h2", "h3", "iframe"})):
        return None
    rows = [[_printed_text(cell) for cell in _tags(row, {"td", "th"})] for row in _tags(table, {"tr"})]
    if max((len(row) for row in rows), default=0) < 2:  # noqa: PLR2004 - one column is a frame, not a table
        return None
    if len(rows) < 2 or max(len(cell) for row in rows for cell in row) > LONGEST_CELL:  # noqa: PLR2004 - a row alone is none either
        return None
    lines = [" | ".join(cell for cell in row) for row in rows if any(row)]
    return [PrintedBlock(kind="table", text="\n".join(lines))] if lines else []


def _printed_text(tag: Tag) -> str:
    """Return the text of *tag* on one line; elements with a line of their own are parted by a space."""
    pieces: list[str] = []
    for node in tag.descendants:
        if isinstance(node, Tag):
            pieces.append(" " if node.name in PARAGRAPHS or node.name == "br" else "")
        elif isinstance(node, NavigableString) and node.parent is not None:
            pieces.append("" if node.parent.name in SKIPPED else str(node))
    return WHITE.sub(" ", "".join(pieces)).strip(" ")
