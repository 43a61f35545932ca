"""Where things stand on a page whose selectors nobody knows: told by the shape of the page alone."""

import re
from collections import defaultdict
from collections.abc import Iterator

from lxml.html import HtmlElement

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
BLOCK_TAGS = frozenset(
    {
        *(
            "article",
            "blockquote",
            "body",
            "br",
            "dd",
            "div",
            "dl",
            "dt",
            "figcaption",
            "figure",
            "h1",
            "h2",
            "h3",
            "h4",
        ),
        *("h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"),
    }
)
SITE_NAME = re.compile(r"\s+[|»•·—–-]\s+[^|»•·—–]{1,60}")
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
    seen_title = False
    for element, line in _lines(story(root, title, body)):
        if element is title:
            seen_title = True
            continue
        if element is body or body in element.iterancestors():
            break
        if title is not None and title in element.iterancestors():
            continue
        (after if seen_title else before).append(line)
    return (*after, *reversed(before[-LINES_BEFORE_TITLE:]))


def story(root: HtmlElement, title: HtmlElement | None, body: HtmlElement) -> HtmlElement:
    """Return the smallest block that holds both *title* and *body*; without a title, the block around *body*."""
    around = [body, *body.iterancestors()]
    if title is None:
        return around[1] if len(around) > 1 else body
    of_title = {title, *title.iterancestors()}
    return next((element for element in around if element in of_title), root)


def _lines(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Yield the printed lines of a page in order, each with the block that holds it; asides left out."""
    for element in walk(root):
        if element.tag not in BLOCK_TAGS:
            continue
        for line in _own_lines(element):
            yield element, line


def _own_lines(block: HtmlElement) -> list[str]:
    """Return the lines that stand in *block* itself, not in a block inside it; style parts what markup glues."""
    parts = [_spaced(block.text)]
    for child in block:
        if not isinstance(child.tag, str):
            pass
        elif child.tag in BLOCK_TAGS:
            parts.append("\n")
        elif not is_aside(child) and not any(inner.tag in BLOCK_TAGS for inner in child.iterdescendants()):
            parts.append(_spaced(f" {' '.join(child.itertext())} "))
        parts.append(_spaced(child.tail))
    return [line for line in (_plain(part) for part in "".join(parts).split("\n")) if line]


def _spaced(text: str | None) -> str:
    """Return *text* without its own line ends: in HTML they are spaces."""
    return (text or "").replace("\n", " ").replace("\r", " ")


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
