"""Archive pages, one for each day."""

import re
from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from datetime import date, timedelta
from urllib.parse import urljoin

from scrapy.http import Response

from crawlers.sources.section import read_page
from crawlers.sources.source import Kind, Listing

DAY_PARTS = (r"%[Yy]", r"%-?[mbB]", r"%-?d")
"""What a path must print of a day to name it, in the letters of `strftime`: year, month, day."""


@dataclass(frozen=True, slots=True)
class DayArchive:
    """A page for each day, walked back from today to *since*; further pages of a day are followed.

    The path is a pattern of `strftime`: `/%Y/%m/%d/` or `/archive/%d-%m-%Y`; a percent sign of its own is `%%`. Days on
    which nothing was published often answer 404; that is not complained of.
    """

    path: str = "/%Y/%m/%d/"
    _: KW_ONLY
    since: date
    """The earliest day that is asked for."""
    kind = Kind.DAY_ARCHIVE
    whole = True
    may_miss = True

    def first_lists(self, home: str, today: date, since: date | None = None) -> Iterator[str]:
        """Yield the address of each day, the newest first."""
        for days in range((today - max(self.since, since or self.since)).days + 1):
            yield urljoin(home, (today - timedelta(days=days)).strftime(self.path))

    def read(self, response: Response) -> Listing:
        """Return all links of the day's page, and its next page."""
        return read_page(response)


def names_a_day(path: str) -> bool:
    """Tell whether *path* is another one for each day.

    >>> names_a_day("/%Y/%m/%d/"), names_a_day("/archive/%Y/%m/")
    (True, False)
    """
    return all(re.search(part, path.replace("%%", "")) for part in DAY_PARTS)
