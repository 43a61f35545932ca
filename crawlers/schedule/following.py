"""What follows from the end of a visit: whether it failed, and when the next one is; pure functions."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from archive.faults import Exit
from crawlers.schedule.messages import Told
from crawlers.schedule.pauses import failures_after, pause_after
from crawlers.schedule.rhythm import Rhythm, next_visit

BROKEN = frozenset({"", "network"})
"""How Scrapy's engine calls the end of a crawl that was broken off: without a word, or for want of a network."""


class Cut(Enum):
    """Whether and why a visit was asked to end before its end."""

    NOT = auto()
    FOR_OTHERS = auto()
    """It lasted too long."""
    FOR_GOOD = auto()
    """The watch itself ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """How a visit ended, and what follows."""

    exit: int
    failures: int
    """Visits in a row that have failed."""
    next_at: datetime
    """By the watch's clock."""


def after_visit(told: Told, failures: int, now: datetime, rhythm: Rhythm, cut: Cut = Cut.NOT) -> Following:
    """Return what follows from a visit that ended *now* with what it *told*, when *failures* in a row were before it.

    One that was cut and had got somewhere goes on as soon as there is a place for it. One that ended before its end for
    a reason of its own, such as a limit of requests, has not failed: the next one goes on with it.

    >>> from datetime import UTC
    >>> from crawlers.schedule.messages import Counts
    >>> told = Told(exit=Exit.UNFINISHED, reason="network", counts=Counts(responses=7))
    >>> noon, rhythm = datetime(2026, 1, 21, 12, tzinfo=UTC), Rhythm(name="demo", rates=(1.0,) * 24)
    >>> after_visit(told, 2, noon, rhythm, Cut.FOR_OTHERS).next_at == noon
    True
    >>> after_visit(told, 2, noon, rhythm).failures
    3
    """
    silent = Exit.FAULT if cut is Cut.NOT else Exit.UNFINISHED
    end = silent if told.exit is None else told.exit
    somewhere = told.counts.responses > 0
    if end == Exit.UNFINISHED and (cut is Cut.FOR_GOOD or (cut is Cut.FOR_OTHERS and somewhere)):
        return Following(exit=end, failures=failures, next_at=now)
    if end == Exit.FINISHED or (end == Exit.UNFINISHED and somewhere and told.reason not in BROKEN):
        return Following(exit=end, failures=0, next_at=next_visit(now, rhythm))
    failed = failures_after(end, failures)
    return Following(exit=end, failures=failed, next_at=now + pause_after(end, failed))
