"""The text column of an article, HTML in, printed blocks out, in reading order."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from bs4.element import CData, Comment, Declaration, Doctype, NavigableString, ProcessingInstruction, Tag

from archive.records import BlockKind, PrintedBlock, PrintedImage

SKIPPED = frozenset({"button", "form", "head", "input", "noscript", "script", "select", "style", "svg", "template"})
EMBEDS = frozenset({"amp-iframe", "amp-youtube", "audio", "embed", "iframe", "object", "video"})
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
LATE_SOURCES = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-url")
"""Attributes that scripts for late loading keep the address of a picture in."""
NOT_TEXT = (CData, Comment, Declaration, Doctype, ProcessingInstruction)
WHITE = re.compile(r"[ \t\r\n\f]+")


def read_blocks(html: str, base_url: str, drop: str | None = None) -> tuple[PrintedBlock, ...]:
    """Return the blocks that the fragment *html* prints; parts that the CSS selector *drop* names are left out.

    Text keeps its no-break spaces and its line breaks (`br`) and loses the white space of the source, as a browser
    shows it.

    >>> [block.text for block in read_blocks("<p>Бір</p><ul><li>екі<li>үш</ul>", "http://a/")]
    ['Бір', 'екі', 'үш']
    """
    soup = BeautifulSoup(html, "lxml")
    for element in soup.select(drop) if drop else ():
        element.decompose()
    return tuple(_Reader(base_url).blocks(soup))


class _Reader:
    """Walks a fragment once and cuts it into blocks."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.text: list[str] = []
        self.kinds: list[BlockKind] = ["paragraph"]

    def blocks(self, soup: Tag) -> Iterator[PrintedBlock]:
        """Yield the blocks below *soup* in reading order."""
        stack: list[tuple[Tag | NavigableString, bool]] = [(soup, False)]
        while stack:
            node, leaving = stack.pop()
            if isinstance(node, NavigableString):
                if not isinstance(node, NOT_TEXT):
                    self.text.append(WHITE.sub(" ", node))
                continue
            if leaving:
                yield from self._end(node)
                continue
            if node.name in SKIPPED:
                continue
            whole = self._whole(node)
            if whole is not None:
                yield from self._flush()
                yield from whole
                continue
            yield from self._begin(node)
            if node.name in PARAGRAPHS:
                stack.append((node, True))
            stack.extend(
                (child, False) for child in reversed(node.contents) if isinstance(child, Tag | NavigableString)
            )
        yield from self._flush()

    def _begin(self, node: Tag) -> Iterator[PrintedBlock]:
        if node.name == "br":
            self.text.append("\n")
        if node.name in PARAGRAPHS:
            yield from self._flush()
            self.kinds.append(self._kind(node.name))

    def _end(self, _node: Tag) -> Iterator[PrintedBlock]:
        yield from self._flush()
        self.kinds.pop()

    def _kind(self, name: str) -> BlockKind:
        if name in HEADINGS:
            return "heading"
        if name == "blockquote" or self.kinds[-1] == "quote":
            return "quote"
        return "list" if name == "li" or self.kinds[-1] == "list" else "paragraph"

    def _flush(self) -> Iterator[PrintedBlock]:
        text = "\n".join(line.strip(" ") for line in "".join(self.text).split("\n")).strip("\n")
        self.text.clear()
        if text:
            yield PrintedBlock(kind=self.kinds[-1], text=text)

    def _whole(self, node: Tag) -> list[PrintedBlock] | None:
        """Return the blocks of an element that is read as one thing, or None where its parts are read one by one."""
        if node.name in PICTURES:
            picture = self._picture(node)
            return [PrintedBlock(kind="image", image=picture)] if picture else []
        if node.name in EMBEDS:
            source = _attribute(node, "src") or _attribute(node, "data-src")
            return [PrintedBlock(kind="embed", text=urljoin(self.base_url, source))] if source else []
        if node.name == "figure":
            return self._figure(node)
        if node.name == "table":
            return _table(node)
        return None

    def _figure(self, figure: Tag) -> list[PrintedBlock] | None:
        """Return the pictures of a figure with its caption; None where it holds no picture of its own."""
        pictures = [self._picture(picture) for picture in figure.find_all(PICTURES)]
        shown = [picture for picture in pictures if picture]
        if not shown:
            return None
        caption = figure.find("figcaption")
        text = _printed_text(caption) if isinstance(caption, Tag) else ""
        return [
            PrintedBlock(
                kind="image",
                image=PrintedImage(
                    src=picture.src,
                    alt=picture.alt,
                    caption=text if picture is shown[-1] else "",
                    width=picture.width,
                    height=picture.height,
                ),
            )
            for picture in shown
        ]

    def _picture(self, tag: Tag) -> PrintedImage | None:
        source = _source(tag)
        if not source:
            return None
        return PrintedImage(
            src=urljoin(self.base_url, source.strip()),
            alt=_attribute(tag, "alt"),
            width=_attribute(tag, "width"),
            height=_attribute(tag, "height"),
        )


def _source(tag: Tag) -> str:
    """Return the address of the picture that *tag* shows, sooner or later."""
    late = next((value for value in (_attribute(tag, name) for name in LATE_SOURCES) if value), "")
    printed = _attribute(tag, "src")
    if late and (not printed or printed.startswith("data:")):
        return late
    if printed and not printed.startswith("data:"):
        return printed
    widest = _attribute(tag, "srcset") or _attribute(tag, "data-srcset")
    return widest.split(",")[-1].split()[0] if widest.strip(" ,") else ""


def _table(table: Tag) -> list[PrintedBlock] | None:
    """Return a table as one block, a line per row, cells parted by a bar; None for one that only arranges a page."""
    if table.find(["p", "img", "table", "h1", "h2", "h3", "div"]):
        return None
    rows = [[_printed_text(cell) for cell in row.find_all(["td", "th"])] for row in table.find_all("tr")]
    if max((len(row) for row in rows), default=0) < 2:  # noqa: PLR2004 - one column is a frame, not a table
        return None
    lines = [" | ".join(cell for cell in row) for row in rows if any(row)]
    return [PrintedBlock(kind="table", text="\n".join(lines))] if lines else []


def _printed_text(tag: Tag) -> str:
    return WHITE.sub(" ", tag.get_text(" ")).strip(" ")


def _attribute(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return value if isinstance(value, str) else ""
