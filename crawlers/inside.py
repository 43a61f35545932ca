"""Facts printed inside a text column: the title and what stands before it, small blocks of date, author, keywords."""

import re
from collections.abc import Iterator
from itertools import takewhile

from lxml.html import HtmlElement

from archive.records import LinePlace, PrintedLine
from crawlers.blocks import DROPPED, PICTURES, QUOTE_NAMES
from crawlers.lines import LONGEST_META, read_events
from crawlers.marks import says
from crawlers.shape import is_aside, names_of, plain_text
from pipelines.datelines import cut

LONGEST_LINE = 400
SHORTEST_LEAD = 40
META_NAMES = re.compile(
    r"(?:^|[\s_-])(?:\w*meta(?:data)?|\w*info|details?|data|pubdate|posted|entry-?(?:footer|header)|"
    r"article-?(?:footer|header)|author-?\w*|tags?|news-?date\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Names of small blocks inside a text column that print date, counter, author, keywords."""
LONGEST_METADATA = 300
"""Characters of the sentence in which WordPress's first theme tells day, section and feed: `postmetadata`."""
BOXES = frozenset({"div", "section", "article", "li", "ul", "dl"})
META_FIELDS = frozenset({"published", "modified", "views", "comments", "byline", "tags"})
WORDS_OF_TEXT = frozenset({"a", "b", "em", "i", "strong", "img", "figure", "figcaption", "iframe", "br"})
LEAD_NAMES = re.compile(
    r"(?:^|[\s_-])(?:\w*lead|lede|lid|anons|announce\w*|annotation|standfirst|stand-?first|deck|dek|excerpt|summary|"
    r"subtitle|sub-?title|preview-?text|intro\w*|itemintrotext|short-?text|short-?story|description|descr|teaser|"
    r"perex)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Names of a standfirst."""
LONGEST_FACT = 6
"""Words of a fact; more with a full stop are a sentence."""
LONGEST_NAME = 20
TITLE_WORDS = 3
"""Words of a title; a link of so many leads to another article."""


def drop_until(root: HtmlElement, title: HtmlElement) -> None:
    """Mark the *title* and all that stands before it in *root* as no part of the text."""
    element = title
    title.set(DROPPED, "title")
    while element is not root:
        parent = element.getparent()
        if parent is None:
            return
        parent.text = None
        for sibling in element.itersiblings(preceding=True):
            sibling.tail = None
            if isinstance(sibling.tag, str):
                sibling.set(DROPPED, "above")
        element = parent


class Inside:
    """What small blocks inside a text column print, and the standfirst at its beginning."""

    def __init__(self, body: HtmlElement) -> None:
        """Read the text column *body*; the blocks that print facts are marked as dropped."""
        self.lines: list[PrintedLine] = []
        self.lead: str | None = None
        self._seen_text = False
        stack = list(reversed(body))
        while stack:
            element = stack.pop()
            if isinstance(element.tag, str) and not element.get(DROPPED) and self._goes_deeper(element):
                stack.extend(reversed(element))

    def _goes_deeper(self, element: HtmlElement) -> bool:
        """Read *element*; tell whether its parts are to be read one by one."""
        if QUOTE_NAMES.search(names_of(element)):
            return False
        meta = is_meta(element)
        if element.tag in {"table", "ul", "ol"} and not meta and len(plain_text(element)) > LONGEST_LINE:
            return False
        if element.tag in {"p", "blockquote", "h2", "h3"} and not meta:
            self._read_paragraph(element)
            return False
        if element.tag in BOXES and is_listed(element):
            return False
        aside = is_aside(element)
        if aside and says(element) not in {"views", "comments", "tags", "byline"}:
            return False
        if meta:
            self._read_facts(element)
            return False
        if not aside and not self._seen_text and self.lead is None and _is_lead_block(element):
            self.lead, self._seen_text = plain_text(element), True
            return False
        return not aside

    def _read_paragraph(self, element: HtmlElement) -> None:
        text = plain_text(element)
        if not self._seen_text and self.lead is None and len(text) <= LONGEST_META and _names_lead(element, "p"):
            self.lead = text
        self._seen_text = self._seen_text or len(text) > SHORTEST_LEAD

    def _read_facts(self, element: HtmlElement) -> None:
        element.set(DROPPED, "meta")
        place: LinePlace = "below text" if self._seen_text else "under title"
        lines = (event.cells for event in read_events(element) if event.kind == "line")
        self.lines.extend(PrintedLine(place=place, cells=cells) for cells in lines)


def _names_lead(element: HtmlElement, *tags: str) -> bool:
    return element.tag in tags and LEAD_NAMES.search(names_of(element)) is not None and not has_facts(element)


def _is_lead_block(element: HtmlElement) -> bool:
    """Tell whether *element* is a block that sets the standfirst apart: named for it, one paragraph, no picture."""
    if not _names_lead(element, "div", "section", "header") or len(plain_text(element)) < SHORTEST_LEAD:
        return False
    return next(element.iter(*PICTURES), None) is None and len(element.findall(".//p")) <= 1


def has_facts(element: HtmlElement) -> bool:
    """Tell whether a piece of a block prints a date or a counter: then it is no sentence."""
    return any(cut(text) for text in element.itertext() if len(text) <= LONGEST_META and not text.isspace())


def is_listed(element: HtmlElement) -> bool:
    """Tell whether links to other articles stand in *element*: a list of them prints dates as well.

    Links to the articles before and behind, in a block of their own, make no list of it.
    """
    if len(plain_text(element)) > LONGEST_LINE:
        return False
    links = (
        link
        for link in element.iter("a")
        if "category" not in (link.get("rel") or "") and not any(is_aside(around) for around in _between(link, element))
    )
    return any(len(text) > LONGEST_NAME and len(text.split()) >= TITLE_WORDS for text in map(plain_text, links))


def _between(link: HtmlElement, element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements around *link* up to *element*."""
    return takewhile(lambda around: around is not element, link.iterancestors())


def is_meta(element: HtmlElement) -> bool:
    """Tell whether *element* is a small block that prints facts of the article, not its words."""
    if element.tag in WORDS_OF_TEXT:
        return False
    said, names = says(element), names_of(element)
    if said not in META_FIELDS and not (names and META_NAMES.search(names)):
        return False
    text = plain_text(element)
    longest = LONGEST_METADATA if "metadata" in names else LONGEST_META
    is_sentence = len(text.split()) > LONGEST_FACT and text.endswith((".", "!", "?", "…", "»", ":"))
    if is_sentence and element.tag in {"p", "h2", "h3", "h4", "li"} and "metadata" not in names:
        return False
    if not text or len(text) > longest or next(element.iter(*PICTURES, "figure", "iframe"), None) is not None:
        return said == "tags" and 0 < len(text) <= LONGEST_LINE
    if said in {"byline", "tags"}:
        return True
    return not is_listed(element) and (said in META_FIELDS or any(character.isdigit() for character in text))
