"""A search page that finds every article."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

from scrapy.http import Response

from crawlers.sources.section import read_page
from crawlers.sources.source import Kind, Listing


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A search that finds everything, newest first, such as `/?s=`: the last way, where no other leads."""

    path: str = "/?s="
    kind = Kind.SEARCH
    whole = True
    may_miss = False

    def first_lists(self, home: str, today: date, since: date | None = None) -> Iterator[str]:  # noqa: ARG002 - the same every day
        """Yield the address of the first page of what is found."""
        yield urljoin(home, self.path)

    def read(self, response: Response) -> Listing:
        """Return all links of the page, and its next page."""
        return read_page(response)
