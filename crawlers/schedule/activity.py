"""How much a paper publishes, by the hour, as the archive has seen it."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from archive.moments import read_moment, written
from archive.store import open_for_reading
from crawlers.schedule.clock import Clock
from crawlers.schedule.rhythm import USUAL, Rates, rates_from, zone_of

LATELY = timedelta(weeks=4)
BEFORE_THE_FIRST_VISIT = timedelta(days=1)
"""How far back a paper's lists show all that it published; older articles are there by chance."""
EXACT = frozenset({"minute", "hour"})
PUBLISHED = """
select published_at, published_precision from articles where site = ? and published_at >= ? and published_at <= ?
union all
select first_seen_at, null from articles where site = ? and published_at is null and first_seen_at >= ?
"""


def rates_of(folder: Path, site: str, zone: str | None, clock: Clock) -> Rates:
    """Return how many articles an hour *site* has published in the last four weeks, by hour of its own day."""
    if not (folder / "archive.db").is_file():
        return USUAL
    with closing(open_for_reading(folder)) as connection:
        first = _first_visit(connection, site)
        if first is None:
            return USUAL
        now = clock.now()
        since = max(clock.told(first) - BEFORE_THE_FIRST_VISIT, now - LATELY)
        span = (written(clock.real(since)), written(clock.real(now)))
        rows = connection.execute(PUBLISHED, (site, *span, site, written(first))).fetchall()
    exact = tuple(clock.told(read_moment(text)) for text, precision in rows if precision in EXACT)
    days = tuple(clock.told(read_moment(text)) for text, precision in rows if precision not in EXACT)
    return rates_from(exact, days, now - since, zone_of(zone))


def visited_papers(folder: Path) -> list[str]:
    """Return the names of the papers that the archive in *folder* has visited, in alphabetical order."""
    if not (folder / "archive.db").is_file():
        return []
    with closing(open_for_reading(folder)) as connection:
        return [
            name
            for (name,) in connection.execute(
                "select name from sites where exists (select 1 from crawls where site = name) order by name"
            )
        ]


def _first_visit(connection: sqlite3.Connection, site: str) -> datetime | None:
    """Return when *site* was visited first; names of crawls follow their time (RFC 9562, 5.7), so few are looked at."""
    row = connection.execute("select started_at from crawls where site = ? order by id limit 1", (site,)).fetchone()
    return read_moment(row[0]) if row else None
