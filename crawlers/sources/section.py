"""Section pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

from scrapy.http import Response, TextResponse

from crawlers.sources.paging import next_page
from crawlers.sources.source import Kind, Listing, NoListError, entries, text_of

NO_PAGES = ("#", "javascript:", "mailto:", "tel:", "whatsapp:", "data:")


@dataclass(frozen=True, slots=True)
class Section:
    """A page that lists articles, newest first, and leads on to older ones."""

    path: str = "/"
    kind = Kind.SECTION
    whole = True
    may_miss = False

    def first_lists(self, home: str, today: date, since: date | None = None) -> Iterator[str]:  # noqa: ARG002 - the same every day
        """Yield the section's address."""
        yield urljoin(home, self.path)

    def read(self, response: Response) -> Listing:
        """Return all links of the page, and its next page."""
        return read_page(response)


def read_page(response: Response) -> Listing:
    """Return all links of a page, and what it names as its next page."""
    page = text_of(response)
    if not hasattr(page.selector.root, "iter"):
        message = "it is no HTML page"
        raise NoListError(message)
    following = next_page(page)
    return Listing(
        entries=entries(page.url, _hrefs(page)),
        further=tuple(one for one in entries(page.url, [following] if following else []) if one.url != page.url),
    )


def _hrefs(page: TextResponse) -> Iterator[str]:
    for link in page.selector.root.iter("a"):
        href = link.get("href")
        if href and not href.strip().lower().startswith(NO_PAGES):
            yield href
