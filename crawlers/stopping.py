"""Why a crawl stops before its end: a disk that is full, a database that is held, a network that is gone; said once."""

import asyncio
import logging
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, IgnoreRequest

from archive.faults import DiskFull, Exit, Fault, NetworkLost
from archive.refusals import refusals

SECONDS_BETWEEN_CHECKS = 1.0
MEGABYTE = 1_000_000
REASONS = {Exit.DISK: "disk", Exit.BUSY: "locked", Exit.UNFINISHED: "network"}
"""What the crawl's row says of a stop; any other fault is a `fault`."""
logger = logging.getLogger(__name__)


_OF: "WeakKeyDictionary[Crawler, Stopping]" = WeakKeyDictionary()
"""The extension of each crawler: asked for several times a request, which Scrapy's own list of them is too long for."""


class NotKeptError(IgnoreRequest):
    """What came could not be kept: its request is not finished."""


class Stopping:
    """Extension that stops its crawl once, with one line, and counts what may lead to that."""

    def __init__(self, crawler: Crawler) -> None:
        """Serve *crawler*."""
        self.crawler = crawler
        self.fault: Fault | None = None
        self.broken = False
        """Whether something could not be kept: from then on nothing is settled any more."""
        self._folder = Path(crawler.settings["AIMAQ_DATA"])
        self._min_free = crawler.settings.getint("AIMAQ_MIN_FREE")
        self._patience = crawler.settings.getint("AIMAQ_UNANSWERED_LIMIT")
        self._unanswered: set[str] = set()
        self._answered: Request | None = None
        self._checked_at = 0.0
        self._closing: asyncio.Future[None] | None = None
        crawler.signals.connect(self._came, signals.response_downloaded)
        crawler.signals.connect(self._left, signals.request_left_downloader)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Stopping":
        """Return the extension for *crawler*, as Scrapy asks."""
        return _OF.setdefault(crawler, cls(crawler))

    @classmethod
    def of(cls, crawler: Crawler) -> "Stopping":
        """Return the extension that serves *crawler*."""
        stopping = _OF.get(crawler)
        if stopping is None:
            message = "EXTENSIONS must name crawlers.stopping.Stopping"
            raise TypeError(message)
        return stopping

    def stop(self, fault: Fault) -> None:
        """Stop the crawl because of *fault*, the first one counts; requests on their way come to their end."""
        if self.fault is None and self.crawler.engine is not None:
            self.refuse(fault)
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=_reason(fault)))

    def refuse(self, fault: Fault) -> CloseSpider:
        """Return what Scrapy wants raised where a crawl cannot even begin because of *fault*."""
        self.fault = self.fault or fault
        logger.info("stopped: %s", fault)
        return CloseSpider(_reason(fault))

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Stop the crawl where the disk or a database refuses what is done within, and raise `NotKeptError`."""
        try:
            with refusals(self._folder):
                yield
        except Fault as fault:
            self.broken = True
            self.stop(fault)
            message = f"not kept: {fault}"
            raise NotKeptError(message) from fault

    def check_space(self) -> None:
        """Raise `DiskFull` where less is free than is to stay free."""
        self._checked_at = time.monotonic()
        free = shutil.disk_usage(_existing(self._folder)).free
        if free < self._min_free:
            message = (
                f"the disk of {self._folder} has {free // MEGABYTE} MB free, less than --min-free "
                f"({self._min_free // MEGABYTE} MB); make room, what was kept is safe"
            )
            raise DiskFull(message)

    def _left(self, request: Request) -> None:
        """Count the addresses of the paper that got no answer since the last one came; stop the crawl after many.

        What is counted are attempts: retries come last, when everything else was tried. Pictures of another host say
        nothing of the network.
        """
        if request is self._answered:
            self._unanswered.clear()
        elif self._is_of_the_paper(request):
            self._unanswered.add(request.url)
        if len(self._unanswered) >= self._patience:
            self.stop(NetworkLost(f"{len(self._unanswered)} pages in a row got no answer: is the network up?"))

    def _is_of_the_paper(self, request: Request) -> bool:
        hosts = getattr(self.crawler.spider, "allowed_domains", ())
        return (urlsplit(request.url).hostname or "") in hosts

    def _came(self, request: Request) -> None:
        self._answered = request
        if time.monotonic() - self._checked_at > SECONDS_BETWEEN_CHECKS:
            try:
                self.check_space()
            except DiskFull as fault:
                self.stop(fault)


def _existing(folder: Path) -> Path:
    """Return *folder*, or the nearest above it that is there."""
    return next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())


def _reason(fault: Fault) -> str:
    return fault.reason or REASONS.get(fault.exit_code, "fault")
