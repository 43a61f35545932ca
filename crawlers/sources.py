"""Where links to articles come from: feeds and section pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urljoin

from parsel import Selector
from scrapy.http import Response, TextResponse

PAGES_LIMIT = 2_000
"""Pages of one section that a crawl follows at most: a calendar without end is a trap."""


class Source(Protocol):
    """A place on a paper's site that lists its articles."""

    @property
    def path(self) -> str:
        """Where the list begins, relative to the paper's home page."""

    def links(self, response: TextResponse) -> Iterator[str]:
        """Yield the absolute addresses that the list shows, articles and others."""

    def next_page(self, response: TextResponse) -> str | None:
        """Return the address of the list's next page, or None on its last."""


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS 2.0 or Atom feed (RFC 4287)."""

    path: str = "/feed/"

    def links(self, response: TextResponse) -> Iterator[str]:
        """Yield the addresses of the feed's entries."""
        feed = Selector(response.text, type="xml")
        feed.remove_namespaces()
        for link in feed.xpath("//item/link/text() | //entry/link[not(@rel) or @rel='alternate']/@href").getall():
            yield urljoin(response.url, link.strip())

    def next_page(self, response: Response) -> None:  # noqa: ARG002 - a feed has one page
        """Return None: a feed has one page."""
        return


@dataclass(frozen=True, slots=True)
class Section:
    """A page that lists articles, newest first, and leads on to older ones."""

    path: str = "/"

    def links(self, response: TextResponse) -> Iterator[str]:
        """Yield the addresses of all links on the page."""
        for link in response.selector.root.iter("a"):
            href = link.get("href")
            if href and not href.startswith(("#", "javascript:", "mailto:", "tel:")):
                yield urljoin(response.url, href.strip())

    def next_page(self, response: TextResponse) -> str | None:
        """Return what the page names as its next one: `rel=next` (HTML Standard, 4.6.7.13) or WordPress's class."""
        href = response.xpath(
            "//link[@rel='next']/@href | //a[@rel='next']/@href | "
            "//a[contains(concat(' ', normalize-space(@class), ' '), ' next ')]/@href"
        ).get()
        return urljoin(response.url, href) if href else None
