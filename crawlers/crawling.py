"""Crawls from the command line: what `aimaq crawl` does."""

import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import click
from rich.console import Console
from rich.logging import RichHandler
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from archive.faults import Exit, Fault, Unreachable
from archive.store import Archive
from crawlers.papers import project_settings, site_named
from crawlers.progress import CrawlReport, Display
from crawlers.stopping import Stopping

BY_SERIOUSNESS = (Exit.DISK, Exit.FAULT, Exit.BUSY, Exit.UNFINISHED, Exit.FINISHED)
"""Of several crawls in one command the first of these tells the exit code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOptions:
    """What the command line says of a crawl."""

    arguments: dict[str, str] = field(default_factory=dict)
    """For the spider, as Scrapy's `-a` takes them."""
    min_free: int | None = None
    """Bytes that are to stay free on the disk; None for the setting."""
    afresh: bool = False
    """Whether an unfinished round is forgotten."""


def run_crawls(
    names: tuple[str, ...], folder: Path, options: CrawlOptions, console: Console, *, display: Display | None = None
) -> Exit:
    """Crawl the sites *names* into the archive in *folder*, together, print a report, and return how it ended.

    They are shown on *display*, and their reports are there afterwards; without one, on a new one of *console*.

    `UnknownSite` and `UnwritableArchive` come before the first request; later faults are said, a line each.
    """
    for name in names:
        site_named(name).check()
    settings = _settings(folder, options)
    Archive(folder, busy_seconds=settings.getfloat("AIMAQ_BUSY_SECONDS")).close()
    handler = RichHandler(settings["LOG_LEVEL"], console=console, show_path=False, show_time=False)
    handler.addFilter(in_one_line)
    logging.basicConfig(format="%(message)s", handlers=[handler])
    display = display or Display(console)
    process = AsyncCrawlerProcess(settings)
    crawlers = {name: process.create_crawler(name) for name in dict.fromkeys(names)}
    for crawler in crawlers.values():
        display.watch(crawler)
    tasks = [process.crawl(crawler, **options.arguments) for crawler in crawlers.values()]
    with display.progress:
        process.start()
    for task in tasks:
        fault = task.exception() if task.done() and not task.cancelled() else None
        if fault is not None:
            raise fault
    if any(report.responses for report in display.reports.values()):
        console.print(display.table())
    ends = [_say_end(name, crawler, display.reports.get(name), console) for name, crawler in crawlers.items()]
    return most_serious([*ends, Exit.FAULT] if process.bootstrap_failed else ends)


def most_serious(ends: Iterable[Exit]) -> Exit:
    """Return the end of several crawls that the command's exit code tells.

    >>> most_serious([Exit.FINISHED, Exit.UNFINISHED])
    <Exit.UNFINISHED: 3>
    """
    return min(ends, key=BY_SERIOUSNESS.index)


def _settings(folder: Path, options: CrawlOptions) -> Settings:
    settings = project_settings()
    level = os.environ.get("AIMAQ_LOG", "WARNING")
    given = {
        "AIMAQ_DATA": str(folder),
        "AIMAQ_AFRESH": options.afresh,
        "LOG_LEVEL": level,
        "LOG_INSTALL_ROOT_HANDLER": False,
    }
    if options.min_free is not None:
        given["AIMAQ_MIN_FREE"] = options.min_free
    settings.setdict(given, priority="cmdline")
    return settings


def _say_end(name: str, crawler: Crawler, report: CrawlReport | None, console: Console) -> Exit:
    """Say what a reader of the report must know besides, and return how the crawl of *name* ended."""
    fault = _silence(name, report) or Stopping.of(crawler).fault
    waiting = f"; {report.left} pages wait, `aimaq crawl {name}` goes on with them" if report and report.left else ""
    if fault is not None:
        click.echo(f"Error: {name}: {fault}{waiting}", err=True)
        return fault.exit_code
    if report is None:
        console.print(f"{name}: ended at once; `aimaq crawl {name}` goes on where it was")
        return Exit.UNFINISHED
    if report.put_off:
        console.print(f"{name}: {report.put_off} pages got no answer; the next crawl asks for them again")
    if report.reason == "finished":
        return Exit.FINISHED
    console.print(f"{name}: stopped before the end ({report.reason}){waiting}")
    return Exit.UNFINISHED


def _silence(name: str, report: CrawlReport | None) -> Fault | None:
    if report is None or report.responses or not report.requests or report.reason not in {"finished", "network"}:
        return None
    return Unreachable(f"nothing could be fetched for {name}: is the network up, and the paper's address right?")


def in_one_line(record: logging.LogRecord) -> bool:
    """Let a record pass, without the traceback where all it says is that the network failed."""
    if record.name == "scrapy.downloadermiddlewares.robotstxt":
        record.exc_info = record.exc_text = None
    return True
