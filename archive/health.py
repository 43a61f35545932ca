"""How the papers are, at a glance: their last visits, what came of late, what it cost, and what is wrong."""

import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from archive.alerts import OPERATIONS, Alert, open_alerts
from archive.moments import read_moment, written_exactly
from archive.store import COUNTS, connect_for_reading

DAYS_SHOWN = 30
TURNS = {"published": "new", "withdrawn": "withdrawn"}
"""States of an article that are counted, and what as."""
FINISHED = 0
"""Exit code of a visit that came to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """A visit to a paper."""

    at: str
    """When it ended, or began where nobody knows its end, UTC."""
    end: str
    """finished, or in a word why it did not."""
    well: bool
    """Whether it came to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """What came of a paper in a stretch of time."""

    new: int = 0
    edited: int = 0
    withdrawn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperHealth:
    """How one paper is."""

    site: str
    title: str | None = None
    """Its name; None where it was never reached."""
    articles: int = 0
    last: Visited | None = None
    next_at: str | None = None
    """When it is visited next, where a watch has said so."""
    day: Lately = Lately()
    """The last 24 hours."""
    week: Lately = Lately()
    """The last seven days."""
    doubts: int = 0
    """Doubts about the pages read in the last seven days."""
    requests: int = 0
    """Requests of the last seven days."""
    published: tuple[int, ...] = ()
    """Articles by day of publication, in UTC, the oldest day first and today last."""
    asked: tuple[int, ...] = ()
    """Requests by day, likewise."""
    alerts: tuple[Alert, ...] = ()

    @property
    def requests_per_article(self) -> float | None:
        """What a new article of the last seven days cost; None where there is none."""
        return round(self.requests / self.week.new, 1) if self.week.new else None


@dataclass(slots=True, kw_only=True)
class Operations:
    """What operations.db tells of the papers."""

    ends: dict[str, Visited] = field(default_factory=dict)
    next_at: dict[str, str] = field(default_factory=dict)
    alerts: list[Alert] = field(default_factory=list)


def read_operations(folder: Path) -> Operations:
    """Return what the operations of the archive in *folder* tell; nothing where no crawl has ended yet."""
    found = Operations(alerts=open_alerts(folder))
    if not (folder / OPERATIONS).is_file():
        return found
    with closing(connect_for_reading(folder / OPERATIONS)) as connection:
        tables = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
        if "ends" in tables:
            latest = "select max(number) from ends group by site"
            query = f"select site, ended_at, exit, reason from ends where number in ({latest})"  # noqa: S608 - literal
            for site, at, code, reason in connection.execute(query):
                found.ends[site] = Visited(at=at, end=reason, well=code == FINISHED)
        if "visits" in tables:
            found.next_at |= dict(connection.execute("select site, next_at from visits where next_at is not null"))
    return found


def papers_health(connection: sqlite3.Connection, operations: Operations, now: datetime) -> list[PaperHealth]:
    """Return every paper that was visited or is to be, those with alerts first, then by name."""
    named = dict(connection.execute("select name, title from sites"))
    counted = dict(connection.execute("select site, count(*) from articles group by site"))
    day, week = (_lately(connection, now - timedelta(days=days)) for days in (1, 7))
    papers = []
    for site in sorted({*named, *operations.ends, *operations.next_at}):
        cost = _cost(connection, site, now)
        papers.append(
            PaperHealth(
                site=site,
                title=named.get(site),
                articles=counted.get(site, 0),
                last=_last(connection, site, operations.ends.get(site)),
                next_at=operations.next_at.get(site),
                day=day.get(site, Lately()),
                week=week.get(site, Lately()),
                doubts=cost.doubts,
                requests=cost.requests,
                published=_published(connection, site, now),
                asked=cost.asked,
                alerts=tuple(alert for alert in operations.alerts if alert.site == site),
            )
        )
    return sorted(papers, key=lambda paper: not paper.alerts)


def last_crawls(connection: sqlite3.Connection, limit: int) -> list[dict[str, object]]:
    """Return the latest crawls of all papers with their counts, the newest first."""
    columns = ("id", "site", "started_at", "finished_at", "reason", *_counts(connection))
    rows = connection.execute(f"select {', '.join(columns)} from crawls order by started_at desc limit ?", (limit,))  # noqa: S608 - literal
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _lately(connection: sqlite3.Connection, since: datetime) -> dict[str, Lately]:
    """Return what came of each paper since then: turns in the lives of its articles, and changes of them."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    at = written_exactly(since)
    turns = (
        "select a.site, s.state, count(*) from article_states s join articles a on a.id = s.article "
        "where s.at >= ? and s.state in ('published', 'withdrawn') group by a.site, s.state"
    )
    for site, state, count in connection.execute(turns, (at,)):
        found[site][TURNS[state]] = count
    edits = "select a.site, count(*) from changes c join articles a on a.id = c.article where c.at >= ? group by a.site"
    for site, count in connection.execute(edits, (at,)):
        found[site]["edited"] = count
    return {site: Lately(**counts) for site, counts in found.items()}


def _last(connection: sqlite3.Connection, site: str, end: Visited | None) -> Visited | None:
    """Return the last visit: the newest row of `crawls`, or the *end* of one that kept nothing and has none."""
    row = connection.execute(
        "select started_at, finished_at, reason from crawls where site = ? order by started_at desc limit 1", (site,)
    ).fetchone()
    if row is None or (end and end.at > row[0]):
        return end
    started_at, finished_at, reason = row
    return Visited(at=finished_at or started_at, end=reason or "broken off", well=reason == "finished")


class _Cost(NamedTuple):
    requests: int
    doubts: int
    asked: tuple[int, ...]


def _cost(connection: sqlite3.Connection, site: str, now: datetime) -> _Cost:
    """Return requests and doubts of the last week, and requests by day."""
    if not _counts(connection):
        return _Cost(0, 0, ())
    rows = connection.execute(
        "select substr(started_at, 1, 10), requests, doubts, started_at >= ? from crawls "
        "where site = ? and started_at >= ? and requests is not null",
        (written_exactly(now - timedelta(days=7)), site, _days(now)[0]),
    ).fetchall()
    by_day: dict[str, int] = defaultdict(int)
    for day, requests, _, _ in rows:
        by_day[day] += requests
    return _Cost(
        requests=sum(requests for _, requests, _, is_late in rows if is_late),
        doubts=sum(doubts for _, _, doubts, is_late in rows if is_late),
        asked=tuple(by_day[day] for day in _days(now)),
    )


def _published(connection: sqlite3.Connection, site: str, now: datetime) -> tuple[int, ...]:
    days = _days(now)
    query = "select substr(published_at, 1, 10), count(*) from articles where site = ? and published_at >= ? group by 1"
    by_day = dict(connection.execute(query, (site, days[0])))
    return tuple(by_day.get(day, 0) for day in days)


def _days(now: datetime) -> list[str]:
    """Return the days that are shown, in UTC, today last."""
    today = now.astimezone(UTC).date()
    return [(today - timedelta(days=n)).isoformat() for n in reversed(range(DAYS_SHOWN))]


def _counts(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the columns of counts; none in an archive that no crawl has been put into since there are any."""
    columns = {row[1] for row in connection.execute("pragma table_info(crawls)")}
    return COUNTS if columns.issuperset(COUNTS) else ()


def ago(written: str, now: datetime) -> timedelta:
    """Return how long ago the moment *written* down was; less than nothing where it is to come."""
    return now - read_moment(written)
