"""Where things stand on a page whose selectors nobody knows: told by the shape of the page alone."""

import re
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy

from lxml.html import HtmlElement

from crawlers.blocks import PARAGRAPHS
from pipelines.headings import SEPARATOR

ASIDE = re.compile(
    r"(^|[-_ ])(aside|banner|breadcrumbs?|comments?|cookie|footer|header-?top|login|masthead|menu|nav|navbar|popular|"
    r"promo|related|rates?|recommend\w*|share|sharing|sidebar|similar|social|subscribe|ticker|weather|"
    r"widget)([-_ ]|s?$)",
    re.IGNORECASE,
)
"""Class and id words of blocks that stand beside the article."""
FRAMES = re.compile(r"(?<![\w-])(?:elementor[\w-]*|[\w-]*(?:with|has|no|left|right)-sidebar[\w-]*)")
"""Names that hold an aside's word and frame the article: Elementor calls every part of a page a widget."""
ASIDE_TAGS = frozenset({"aside", "button", "footer", "form", "iframe", "nav", "noscript", "script", "select", "style"})
BLOCK_TAGS = PARAGRAPHS | {"br"}
SITE_NAME = re.compile(rf"{SEPARATOR}[^|»•·—–]{{1,60}}")
"""What metadata add to a title: the paper's name behind a bar or a dash."""
LINES_BEFORE_TITLE = 4
SHORTEST_TITLE = 10
SHORTEST_LINE_OF_TEXT = 25


def is_aside(element: HtmlElement) -> bool:
    """Tell whether *element* is a block beside the article, by its tag, its class or its id."""
    if not isinstance(element.tag, str):
        return True
    if element.tag in ASIDE_TAGS:
        return element.tag != "form" or not _holds_article(element)
    if element.tag in {"html", "body", "article", "main"}:
        return False
    names = FRAMES.sub(" ", f"{element.get('class') or ''} {element.get('id') or ''}")
    return ASIDE.search(names) is not None and not _holds_article(element)


def _holds_article(element: HtmlElement) -> bool:
    """Tell whether the page's heading or its article stands in *element*: ASP.NET puts a whole page into one form."""
    return next(element.iter("h1", "article"), None) is not None


def find_title(root: HtmlElement, title: str | None) -> HtmlElement | None:
    """Return the article's heading: the one that prints *title* as the metadata give it, else the first long h1."""
    wanted = _plain(title or "")
    headings = [heading for heading in root.iter("h1", "h2") if len(plain_text(heading)) >= SHORTEST_TITLE]
    for heading in headings:
        if wanted and plain_text(heading) == wanted:
            return heading
    for heading in headings:
        text = plain_text(heading)
        if wanted.startswith(text) and SITE_NAME.fullmatch(wanted, len(text)):
            return heading
    return next((heading for heading in headings if heading.tag == "h1"), None)


def find_body(root: HtmlElement) -> HtmlElement | None:
    """Return the element that directly holds most of the page's running text, or None on a page without any."""
    scores: dict[HtmlElement, float] = defaultdict(float)
    for element, characters in _running_text(root):
        parent = element.getparent()
        if parent is None:
            continue
        scores[parent] += characters
        grandparent = parent.getparent()
        if grandparent is not None:
            scores[grandparent] += characters / 2
    return max(scores, key=lambda element: scores[element], default=None)


def _running_text(root: HtmlElement) -> Iterator[tuple[HtmlElement, int]]:
    """Yield the elements that hold a paragraph, with the number of its characters outside links."""
    for element in walk(root):
        if element.tag == "p":
            length = len(plain_text(element)) - sum(len(plain_text(link)) for link in element.iter("a"))
        elif element.tag in {"article", "body", "div", "main", "section", "td"}:
            own = [element.text or "", *(child.tail or "" for child in element)]
            length = sum(len(text.strip()) for text in own)
            if length >= SHORTEST_LINE_OF_TEXT and len(element):
                yield element[0], length
            continue
        else:
            continue
        if length >= SHORTEST_LINE_OF_TEXT:
            yield element, length


def lines_above(root: HtmlElement, title: HtmlElement | None, body: HtmlElement) -> tuple[str, ...]:
    """Return the lines printed between the masthead and the text column, the nearest to the title first.

    Only lines of the story count, the smallest block that holds both title and text: a masthead stands outside it.
    """
    before: list[str] = []
    after: list[str] = []
    lines = before
    title_in_body = _is_within(title, body)
    for holder, line in _lines(story(root, title, body)):
        if _is_within(holder, title):
            lines = after
            if title_in_body:
                break
        elif not title_in_body and _is_within(holder, body):
            break
        else:
            lines.append(line)
    return (*after, *reversed(before[-LINES_BEFORE_TITLE:]))


def column(body: HtmlElement, title: HtmlElement | None) -> HtmlElement:
    """Return a copy of *body* without asides; where the title stands in it, only what stands behind the title."""
    copy = deepcopy(body)
    copy.tail = None
    if title is not None and _is_within(title, body):
        _drop_until(copy, _path(body, title))
    stack = [copy]
    while stack:
        for child in list(stack.pop()):
            if isinstance(child.tag, str) and child.tag != "iframe" and is_aside(child):
                child.drop_tree()
            else:
                stack.append(child)
    return copy


def _path(ancestor: HtmlElement, element: HtmlElement) -> list[int]:
    """Return the way from *ancestor* down to *element*, as positions among siblings."""
    path: list[int] = []
    while element is not ancestor:
        parent = element.getparent()
        path.append(parent.index(element))
        element = parent
    return path[::-1]


def _drop_until(root: HtmlElement, path: list[int]) -> None:
    """Take out of *root* the element at *path* and everything before it."""
    parent = root
    for position in path:
        child = parent[position]
        parent.text = None
        del parent[:position]
        parent = child
    parent.drop_tree()


def _is_within(element: HtmlElement | None, block: HtmlElement | None) -> bool:
    """Tell whether *element* is *block* or stands in it."""
    if element is None or block is None:
        return False
    return element is block or block in element.iterancestors()


def story(root: HtmlElement, title: HtmlElement | None, body: HtmlElement) -> HtmlElement:
    """Return the smallest block that holds both *title* and *body*; without a title, the block around *body*."""
    around = [body, *body.iterancestors()]
    if title is None:
        return around[1] if len(around) > 1 else body
    of_title = {title, *title.iterancestors()}
    return next((element for element in around if element in of_title), root)


def _lines(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Yield the printed lines of a page in order, each with the block that holds it; asides left out.

    Inline elements are parted by a space: style parts what markup glues.
    """
    parts: list[str] = []
    blocks = [root]
    stack = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        is_block = element.tag in BLOCK_TAGS
        if not leaving and (element is root or not is_aside(element)):
            if is_block:
                yield from _line(blocks[-1], parts)
                blocks.append(element)
            parts.append(f" {element.text or ''}")
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
            continue
        if leaving and is_block:
            yield from _line(blocks.pop(), parts)
        if element is not root:
            parts.append(f" {element.tail or ''}")
    yield from _line(root, parts)


def _line(block: HtmlElement, parts: list[str]) -> Iterator[tuple[HtmlElement, str]]:
    """Yield what was read of *block* since the last line end, if it is anything, and begin anew."""
    line = _plain("".join(parts))
    parts.clear()
    if line:
        yield block, line


def walk(root: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements of a page in document order, asides and what is in them left out."""
    stack = [root]
    while stack:
        element = stack.pop()
        if is_aside(element):
            continue
        yield element
        stack.extend(reversed(element))


def plain_text(element: HtmlElement) -> str:
    """Return the text of *element* on one line, white space normal."""
    return _plain("".join(element.itertext()))


def _plain(text: str) -> str:
    return " ".join(text.split())
