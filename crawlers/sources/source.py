"""What every source of links can tell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol, runtime_checkable
from urllib.parse import urljoin

from scrapy.http import Response, TextResponse

LISTS_LIMIT = 2_000
"""Lists that a crawl follows at most from one to the next: a calendar without end is a trap."""


class NoListError(Exception):
    """A response is not the kind of list that the source was declared to be; the text says what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one response of a source shows, as absolute addresses."""

    links: tuple[str, ...]
    """Everything it links to, articles and others."""
    lists: tuple[str, ...] = ()
    """Further lists that it leads to, in the order in which they are to be asked for."""


@runtime_checkable
class Source(Protocol):
    """A place on a paper's site that lists its articles."""

    @property
    def path(self) -> str:
        """Where the list is, from the root of the paper's host; or the whole address on another host of the paper."""

    @property
    def may_miss(self) -> bool:
        """Whether a list that answers 404 is nothing wrong: a day on which nothing was published."""

    def first_lists(self, home: str, today: date) -> Iterator[str]:
        """Yield the addresses to begin with, on the paper at *home*; *today* is the paper's own day."""

    def read(self, response: Response) -> Listing:
        """Return what *response* lists; `NoListError` where it is no such list."""


def absolute(url: str, found: Iterable[object]) -> tuple[str, ...]:
    """Return the addresses *found* on the page at *url* as absolute ones; one that is no address at all is left out.

    >>> absolute("https://a.kz/kk/", ["b", "http://[broken"])
    ('https://a.kz/kk/b',)
    """
    return tuple(link for href in found if (link := _joined(url, str(href).strip())))


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
