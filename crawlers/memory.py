"""What the lists of a paper showed last: so that the next visit asks only for what is new, changed or gone."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from archive.moments import read_moment, written_exactly

SCHEMA = """
create table if not exists ways (
    path text primary key,
    asked_at text,
    walked_back_to text,
    failed_at text,
    why text,
    doubted_at text,
    useful_at text
) strict;
create table if not exists entries (
    list text not null,
    url text not null,
    source text not null,
    whole integer not null,
    n integer not null,
    stamp text,
    published text,
    primary key (list, url)
) strict, without rowid;
create index if not exists entries_at on entries (url);
create table if not exists announced (path text primary key, kind integer not null, announced_at text not null) strict;
create table if not exists spent (day text primary key, requests integer not null) strict;
"""
BEGINNING = date.min
"""How far back a way was walked that was walked to its end."""


class Said(StrEnum):
    """What a list says of an address, compared with what it said last."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What is remembered of one source of a paper."""

    path: str
    asked_at: datetime | None = None
    """When its first list was asked for last."""
    walked_back_to: date | None = None
    """From which day on all that it leads to has been asked for; None while it has not been walked back."""
    failed_at: datetime | None = None
    """When it last was no list, or not there; None where it has answered since."""
    useful_at: datetime | None = None
    """When it last showed a new article that no cheaper way had shown, on a visit that was not the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One address of a list, as it is remembered."""

    url: str
    """Canonical address."""
    stamp: str | None = None
    published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which list of a source something stands in."""

    listed: str
    """Address of the list, or the path of its source where all pages are one list."""
    path: str
    whole: bool
    """Whether what stands in it stays there, so that it tells of every change and every loss."""
    stays: bool
    """Whether it is the same list at the next visit, in which what it shows now can be missed."""


class Memory:
    """What is remembered of a paper's lists, in the file of its frontier: what is asked for goes down with it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Remember by *connection*, within whatever transaction is open there."""
        self._connection = connection
        connection.executescript(SCHEMA)

    def is_used(self) -> bool:
        """Tell whether anything is remembered."""
        return self._connection.execute("select 1 from ways limit 1").fetchone() is not None

    def way(self, path: str) -> Way:
        """Return what is remembered of the source at *path*."""
        row = self._connection.execute(
            "select asked_at, walked_back_to, failed_at, useful_at from ways where path = ?", (path,)
        ).fetchone()
        if row is None:
            return Way(path=path)
        asked, back, failed, useful = row
        return Way(
            path=path,
            asked_at=_moment(asked),
            walked_back_to=date.fromisoformat(back) if back else None,
            failed_at=_moment(failed),
            useful_at=_moment(useful),
        )

    def failed(self, path: str, at: datetime, why: str) -> None:
        """Remember that the source at *path* is no list now."""
        self._note(path, failed_at=written_exactly(at), why=why)

    def useful(self, path: str, at: datetime) -> None:
        """Remember that the source at *path* showed what no cheaper one did."""
        self._note(path, useful_at=written_exactly(at))

    def walked(self, path: str, back_to: date) -> None:
        """Remember that all is asked for that the source at *path* leads to, from *back_to* on."""
        self._note(path, walked_back_to=back_to.isoformat())

    def announce(self, path: str, kind: int, at: datetime) -> None:
        """Remember that the paper announces a list of *kind* at *path*."""
        self._begin()
        self._connection.execute(
            "insert or ignore into announced (path, kind, announced_at) values (?, ?, ?)",
            (path, kind, written_exactly(at)),
        )

    def announced(self) -> list[tuple[str, int]]:
        """Return path and kind of the lists that the paper was found to announce, the cheapest kind first."""
        return self._connection.execute("select path, kind from announced order by kind, path").fetchall()

    def lines(self, listed: str) -> dict[str, Line]:
        """Return what the list at *listed* showed last, in its order, by canonical address."""
        rows = self._connection.execute(
            "select url, stamp, published from entries where list = ? order by n", (listed,)
        )
        return {url: Line(url=url, stamp=stamp, published=_moment(at)) for url, stamp, at in rows}

    def count(self, listed: str) -> int:
        """Return how many addresses the list at *listed* showed last."""
        (count,) = self._connection.execute("select count(*) from entries where list = ?", (listed,)).fetchone()
        return int(count)

    def told_by(self, url: str) -> str | None:
        """Return the path of the source that tells when the article at *url* changes; None where none does."""
        row = self._connection.execute(
            "select e.source from entries e join ways w on w.path = e.source where e.url = ? and e.whole "
            "and e.stamp is not null and w.failed_at is null and w.doubted_at is null limit 1",
            (url,),
        ).fetchone()
        return row[0] if row else None

    def stands_in_another(self, url: str, listed: str) -> bool:
        """Tell whether another list than *listed*, of those in which articles stay, shows *url*."""
        query = "select 1 from entries where url = ? and list <> ? and whole limit 1"
        return self._connection.execute(query, (url, listed)).fetchone() is not None

    def shown(self, place: Place, lines: Iterable[Line], at: datetime, doubted: str | None) -> None:
        """Remember that the list at *place* shows *lines* now, and why what it says of changes is *doubted*."""
        moment = written_exactly(at)
        self._note(place.path, asked_at=moment, failed_at=None, doubted_at=moment if doubted else None, why=doubted)
        if place.stays:
            self.put(place, lines)
        elif place.whole:
            self.add(place, lines)

    def put(self, place: Place, lines: Iterable[Line]) -> None:
        """Let the list at *place* show exactly *lines*."""
        self._begin()
        self._connection.execute("delete from entries where list = ?", (place.listed,))
        self.add(place, lines)

    def add(self, place: Place, lines: Iterable[Line]) -> None:
        """Let the list at *place* show *lines* besides, in place of what it said of the same addresses."""
        self._begin()
        (first,) = self._connection.execute(
            "select coalesce(max(n) + 1, 0) from entries where list = ?", (place.listed,)
        ).fetchone()
        self._connection.executemany(
            "insert into entries (list, url, source, whole, n, stamp, published) values (?, ?, ?, ?, ?, ?, ?) "
            "on conflict (list, url) do update set stamp = excluded.stamp, "
            "published = coalesce(excluded.published, published)",
            [
                (
                    *(place.listed, line.url, place.path, int(place.whole), first + n, line.stamp),
                    written_exactly(line.published) if line.published else None,
                )
                for n, line in enumerate(lines)
            ],
        )

    def drop(self, listed: str, urls: Iterable[str]) -> None:
        """Let the list at *listed* show the addresses *urls* no more."""
        self._begin()
        self._connection.executemany("delete from entries where list = ? and url = ?", [(listed, url) for url in urls])

    def spent(self, day: date) -> int:
        """Return how many requests were made on *day*."""
        row = self._connection.execute("select requests from spent where day = ?", (day.isoformat(),)).fetchone()
        return int(row[0]) if row else 0

    def spend(self, day: date) -> None:
        """Count one request of *day*."""
        self._begin()
        self._connection.execute(
            "insert into spent (day, requests) values (?, 1) on conflict (day) do update set requests = requests + 1",
            (day.isoformat(),),
        )

    def forget(self) -> None:
        """Forget everything, so that the next visit reads every list anew."""
        for table in ("ways", "entries", "announced"):
            self._connection.execute(f"delete from {table}")  # noqa: S608 - literal

    def _note(self, path: str, **columns: str | None) -> None:
        self._begin()
        names = ", ".join(columns)
        updates = ", ".join(f"{name} = excluded.{name}" for name in columns)
        self._connection.execute(
            f"insert into ways (path, {names}) values (?{', ?' * len(columns)}) "  # noqa: S608 - literal names
            f"on conflict (path) do update set {updates}",
            (path, *columns.values()),
        )

    def _begin(self) -> None:
        if not self._connection.in_transaction:
            self._connection.execute("begin immediate")


def compare(entry: Line, before: Mapping[str, Line]) -> Said:
    """Return what a list says of *entry* now, where *before* is what it showed last.

    >>> compare(Line(url="a", stamp="2"), {"a": Line(url="a", stamp="1")})
    <Said.CHANGED: 'changed'>
    >>> compare(Line(url="a", stamp="2"), {"a": Line(url="a")})  # it did not say then
    <Said.SAME: 'same'>
    """
    known = before.get(entry.url)
    if known is None:
        return Said.NEW
    changed = entry.stamp is not None and known.stamp is not None and entry.stamp != known.stamp
    return Said.CHANGED if changed else Said.SAME


def fallen_out(before: Iterable[str], now: Iterable[str]) -> list[str]:
    """Return which addresses a list of the newest has lost though older ones still stand in it, in their order.

    What is older than all that still stand has fallen off its end; what stood between them has been taken out.

    >>> fallen_out(["e", "d", "c", "b", "a"], ["f", "e", "c"])
    ['d']
    """
    still, order = set(now), list(before)
    last = max((n for n, url in enumerate(order) if url in still), default=0)
    return [url for url in order[:last] if url not in still]


def _moment(text: str | None) -> datetime | None:
    return read_moment(text) if text else None
