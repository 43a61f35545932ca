"""What a crawl shows while it runs, and what it says at its end."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Column, Table
from scrapy import Spider, signals
from scrapy.crawler import Crawler

from archive.moments import written
from crawlers.frontier import RESUMED, Interrupted
from crawlers.pace import Pace

SECONDS_BETWEEN_LINES = 5.0
CHANGES = ("new", "edited", "unchanged", "withdrawn")
RARE_CHANGES = ("moved", "returned")
"""What is told only where it happened."""
HEADINGS = {"unchanged": "same", "withdrawn": "gone", "returned": "back"}
"""Shorter words for the heads of narrow columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """How one crawl went."""

    site: str
    requests: int
    responses: int
    changes: dict[str, int]
    kilobytes: int
    seconds: float
    reason: str
    left: int
    """Requests that the next crawl goes on with."""
    put_off: int
    """Requests that got no answer and are tried again by the next crawl."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """How far one crawl is."""

    site: str
    responses: int
    known: int
    """Pages that came or are still to be asked for."""
    changes: Mapping[str, int]
    a_minute: float | None
    seconds_left: float | None
    """None while that cannot be told."""

    @property
    def line(self) -> str:
        """The advance in words, what is usual left out."""
        told = [f"{count} {change}" for change, count in self.changes.items() if count and change != "unchanged"]
        rate = f"{self.a_minute:.0f} pages a minute" if self.a_minute is not None else ""
        left = f"{_duration(self.seconds_left)} left" if self.seconds_left is not None else ""
        return ", ".join(part for part in (*told, rate, left) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """How a crawl ended, for those who act on it."""

    exit: int
    """Its exit code."""
    fault: str | None
    """Which fault was said of it."""
    requests_by: Mapping[str, Mapping[str, int]]
    """Attempts by what they asked for and how they ended."""


class Display:
    """The crawls of this process on a terminal: a line each; elsewhere plain lines, now and then."""

    def __init__(self, console: Console) -> None:
        """Show on *console*."""
        self.console = console
        self.reports: dict[str, CrawlReport] = {}
        self._tasks: dict[str, TaskID] = {}
        self._lines: list[_Line] = []
        self.progress = Progress(
            SpinnerColumn(),
            TextColumn("[bold]{task.description}"),
            BarColumn(bar_width=12),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[said]}", table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")),
            console=console,
            disable=not console.is_terminal,
        )

    def watch(self, crawler: Crawler) -> None:
        """Show what *crawler* does, from its opening to its report."""
        self._lines.append(_Line(crawler, self))

    def began(self, site: str) -> None:
        """Show that the crawl of *site* begins."""
        self._tasks[site] = self.progress.add_task(site, total=None, said="")

    def resumed(self, site: str, interrupted: Interrupted) -> None:
        """Say how far the last crawl of *site* came."""
        self.console.print(
            f"{site}: the last crawl was broken off at {written(interrupted.at)}: "
            f"{interrupted.finished} pages are finished, {interrupted.waiting} go on"
        )

    def advanced(self, advance: Advance) -> None:
        """Show how far a crawl is, whenever something came."""
        if advance.site in self._tasks:
            task = self._tasks[advance.site]
            self.progress.update(task, completed=advance.responses, total=advance.known, said=advance.line)

    def said(self, advance: Advance) -> None:
        """Say how far a crawl is, now and then; on a terminal it is shown already."""
        if not self.console.is_terminal:
            said = f"{advance.responses} of {advance.known} so far, {advance.line}"
            self.console.print(f"{advance.site}: {said}", soft_wrap=True)

    def ended(self, report: CrawlReport) -> None:
        """Keep the report of a crawl that has ended."""
        self.reports[report.site] = report

    def concluded(self, site: str, conclusion: Conclusion) -> None:
        """Be told how the crawl of *site* ended: what there is to show, `ended` and the error lines do."""

    def alerted(self, alert: Mapping[str, object]) -> None:
        """Be told of an *alert*, which the log has said already."""

    def summary(self) -> None:
        """Print the reports of the crawls that asked for something."""
        if any(report.responses for report in self.reports.values()):
            self.console.print(self.table())

    def table(self) -> Table:
        """Return the reports of the finished crawls as a table that fits into 80 columns."""
        table = Table(title=None, box=None, pad_edge=False)
        rare = [change for change in RARE_CHANGES if any(report.changes[change] for report in self.reports.values())]
        changes = [*CHANGES, *rare]
        for name in ("site", "pages", *(HEADINGS.get(change, change) for change in changes), "KB", "seconds", "ended"):
            table.add_column(name, justify="left" if name in {"site", "ended"} else "right", overflow="fold")
        for report in self.reports.values():
            counts = [str(report.changes[change]) for change in changes]
            ends = (str(report.kilobytes), f"{report.seconds:.1f}", report.reason)
            table.add_row(report.site, str(report.responses), *counts, *ends)
        return table


class _Line:
    """What one crawl does, told to the display by Scrapy's signals."""

    def __init__(self, crawler: Crawler, display: Display) -> None:
        self.crawler = crawler
        self.display = display
        self.started = self.last_line = time.monotonic()
        self.before = self.waiting = 0
        self.pace = Pace()
        crawler.signals.connect(self.resumed, RESUMED)
        crawler.signals.connect(self.opened, signals.spider_opened)
        for signal in (signals.response_received, signals.item_scraped, signals.item_dropped):
            crawler.signals.connect(self.advanced, signal)
        crawler.signals.connect(self.closed, signals.spider_closed)

    def opened(self) -> None:
        """Begin the line of this crawl."""
        self.display.began(self._name())

    def resumed(self, interrupted: Interrupted, spider: Spider) -> None:
        """Say how far the last crawl came, and count on from there."""
        self.before, self.waiting = interrupted.finished, interrupted.waiting
        self.display.resumed(spider.name, interrupted)

    def advanced(self) -> None:
        """Show how far the crawl is."""
        now = time.monotonic()
        responses = self.before + self._stat("downloader/response_count")
        known = max(responses, self.before + self.waiting + self._stat("scheduler/enqueued"))
        self.pace.see(now, responses, known)
        advance = Advance(
            site=self._name(),
            responses=responses,
            known=known,
            changes=self._changes(),
            a_minute=self.pace.a_minute(now, responses),
            seconds_left=self.pace.seconds_left(now, responses, known),
        )
        self.display.advanced(advance)
        if now - self.last_line > SECONDS_BETWEEN_LINES:
            self.last_line = now
            self.display.said(advance)

    def closed(self, reason: str) -> None:
        """End the line and report."""
        self.advanced()
        report = CrawlReport(
            site=self._name(),
            requests=self._stat("downloader/request_count"),
            responses=self._stat("downloader/response_count"),
            changes=self._changes(),
            kilobytes=self._stat("downloader/response_bytes") // 1024,
            seconds=time.monotonic() - self.started,
            reason=reason,
            left=self._stat("aimaq/left"),
            put_off=self._stat("aimaq/put off"),
        )
        self.display.ended(report)

    def _name(self) -> str:
        return str(getattr(self.crawler.spider, "name", ""))

    def _changes(self) -> dict[str, int]:
        return {change: self._stat(f"aimaq/{change}") for change in (*CHANGES, *RARE_CHANGES)}

    def _stat(self, name: str) -> int:
        stats = self.crawler.stats
        value: Any = stats.get_value(name, 0) if stats else 0
        return int(value)


def _duration(seconds: float) -> str:
    """Return *seconds* for people.

    >>> _duration(44), _duration(125), _duration(3 * 3600 + 60)
    ('44 s', '2 min', '3.0 h')
    """
    if seconds < 100:  # noqa: PLR2004 - below that seconds mean something
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 2 * 60 * 60 else f"{seconds / 3600:.1f} h"
