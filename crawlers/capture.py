"""Every response into a WARC file before anyone reads it."""

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError
from scrapy.http import Headers, Response, TextResponse
from scrapy.responsetypes import responsetypes

from archive.captures import NOT_MODIFIED, last_whole, same_payload, with_payload
from archive.charset import encoding_of
from archive.derived import bring_up_to_date
from archive.faults import DamagedWarc
from archive.moments import this_moment
from archive.pictures.looking import look_at_new
from archive.records import CrawlCounts, Publisher
from archive.refusals import refusals
from archive.store import BUSY_SECONDS, Archive
from archive.warc import Exchange, KeptResponse, Original, WarcWriter
from archive.warc.cdxj import index_crawl
from archive.warc.messages import END_OF_HEAD, final_response
from archive.warc.records import Revisit, without_codings
from crawlers.conditions import is_conditional, without_conditions
from crawlers.frontier import Frontier
from crawlers.lock import CrawlLock
from crawlers.stopping import NotKeptError, Stopping
from crawlers.wire import WIRE, Wire

CAPTURE = "capture"
"""Key of a response's `meta` under which its Capture travels."""
SINCE = "since"
"""Key under which the earlier Capture travels whose page is still the one, where the server answered 304."""
FAULTS = {
    "broken": "its content coding is broken",
    "cut": "its content coding ends in the middle",
    "disconnect": "the connection ended before the response did",
    "lost-payload": "the record that holds its payload is not here",
    "length": "it is longer than DOWNLOAD_MAXSIZE allows",
    "time": "it took longer than DOWNLOAD_TIMEOUT allows",
    "too-large": "it unpacks to more than 32 MB",
    "unknown-coding": "its content coding is none that is known here",
}
"""What each fault of a capture means, for the log."""
STOPPED = "download_stopped"
"""Scrapy's flag of a response of which no more was wanted: a robots.txt that goes on and on."""
DESCRIBE_THE_WIRE = frozenset({"content-encoding", "transfer-encoding"})
"""Headers that no longer describe the bytes when these have been unpacked."""
OK = 200
logger = logging.getLogger(__name__)


class Visit:
    """One crawl of one paper: the archive it writes to, its WARC files and its frontier; no other crawl has them."""

    def __init__(self, folder: Path, site: str, publisher: Publisher, *, busy_seconds: float = BUSY_SECONDS) -> None:
        """Begin the visit to *site* now; a Fault where *folder* cannot be written or another crawl has the paper."""
        with refusals(folder):
            self.lock = CrawlLock(folder, site)
            self.archive = Archive(folder, busy_seconds=busy_seconds)
            self.frontier = Frontier(folder, site, busy_seconds=busy_seconds)
            self.archive.add_site(site, publisher)
            self.writer = WarcWriter(self.archive.warc, site, f"aimaq/{version('aimaq')}", this_moment())
            self._is_on_record = False

    def keep(self, url: str, wire: Wire, truncated: str | None = None) -> KeptResponse:
        """Write what went over the wire to the WARC file and put the capture on record; with the first, the visit too.

        A visit that kept nothing leaves no WARC file, so that no row may tell of it either.
        """
        if not self._is_on_record:
            self.archive.add_crawl(self.writer.crawl)
            self._is_on_record = True
        exchange = Exchange(
            url=url,
            request=bytes(wire.sent),
            response=final_response(bytes(wire.received)),
            fetched_at=wire.began_at,
            ip_address=wire.ip_address,
            truncated=truncated,
        )
        kept = self.writer.write_exchange(exchange, self._same_payload, self._last_whole)
        self.archive.add_capture(kept.capture)
        return kept

    def end(self, reason: str, counts: Callable[["Visit", float], CrawlCounts]) -> None:
        """Put on record how the visit ended and what it counted, if it kept anything, and close its WARC file.

        *counts* is asked with the seconds that it took.
        """
        if not self._is_on_record:
            return
        finished = this_moment()
        counted = counts(self, (finished - self.writer.crawl.started_at).total_seconds())
        self.writer.close(finished, reason, counted)
        self.archive.add_crawl(replace(self.writer.crawl, finished_at=finished, reason=reason, counts=counted))
        look_at_new(self.archive)
        bring_up_to_date(self.archive)
        index_crawl(self.archive.connection, self.archive.cdxj, self.writer.crawl.id)

    def close(self) -> None:
        """Let go of the databases and of the paper."""
        self.frontier.close()
        self.archive.close()
        self.lock.release()

    def page_of(self, kept: KeptResponse) -> KeptResponse:
        """Return the 304 *kept* with the page that it says is still the one; `DamagedWarc` where that is lost."""
        if kept.capture.refers_to is None:
            message = f"{kept.capture.url} has no earlier capture with a page"
            raise DamagedWarc(message)
        since = last_whole(self.archive.connection, kept.capture.url)
        revisit = Revisit(
            id=kept.capture.refers_to,
            url=kept.capture.url,
            fetched_at=since.fetched_at if since else None,
            unchanged=True,
        )
        return with_payload(self.archive.connection, self.archive.warc, replace(kept, revisit=revisit))

    def _same_payload(self, digest: str) -> Original | None:
        return same_payload(self.archive.connection, digest)

    def _last_whole(self, url: str) -> Original | None:
        return last_whole(self.archive.connection, url)


class CaptureMiddleware:
    """Downloader middleware next to the wire: keeps what comes, while the spider is on a visit, then unpacks it."""

    def __init__(self, crawler: Crawler) -> None:
        """Serve *crawler*; its spider opens the visit when it starts."""
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "CaptureMiddleware":
        """Return the middleware for *crawler*, as Scrapy asks."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Return *response* with its content coding undone, kept; in `scrapy shell` and `fetch` nothing is kept.

        `NotKeptError` where the disk or the database refuses it; the crawl stops then.
        """
        wire: Wire | None = request.meta.pop(WIRE, None)
        if wire is None:
            return response
        visit = self._visit()
        if visit is None:
            message, plain = without_codings(final_response(bytes(wire.received)))
            return as_response(response.url, message.status, message.headers, plain.body)
        with Stopping.of(self.crawler).guard():
            kept = visit.keep(response.url, wire, "length" if STOPPED in response.flags else None)
        if kept.capture.fault and STOPPED not in response.flags:
            logger.warning("%s is kept, but not read: %s", response.url, FAULTS.get(kept.capture.fault, ""))
        elif kept.mislabelled:
            logger.warning("%s says that it is packed and is not; it is read as it stands", response.url)
        request.meta[CAPTURE] = kept.capture
        if kept.capture.status == NOT_MODIFIED:
            return self._unchanged(request, visit, kept)
        return as_response(response.url, response.status, kept.headers, kept.body)

    def _unchanged(self, request: Request, visit: Visit, kept: KeptResponse) -> Response | Request:
        """Return the page that a 304 says is still the one; the request without its conditions where it is lost.

        A 304 that was not asked for is not believed (RFC 9110, 15.4.5): it comes back as it is.
        """
        if not is_conditional(request):
            logger.warning("%s says that nothing has changed, which was not asked; it is not believed", request.url)
            return as_response(request.url, kept.capture.status, kept.headers, kept.body)
        try:
            page = visit.page_of(kept)
        except DamagedWarc as why:
            logger.warning("%s is asked for whole: %s", request.url, why)
            return without_conditions(request)
        request.meta[SINCE] = page.unchanged_since
        return as_response(request.url, OK, page.headers, page.body)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Keep what came of a response that broke off."""
        wire: Wire | None = request.meta.pop(WIRE, None)
        visit = self._visit()
        if wire is not None and visit is not None and END_OF_HEAD.search(wire.received):
            with suppress(NotKeptError), Stopping.of(self.crawler).guard():
                kept = visit.keep(request.url, wire, _why(exception))
                why = FAULTS.get(kept.capture.fault or "", "")
                logger.warning("%s is kept as far as it came: %s", request.url, why)

    def _visit(self) -> Visit | None:
        return getattr(self.crawler.spider, "visit", None)


def _why(exception: Exception) -> str:
    """Return what WARC-Truncated says of a download that ended with *exception* (WARC 1.1, 5.13)."""
    if isinstance(exception, DownloadTimeoutError):
        return "time"
    return "length" if isinstance(exception, DownloadCancelledError) else "disconnect"


def as_response(url: str, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> Response:
    """Return kept bytes as the response they were."""
    named = Headers()
    for name, value in headers:
        if name.lower() not in DESCRIBE_THE_WIRE:
            named.appendlist(name, value)
    kind = responsetypes.from_args(headers=named, url=url, body=body[:5000])
    return kind(url, status=status, headers=named, body=body)


def with_true_encoding(response: Response) -> Response:
    """Return *response* with the encoding that its bytes bear out, whatever its headers say."""
    if not isinstance(response, TextResponse):
        return response
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    return response.replace(encoding=encoding_of(response.body, content_type))
