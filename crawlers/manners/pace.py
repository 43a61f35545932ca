"""How often a host is asked: one request at a time, a pause after each, and not at all while it rests."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.moments import written
from crawlers.manners.addresses import is_loopback
from crawlers.manners.hosts import Host, Hosts, host_of, is_home
from crawlers.manners.refusing import HostResting, NotNowError
from crawlers.manners.resting import backoff, retry_after
from crawlers.stopping import Stopping

SHORTEST_DELAY = 1.0
"""Seconds between two requests to a host that is not on loopback, whatever a setting says."""
LONGEST_CRAWL_DELAY = 60.0
LOOK_AGAIN_SECONDS = 0.05
"""How often a host that another process asks is looked at again."""
LOOK_UP_SECONDS = 0.5
"""How often a long wait looks whether the crawl is being stopped."""
OVERLOADED = frozenset({429, 503})
"""Answers that say that the host has too much to do (RFC 6585, 4; RFC 9110, 15.6.4)."""
logger = logging.getLogger(__name__)


class Pace:
    """The turns that one crawl takes at hosts; other crawls and processes take theirs by the same file."""

    def __init__(self, crawler: Crawler, hosts: Callable[[], Hosts]) -> None:
        """Keep the pace of *crawler*; *hosts* returns what is remembered once the crawl's archive is open."""
        settings = crawler.settings
        self._crawler = crawler
        self._hosts = hosts
        self._delay = settings.getfloat("DOWNLOAD_DELAY")
        self._longest_rest = settings.getfloat("AIMAQ_LONGEST_REST")
        self._patience = settings.getint("AIMAQ_UNANSWERED_LIMIT")
        self._troubled = frozenset(map(int, settings.getlist("RETRY_HTTP_CODES")))
        self._crawl_delays: dict[str, float] = {}
        self._troubles: dict[str, int] = {}
        self._overloaded: dict[str, set[str]] = {}
        self._ended: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, request: Request) -> AsyncIterator[None]:
        """Wait until the host of *request* may be asked, and keep others from asking it within.

        `NotNowError` where it rests for longer than a crawl waits. The pause is counted from the end of the last
        answer: at the server it is longer then, whatever the network adds to either request.
        """
        host = host_of(request.url)
        with ExitStack() as held:
            alone = await self._begin(host, request, held)
            try:
                yield
            finally:
                self._ended[host] = time.monotonic()
                if alone:
                    self._remember(host)

    def obey(self, url: str, crawl_delay: float | None) -> None:
        """Ask the host of *url* no oftener than the Crawl-delay of its robots.txt, up to a minute."""
        if crawl_delay is None:
            return
        host = host_of(url)
        if crawl_delay > LONGEST_CRAWL_DELAY and host not in self._crawl_delays:
            logger.warning(
                "%s asks for a Crawl-delay of %g seconds; it is asked every %g", host, crawl_delay, LONGEST_CRAWL_DELAY
            )
        self._crawl_delays[host] = max(min(crawl_delay, LONGEST_CRAWL_DELAY), self._crawl_delays.get(host, 0.0))

    def answered(self, request: Request, response: Response) -> None:
        """Let the host of *request* rest where *response* says that it is in trouble; stop the crawl where for long."""
        host = host_of(request.url)
        if response.status not in self._troubled:
            self._troubles.pop(host, None)
            self._overloaded.pop(host, None)
            return
        self._troubles[host] = self._troubles.get(host, 0) + 1
        asked = (response.headers.get("Retry-After") or b"").decode("latin-1") if response.status in OVERLOADED else ""
        seconds = retry_after(asked, datetime.now(UTC))
        if seconds is None:
            seconds = backoff(self._troubles[host], self._delay_of(host, request))
        if response.status in OVERLOADED:
            self._overloaded.setdefault(host, set()).add(request.url)
        with Stopping.of(self._crawler).guard():
            self._hosts().rest(host, seconds, f"it answered {response.status}")
        if len(self._overloaded.get(host, ())) >= self._patience or seconds > self._longest_rest:
            self._give_up(host, request)

    def _give_up(self, host: str, request: Request) -> NotNowError:
        """Stop the crawl where *host* is the paper's own; return what is raised in place of asking it."""
        with Stopping.of(self._crawler).guard():
            remembered = self._hosts().find(host)
        until = written(datetime.fromtimestamp(remembered.rests_until, UTC))
        why = f"{host} rests until {until}: {remembered.why}"
        own = is_home(self._crawler, request.url)
        if own:
            Stopping.of(self._crawler).stop(HostResting(why))
        return NotNowError(why, stops=own)

    async def _begin(self, host: str, request: Request, held: ExitStack) -> bool:
        """Wait for the turn of *request*; tell whether *host* is this request's alone, until *held* is left."""
        while True:
            with Stopping.of(self._crawler).guard():
                remembered = self._hosts().find(host)
            if (rest := remembered.rests_until - time.time()) > 0:
                await self._rest(host, request, rest)
                continue
            delay = self._delay_of(host, request)
            if not delay:
                return False
            if (pause := self._pause(host, delay, remembered)) > 0:
                await asyncio.sleep(pause)
                continue
            if self._take(host, delay, held):
                return True
            await asyncio.sleep(LOOK_AGAIN_SECONDS)

    async def _rest(self, host: str, request: Request, seconds: float) -> None:
        if seconds > self._longest_rest:
            raise self._give_up(host, request)
        if self.is_stopping():
            message = f"{host} rests, and the crawl is being stopped"
            raise NotNowError(message, stops=True)
        await asyncio.sleep(min(seconds, LOOK_UP_SECONDS))

    def _take(self, host: str, delay: float, held: ExitStack) -> bool:
        """Take *host* until *held* is left, and tell whether it could be: nobody asks it, nobody has just asked it."""
        with Stopping.of(self._crawler).guard():
            file = self._hosts().lock(host)
            if file is None:
                return False
            held.callback(file.close)
            if self._pause(host, delay, self._hosts().find(host)) > 0:
                held.close()
                return False
            self._hosts().asked(host)
        return True

    def _pause(self, host: str, delay: float, remembered: Host) -> float:
        """Return for how many seconds *host* is not to be asked yet; a clock that was set back makes none longer."""
        by_others = min(remembered.asked_at + delay - time.time(), delay)
        by_us = self._ended[host] + delay - time.monotonic() if host in self._ended else 0.0
        return max(by_others, by_us)

    def _remember(self, host: str) -> None:
        with Stopping.of(self._crawler).guard():
            self._hosts().asked(host)

    def _delay_of(self, host: str, request: Request) -> float:
        """Return the pause before *request*: by setting, robots.txt and AutoThrottle the longest, a second on the net.

        0 on loopback alone, where a paper may be asked for several pages at a time.
        """
        shortest = 0.0 if is_loopback(urlsplit(request.url).hostname or "") else SHORTEST_DELAY
        engine = self._crawler.engine
        slot = engine.downloader.slots.get(request.meta.get("download_slot", "")) if engine else None
        throttled = slot.delay if slot else 0.0
        return max(shortest, self._delay, throttled, self._crawl_delays.get(host, 0.0))

    def is_stopping(self) -> bool:
        """Tell whether the crawl is on its way to its end, so that nothing is waited for any longer."""
        engine = self._crawler.engine
        return engine is None or not engine.running or Stopping.of(self._crawler).fault is not None
