"""Scrapy middlewares that count what a crawl asks for and what comes of it."""

from collections.abc import AsyncIterator
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
from crawlers.health.certificates import certificate_fault
from crawlers.health.counts import CHANGES, NONE, REFUSED, Barrier, Counts
from crawlers.kinds import ARTICLE, LIST, kind_of
from crawlers.links import canonical_url
from crawlers.wire import WIRE, Wire

CLOSED_TO_US = (403, 429, 451)
"""Status codes that keep a program out (RFC 9110, 15.5.4; RFC 6585, 4; RFC 7725, 3)."""
LINKS_REMEMBERED = 5_000
"""Links of one source that are remembered in a crawl; a year of day archives has more, and its newest come first."""
_OF: "WeakKeyDictionary[Crawler, Counts]" = WeakKeyDictionary()


def counts_of(crawler: Crawler) -> Counts:
    """Return the counts of *crawler*, which begin with the first question for them."""
    return _OF.setdefault(crawler, Counts())


def counted(crawler: Crawler, visit: Visit, seconds: float) -> CrawlCounts:
    """Return what *crawler* counted on its *visit* of so many *seconds*, as it is kept."""
    stats = crawler.stats
    changes = {name: int(stats.get_value(f"aimaq/{name}", 0)) if stats else 0 for name in CHANGES}
    rows = visit.archive.connection.execute(
        "select s.article from article_states s join articles a on a.id = s.article "
        "where s.at >= ? and s.state = 'published' and a.site = ?",
        (written_exactly(visit.writer.crawl.started_at), visit.writer.crawl.site),
    )
    return counts_of(crawler).written(changes, frozenset(article for (article,) in rows), seconds)


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
        if kind_of(request) == LIST and request.cb_kwargs.get("number") == 1:
            self.counts.lists[request.cb_kwargs["path"]].answers[NONE] += 1

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
        if kind == LIST and request.cb_kwargs.get("number") == 1:
            one = self.counts.lists[request.cb_kwargs["path"]]
            one.answers[str(response.status)] += 1
            one.capture = capture
        what = challenge_of(response) if kind in {LIST, ARTICLE} else None
        if what or response.status in CLOSED_TO_US:
            barrier = Barrier(url=response.url, what=what or str(response.status), capture=capture)
            self.counts.barriers[kind].append(barrier)

    async def process_spider_output(self, response: Response, result: AsyncIterator[object]) -> AsyncIterator[object]:
        """Yield what the callback yields, and count the links of a list."""
        request = response.request
        path = request.cb_kwargs.get("path") if request is not None and kind_of(request) == LIST else None
        async for one in result:
            if path is not None and isinstance(one, Request):
                self._link(path, one)
            yield one

    def _link(self, path: str, link: Request) -> None:
        shown = self.counts.lists[path]
        shown.found += 1
        if kind_of(link) == ARTICLE and len(shown.articles) < LINKS_REMEMBERED:
            home = self.crawler.spider.publisher.home if self.crawler.spider else ""  # type: ignore[attr-defined] # a NewsSpider
            shown.articles.add(natural_key(canonical_url(link.url, home)))

    def _read(self, item: object) -> None:
        if isinstance(item, dict):
            self.counts.read(item)
