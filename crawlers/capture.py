"""Every response into a WARC file before anyone reads it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.responsetypes import responsetypes

from archive.records import Capture, Crawl, Publisher
from archive.refusals import refusals
from archive.store import BUSY_SECONDS, Archive
from archive.warc import Exchange, WarcWriter
from crawlers.charset import encoding_of
from crawlers.frontier import Frontier
from crawlers.lock import CrawlLock
from crawlers.stopping import Stopping

CAPTURE = "capture"
"""Key of a response's `meta` under which its Capture travels."""


class Visit:
    """One crawl of one paper: the archive it writes to, its WARC files and its frontier; no other crawl has them."""

    def __init__(self, folder: Path, site: str, publisher: Publisher, *, busy_seconds: float = BUSY_SECONDS) -> None:
        """Begin the visit to *site* now; a Fault where *folder* cannot be written or another crawl has the paper."""
        with refusals(folder):
            self.lock = CrawlLock(folder, site)
            self.archive = Archive(folder, busy_seconds=busy_seconds)
            self.frontier = Frontier(folder, site, busy_seconds=busy_seconds)
            self.archive.add_site(site, publisher)
            self.writer = WarcWriter(self.archive.warc, site, f"aimaq/{version('aimaq')}", _now())
            self.archive.add_crawl(self.writer.crawl)

    def keep(self, response: Response) -> Capture:
        """Write *response* as it came to the WARC file and put the capture on record."""
        capture = self.writer.write_response(
            Exchange(
                url=response.url,
                status=response.status,
                headers=tuple(_headers(response)),
                body=response.body,
                fetched_at=_now(),
                ip_address=str(response.ip_address) if response.ip_address else None,
            )
        )
        self.archive.add_capture(capture)
        return capture

    def end(self, reason: str) -> None:
        """Put on record how the visit ended and close its WARC file."""
        begun = self.writer.crawl
        finished = _now()
        self.writer.close(finished, reason)
        ended = Crawl(id=begun.id, site=begun.site, started_at=begun.started_at, finished_at=finished, reason=reason)
        self.archive.add_crawl(ended)

    def close(self) -> None:
        """Let go of the databases and of the paper."""
        self.frontier.close()
        self.archive.close()
        self.lock.release()


class CaptureMiddleware:
    """Downloader middleware next to the wire: keeps what comes, while the spider is on a visit."""

    def __init__(self, crawler: Crawler) -> None:
        """Serve *crawler*; its spider opens the visit when it starts."""
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "CaptureMiddleware":
        """Return the middleware for *crawler*, as Scrapy asks."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Return *response* unchanged, kept; in `scrapy shell` and `fetch` nothing is kept.

        `NotKeptError` where the disk or the database refuses it; the crawl stops then.
        """
        visit: Visit | None = getattr(self.crawler.spider, "visit", None)
        if visit is not None:
            with Stopping.of(self.crawler).guard():
                request.meta[CAPTURE] = visit.keep(response)
        return response


def as_response(url: str, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> Response:
    """Return kept bytes as the response they were."""
    by_name = {name: value for name, value in headers if name.lower() != "content-encoding"}
    kind = responsetypes.from_args(
        headers={k.encode(): v.encode() for k, v in by_name.items()}, url=url, body=body[:5000]
    )
    return kind(url, status=status, headers=by_name, body=body)


def with_true_encoding(response: Response) -> Response:
    """Return *response* with the encoding that its bytes bear out, whatever its headers say."""
    if not isinstance(response, TextResponse):
        return response
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    return response.replace(encoding=encoding_of(response.body, content_type))


def _headers(response: Response) -> Iterable[tuple[str, str]]:
    for name, values in response.headers.items():
        for value in values:
            yield name.decode("utf-8", "surrogateescape"), value.decode("utf-8", "surrogateescape")


def _now() -> datetime:
    """Return this moment, to the millisecond that a WARC-Date keeps."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
