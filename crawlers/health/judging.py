"""What is judged when crawls have ended: every rule, asked about every paper that was visited."""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from archive.alerts import SCHEMA as ALERTS
from archive.faults import DiskFull, Exit, Fault
from archive.records import Publisher
from archive.store import open_for_reading
from crawlers.health.access import judge_access, judge_certificate, judge_robots
from crawlers.health.alerts import apply, clear_others, forget_old, open_alert
from crawlers.health.counts import NONE, REFUSED, Counts
from crawlers.health.ends import SCHEMA as ENDS
from crawlers.health.ends import add_end, last_ends
from crawlers.health.expectations import Expect
from crawlers.health.keeping import judge_disk, judge_ends
from crawlers.health.layouts import Sample, judge_addresses, judge_layout
from crawlers.health.lists import judge_list
from crawlers.health.past import PastCrawl, bytes_a_week, first_visit, past_crawls, publications, published_after
from crawlers.health.silence import Publishing, both
from crawlers.health.verdicts import LAYOUT, SILENT, Verdict
from crawlers.operations import open_operations
from crawlers.sources import Source

SCHEMA = ALERTS + ENDS
SEEN_AGAIN = ("unchanged", "edited")
NO_VISIT = frozenset({Exit.BUSY, Exit.USAGE})
"""Ends that say nothing of the paper: another process has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A visit that has ended."""

    site: str
    publisher: Publisher
    sources: tuple[Source, ...]
    expect: Expect | None
    began_at: datetime
    counts: Counts
    changes: dict[str, int]
    reason: str
    code: Exit
    fault: Fault | None


def judge_all(folder: Path, ended: Sequence[Ended], min_free: int, now: datetime) -> sqlite3.Connection:
    """Put on record how the visits *ended* and what follows from them; return the operations of *folder*, open."""
    operations = open_operations(folder, SCHEMA)
    archive = open_for_reading(folder)
    try:
        for one in ended:
            if one.code in NO_VISIT:
                continue
            text = str(one.fault or "")
            requests = one.counts.total(REFUSED)
            add_end(operations, one.site, now, one.code, one.reason, text, requests)
            apply(operations, one.site, _verdicts(one, archive, operations, now), one.began_at)
            clear_others(operations, one.site, (source.path for source in one.sources), one.began_at)
        full = next((str(one.fault) for one in ended if isinstance(one.fault, DiskFull)), None)
        free = shutil.disk_usage(folder).free
        apply(operations, "", [judge_disk(free, bytes_a_week(archive, now), min_free, full)], now)
        forget_old(operations)
    finally:
        archive.close()
    return operations


def _verdicts(
    one: Ended, archive: sqlite3.Connection, operations: sqlite3.Connection, now: datetime
) -> Iterator[Verdict]:
    promised = one.expect.rates if one.expect else {}
    past = past_crawls(archive, one.site, one.began_at)
    sample = Sample(one.counts.articles, one.counts.filled, one.counts.doubted)
    gone = judge_addresses(one.changes.get("withdrawn", 0), sum(one.changes.get(name, 0) for name in SEEN_AGAIN))
    if gone:
        yield Verdict(code=LAYOUT, text=gone, essence="addresses")
    else:
        layout = judge_layout(sample, past, promised, open_alert(operations, one.site, LAYOUT))
        yield from () if layout is None else (layout,)
    if one.counts.total(NONE, REFUSED):
        yield from _lists(one, archive, past)
    if one.fault is None and one.reason != "shutdown" and one.counts.total(NONE, REFUSED):
        yield from both(_publishing(one, archive, operations, now), _a_day(one.expect))
    for verdict in (judge_access(one.counts), judge_certificate(one.counts)):
        yield from () if verdict is None else (verdict,)
    yield from judge_robots(operations, _origins(one.publisher), now)
    yield judge_ends(last_ends(operations, one.site))


def _lists(one: Ended, archive: sqlite3.Connection, past: list[PastCrawl]) -> Iterator[Verdict]:
    for source in one.sources:
        if source.path in one.counts.lists:
            shown = one.counts.lists[source.path]
            verdict = judge_list(source, shown, past, lambda moment: published_after(archive, one.site, moment))
            yield from () if verdict is None else (verdict,)


def _publishing(one: Ended, archive: sqlite3.Connection, operations: sqlite3.Connection, now: datetime) -> Publishing:
    return Publishing(
        moments=publications(archive, one.site, now),
        zone=ZoneInfo(one.publisher.timezone or "UTC"),
        now=now,
        watched_since=first_visit(archive, one.site),
        was_silent=open_alert(operations, one.site, SILENT) is not None,
    )


def _a_day(expect: Expect | None) -> tuple[float, float] | None:
    return expect.articles_per_day if expect else None


def _origins(publisher: Publisher) -> frozenset[str]:
    """Return the origins that the paper's robots.txt may stand at.

    >>> sorted(_origins(Publisher(title="", home="https://a.kz/", languages=(), timezone=None, hosts=("b.kz",))))
    ['http://b.kz', 'https://a.kz', 'https://b.kz']
    """
    home = urlsplit(publisher.home)
    others = {f"{scheme}://{host}" for scheme in ("http", "https") for host in publisher.hosts}
    return frozenset({f"{home.scheme}://{home.netloc}", *others})
