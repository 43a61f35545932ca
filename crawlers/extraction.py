"""From a response to what stands on the page, changing nothing: by the site's layout, by shape, or in general."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from typing import cast
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement
from scrapy.http import TextResponse
from trafilatura import bare_extraction
from trafilatura.settings import Document

from archive.records import Capture, Doubt, Metadata, Printed, PrintedBlock, Publisher
from crawlers.blocks import read_blocks
from crawlers.layout import Layout, layout_for
from crawlers.links import bare_host, canonical_url, is_listing
from crawlers.metadata import read_metadata
from crawlers.paper import Paper
from crawlers.pictures import with_pictures
from crawlers.shape import column, find_body, find_title, lines_above


def extract(response: TextResponse, paper: Paper, capture: Capture) -> Printed:
    """Return what the page *response* prints; a page without a text column has no blocks."""
    root = response.selector.root
    metadata = read_metadata(root)
    layout = layout_for(paper.layouts, capture.fetched_at.date())
    page = _Page(root, layout, metadata, base_url=_base_url(response))
    return Printed(
        url=page_url(response.url, metadata.canonical, paper.publisher),
        site=paper.name,
        publisher=paper.publisher,
        fetched_at=capture.fetched_at,
        metadata=metadata,
        title=page.text("title") or _heading(page.title),
        lead=page.text("lead"),
        published=page.text("published"),
        modified=page.text("modified"),
        views=page.text("views"),
        comments=page.text("comments"),
        section=page.text("section"),
        bylines=page.texts("bylines"),
        tags=page.texts("tags"),
        above=page.lines_above(),
        blocks=page.blocks(general=paper.general),
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
    return stated if same_paper and is_page else own


BASE = cast("Callable[[HtmlElement], list[str]]", etree.XPath("//base/@href"))


@cache
def _css(selector: str) -> Callable[[HtmlElement], list[HtmlElement]]:
    """Return what finds the elements that *selector* names, compiled once."""
    return cast("Callable[[HtmlElement], list[HtmlElement]]", CSSSelector(selector, translator="html"))


class _Page:
    """A parsed page and where things stand on it."""

    def __init__(self, root: HtmlElement, layout: Layout | None, metadata: Metadata, *, base_url: str) -> None:
        self.root = root
        self.layout = layout
        self.metadata = metadata
        self.base_url = base_url
        self.declared_body = self._select(layout.body) if layout else None
        self.title = self._select(layout.title) if layout and layout.title else None
        if self.title is None:
            self.title = find_title(root, metadata.title)
        self.body = self.declared_body if self.declared_body is not None else find_body(root)

    def text(self, name: str) -> str | None:
        """Return the printed text of the first element that the layout names for *name*; None without one."""
        return next(self._texts(name), None)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the printed texts of all elements that the layout names for *name*."""
        return tuple(self._texts(name))

    def _texts(self, name: str) -> Iterator[str]:
        selector = getattr(self.layout, name) if self.layout else None
        if not selector:
            return
        for element in _css(selector)(self.root):
            text = "".join(element.itertext()).strip()
            if text:
                yield text

    def lines_above(self) -> tuple[str, ...]:
        """Return the lines between masthead and text; none where the layout names the date and the counter."""
        if self.body is None or (self.layout and self.layout.published and self.layout.views):
            return ()
        return lines_above(self.root, self.title, self.body)

    def blocks(self, *, general: bool) -> tuple[PrintedBlock, ...]:
        """Return the blocks of the text column; *general* leaves it to the general extractor to find it."""
        if general and self.declared_body is None:
            return with_pictures(general_blocks(self.root, self.base_url), self.root, self.title, self.base_url)
        if self.body is None:
            return ()
        drop = self.layout.drop if self.layout else None
        text_column = self.body if self.declared_body is not None else column(self.body, self.title)
        html = etree.tostring(text_column, encoding="unicode", method="html", with_tail=False)
        return read_blocks(html, self.base_url, drop)

    def doubts(self) -> tuple[Doubt, ...]:
        """Return a doubt where the layout declared for the day does not fit the page."""
        if self.layout is None or self.declared_body is not None:
            return ()
        return (Doubt(field="body", code="layout", text=f"nothing matches {self.layout.body}"),)

    def _select(self, selector: str) -> HtmlElement | None:
        found = _css(selector)(self.root)
        return found[0] if found else None


def general_blocks(root: HtmlElement, base_url: str) -> tuple[PrintedBlock, ...]:
    """Return the main text of a page of an unknown paper, as trafilatura finds it, without pictures.

    Asked for pictures, trafilatura takes captions and related articles for text; and it loses the words that stand
    behind a comment, so it gets a copy of the page without any.
    """
    page = deepcopy(root)
    etree.strip_tags(page, etree.Comment, etree.ProcessingInstruction)
    document = bare_extraction(page, url=base_url, include_comments=False, deduplicate=False, with_metadata=False)
    if not isinstance(document, Document) or document.body is None:
        return ()
    return read_blocks(_as_html(document.body), base_url)


TEI_TO_HTML = {
    "cell": "td",
    "head": "h2",
    "hi": "span",
    "item": "li",
    "lb": "br",
    "list": "ul",
    "quote": "blockquote",
    "ref": "a",
    "row": "tr",
}


def _as_html(body: HtmlElement) -> str:
    """Return trafilatura's TEI-like tree as HTML."""
    for element in body.iter():
        if isinstance(element.tag, str):
            element.tag = TEI_TO_HTML.get(element.tag, element.tag)
    return str(etree.tostring(body, encoding="unicode", method="html"))


def _heading(title: HtmlElement | None) -> str | None:
    if title is None:
        return None
    return "".join(title.itertext()).strip() or None


def _base_url(response: TextResponse) -> str:
    declared = BASE(response.selector.root)
    return urljoin(response.url, str(declared[0])) if declared else response.url
