"""Alerts about the papers, as operations.db keeps them: the table, and questions to it."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, fields
from pathlib import Path

from archive.store import connect_for_reading

OPERATIONS = "operations.db"
SCHEMA = """
create table if not exists alerts (
    number integer primary key,
    site text not null,
    code text not null,
    subject text not null,
    text text not null,
    essence text not null,
    capture text,
    raised_at text not null,
    changed_at text not null,
    cleared_at text
) strict;
create unique index if not exists open_alerts on alerts (site, code, subject) where cleared_at is null;
create index if not exists cleared_alerts on alerts (cleared_at) where cleared_at is not null;
create table if not exists tellings (
    alert integer not null references alerts (number),
    what text not null,
    way text not null,
    told_at text not null,
    primary key (alert, what, way)
) strict, without rowid;
"""
"""An alert is open until `cleared_at`. Its `essence` is what must differ for it to be told again; `tellings` says which
essence, or the end, was told by which way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something about a paper that somebody should look at."""

    number: int
    site: str
    """Name of the paper; empty where it is about the archive."""
    code: str
    subject: str
    """Which of several it is about: the path of a source, an origin; empty for the paper."""
    text: str
    """What is wrong, for people."""
    essence: str
    capture: str | None
    """Capture that shows it."""
    raised_at: str
    changed_at: str
    """When its essence last differed."""
    cleared_at: str | None


LISTED = ", ".join(field.name for field in fields(Alert))


def alerts_in(connection: sqlite3.Connection, where: str, *values: object) -> list[Alert]:
    """Return the alerts *where* that holds, those of the archive first, then by paper and age."""
    query = f"select {LISTED} from alerts where {where} order by site, raised_at, number"  # noqa: S608 - ours
    names = [field.name for field in fields(Alert)]
    return [Alert(**dict(zip(names, row, strict=True))) for row in connection.execute(query, values)]


def open_alerts(folder: Path) -> list[Alert]:
    """Return the open alerts of the archive in *folder*; none where no crawl has judged anything yet."""
    return _read(folder, "cleared_at is null")


def all_alerts(folder: Path) -> list[Alert]:
    """Return every alert there ever was."""
    return _read(folder, "1")


def _read(folder: Path, where: str) -> list[Alert]:
    path = folder / OPERATIONS
    if not path.is_file():
        return []
    with closing(connect_for_reading(path)) as connection:
        if not connection.execute("select 1 from sqlite_master where name = 'alerts'").fetchone():
            return []
        return alerts_in(connection, where)
