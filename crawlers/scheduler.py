"""Scrapy's scheduler over the frontier: what is still to ask for is on disk, not in memory."""

import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.core.scheduler import Scheduler
from twisted.internet.defer import Deferred

from archive.faults import BudgetSpent
from crawlers.frontier import Frontier, Task
from crawlers.stopping import NotKeptError, Stopping
from crawlers.writing import TASK, read_request, write_request

if TYPE_CHECKING:
    from crawlers.capture import Visit

AT_HAND = 2
"""How many times as many requests as a host takes at once are leased for it, so that it never waits for us."""
logger = logging.getLogger(__name__)


class FrontierScheduler(Scheduler):
    """Keeps the requests of a spider on a visit in its frontier; of any other, as in `scrapy shell`, in memory.

    One row is one task. A request that comes back under its own address (a retry, a redirect to the same canonical
    address) puts its row back; one that was led to another address ends its row and begins that one's.
    """

    def open(self, spider: Spider) -> Deferred[None] | None:
        """Begin to serve *spider*."""
        self._led_nowhere: set[str] = set()
        if self.crawler:
            self.crawler.signals.connect(self._on_its_way, signals.request_scheduled)
        return super().open(spider)

    def has_pending_requests(self) -> bool:
        """Tell whether something waits; leased requests do not, somebody has them."""
        frontier = self._frontier()
        if frontier is None:
            return super().has_pending_requests()
        try:
            with self._stopping().guard():
                return frontier.has_pending()
        except NotKeptError:
            return False

    def enqueue_request(self, request: Request) -> bool:
        """Put *request* down as pending; False where it was there in this round, or where the crawl has to stop."""
        frontier = self._frontier()
        if frontier is None:
            return super().enqueue_request(request)
        if self._stopping().broken:
            return False
        try:
            with self._stopping().guard():
                enqueued = self._enqueue(frontier, request)
        except NotKeptError:
            return False
        if enqueued and self.stats:
            self.stats.inc_value("scheduler/enqueued")
        return enqueued

    def next_request(self) -> Request | None:
        """Return the next request, leased from now on."""
        frontier = self._frontier()
        if frontier is None:
            return super().next_request()
        try:
            while not self._stopping().broken:
                with self._stopping().guard():
                    if self._is_spent(frontier):
                        return None
                    task = frontier.lease(self._busy_hosts())
                    if task is None:
                        return None
                    frontier.memory.spend(datetime.now(UTC).date())
                    request = self._read(frontier, task)
                if request is not None:
                    return request
        except NotKeptError:
            return None
        return None

    def close(self, reason: str) -> Deferred[None] | None:
        """End the round where the crawl is finished; say how much is left where it is not."""
        frontier = self._frontier()
        if frontier is None:
            return super().close(reason)
        try:
            with self._stopping().guard():
                if reason == "finished" and not self._stopping().broken:
                    self._end_round(frontier)
                frontier.commit()
                counts = frontier.counts()
        except NotKeptError:
            return super().close(reason)
        if self.stats:
            self.stats.set_value("aimaq/left", counts.get("pending", 0) + counts.get("leased", 0))
            self.stats.set_value("aimaq/put off", counts.get("deferred", 0))
        return super().close(reason)

    def _enqueue(self, frontier: Frontier, request: Request) -> bool:
        task = self._task(request)
        before = request.meta.get(TASK)
        self._led_nowhere.discard(before or "")
        if before is None and not request.dont_filter:
            return frontier.add(task)
        if before is None or before == task.key:
            frontier.again(task)
            return True
        return frontier.lead_on(before, task)

    def _task(self, request: Request) -> Task:
        if self.crawler is None or self.crawler.request_fingerprinter is None:
            message = "the scheduler serves no crawler yet"
            raise TypeError(message)
        key = self.crawler.request_fingerprinter.fingerprint(request).hex()
        host = urlsplit(request.url).hostname or ""
        return Task(key=key, priority=request.priority, host=host, request=write_request(request, self.spider))

    def _busy_hosts(self) -> list[str]:
        """Return the hosts that have as many requests at hand as they take: a slow one must not hold up the others."""
        if self.crawler is None or self.crawler.engine is None:
            return []
        slots = self.crawler.engine.downloader.slots
        return [host for host, slot in slots.items() if len(slot.active) >= AT_HAND * slot.concurrency]

    def _is_spent(self, frontier: Frontier) -> bool:
        """Tell whether the paper was asked for all that is allowed in a day of UTC; stop the crawl then."""
        allowed = getattr(self.spider, "requests_a_day", None)
        if allowed is None or frontier.memory.spent(datetime.now(UTC).date()) < allowed:
            return False
        if frontier.has_pending():
            message = f"the {allowed} requests that the site file allows a day are made; the rest waits for tomorrow"
            self._stopping().stop(BudgetSpent(message))
        return True

    def _read(self, frontier: Frontier, task: Task) -> Request | None:
        """Return the request of *task*; None, and the task done, where the site file has changed so that none can."""
        try:
            request = read_request(task.request, self.spider)
        except ValueError as error:
            logger.warning("%s is given up: %s", json.loads(task.request).get("url"), error)
            frontier.finish(task.key, str(error))
            return None
        request.meta[TASK] = task.key
        if self.stats:
            self.stats.inc_value("scheduler/dequeued")
        return request

    def _on_its_way(self, request: Request) -> None:
        """Remember a request that was led on: where a middleware drops it, nobody else tells us."""
        if TASK in request.meta:
            self._led_nowhere.add(request.meta[TASK])

    def _end_round(self, frontier: Frontier) -> None:
        """Settle what nobody settled, and forget what is done."""
        for key in frontier.leased():
            if key in self._led_nowhere:
                frontier.finish(key, "led to an address that is not the paper's")
            else:
                frontier.defer(key, "nobody handled the answer")
        frontier.end_round()

    def _frontier(self) -> Frontier | None:
        visit: Visit | None = getattr(self.spider, "visit", None)
        return visit.frontier if visit else None

    def _stopping(self) -> Stopping:
        if self.crawler is None:
            message = "the scheduler serves no crawler yet"
            raise TypeError(message)
        return Stopping.of(self.crawler)
