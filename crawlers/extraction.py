"""From a response to what stands on the page, changing nothing.

By the site's layout, by its system's, by shape, or in general.
"""

from collections.abc import Iterator
from itertools import chain, takewhile, zip_longest
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement
from scrapy.http import TextResponse

from archive.records import Capture, Doubt, Metadata, Printed, PrintedBlock, Publisher
from crawlers.blocks import PICTURES, read_blocks
from crawlers.breadcrumbs import printed_crumbs
from crawlers.captions import LONGEST_CAPTION
from crawlers.cms import recognise
from crawlers.folders import folder_name
from crawlers.keywords import tag_links, tags_below
from crawlers.layout import Layout, layout_for
from crawlers.links import bare_host, canonical_url, is_listing
from crawlers.marks import says
from crawlers.metadata import read_metadata
from crawlers.paper import Paper
from crawlers.parsing import root_of
from crawlers.pictures import as_printed, with_pictures
from crawlers.selecting import Selecting
from crawlers.shape import SHORTEST_TITLE, find_body, find_title, is_within, plain_text
from crawlers.surroundings import Surroundings, leads_elsewhere, read_surroundings
from crawlers.unknown import agreed, general_blocks
from crawlers.variants import read_variants
from pipelines.text import clean

ARTICLE_BODY = "[itemprop=articleBody]"
IMPACT = "t-text-impact"
"""Tilda's box for a sentence in large letters amidst a text."""
LONGEST_EXPONENT = 3
MOST_PARTS = 40
Span = tuple[HtmlElement, list[HtmlElement]]
"""A part of a text, and the blocks of pictures between it and the following one."""
LEAST_SHARE = 0.4
"""Share of the page's densest running text that a system's own text column must hold to be believed."""


def extract(response: TextResponse, paper: Paper, capture: Capture) -> Printed:
    """Return what the page *response* prints; a page without a text column has no blocks."""
    root = root_of(response)
    metadata = read_metadata(root, response.url)
    layout = layout_for(paper.layouts, capture.fetched_at.date())
    page = _Page(root, layout, metadata, base_url=_base_url(response), general=paper.general)
    blocks = page.blocks()
    return Printed(
        url=page_url(response.url, metadata.canonical, paper.publisher),
        site=paper.name,
        publisher=paper.publisher,
        fetched_at=capture.fetched_at,
        metadata=metadata,
        title=_heading(page.title, metadata.title),
        lead=page.text("lead") or page.around.lead,
        published=page.text("published"),
        modified=page.text("modified"),
        views=page.text("views"),
        comments=page.text("comments"),
        section=page.text("section"),
        bylines=page.texts("bylines"),
        tags=page.texts("tags") or page.tags(),
        breadcrumbs=page.breadcrumbs,
        folder=page.folder(response.url),
        variants=read_variants(root, response.url, paper.publisher.home),
        around=tuple(page.around.lines),
        blocks=blocks,
        doubts=page.doubts(),
    )


def page_url(url: str, declared: str | None, publisher: Publisher) -> str:
    """Return the canonical address of the page fetched from *url*; what it declares counts if it is of the same paper.

    A page that declares its home page or a list as its address is not believed.
    """
    own = canonical_url(url, publisher.home)
    if not declared:
        return own
    stated = canonical_url(urljoin(url, declared), publisher.home)
    same_paper = bare_host(urlsplit(stated).netloc) == bare_host(urlsplit(own).netloc)
    is_page = urlsplit(stated).path != "/" and not is_listing(stated)
    return stated if same_paper and (is_page or urlsplit(stated).query) else own


class _Page:
    """A parsed page and where things stand on it."""

    def __init__(
        self, root: HtmlElement, layout: Layout | None, metadata: Metadata, *, base_url: str, general: bool
    ) -> None:
        self.root = root
        self.selecting = Selecting(root)
        self.declared = layout
        self.layout = layout
        self.base_url = base_url
        self.trusted = False
        self.fits = True
        self.title = self._first(layout.title) if layout else None
        self.body = self._first(layout.body) if layout else None
        self.fits = self.body is not None
        if self.title is None:
            self.title = find_title(root, metadata.title, _document_title(root))
        if self.body is None:
            self._find_body()
        self.general = general and not self.trusted
        self.looks_around = not (self.fits and layout is not None and layout.complete)
        self.breadcrumbs = tuple(printed_crumbs(root)) if self.looks_around else ()
        self.around = (
            read_surroundings(self.selecting, self.title, self.body, base_url)
            if self.looks_around and self.body is not None
            else Surroundings()
        )

    def _find_body(self) -> None:
        """Find the text column by microdata, by the publishing system's layout, or by shape."""
        densest = find_body(self.root)
        stated = _longest(self.selecting.all(ARTICLE_BODY))
        system = recognise(self.root)
        named = map(_longest, self.selecting.each(system.layout.body)) if system else ()
        for body in (stated, *named):
            if body is not None and _holds(body, densest):
                self.body, self.trusted = body, True
                self.layout = self.layout or (system.layout if system else None)
                return
        self.body = densest

    def text(self, name: str) -> str | None:
        """Return the printed text of the first element that the layout names for *name*; None without one."""
        return next(self._texts(name), None)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the printed texts of all elements that the layout names for *name*."""
        return tuple(self._texts(name))

    def _texts(self, name: str) -> Iterator[str]:
        selector = getattr(self.layout, name) if self.layout else None
        for element in self.selecting.all(selector):
            text = (
                " ".join("".join(element.itertext()).split())
                if name in {"lead", "bylines", "tags"}
                else "".join(element.itertext()).strip()
            )
            if text:
                yield text

    def tags(self) -> tuple[str, ...]:
        """Return the keywords that the story's links print."""
        whole = self.around.whole
        if whole is None:
            return ()
        named = tag_links(self.selecting, whole, self.base_url)
        return named or (tags_below(self.body, whole, self.base_url) if self.body is not None else ())

    def folder(self, url: str) -> str | None:
        """Return what the page's links call the folder of its address *url*."""
        return folder_name(self.root, url, self.body) if self.looks_around and self.body is not None else None

    def blocks(self) -> tuple[PrintedBlock, ...]:
        """Return the blocks of the text column, with the pictures between title and text before them."""
        if self.body is None:
            return (
                with_pictures(general_blocks(self.root, self.base_url), self.root, self.title, self.base_url)
                if self.general
                else ()
            )
        column = self._column()
        if self.general:
            parts = self._parts()
            spans = [(part, _between(part, following)) for part, following in zip_longest(parts, parts[1:])]
            column = tuple(chain.from_iterable(map(self._span, spans)))
            general = general_blocks(self.root, self.base_url)
            both = agreed(column, general) if general else column
            if len(parts) > 1 and both is not None:
                both = column
                self._claim(spans, column)
            if both is None:
                return with_pictures(general, self.root, self.title, self.base_url)
            column = both
        above = [block for picture in self.around.pictures_above for block in as_printed(picture, self.base_url)]
        if self.around.lead and self.around.pictures_before_lead:
            above.insert(self.around.pictures_before_lead, PrintedBlock(kind="paragraph", text=self.around.lead))
        below = (block for picture in self.around.pictures_below for block in as_printed(picture, self.base_url))
        return (*above, *column, *below)

    def _parts(self) -> list[HtmlElement]:
        """Return the text column and its companions.

        Page builders set each part of a text into a box of the same name.
        """
        assert self.body is not None  # noqa: S101 - asked for where there is one
        name = self.body.get("class")
        if not name or self.body.tag in {"td", "body"}:
            return [self.body]
        alike = [
            element
            for element in self.selecting.called(name.split()[0])
            if (element.get("class") == name and element.tag == self.body.tag)
            or (name.startswith("t-text") and IMPACT in (element.get("class") or "").split())
        ]
        apart = [
            element
            for element in alike
            if element is self.body or not (is_within(element, self.body) or is_within(self.body, element))
        ]
        return apart if len(apart) <= MOST_PARTS else [self.body]

    def _claim(self, spans: list[Span], column: tuple[PrintedBlock, ...]) -> None:
        """Let what stands in the parts of a text, or between them, be no lead of it and no picture around it."""
        inside = {picture for part, between in spans for block in (part, *between) for picture in block.iter(*PICTURES)}
        around = self.around
        around.pictures_above = [picture for picture in around.pictures_above if picture not in inside]
        around.pictures_below = [picture for picture in around.pictures_below if picture not in inside]
        first = next((block.text for block in column if block.kind == "paragraph"), "")
        if around.lead and around.lead == clean(first):
            around.lead, around.pictures_before_lead = None, 0

    def _span(self, span: Span) -> Iterator[PrintedBlock]:
        """Yield the blocks of a part of the text, and the pictures between it and the following one."""
        part, between = span
        yield from self._column(part)
        for picture in (picture for block in between for picture in block.iter(*PICTURES)):
            if not leads_elsewhere(picture, self.base_url):
                yield from as_printed(picture, self.base_url)

    def _column(self, part: HtmlElement | None = None) -> tuple[PrintedBlock, ...]:
        dropped = self.selecting.each(self.layout.drop) if self.layout and self.layout.drop else ()
        column = self.body if part is None else part
        assert column is not None  # noqa: S101 - asked for where there is one
        return read_blocks(column, self.base_url, frozenset(chain.from_iterable(dropped)), prune=True)

    def doubts(self) -> tuple[Doubt, ...]:
        """Return a doubt where the layout declared for the day does not fit the page."""
        if self.declared is None or self.fits:
            return ()
        return (Doubt(field="body", code="layout", text=f"nothing matches {self.declared.body}"),)

    def _first(self, selector: str | None) -> HtmlElement | None:
        found = self.selecting.all(selector)
        return _longest(found) if selector and self.layout and selector == self.layout.body else next(iter(found), None)


def _between(part: HtmlElement, following: HtmlElement | None) -> list[HtmlElement]:
    """Return the blocks of pictures, with little text besides, that stand between two parts of a text."""
    around = set(following.iterancestors()) if following is not None else set()
    top = next((one for one in (part, *part.iterancestors()) if one.getparent() in around), None)
    behind = top.itersiblings() if top is not None else ()
    blocks = takewhile(lambda block: block is not following and block not in around, behind)
    return [block for block in blocks if _shows_pictures(block) and len(plain_text(block)) <= LONGEST_CAPTION]


def _shows_pictures(block: HtmlElement) -> bool:
    return isinstance(block.tag, str) and next(block.iter(*PICTURES), None) is not None


def _longest(elements: list[HtmlElement]) -> HtmlElement | None:
    """Return the element with most text: teasers of other articles may bear the same name."""
    return (
        elements[0] if len(elements) == 1 else max(elements, key=lambda element: len(plain_text(element)), default=None)
    )


def _holds(body: HtmlElement, densest: HtmlElement | None) -> bool:
    """Tell whether *body* holds the page's densest running text, or most of what that holds."""
    if densest is None or is_within(densest, body):
        return True
    return is_within(body, densest) and len(plain_text(body)) >= LEAST_SHARE * len(plain_text(densest))


def _document_title(root: HtmlElement) -> str | None:
    title = root.find(".//title")
    return title.text if title is not None else None


def _heading(title: HtmlElement | None, stated: str | None) -> str | None:
    """Return what the heading prints, without the marks that a theme sets into it."""
    if title is None:
        return None
    dated = next((child for child in title if says(child) in {"published", "modified"}), None)
    own = " ".join("".join([title.text or "", *(child.tail or "" for child in title)]).split())
    if dated is not None and len(own) >= SHORTEST_TITLE:
        return own
    if len(own) >= SHORTEST_TITLE and stated and " ".join(stated.split()).startswith(own):
        return own
    marks = {text for mark in title.iter("sup") for text in mark.itertext() if len(text.strip()) > LONGEST_EXPONENT}
    return "".join(text for text in title.itertext() if text not in marks).strip() or None


def _base_url(response: TextResponse) -> str:
    declared = next((base.get("href") for base in root_of(response).iter("base") if base.get("href")), None)
    return urljoin(response.url, declared) if declared else response.url
