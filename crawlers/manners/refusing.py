"""What is not asked for: never, or not in this crawl; each with its reason, said once."""

import logging

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from archive.faults import Exit, Fault

logger = logging.getLogger(__name__)


class RefusedError(IgnoreRequest):
    """A request that is never made; the text says why."""


class NotNowError(IgnoreRequest):
    """A request that another crawl may make: its host rests, or nobody knows what may be asked there."""

    def __init__(self, why: str, *, stops: bool) -> None:
        """Say *why*; *stops* tells whether the crawl ends because of it, so that its requests wait as they are."""
        super().__init__(why)
        self.stops = stops


class RobotsUnreachable(Fault):
    """Nobody knows what a paper's robots.txt allows (RFC 9309, 2.3.1.4)."""

    exit_code = Exit.UNFINISHED
    reason = "robots"


class NobodyAnswers(Fault):
    """A paper's host cannot even be connected to, so that nobody knows what its robots.txt allows."""

    exit_code = Exit.UNFINISHED
    reason = "network"


class HostResting(Fault):
    """A paper's host asks to be left alone for longer than a crawl waits."""

    exit_code = Exit.UNFINISHED
    reason = "resting"


class UntrustedCertificate(Fault):
    """A paper's certificate cannot be verified."""

    reason = "certificate"


class Refusals:
    """What one crawl does not ask for."""

    def __init__(self, crawler: Crawler) -> None:
        """Count for *crawler*."""
        self._crawler = crawler
        self._said: set[tuple[str, str]] = set()

    def refuse(self, what: str, about: str, url: str, why: str) -> RefusedError:
        """Return what is raised in place of asking for *url*; the first of its kind, *what* and *about*, is said."""
        if self._crawler.stats:
            self._crawler.stats.inc_value(f"aimaq/refused/{what}")
        if (what, about) not in self._said:
            self._said.add((what, about))
            logger.warning("%s is not asked for: %s", url, why)
        return RefusedError(why)
