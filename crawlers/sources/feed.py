"""RSS and Atom feeds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

from parsel import Selector
from scrapy.http import Response

from crawlers.sources.source import Entry, Kind, Listing, NoListError, absolute, text_of

ROOTS = frozenset({"rss", "feed", "rdf"})
"""Root elements of RSS 2.0, Atom (RFC 4287) and RSS 1.0, in lower case."""
ITEMS = "//item | //entry"
LINK = "(link/text() | link[not(@rel) or @rel='alternate']/@href)[1]"
STAMP = "updated/text()"
"""Atom's moment of the last change that matters (RFC 4287, 4.2.15); RSS has none but that of publication."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: RSS 2.0, RSS 1.0 or Atom (RFC 4287)."""

    path: str = "/feed/"
    kind = Kind.FEED
    whole = False
    may_miss = False

    def first_lists(self, home: str, today: date, since: date | None = None) -> Iterator[str]:  # noqa: ARG002 - the same every day
        """Yield the feed's address."""
        yield urljoin(home, self.path)

    def read(self, response: Response) -> Listing:
        """Return the feed's entries."""
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
        return Listing(entries=tuple(_entries(response.url, feed)))


def _entries(url: str, feed: Selector) -> Iterator[Entry]:
    for item in feed.xpath(ITEMS):
        for link in absolute(url, item.xpath(LINK).getall()):
            yield Entry(url=link, stamp=item.xpath(STAMP).get())
