"""What a crawl shows while it runs, and what it says at its end."""

import time
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from scrapy import Spider, signals
from scrapy.crawler import Crawler

from archive.moments import written
from crawlers.frontier import RESUMED, Interrupted

SECONDS_BETWEEN_LINES = 5.0
CHANGES = ("new", "edited", "unchanged", "withdrawn")
RARE_CHANGES = ("moved", "returned")
"""What is told only where it happened."""


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


class Display:
    """The crawls of this process on a terminal: a line each; elsewhere plain lines, now and then."""

    def __init__(self, console: Console) -> None:
        """Show on *console*."""
        self.console = console
        self.reports: dict[str, CrawlReport] = {}
        self._lines: list[_Line] = []
        self.progress = Progress(
            SpinnerColumn(),
            TextColumn("[bold]{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[changes]}"),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )

    def watch(self, crawler: Crawler) -> None:
        """Show what *crawler* does, from its opening to its report."""
        self._lines.append(_Line(crawler, self))

    def table(self) -> Table:
        """Return the reports of the finished crawls as a table."""
        table = Table(title=None, box=None, pad_edge=False)
        rare = [change for change in RARE_CHANGES if any(report.changes[change] for report in self.reports.values())]
        for name in ("site", "responses", *CHANGES, *rare, "KB", "seconds", "ended"):
            table.add_column(name, justify="left" if name in {"site", "ended"} else "right")
        for report in self.reports.values():
            counts = [str(report.changes[change]) for change in (*CHANGES, *rare)]
            ends = (str(report.kilobytes), f"{report.seconds:.1f}", report.reason)
            table.add_row(report.site, str(report.responses), *counts, *ends)
        return table


class _Line:
    """What one crawl does, told to the display by Scrapy's signals."""

    def __init__(self, crawler: Crawler, display: Display) -> None:
        self.crawler = crawler
        self.display = display
        self.started = self.last_line = time.monotonic()
        self.task: TaskID | None = None
        self.before = self.waiting = 0
        crawler.signals.connect(self.resumed, RESUMED)
        crawler.signals.connect(self.opened, signals.spider_opened)
        for signal in (signals.response_received, signals.item_scraped, signals.item_dropped):
            crawler.signals.connect(self.advanced, signal)
        crawler.signals.connect(self.closed, signals.spider_closed)

    def opened(self) -> None:
        """Begin the line of this crawl."""
        self.task = self.display.progress.add_task(self._name(), total=None, changes="")

    def resumed(self, interrupted: Interrupted, spider: Spider) -> None:
        """Say how far the last crawl came, and count on from there."""
        self.before, self.waiting = interrupted.finished, interrupted.waiting
        self.display.console.print(
            f"{spider.name}: the last crawl was broken off at {written(interrupted.at)}: "
            f"{self.before} pages are finished, {self.waiting} go on"
        )

    def advanced(self) -> None:
        """Show how far the crawl is."""
        responses = self.before + self._stat("downloader/response_count")
        waiting = self.before + self.waiting + self._stat("scheduler/enqueued")
        if self.task is not None:
            total = max(responses, waiting)
            self.display.progress.update(self.task, completed=responses, total=total, changes=self._changes_line())
        if not self.display.console.is_terminal and time.monotonic() - self.last_line > SECONDS_BETWEEN_LINES:
            self.last_line = time.monotonic()
            self.display.console.print(f"{self._name()}: {responses} of {waiting} so far, {self._changes_line()}")

    def closed(self, reason: str) -> None:
        """End the line and report."""
        self.advanced()
        self.display.reports[self._name()] = CrawlReport(
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

    def _name(self) -> str:
        return str(getattr(self.crawler.spider, "name", ""))

    def _changes(self) -> dict[str, int]:
        return {change: self._stat(f"aimaq/{change}") for change in (*CHANGES, *RARE_CHANGES)}

    def _changes_line(self) -> str:
        return ", ".join(f"{count} {change}" for change, count in self._changes().items() if count)

    def _stat(self, name: str) -> int:
        stats = self.crawler.stats
        value: Any = stats.get_value(name, 0) if stats else 0
        return int(value)
