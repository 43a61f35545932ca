"""The table `visits` of operations.db: when each paper was visited last and is to be visited next."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.moments import read_moment, written_exactly
from archive.refusals import refusals
from crawlers.operations import open_operations

SCHEMA = """
create table if not exists visits (
    site text primary key,
    next_at text,
    last_started_at text,
    last_ended_at text,
    last_exit integer,
    failures integer not null default 0,
    why text
) strict;
"""
COLUMNS = ("site", "next_at", "last_started_at", "last_ended_at", "last_exit", "failures", "why")
BUSY_SECONDS = 5.0
"""How long a watch, which does nothing else meanwhile, waits for another program that has the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """What is known of the visits to one paper."""

    site: str
    next_at: datetime | None = None
    last_started_at: datetime | None = None
    last_ended_at: datetime | None = None
    last_exit: int | None = None
    failures: int = 0
    """Visits in a row that did not come to their end."""
    why: str | None = None
    """What the last visit said was wrong."""


class Visits:
    """The visits to the papers of one archive, kept on disk so that a new watch goes on in the same rhythm."""

    def __init__(self, folder: Path) -> None:
        """Open them in *folder*; a Fault where that cannot be written."""
        self._folder = folder
        self._connection = open_operations(folder, SCHEMA, busy_seconds=BUSY_SECONDS)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def of(self, site: str) -> Visited:
        """Return what is known of the visits to *site*."""
        query = f"select {', '.join(COLUMNS)} from visits where site = ?"  # noqa: S608 - literal
        with refusals(self._folder):
            row = self._connection.execute(query, (site,)).fetchone()
        if row is None:
            return Visited(site=site)
        moments = [read_moment(text) if text else None for text in row[1:4]]
        return Visited(
            site=site,
            next_at=moments[0],
            last_started_at=moments[1],
            last_ended_at=moments[2],
            last_exit=row[4],
            failures=row[5],
            why=row[6],
        )

    def put(self, visited: Visited) -> None:
        """Put down what is known of the visits to a paper; a Fault where the file cannot be written."""
        moments = (visited.next_at, visited.last_started_at, visited.last_ended_at)
        row = (
            visited.site,
            *(written_exactly(moment) if moment else None for moment in moments),
            visited.last_exit,
            visited.failures,
            visited.why,
        )
        marks = ", ".join("?" * len(COLUMNS))
        with refusals(self._folder):
            self._connection.execute(f"insert or replace into visits ({', '.join(COLUMNS)}) values ({marks})", row)  # noqa: S608
