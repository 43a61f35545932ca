"""Downloader middleware: what a host's robots.txt forbids is not asked for, and nothing before that is known."""

import asyncio
import logging
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    IgnoreRequest,
    StopDownload,
)
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.misc import load_object

from crawlers.kinds import KIND, ROBOTS
from crawlers.manners.addresses import is_loopback
from crawlers.manners.crawl import Manners
from crawlers.manners.hosts import is_home
from crawlers.manners.refusing import NobodyAnswers, NotNowError, RefusedError, RobotsUnreachable
from crawlers.manners.rules import MOST_REDIRECTS, READ_BYTES, Rules, origin_of, text_of
from crawlers.redirects import REDIRECTS
from crawlers.stopping import NotKeptError, Stopping

ROBOTS_PRIORITY = 1000
MOST_BYTES = 2 * READ_BYTES
"""Bytes after which no more of a robots.txt is received; those that are read must be among them, packed or not."""
READ = "aimaq_robots_bytes"
"""Key of a request's `meta`: how much of the answer has come."""
NO_CONNECTION = (CannotResolveHostError, DownloadConnectionRefusedError)
logger = logging.getLogger(__name__)


class RobotsMiddleware:
    """Asks for each robots.txt once, however many requests wait for it, and at most once in 24 hours."""

    def __init__(self, crawler: Crawler) -> None:
        """Serve *crawler*."""
        self.crawler = crawler
        self.manners = Manners.of(crawler)
        self._asked: dict[str, asyncio.Future[Rules]] = {}
        crawler.signals.connect(self._stop_reading, signals.bytes_received)
        self._failures = (
            *(load_object(kind) for kind in crawler.settings.getlist("RETRY_EXCEPTIONS")),
            DownloadCancelledError,
            RefusedError,
            NotNowError,
            ValueError,
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RobotsMiddleware":
        """Return the middleware for *crawler*, as Scrapy asks."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise `RefusedError` where robots.txt forbids *request*, `NotNowError` where nobody knows."""
        if request.meta.get(KIND) == ROBOTS or self._is_off(request.url):
            return
        origin = origin_of(request.url)
        if origin not in self._asked:
            self._asked[origin] = asyncio.ensure_future(self._rules(origin))
        rules = await asyncio.shield(self._asked[origin])
        self.manners.pace.obey(request.url, rules.crawl_delay)
        if not rules.allows(request.url):
            if self.crawler.stats:
                self.crawler.stats.inc_value("robotstxt/forbidden")
            message = f"robots.txt of {origin} forbids it"
            raise RefusedError(message)

    def _stop_reading(self, data: bytes, request: Request) -> None:
        """Read no more of a robots.txt that has no end (RFC 9309, 2.5)."""
        if request.meta.get(KIND) == ROBOTS:
            request.meta[READ] = request.meta.get(READ, 0) + len(data)
            if request.meta[READ] > MOST_BYTES:
                raise StopDownload(fail=False)

    def _is_off(self, url: str) -> bool:
        """Tell whether a site file on loopback does without robots.txt."""
        return not self.crawler.settings.getbool("ROBOTSTXT_OBEY") and is_loopback(urlsplit(url).hostname or "")

    async def _rules(self, origin: str) -> Rules:
        """Return what the robots.txt of *origin* allows: as it is kept, or as it is now."""
        with Stopping.of(self.crawler).guard():
            kept = self.manners.robots().fresh(origin, datetime.now(UTC))
        if kept is not None:
            return Rules(kept)
        try:
            response = await self._fetch(f"{origin}/robots.txt")
        except NotKeptError:
            raise
        except self._failures as error:
            raise self._unknown(origin, str(error) or type(error).__name__, error) from error
        text = text_of(response.status, response.body)
        if text is None:
            raise self._unknown(origin, f"it answered {response.status}")
        with Stopping.of(self.crawler).guard():
            self.manners.robots().keep(origin, response.status, text, datetime.now(UTC))
        return Rules(text)

    async def _fetch(self, url: str) -> Response:
        """Return what *url* answers, after at most five redirects, to other hosts as well."""
        assert self.crawler.engine is not None  # noqa: S101 - it is what calls us
        for hops in range(MOST_REDIRECTS + 1):
            meta = {KIND: ROBOTS, "dont_redirect": True, "allow_offsite": True, "download_maxsize": 0}
            request = Request(url, callback=NO_CALLBACK, priority=ROBOTS_PRIORITY, meta=meta)
            response = await self.crawler.engine.download_async(request)
            location = (response.headers.get("Location") or b"").decode("latin-1")
            if response.status not in REDIRECTS or not location or hops == MOST_REDIRECTS:
                break
            url = urljoin(url, location)
        return response

    def _unknown(self, origin: str, why: str, error: Exception | None = None) -> IgnoreRequest:
        """Return what is raised where nobody knows what is allowed; the crawl ends where it is the paper's own host."""
        said = f"what may be asked for at {origin} nobody knows, its robots.txt cannot be had: {why}"
        own = is_home(self.crawler, origin)
        if own:
            fault = NobodyAnswers if isinstance(error, NO_CONNECTION) else RobotsUnreachable
            Stopping.of(self.crawler).stop(fault(f"{said}; try again later"))
        elif isinstance(error, RefusedError):
            return error
        else:
            self.manners.refusals.refuse("robots", origin, f"{origin}/", said)
        return NotNowError(said, stops=own)
