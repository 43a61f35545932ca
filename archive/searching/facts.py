"""The tables behind the view `search_facts`: of each article, in a few small numbers, what a search counts by.

`search_rows` names a kind (paper, language, section, pictures, changed, withdrawn, and how far the paper's own time was
ahead of UTC), who signs, and the moment. What it says is a function of the articles; only how kinds are numbered is
not. Triggers note in `search_rows_due` which articles changed; this brings the tables up to date with them.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from sqlite3 import Connection
from typing import Any, NamedTuple

from archive.migrations import NO_MOMENT
from archive.moments import read_moment, zone_of
from archive.store import Archive

AT_ONCE = 5_000
KIND = ("site", "language", "section", "pictures", "changed", "withdrawn", "offset")
_DUE = (
    "select a.number, a.published_at, s.timezone, "
    "coalesce((select json_group_array(name) from bylines where article = a.id), '[]') as names, "
    "a.site, coalesce(a.language, ''), coalesce(a.section, ''), "
    "exists (select 1 from article_images where article = a.id and image is not null), "
    "exists (select 1 from changes where article = a.id), a.state = 'withdrawn' "
    "from articles a join sites s on s.name = a.site where a.state <> 'taken-down' "
    "and a.id in (select id from search_rows_due where id > ? order by id limit ?)"
)
_PUT = (
    "insert into search_rows (kind, byline, at, number) values (?, ?, ?, ?) on conflict (number) do update "
    "set kind = excluded.kind, byline = excluded.byline, at = excluded.at"
)


class Row(NamedTuple):
    """One row of `search_rows`."""

    kind: int
    byline: int
    at: int
    """Unix time; `NO_MOMENT` where no date is printed."""
    number: int


class _Numbers:
    """The numbers of kinds and bylines, those that are missing given on the way."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        listed = ", ".join(KIND)
        rows = connection.execute(f"select kind, {listed} from search_kinds")  # noqa: S608 - literal
        self._kinds: dict[tuple[object, ...], int] = {tuple(row): kind for kind, *row in rows}
        self._bylines: dict[str, int] = {}

    def kind(self, facts: tuple[object, ...]) -> int:
        if facts not in self._kinds:
            added = f"insert into search_kinds ({', '.join(KIND)}) values (?, ?, ?, ?, ?, ?, ?) returning kind"  # noqa: S608 - literal
            (self._kinds[facts],) = self._connection.execute(added, facts).fetchone()
        return self._kinds[facts]

    def byline(self, names: str) -> int:
        if names == "[]":
            return 0
        if names not in self._bylines:
            self._connection.execute("insert or ignore into search_bylines (names) values (?)", (names,))
            known = "select byline from search_bylines where names = ?"
            (self._bylines[names],) = self._connection.execute(known, (names,)).fetchone()
        return self._bylines[names]


def bring_up_to_date(archive: Archive) -> None:
    """Make the rows of the articles that came or changed; kinds and bylines that no article has are forgotten."""
    connection = archive.connection
    if not connection.execute("select 1 from search_rows_due limit 1").fetchone():
        return
    with archive.atomic():
        numbers = _Numbers(connection)
        done: str | None = ""
        while done is not None:
            rows = connection.execute(_DUE, (done, AT_ONCE)).fetchall()
            connection.executemany(_PUT, _rows(rows, numbers))
            done = _last_of(connection, done)
        connection.execute("delete from search_rows_due")
        connection.execute("delete from search_kinds where articles = 0")
        connection.execute("delete from search_bylines where articles = 0")


def _last_of(connection: Connection, after: str) -> str | None:
    """Return the last of the next articles that are due *after* that one; None where none is."""
    due = "select id from search_rows_due where id > ? order by id limit ?"
    (last,) = connection.execute(f"select max(id) from ({due})", (after, AT_ONCE)).fetchone()  # noqa: S608 - literal
    return None if last is None else str(last)


def _rows(due: list[tuple[Any, ...]], numbers: _Numbers) -> Iterator[Row]:
    for number, published_at, zone, names, *kind in due:
        at, offset = NO_MOMENT, 0
        if published_at is not None:
            moment = read_moment(published_at)
            at, offset = int(moment.timestamp()), _minutes(moment, zone)
        signed = json.dumps(sorted(set(json.loads(names))), ensure_ascii=False)
        yield Row(numbers.kind((*kind, offset)), numbers.byline(signed), at, number)


def _minutes(moment: datetime, zone: str | None) -> int:
    """Return by how many minutes the time of *zone* was ahead of UTC at this *moment*."""
    ahead = moment.astimezone(zone_of(zone)).utcoffset()
    return round(ahead / timedelta(minutes=1)) if ahead else 0
