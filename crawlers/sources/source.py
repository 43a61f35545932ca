"""What every source of links can tell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Protocol, runtime_checkable
from urllib.parse import urljoin

from scrapy.http import Response, TextResponse

LISTS_LIMIT = 2_000
"""Lists that a crawl follows at most from one to the next: a calendar without end is a trap."""


class NoListError(Exception):
    """A response is not the kind of list that the source was declared to be; the text says what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One address that a list shows, with what the list says of it."""

    url: str
    """Absolute address."""
    stamp: str | None = None
    """What the list says when the page was changed last, as it says it: another one means another edit."""
    published: datetime | None = None
    """When it was published, in UTC, where the list says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one response of a source shows."""

    entries: tuple[Entry, ...]
    """Everything it links to, articles and others, in its order."""
    further: tuple[Entry, ...] = ()
    """Further lists that it leads to, in the order in which they are to be asked for."""
    newest_only: bool = False
    """Whether what is listed leaves the list as it grows older: a news sitemap holds the last two days."""
    total: int | None = None
    """How many articles the whole list has, where it says so."""

    @property
    def links(self) -> tuple[str, ...]:
        """The addresses of the entries."""
        return tuple(entry.url for entry in self.entries)

    @property
    def lists(self) -> tuple[str, ...]:
        """The addresses of the further lists."""
        return tuple(entry.url for entry in self.further)


class Kind(IntEnum):
    """The kinds of lists, the cheapest way to a paper's news first; they are tried in this order."""

    API = 1
    """Tells what is new, what has changed and how much there is, a hundred articles a request."""
    NEWS_SITEMAP = 2
    """Tells the articles of the last two days."""
    SITEMAP = 3
    """Tells what is new and, where it can be believed, what has changed."""
    FEED = 4
    """Tells the newest articles alone."""
    SECTION = 5
    """Tells the newest articles, and on further pages all others, some ten a request."""
    DAY_ARCHIVE = 6
    """Tells the articles of a day."""
    SEARCH = 7
    """A search that finds everything, where a paper has no other list."""


@runtime_checkable
class Source(Protocol):
    """A place on a paper's site that lists its articles."""

    @property
    def path(self) -> str:
        """Where the list is, from the root of the paper's host; or the whole address on another host of the paper."""

    @property
    def kind(self) -> Kind:
        """What kind of list it is."""

    @property
    def whole(self) -> bool:
        """Whether it leads to all articles there are, and does not tell the newest alone."""

    @property
    def may_miss(self) -> bool:
        """Whether a list that answers 404 is nothing wrong: a day on which nothing was published."""

    def first_lists(self, home: str, today: date, since: date | None = None) -> Iterator[str]:
        """Yield the addresses to begin with, on the paper at *home*; *today* is the paper's own day.

        With *since*, those that are enough for what was published from that day on.
        """

    def read(self, response: Response) -> Listing:
        """Return what *response* lists; `NoListError` where it is no such list."""


def absolute(url: str, found: Iterable[object]) -> tuple[str, ...]:
    """Return the addresses *found* on the page at *url* as absolute ones; one that is no address at all is left out.

    >>> absolute("https://a.kz/kk/", ["b", "http://[broken"])
    ('https://a.kz/kk/b',)
    """
    return tuple(link for href in found if (link := _joined(url, str(href).strip())))


def entries(url: str, found: Iterable[object]) -> tuple[Entry, ...]:
    """Return the addresses *found* on the page at *url* as entries that say nothing else."""
    return tuple(Entry(url=link) for link in absolute(url, found))


def _joined(url: str, href: str) -> str | None:
    try:
        return urljoin(url, href)
    except ValueError:  # an address with an unclosed bracket
        return None


def text_of(response: Response) -> TextResponse:
    """Return *response*, which must be text; `NoListError` where it is not."""
    if not isinstance(response, TextResponse):
        kind = (response.headers.get("Content-Type") or b"of no content type").decode("latin-1")
        message = f"it is {kind}, no text"
        raise NoListError(message)
    return response
