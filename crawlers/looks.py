"""When each article of a paper is to be looked at again, kept beside its frontier."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from archive.moments import read_moment, written_exactly
from crawlers.returning import GONE_FOR, HOUR, LONGEST, Habit, Habits, class_of, next_look

SCHEMA = """
create table if not exists looks (
    article text primary key,
    url text not null,
    changed_at text not null,
    looked_at text not null,
    due_at text not null,
    told_by text
) strict, without rowid;
create index if not exists looks_due on looks (due_at);
create table if not exists habits (age_class integer primary key, hours real not null, changes integer not null) strict;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """An article that was seen."""

    article: str
    """Its canonical address."""
    url: str
    """Where it was fetched from."""
    at: datetime
    """When."""
    published_at: datetime | None
    changed: bool
    """Whether it differs from what was known, or is new."""
    told_by: str | None = None
    """The list that tells when it changes, so that it need not be looked at for that; None where none does."""


class Looks:
    """The looks at a paper's articles, past and to come."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Keep them by *connection*, within whatever transaction is open there."""
        self._connection = connection
        connection.executescript(SCHEMA)
        rows = connection.execute("select age_class, hours, changes from habits")
        self.habits = Habits({number: Habit(hours=hours, changes=changes) for number, hours, changes in rows})

    def count(self) -> int:
        """Return how many articles are looked at now and then."""
        (count,) = self._connection.execute("select count(*) from looks").fetchone()
        return int(count)

    def due(self, now: datetime, limit: int) -> list[tuple[str, str]]:
        """Return of at most *limit* articles that are due canonical address and place, the youngest first."""
        return self._connection.execute(
            "select article, url from looks where due_at <= ? order by changed_at desc limit ?",
            (written_exactly(now), limit),
        ).fetchall()

    def all(self) -> list[tuple[str, str]]:
        """Return of all articles canonical address and place, the youngest first."""
        return self._connection.execute("select article, url from looks order by changed_at desc").fetchall()

    def seen(self, look: Look) -> None:
        """Put *look* down, learn from it, and plan the next."""
        before = self._before(look.article)
        if before is None:
            changed_at = min(look.published_at or look.at, look.at)
        else:
            last_change, last_look = before
            self._learn(last_change, last_look, look)
            changed_at = look.at if look.changed else last_change
        due = look.at + LONGEST if look.told_by else next_look(look.at, changed_at, self.habits)
        self._put(look, changed_at, due)

    def gone(self, look: Look) -> None:
        """Put down that an article was gone at that *look*; it is looked at again much later."""
        before = self._before(look.article)
        if before is not None:
            self._learn(*before, look)
            self._put(look, look.at, look.at + GONE_FOR)

    def plan(self, articles: Iterable[Look]) -> None:
        """Plan looks at *articles* that the archive has and nobody has planned."""
        self._begin()
        known = {article for (article,) in self._connection.execute("select article from looks")}
        for look in articles:
            if look.article not in known:
                changed_at = min(look.published_at or look.at, look.at)
                self._put(look, changed_at, next_look(look.at, changed_at, self.habits))

    def distrust(self, told_by: str, now: datetime) -> None:
        """Let what the list *told_by* was to tell be looked at as if no list told it."""
        self._begin()
        rows = self._connection.execute(
            "select article, changed_at, looked_at from looks where told_by = ?", (told_by,)
        )
        for article, changed_at, looked_at in rows.fetchall():
            due = max(next_look(read_moment(looked_at), read_moment(changed_at), self.habits), now)
            self._connection.execute(
                "update looks set due_at = ?, told_by = null where article = ?", (written_exactly(due), article)
            )

    def _before(self, article: str) -> tuple[datetime, datetime] | None:
        query = "select changed_at, looked_at from looks where article = ?"
        row = self._connection.execute(query, (article,)).fetchone()
        return (read_moment(row[0]), read_moment(row[1])) if row else None

    def _learn(self, last_change: datetime, last_look: datetime, look: Look) -> None:
        """Count the time between two looks, and whether it brought a change, for the age that the article had."""
        hours = (look.at - last_look) / HOUR
        if hours <= 0:
            return
        number = class_of(last_look + (look.at - last_look) / 2 - last_change)
        self._begin()
        self._connection.execute(
            "insert into habits (age_class, hours, changes) values (?, ?, ?) on conflict (age_class) do update set "
            "hours = hours + excluded.hours, changes = changes + excluded.changes",
            (number, hours, int(look.changed)),
        )
        habit = self.habits.seen.get(number, Habit())
        learnt = Habit(hours=habit.hours + hours, changes=habit.changes + int(look.changed))
        self.habits = Habits({**self.habits.seen, number: learnt})

    def _put(self, look: Look, changed_at: datetime, due_at: datetime) -> None:
        self._begin()
        self._connection.execute(
            "insert into looks (article, url, changed_at, looked_at, due_at, told_by) values (?, ?, ?, ?, ?, ?) "
            "on conflict (article) do update set url = excluded.url, changed_at = excluded.changed_at, "
            "looked_at = excluded.looked_at, due_at = excluded.due_at, told_by = excluded.told_by",
            (look.article, look.url, *map(written_exactly, (changed_at, look.at, due_at)), look.told_by),
        )

    def _begin(self) -> None:
        if not self._connection.in_transaction:
            self._connection.execute("begin immediate")
