"""What a paper does: how much it prints, about what, whom it quotes, what it changed or took back."""

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta

from archive.days import articles_a_day, newest_day
from archive.people import most_quoted

DAYS = 90
"""Days up to the newest article that tell what a paper does of late."""
MOST = 12
"""Sections and people that are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """A paper, by what the archive has of it."""

    articles: int
    first_at: str | None
    """When its earliest article was published, UTC; None where none has a date."""
    newest_at: str | None
    edited: int
    """Articles that were changed after they came out."""
    withdrawn: int
    """Articles that are gone now."""
    last_day: date | None
    """Day of its newest article; what follows is of the days up to it."""
    a_day: tuple[int, ...]
    """Articles of each day, the earliest first."""
    sections: tuple[tuple[str, int], ...]
    """Sections with most articles."""
    quoted: tuple[tuple[str, int], ...]
    """People quoted most."""


def portrait(connection: sqlite3.Connection, site: str) -> Portrait:
    """Return what the paper *site* does."""
    (articles, first_at, newest_at) = connection.execute(
        "select count(*), min(published_at), max(published_at) from articles where site = ?", (site,)
    ).fetchone()
    last = newest_day(connection, site)
    since = (last - timedelta(days=DAYS - 1)).isoformat() if last else "9999"
    return Portrait(
        articles=articles - _in_state(connection, site, "taken-down"),
        first_at=first_at,
        newest_at=newest_at,
        edited=_edited(connection, site),
        withdrawn=_in_state(connection, site, "withdrawn"),
        last_day=last,
        a_day=articles_a_day(connection, site, last, DAYS) if last else (),
        sections=tuple(_sections(connection, site, since)),
        quoted=tuple(most_quoted(connection, site, since, MOST)),
    )


def _in_state(connection: sqlite3.Connection, site: str, state: str) -> int:
    query = "select count(*) from articles where state = ? and site = ?"
    return int(connection.execute(query, (state, site)).fetchone()[0])


def _edited(connection: sqlite3.Connection, site: str) -> int:
    query = (
        "select count(*) from (select distinct article from changes) c cross join articles a on a.id = c.article "
        "where a.site = ?"
    )
    return int(connection.execute(query, (site,)).fetchone()[0])


def _sections(connection: sqlite3.Connection, site: str, since: str) -> list[tuple[str, int]]:
    query = (
        "select section, count(*) from articles where site = ? and published_at >= ? and section is not null "
        "group by 1 order by 2 desc, 1 limit ?"
    )
    return [tuple(row) for row in connection.execute(query, (site, since, MOST))]
