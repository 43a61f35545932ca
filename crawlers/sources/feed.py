"""RSS and Atom feeds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

from parsel import Selector
from scrapy.http import Response

from crawlers.sources.source import Listing, NoListError, absolute, text_of

ROOTS = frozenset({"rss", "feed", "rdf"})
"""Root elements of RSS 2.0, Atom (RFC 4287) and RSS 1.0, in lower case."""
LINKS = "//item/link/text() | //entry/link[not(@rel) or @rel='alternate']/@href"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: RSS 2.0, RSS 1.0 or Atom (RFC 4287)."""

    path: str = "/feed/"
    may_miss = False

    def first_lists(self, home: str, today: date) -> Iterator[str]:  # noqa: ARG002 - the same every day
        """Yield the feed's address."""
        yield urljoin(home, self.path)

    def read(self, response: Response) -> Listing:
        """Return the addresses of the feed's entries."""
        text = text_of(response).text.strip()
        if not text:
            message = "it is empty"
            raise NoListError(message)
        feed = Selector(text, type="xml")
        feed.remove_namespaces()
        root = str(feed.root.tag)
        if root.lower() not in ROOTS:
            message = f"it is no feed: its root element is {root}"
            raise NoListError(message)
        return Listing(links=absolute(response.url, feed.xpath(LINKS).getall()))
