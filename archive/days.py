"""What the papers published on a day: each paper's day is that of its own time zone."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from archive.briefs import COLUMNS, Brief, brief_from
from archive.moments import read_moment, written, zone_of

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDay:
    """What a paper published on a day."""

    site: str
    articles: tuple[Brief, ...]
    """Some of them, the earliest first."""
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of one paper, or of all."""

    day: date
    papers: tuple[PaperDay, ...]
    """Papers that published anything, the one with most articles first."""
    before: date | None
    """Last day before on which there are articles."""
    after: date | None

    @property
    def total(self) -> int:
        """How many articles there are in all."""
        return sum(paper.total for paper in self.papers)


def read_day(connection: sqlite3.Connection, day: date, site: str | None, limit: int, offset: int = 0) -> Day:
    """Return *day* of the paper *site*, or of all papers, with *limit* articles of each from the *offset*-th on."""
    zones = _zones(connection, site)
    papers = [_of_paper(connection, name, _bounds(day, zone), limit, offset) for name, zone in zones.items()]
    return Day(
        day=day,
        papers=tuple(sorted((paper for paper in papers if paper.total), key=lambda paper: (-paper.total, paper.site))),
        before=max(_beside(connection, zones, day, later=False), default=None),
        after=min(_beside(connection, zones, day, later=True), default=None),
    )


def day_named(name: str) -> date | None:
    """Return the day that is written as *name*; None where it is no day, or one at the end of time.

    >>> day_named("2026-03-30"), day_named("2026-02-30"), day_named("20260330")
    (datetime.date(2026, 3, 30), None, None)
    """
    try:
        day = datetime.strptime(name, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        return None
    return day if day.isoformat() == name and date(1000, 1, 1) <= day <= date(9999, 12, 30) else None


def newest_day(connection: sqlite3.Connection, site: str) -> date | None:
    """Return the last day on which *site* published anything; None where no article has a date."""
    query = "select max(a.published_at), s.timezone from sites s left join articles a on a.site = s.name where name = ?"
    moment, zone = connection.execute(query, (site,)).fetchone()
    return read_moment(moment).astimezone(zone_of(zone)).date() if moment else None


def articles_a_day(connection: sqlite3.Connection, site: str, last: date, days: int) -> tuple[int, ...]:
    """Return how many articles *site* published on each of the *days* up to *last*, the earliest first."""
    zone = _zones(connection, site)[site]
    first = last - (days - 1) * DAY
    bounds = (_bounds(first, zone)[0], _bounds(last, zone)[1])
    query = "select published_at from articles where site = ? and published_at >= ? and published_at < ?"
    counts = [0] * days
    for (moment,) in map(tuple, connection.execute(query, (site, *bounds))):
        counts[(read_moment(moment).astimezone(zone).date() - first).days] += 1
    return tuple(counts)


def _zones(connection: sqlite3.Connection, site: str | None) -> dict[str, tzinfo]:
    rows = connection.execute("select name, timezone from sites where ? is null or name = ?", (site, site))
    return {name: zone_of(zone) for name, zone in map(tuple, rows)}


def _bounds(day: date, zone: tzinfo) -> tuple[str, str]:
    """Return the first moment of *day* and the first one after it, UTC."""
    begin, end = (datetime(one.year, one.month, one.day, tzinfo=zone) for one in (day, day + DAY))
    return written(begin), written(end)


def _of_paper(connection: sqlite3.Connection, site: str, bounds: tuple[str, str], limit: int, offset: int) -> PaperDay:
    which = "from articles a where a.site = ? and a.published_at >= ? and a.published_at < ?"
    query = f"select {COLUMNS} {which} order by a.published_at, a.number limit ? offset ?"
    rows = connection.execute(query, (site, *bounds, limit, offset)).fetchall()
    (total,) = connection.execute(f"select count(*) {which}", (site, *bounds)).fetchone()
    return PaperDay(site=site, articles=tuple(brief_from(tuple(row)) for row in rows), total=total)


def _beside(connection: sqlite3.Connection, zones: dict[str, tzinfo], day: date, *, later: bool) -> Iterator[date]:
    """Yield of each paper the nearest day before *day*, or the nearest *later* one, on which it published anything."""
    choice = "min(published_at) from articles where site = ? and published_at >= ?"
    if not later:
        choice = "max(published_at) from articles where site = ? and published_at < ?"
    for site, zone in zones.items():
        bound = _bounds(day, zone)[1 if later else 0]
        (moment,) = connection.execute(f"select {choice}", (site, bound)).fetchone()
        if moment:
            yield read_moment(moment).astimezone(zone).date()
