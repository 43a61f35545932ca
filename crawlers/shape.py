"""Where things stand on a page whose selectors nobody knows: told by the shape of the page alone."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawlers.asides import HIDDEN, LONGEST_HIDDEN, READ_ALSO, TAGS, WHOLES, names_aside
from pipelines.headings import SEPARATOR

SITE_NAME = re.compile(rf"{SEPARATOR}[^|»•·—–]{{1,60}}")
"""What metadata add to a title: the paper's name behind a bar or a dash."""
SITE_NAME_AHEAD = re.compile(rf"[^|»•·—–]{{1,60}}{SEPARATOR}")
"""The paper's name before a title."""
LOGO = re.compile(r"logo|brand|site-?(?:name|title|header)", re.IGNORECASE)
SHORTEST_TITLE = 10
LONGEST_MARK = 16
"""Letters that a theme adds to a heading: «Избранное»."""
SHORTEST_LINE_OF_TEXT = 25
TEXT_HOLDERS = frozenset({"article", "body", "div", "main", "section", "td", "span", "font", "center"})


def is_aside(element: HtmlElement) -> bool:
    """Tell whether *element* is a block beside the article, by its tag, its class or its id."""
    tag = element.tag
    if not isinstance(tag, str):
        return True
    if tag in TAGS:
        return tag != "form" or not _holds_article(element)
    names = names_of(element)
    if tag in WHOLES:
        return tag == "article" and READ_ALSO.search(names) is not None
    if not names:
        return False
    if not HIDDEN.isdisjoint(names.split()) and len(plain_text(element)) <= LONGEST_HIDDEN:
        return True
    return names_aside(names) and not _holds_article(element)


def names_of(element: HtmlElement) -> str:
    """Return the class and id names of *element*, parted by spaces."""
    classes, identity = element.get("class"), element.get("id")
    if identity:
        return f"{classes} {identity}" if classes else identity
    return classes or ""


def _holds_article(element: HtmlElement) -> bool:
    """Tell whether the page's heading or its article stands in *element*: ASP.NET puts a whole page into one form."""
    return next(element.iter("h1", "article"), None) is not None


def find_title(root: HtmlElement, *stated: str | None) -> HtmlElement | None:
    """Return the article's heading: the one that prints a title as the metadata give it, else the first long h1."""
    wanted = [title for title in (_plain(title or "") for title in stated) if title]
    headings = _headings(root, "h1", "h2")
    found = _stated_heading(headings, wanted)
    if found is None and wanted:
        found = _stated_heading(_headings(root, "h3", "h4"), wanted)
    if found is not None:
        return found
    firsts = [heading for heading, _ in headings if heading.tag == "h1"]
    outside = [
        heading
        for heading in firsts
        if not _is_logo(heading) and not any(is_aside(around) for around in heading.iterancestors())
    ]
    lines = (_printed_as_line(root, prefix) for title in wanted for prefix in _prefixes(title))
    found = itertools.chain(outside, (line for line in lines if line is not None), firsts, _bold_line(root))
    return next(found, None)


def _headings(root: HtmlElement, *tags: str) -> list[tuple[HtmlElement, str]]:
    return [(heading, text) for heading in root.iter(*tags) if len(text := plain_text(heading)) >= SHORTEST_TITLE]


def _stated_heading(headings: list[tuple[HtmlElement, str]], wanted: list[str]) -> HtmlElement | None:
    """Return the heading that prints one of the titles *wanted*, without the paper's name or with a mark behind it."""
    for title in wanted:
        for heading, text in headings:
            if text.casefold() == title.casefold():
                return heading
    for title in wanted:
        for heading, text in headings:
            if title.startswith(text) and SITE_NAME.fullmatch(title, len(text)) and not _leads_home(heading):
                return heading
            if text.startswith(title) and len(text) <= len(title) + LONGEST_MARK:
                return heading
    return _heading_behind_name(headings, wanted)


def _heading_behind_name(headings: list[tuple[HtmlElement, str]], wanted: list[str]) -> HtmlElement | None:
    """Return the heading that prints one of the titles *wanted* without the paper's name before it."""
    for title in wanted:
        for heading, text in headings:
            ahead = len(title) - len(text)
            named = title.endswith(text) and ahead < len(text) and SITE_NAME_AHEAD.fullmatch(title, 0, ahead)
            if named and not _leads_home(heading) and not _is_logo(heading):
                return heading
    return None


def _bold_line(root: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the last short bold or titled line before the running text: the heading of a page that has no headings."""
    best = None
    for element in walk(root):
        if element.tag in BOLD or _is_large(element) or TITLED.search(names_of(element)):
            text = plain_text(element)
            if SHORTEST_TITLE <= len(text) <= LONGEST_TITLE and len(text.split()) > 1 and not text.endswith((".", ":")):
                best = element if best is None or not is_within(element, best) else best
        own = (element.text or "").strip()
        if len(own) >= SHORTEST_PARAGRAPH or any(
            len((child.tail or "").strip()) >= SHORTEST_PARAGRAPH for child in element
        ):
            break
    if best is not None:
        yield best


def _is_large(element: HtmlElement) -> bool:
    return element.tag == "font" and re.fullmatch(r"\+\d|[4-7]", element.get("size") or "") is not None


BOLD = frozenset({"b", "strong", "big", "h2", "h3", "h4"})
TITLED = re.compile(r"title|headline|zagolov|heading|(?:^|[\s_-])(?:zag|tema|name)(?:$|[\s_-])", re.IGNORECASE)
LONGEST_TITLE = 220
SHORTEST_PARAGRAPH = 60


def _leads_home(heading: HtmlElement) -> bool:
    """Tell whether a heading is a link to the home page: it prints the paper's name."""
    link = heading.find(".//a")
    link = next(heading.iterancestors("a"), None) if link is None else link
    to = urlsplit((link.get("href") or "").strip()) if link is not None else None
    return to is not None and not to.query and (to.path in HOME_PATHS or (bool(to.netloc) and not to.path))


HOME_PATHS = frozenset({"/", "/index.php", "/index.html", "/kz", "/kz/", "/kk", "/kk/", "/ru", "/ru/"})


def _is_logo(heading: HtmlElement) -> bool:
    """Tell whether a heading is the paper's name in the masthead."""
    return any(
        LOGO.search(names_of(element))
        for element in (heading, *heading.iterdescendants(), heading.getparent())
        if element is not None
    )


def _prefixes(title: str) -> Iterator[str]:
    """Yield *title* and what stands before each bar or dash in it, the longest first."""
    ends = [len(title), *(match.start() for match in reversed(list(re.finditer(SEPARATOR, title))))]
    yield from (title[:end] for end in ends if end >= SHORTEST_TITLE)


def _printed_as_line(root: HtmlElement, title: str) -> HtmlElement | None:
    """Return the smallest element outside menus that prints *title* and nothing else.

    Themes of old have no headings.
    """
    for element in root.iter("h1", "h2", "h3", "h4", "td", "div", "span", "b", "strong", "font", "p", "a"):
        text = element.text or ""
        own = _plain("".join([text, *(child.tail or "" for child in element)]))
        if own != title and not (len(element) and not own and plain_text(element) == title):
            continue
        if not any(is_aside(around) for around in element.iterancestors()):
            return element
    return None


SHARES = (1 / 2, 1 / 3, 1 / 4)
"""What of a paragraph's letters counts for the blocks around its own: some editors box each paragraph."""


def find_body(root: HtmlElement) -> HtmlElement | None:
    """Return the element that directly holds most of the page's running text, or None on a page without any."""
    scores: dict[HtmlElement, float] = defaultdict(float)
    for element, characters in _running_text(root):
        parent = element.getparent()
        if parent is None:
            continue
        scores[parent] += characters
        for share, around in zip(SHARES, parent.iterancestors(), strict=False):
            scores[around] += characters * share
    return max(scores, key=lambda element: scores[element], default=None)


def _running_text(root: HtmlElement) -> Iterator[tuple[HtmlElement, int]]:
    """Yield the elements that hold a paragraph, with the number of its characters outside links."""
    for element in walk(root):
        if element.tag == "p":
            length = len(plain_text(element)) - sum(len(plain_text(link)) for link in element.iter("a"))
        elif element.tag in TEXT_HOLDERS:
            own = [element.text or "", *(child.tail or "" for child in element)]
            length = sum(len(text.strip()) for text in own)
            if length >= SHORTEST_LINE_OF_TEXT and len(element):
                yield element[0], length
                continue
            if length < SHORTEST_LINE_OF_TEXT or element.tag != "div":
                continue
        else:
            continue
        if length >= SHORTEST_LINE_OF_TEXT:
            yield element, length


def is_within(element: HtmlElement | None, block: HtmlElement | None) -> bool:
    """Tell whether *element* is *block* or stands in it."""
    if element is None or block is None:
        return False
    return element is block or any(around is block for around in element.iterancestors())


def nearest(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield *element* and the blocks next around it: names further out say nothing of a line."""
    yield element
    for number, around in enumerate(element.iterancestors()):
        if number == 2 or around.tag in {"article", "main", "body"}:  # noqa: PLR2004 - further out they stand for more
            return
        yield around


def story(root: HtmlElement, title: HtmlElement | None, body: HtmlElement) -> HtmlElement:
    """Return the smallest block that holds both *title* and *body*; without a title, the block around *body*."""
    around = [body, *body.iterancestors()]
    if title is None:
        return around[1] if len(around) > 1 else body
    of_title = {title, *title.iterancestors()}
    return next((element for element in around if element in of_title), root)


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
