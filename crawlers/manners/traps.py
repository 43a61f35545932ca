"""Places on a paper's site that have no end: calendars, paths that repeat, queries that grow."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawlers.kinds import LIST, kind_of
from crawlers.manners.crawl import Manners

DAY = re.compile(r"(?<!\d)(?P<year>\d{4})[/-](?P<month>\d{1,2})(?:[/-](?P<day>\d{1,2}))?(?!\d)")
"""A day or a month, as calendars of papers print it in the addresses of their pages."""
SHORT_NUMBER = re.compile(r"\d{1,2}")
"""A part of a date: /11/11/11/ is a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where a link of a paper is taken for one into a trap."""

    depth: int = 2_500
    """How many pages a page may be away from where a crawl begins."""
    lists: int = 5_000
    """How many pages of one source a crawl asks for."""
    address: int = 2_000
    """Characters of an address."""
    repeats: int = 2
    """How often a part of a path may stand in it; how often a parameter may."""
    parameters: int = 12
    """How many parameters a query may have."""
    earliest: date = date(1990, 1, 1)
    """The earliest day whose page in a calendar is asked for; the latest is tomorrow."""


def why_trap(url: str, limits: Limits) -> Iterator[str]:
    """Yield why *url* looks like a place without end; nothing where it does not.

    >>> list(why_trap("https://a.kz/news/kk/news/kk/news/kk/1", Limits()))
    ['a part of its path is repeated']
    >>> list(why_trap("https://a.kz/11/11/11/?tag=a&tag=b", Limits()))
    []
    """
    if len(url) > limits.address:
        yield f"it is longer than {limits.address} characters"
        return
    parts = urlsplit(url)
    segments = Counter(part for part in parts.path.split("/") if part and not SHORT_NUMBER.fullmatch(part))
    if segments and max(segments.values()) > limits.repeats:
        yield "a part of its path is repeated"
    names = Counter(name for name, _ in parse_qsl(parts.query, keep_blank_values=True) if not name.endswith("[]"))
    if names and (max(names.values()) > limits.repeats or names.total() > limits.parameters):
        yield "its query grows"


def why_no_day(url: str, limits: Limits, today: date) -> Iterator[str]:
    """Yield why *url* is the page of a day or month that no paper has printed anything on; nothing where it may have.

    >>> list(why_no_day("https://a.kz/2031/05/", Limits(), date(2026, 1, 21)))
    ['it is of a day to come']
    >>> list(why_no_day("https://a.kz/?date=1985-05-01", Limits(), date(2026, 1, 21)))
    ['it is of a day before 1990-01-01']
    """
    for found in DAY.finditer(f"{urlsplit(url).path}?{urlsplit(url).query}"):
        try:
            day = date(int(found["year"]), int(found["month"]), int(found["day"] or 1))
        except ValueError:  # no day of any calendar
            continue
        if day > today + timedelta(days=1):
            yield "it is of a day to come"
        if day < limits.earliest:
            yield f"it is of a day before {limits.earliest}"


class TrapMiddleware:
    """Spider middleware that lets no request through that leads into a trap; the first of each kind is said."""

    def __init__(self, crawler: Crawler) -> None:
        """Serve *crawler*."""
        self.crawler = crawler
        self.limits: Limits = getattr(crawler.spidercls, "limits", Limits())
        self._lists: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "TrapMiddleware":
        """Return the middleware for *crawler*, as Scrapy asks."""
        return cls(crawler)

    async def process_spider_output(self, response: Response, result: AsyncIterator[object]) -> AsyncIterator[object]:
        """Yield what the callback yields, but for requests that lead into traps."""
        async for one in result:
            why = next(self._why(one, response), None) if isinstance(one, Request) else None
            if why is None:
                yield one
            elif isinstance(one, Request):
                Manners.of(self.crawler).refusals.refuse("trap", why, one.url, f"{why}; it looks like a trap")

    def _why(self, request: Request, response: Response) -> Iterator[str]:
        yield from why_trap(request.url, self.limits)
        if response.meta.get("depth", 0) >= self.limits.depth:
            yield f"it is {self.limits.depth} pages away from the first one"
        if kind_of(request) != LIST:
            return
        yield from why_no_day(request.url, self.limits, datetime.now(UTC).date())
        path = str(request.cb_kwargs.get("call", {}).get("path", ""))
        self._lists[path] += 1
        if self._lists[path] > self.limits.lists:
            yield f"its source has shown {self.limits.lists} lists"
