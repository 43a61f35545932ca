"""Crawls from the command line: what `aimaq crawl` does."""

import logging
import os
from pathlib import Path

from rich.console import Console
from rich.logging import RichHandler
from scrapy.crawler import AsyncCrawlerProcess

from archive.faults import Unreachable
from archive.store import Archive
from crawlers.papers import project_settings, site_named
from crawlers.progress import Display


def run_crawls(names: tuple[str, ...], folder: Path, arguments: dict[str, str], console: Console) -> bool:
    """Crawl the sites *names* into the archive in *folder*, together, and print a report; tell whether all began.

    `UnknownSite` and `UnwritableArchive` come before the first request.
    """
    for name in names:
        site_named(name).check()
    Archive(folder).close()
    level = os.environ.get("AIMAQ_LOG", "WARNING")
    handler = RichHandler(level, console=console, show_path=False, show_time=False)
    handler.addFilter(_in_one_line)
    logging.basicConfig(format="%(message)s", handlers=[handler])
    display = Display(console)
    settings = project_settings()
    settings.setdict(
        {"AIMAQ_DATA": str(folder), "LOG_LEVEL": level, "LOG_INSTALL_ROOT_HANDLER": False}, priority="cmdline"
    )
    process = AsyncCrawlerProcess(settings)
    crawlers = [process.create_crawler(name) for name in names]
    for crawler in crawlers:
        display.watch(crawler)
    tasks = [process.crawl(crawler, **arguments) for crawler in crawlers]
    with display.progress:
        process.start()
    for task in tasks:
        fault = task.exception() if task.done() and not task.cancelled() else None
        if fault is not None:
            raise fault
    console.print(display.table())
    silent = [report.site for report in display.reports if not report.responses]
    if silent:
        message = f"nothing could be fetched for {', '.join(silent)}: is the network up, and the paper's address right?"
        raise Unreachable(message)
    return not process.bootstrap_failed


def _in_one_line(record: logging.LogRecord) -> bool:
    """Let a record pass, without the traceback where all it says is that the network failed."""
    if record.name == "scrapy.downloadermiddlewares.robotstxt":
        record.exc_info = record.exc_text = None
    return True
