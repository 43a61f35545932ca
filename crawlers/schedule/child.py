"""What a child of a watch does: visit one paper as `aimaq crawl` does, or tell what the site files say."""

import io
import json
import logging
import os
import pkgutil
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rich.console import Console
from scrapy import signals
from scrapy.crawler import Crawler

from archive.faults import Exit, Fault
from crawlers import settings
from crawlers.crawling import CrawlOptions, run_crawls
from crawlers.papers import project_settings, site_named
from crawlers.progress import CrawlReport, Display
from crawlers.schedule.activity import rates_of
from crawlers.schedule.facts import Facts
from crawlers.schedule.messages import Counts, Order, written_counts
from crawlers.schedule.quiet import QuietHours
from crawlers.site_facts import FaultySiteError
from crawlers.site_files import SiteLoader
from crawlers.spider import NewsSpider

SECONDS_BETWEEN_COUNTS = 2.0
LONGEST_LINE = 10_000
"""Characters of a warning, with its traceback, that are passed on."""
ORPHAN_SECONDS = 60.0
"""How long a visit whose watch is gone has for its end."""
KINDNESS = 5
"""How much less of the CPU than the watch a visit asks for (nice(2))."""
KILL_ME_FIRST = "500"
"""Where memory runs out, the kernel ends a visit rather than the watch (proc(5), oom_score_adj)."""


class Channel:
    """The way to the watch: a line of JSON at a time; where it ends, the watch is gone and this process ends too."""

    def __init__(self, connection: socket.socket) -> None:
        """Talk over *connection*."""
        self._connection = connection
        self._lock = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def tell(self, **told: Any) -> None:  # noqa: ANN401 - whatever JSON can say
        """Tell something; nothing where nobody listens any more."""
        with suppress(OSError), self._lock:
            self._connection.sendall(json.dumps(told, ensure_ascii=False).encode() + b"\n")

    def _listen(self) -> None:
        with suppress(OSError):
            self._connection.recv(1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(ORPHAN_SECONDS)
        os.kill(os.getpid(), signal.SIGKILL)


def visit(connection: socket.socket, order: Order) -> None:
    """Visit the paper of *order* and tell over *connection* how it goes and how it ended."""
    _by_itself()
    channel = Channel(connection)
    _warnings_to(channel)
    errors = io.StringIO()
    display = _TellingDisplay(channel)
    try:
        _look_only_in(order.module)
        options = CrawlOptions(min_free=order.min_free)
        with redirect_stdout(io.StringIO()), redirect_stderr(errors):
            end = run_crawls((order.site,), order.folder, options, display.console, display=display)
        why = next((line for line in errors.getvalue().splitlines() if line.startswith("Error: ")), None)
    except Fault as fault:
        end, why = fault.exit_code, str(fault)
    with suppress(Fault):  # a paper that is no longer declared has none; its end says so already
        channel.tell(facts=facts_of(site_named(order.site), order).written())
    report = display.reports.get(order.site)
    if report is not None:
        channel.tell(**written_counts(_final(report)))
    channel.tell(exit=int(end), why=_bare(why, order.site), reason=report.reason if report else "")


def describe(connection: socket.socket, order: Order) -> None:
    """Tell over *connection* what the site files say of all papers; a file with a fault is a line, and nothing else."""
    _by_itself()
    channel = Channel(connection)
    end, why = Exit.FINISHED, None
    try:
        for module in _modules(project_settings().getlist("SPIDER_MODULES")):
            try:
                for site in _sites_in(module):
                    channel.tell(facts=facts_of(site, order).written())
            except FaultySiteError as fault:
                channel.tell(line=str(fault))
    except Fault as fault:
        end, why = fault.exit_code, str(fault)
    channel.tell(exit=int(end), why=why)


def facts_of(site: type[NewsSpider], order: Order) -> Facts:
    """Return what a watch must know of *site*."""
    publisher = site.publisher
    return Facts(
        name=site.name,
        module=site.__module__,
        home=publisher.home,
        zone=publisher.timezone,
        every=site.visit_every,
        quiet=QuietHours.read(site.quiet_hours) if site.quiet_hours else None,
        rates=rates_of(order.folder, site.name, publisher.timezone, order.clock),
    )


class _TellingDisplay(Display):
    """Shows nothing, and tells the watch now and then how far the visit is."""

    def __init__(self, channel: Channel) -> None:
        super().__init__(Console(file=io.StringIO(), force_terminal=False))
        self._channel = channel
        self._told_at = time.monotonic()

    def watch(self, crawler: Crawler) -> None:
        """Tell how far *crawler* is."""
        super().watch(crawler)
        crawler.signals.connect(lambda: self._advanced(crawler), signals.response_received, weak=False)

    def _advanced(self, crawler: Crawler) -> None:
        stats = crawler.stats
        if stats is None or time.monotonic() - self._told_at < SECONDS_BETWEEN_COUNTS:
            return
        self._told_at = time.monotonic()
        numbers = stats.get_stats()
        requests, responses = (numbers.get(f"downloader/{what}_count", 0) for what in ("request", "response"))
        counts = Counts(
            requests=requests,
            responses=responses,
            waiting=max(numbers.get("scheduler/enqueued", 0) - responses, 0),
            changes={change: numbers.get(f"aimaq/{change}", 0) for change in ("new", "edited", "withdrawn")},
            kilobytes=numbers.get("downloader/response_bytes", 0) // 1024,
        )
        self._channel.tell(**written_counts(counts))


class _Telling(logging.Handler):
    """Passes warnings on to the watch."""

    def __init__(self, channel: Channel) -> None:
        super().__init__(os.environ.get("AIMAQ_LOG", "WARNING"))
        self._channel = channel

    def emit(self, record: logging.LogRecord) -> None:
        self._channel.tell(line=self.format(record)[:LONGEST_LINE])


def _by_itself() -> None:
    """Be a process that Ctrl-C on the watch's terminal does not reach, and that the others come before."""
    os.setsid()
    os.nice(KINDNESS)
    with suppress(OSError):  # there is no such file but on Linux
        Path("/proc/self/oom_score_adj").write_text(KILL_ME_FIRST, "ascii")


def _warnings_to(channel: Channel) -> None:
    handler = _Telling(channel)
    logging.getLogger().addHandler(handler)


def _look_only_in(module: str) -> None:
    """Read no other site file than that of the paper, if it is still there: a fault in another is not this one's."""
    if module and find_spec(module) is not None:
        settings.SPIDER_MODULES = [module]


def _modules(packages: list[str]) -> Iterator[str]:
    for package in packages:
        yield from (found.name for found in pkgutil.iter_modules(import_module(package).__path__, f"{package}."))


def _sites_in(module: str) -> Iterator[type[NewsSpider]]:
    of_one = project_settings()
    of_one.set("SPIDER_MODULES", [module], priority="cmdline")
    loader = SiteLoader.from_settings(of_one)
    for name in loader.list():
        site = loader.load(name)
        if issubclass(site, NewsSpider):
            yield site


def _final(report: CrawlReport) -> Counts:
    return Counts(
        requests=report.requests,
        responses=report.responses,
        waiting=report.left,
        changes=report.changes,
        kilobytes=report.kilobytes,
    )


def _bare(why: str | None, site: str) -> str | None:
    """Return *why* without what the watch says itself.

    >>> _bare("Error: demo: the disk is full", "demo")
    'the disk is full'
    """
    return why.removeprefix("Error: ").removeprefix(f"{site}: ") if why else None
