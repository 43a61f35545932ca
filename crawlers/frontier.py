"""What a crawl still has to ask for: each request is pending, leased, done or deferred, and survives kill -9."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.moments import read_moment, written_exactly
from crawlers.looks import Looks
from crawlers.memory import Memory

RESUMED = object()
"""Signal that a crawl goes on with the round of one that was broken off; it carries `interrupted` and `spider`."""
CRAWLS_TRIED = 5
"""In how many crawls a request that gets no answer is tried before it is given up."""
SCHEMA = """
create table if not exists requests (
    number integer primary key,
    fingerprint text not null unique,
    state text not null check (state in ('pending', 'leased', 'done', 'deferred')),
    priority integer not null,
    host text not null,
    request text not null,
    failures integer not null default 0,
    why text,
    changed_at text not null
) strict;
create index if not exists next_requests on requests (priority desc, number, host) where state = 'pending';
"""
INSERT = (
    "insert into requests (fingerprint, state, priority, host, request, changed_at) values (?, 'pending', ?, ?, ?, ?)"
)
NEXT = """
select number, fingerprint, priority, host, request from requests
where state = 'pending' and host not in (select value from json_each(?)) order by priority desc, number limit 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One request of a round."""

    key: str
    """The request's fingerprint: no two tasks of a round have one."""
    priority: int
    host: str
    """Whom it asks."""
    request: str
    """The request, written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """How far the last crawl came that did not end its round."""

    at: datetime
    """When it last did something."""
    finished: int
    waiting: int


class Frontier:
    """The requests of one paper's round of crawling, in a SQLite file of their own.

    A round begins with a crawl that finds none and ends with the crawl that leaves nothing pending. A crawl that was
    broken off leaves its round as it is: what was done is not asked for again, what was leased is pending again.
    Changes are on disk at the latest when a task is leased or settled; only one crawl of a paper may have the file.
    """

    def __init__(self, folder: Path, site: str, *, busy_seconds: float = 30.0) -> None:
        """Open the frontier of *site* in the archive in *folder*, made if need be."""
        place = folder / "frontier"
        place.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(place / f"{site}.db", timeout=busy_seconds, isolation_level=None)
        self._connection.execute("pragma journal_mode = wal")
        self._connection.execute("pragma synchronous = normal")
        self._connection.executescript(SCHEMA)
        self.memory = Memory(self._connection)
        """What the lists showed last."""
        self.looks = Looks(self._connection)
        """When the articles are looked at again."""

    def close(self) -> None:
        """Let go of the file; what was not committed is as if it had not been."""
        self._connection.close()

    def begin(self, *, afresh: bool = False) -> Interrupted | None:
        """Go on with the round there is, or begin one; return how far the last crawl came if it was broken off.

        With *afresh* an unfinished round is forgotten. Deferred requests are pending again, so they are tried
        once more by every crawl.
        """
        with self._transaction():
            if afresh:
                self._connection.execute("delete from requests")
                self.memory.forget()
            counts = self.counts()
            done, waiting = counts.get("done", 0), counts.get("pending", 0) + counts.get("leased", 0)
            at = self._connection.execute("select max(changed_at) from requests").fetchone()[0]
            self._connection.execute("update requests set state = 'pending' where state in ('leased', 'deferred')")
        if not (done or waiting):
            return None
        return Interrupted(at=read_moment(at), finished=done, waiting=waiting)

    def given_up(self) -> list[tuple[str, str]]:
        """Settle the requests that got no answer in too many crawls; return each as written down, and why."""
        with self._transaction():
            rows = self._connection.execute(
                "update requests set state = 'done', changed_at = ? where state = 'pending' and failures >= ? "
                "returning request, why",
                (_now(), CRAWLS_TRIED),
            )
            return rows.fetchall()

    def add(self, task: Task) -> bool:
        """Add *task* as pending; tell whether it is new in this round."""
        self._ensure_transaction()
        added = self._connection.execute(
            f"{INSERT} on conflict (fingerprint) do nothing",
            (task.key, task.priority, task.host, task.request, _now()),
        )
        return added.rowcount > 0

    def again(self, task: Task) -> None:
        """Let *task* be pending again, with the request as it now is."""
        self._ensure_transaction()
        self._connection.execute(
            f"{INSERT} on conflict (fingerprint) do update set state = excluded.state, priority = excluded.priority, "
            "request = excluded.request, changed_at = excluded.changed_at",
            (task.key, task.priority, task.host, task.request, _now()),
        )

    def has(self, key: str) -> bool:
        """Tell whether *key* is a task of this round, whatever its state."""
        return self._connection.execute("select 1 from requests where fingerprint = ?", (key,)).fetchone() is not None

    def lead_on(self, key: str, task: Task) -> bool:
        """Settle the leased *key*, whose answer led to *task*; tell whether that is new in this round.

        Both or neither: no moment at which the one is settled and the other is not there.
        """
        self._ensure_transaction()
        self._settle(key, "done", f"led to {task.key}")
        new = self.add(task)
        self.commit()
        return new

    def lease(self, busy: Iterable[str] = ()) -> Task | None:
        """Return the next pending task that asks none of the *busy* hosts, leased from now on; None without one."""
        row = self._connection.execute(NEXT, (json.dumps([*busy]),)).fetchone()
        if row is None:
            return None
        number, key, priority, host, request = row
        self._ensure_transaction()
        self._connection.execute(
            "update requests set state = 'leased', changed_at = ? where number = ?", (_now(), number)
        )
        self.commit()
        return Task(key=key, priority=priority, host=host, request=request)

    def finish(self, key: str, why: str | None = None) -> None:
        """Settle the leased *key* as done; one that is not leased stays what it is."""
        self._settle(key, "done", why)
        self.commit()

    def defer(self, key: str, why: str) -> None:
        """Put the leased *key* off to the next crawl, because of *why*."""
        self._settle(key, "deferred", why)
        self.commit()

    def leased(self) -> list[str]:
        """Return the keys of what is leased."""
        return [key for (key,) in self._connection.execute("select fingerprint from requests where state = 'leased'")]

    def has_pending(self) -> bool:
        """Tell whether something is pending."""
        found = self._connection.execute("select 1 from requests where state = 'pending' limit 1")
        return found.fetchone() is not None

    def counts(self) -> dict[str, int]:
        """Return how many requests there are in each state."""
        return dict(self._connection.execute("select state, count(*) from requests group by state").fetchall())

    def end_round(self) -> None:
        """Forget what is done; what was deferred stays for the next crawl."""
        with self._transaction():
            self._connection.execute("delete from requests where state = 'done'")

    def commit(self) -> None:
        """Have everything on disk that was told so far."""
        if self._connection.in_transaction:
            self._connection.execute("commit")

    def _settle(self, key: str, state: str, why: str | None) -> None:
        self._ensure_transaction()
        self._connection.execute(
            "update requests set state = ?, why = ?, changed_at = ?, failures = failures + (? = 'deferred') "
            "where fingerprint = ? and state = 'leased'",
            (state, why, _now(), state, key),
        )

    def _ensure_transaction(self) -> None:
        if not self._connection.in_transaction:
            self._connection.execute("begin immediate")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._ensure_transaction()
        yield
        self.commit()


def _now() -> str:
    return written_exactly(datetime.now(UTC))
