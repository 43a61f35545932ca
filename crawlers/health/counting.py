"""Scrapy middlewares that count what a crawl asks for and what comes of it."""

import json
from collections.abc import Iterable
from typing import Self
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary, WeakSet

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from archive.moments import written_exactly
from archive.records import CrawlCounts, natural_key
from crawlers.capture import CAPTURE, Visit
from crawlers.challenges import challenge_of
from crawlers.finding import Role
from crawlers.health.certificates import certificate_fault
from crawlers.health.counts import CHANGES, NONE, REFUSED, Barrier, Counts
from crawlers.kinds import ARTICLE, LIST, kind_of
from crawlers.links import canonical_url
from crawlers.wire import WIRE, Wire

CLOSED_TO_US = (403, 429, 451)
"""Status codes that keep a program out (RFC 9110, 15.5.4; RFC 6585, 4; RFC 7725, 3)."""
_OF: "WeakKeyDictionary[Crawler, Counts]" = WeakKeyDictionary()


def counts_of(crawler: Crawler) -> Counts:
    """Return the counts of *crawler*, which begin with the first question for them."""
    return _OF.setdefault(crawler, Counts())


def note_list(crawler: Crawler, path: str, articles: Iterable[str], lists: int) -> None:
    """Count what a list of the source at *path* shows: addresses of *articles*, and a number of further *lists*."""
    home = crawler.spider.publisher.home if crawler.spider else ""  # type: ignore[attr-defined] # a NewsSpider
    counts_of(crawler).lists[path].show((natural_key(canonical_url(url, home)) for url in articles), lists)


def counted(crawler: Crawler, visit: Visit, seconds: float) -> CrawlCounts:
    """Return what *crawler* counted on its *visit* of so many *seconds*, as it is kept."""
    counts = counts_of(crawler)
    for shown in counts.lists.values():
        shown.newest = _newest(visit, shown.articles)
    stats = crawler.stats
    changes = {name: int(stats.get_value(f"aimaq/{name}", 0)) if stats else 0 for name in CHANGES}
    rows = visit.archive.connection.execute(
        "select s.article from article_states s join articles a on a.id = s.article "
        "where s.at >= ? and s.state = 'published' and a.site = ?",
        (written_exactly(visit.writer.crawl.started_at), visit.writer.crawl.site),
    )
    return counts.written(changes, frozenset(article for (article,) in rows), seconds)


def _newest(visit: Visit, articles: Iterable[str]) -> str | None:
    """Return when the newest of *articles* was published, as far as the archive knows."""
    query = "select max(published_at) from articles where id in (select value from json_each(?))"
    row: tuple[str | None] = visit.archive.connection.execute(query, (json.dumps([*articles]),)).fetchone()
    return row[0]


class AttemptsMiddleware:
    """Downloader middleware, the nearest to the wire: counts every attempt by what it asked for and how it ended."""

    def __init__(self, crawler: Crawler) -> None:
        """Serve *crawler*."""
        self.crawler = crawler
        self.counts = counts_of(crawler)
        self._sent: WeakSet[Request] = WeakSet()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware for *crawler*, as Scrapy asks."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Remember that *request* was sent: what ends without having come here was refused before."""
        self._sent.add(request)

    def process_response(self, request: Request, response: Response) -> Response:
        """Count *response*."""
        self._ended(request, str(response.status))
        if response.url.startswith("https:") and self._is_own(request):
            self.counts.secure += 1
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count an attempt without a response, or a request that was not sent because a rule forbids it."""
        if request not in self._sent:
            if isinstance(exception, IgnoreRequest):
                self.counts.requests_by[kind_of(request)][REFUSED] += 1
            return
        self._ended(request, NONE)
        fault = certificate_fault(exception)
        if fault and self._is_own(request):
            self.counts.certificate = fault
        first = _first_list(request)
        if first:
            self.counts.lists[first].answers[NONE] += 1

    def _ended(self, request: Request, how: str) -> None:
        self._sent.discard(request)
        wire: Wire | None = request.meta.get(WIRE)
        self.counts.bytes += len(wire.received) if wire else 0
        self.counts.requests_by[kind_of(request)][how] += 1

    def _is_own(self, request: Request) -> bool:
        return (urlsplit(request.url).hostname or "") in getattr(self.crawler.spider, "allowed_domains", ())


class ShownMiddleware:
    """Spider middleware that counts what lists and articles show, and notes what keeps us out."""

    def __init__(self, crawler: Crawler) -> None:
        """Serve *crawler*."""
        self.crawler = crawler
        self.counts = counts_of(crawler)
        crawler.signals.connect(self._read, signals.item_scraped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware for *crawler*, as Scrapy asks."""
        return cls(crawler)

    def process_spider_input(self, response: Response) -> None:
        """Note how a first list answered, and what is no page of the paper but a barrier before it."""
        request = response.request
        if request is None:
            return
        kind = kind_of(request)
        capture = response.meta[CAPTURE].id if CAPTURE in response.meta else None
        first = _first_list(request)
        if first:
            one = self.counts.lists[first]
            one.answers[str(response.status)] += 1
            one.capture = capture
        what = challenge_of(response) if kind in {LIST, ARTICLE} else None
        if what or response.status in CLOSED_TO_US:
            if first:
                self.counts.lists[first].barred = True
            barrier = Barrier(url=response.url, what=what or str(response.status), capture=capture)
            self.counts.barriers[kind].append(barrier)

    def _read(self, item: object) -> None:
        if isinstance(item, dict):
            self.counts.read(item)


def _first_list(request: Request) -> str | None:
    """Return the path of the source whose newest articles *request* asks for; None where it asks for others."""
    call = request.cb_kwargs.get("call", {})
    return call["path"] if call and call["number"] == 1 and call["role"] != Role.CHANGES else None
