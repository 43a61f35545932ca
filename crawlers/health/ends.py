"""How the visits to each paper ended, those too that kept nothing and have no row in archive.db."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from archive.faults import Exit
from archive.moments import written_exactly

SCHEMA = """
create table if not exists ends (
    number integer primary key,
    site text not null,
    ended_at text not null,
    exit integer not null,
    reason text not null,
    text text not null,
    requests integer not null
) strict;
create index if not exists ends_of_paper on ends (site, number);
"""
KEPT = 100
"""Ends of a paper that are kept."""


def add_end(  # noqa: PLR0913, PLR0917 - a row
    operations: sqlite3.Connection, site: str, at: datetime, code: Exit, reason: str, text: str, requests: int
) -> None:
    """Put down that a visit to *site* ended *at*, with which exit *code*, why, and after how many *requests*."""
    operations.execute(
        "insert into ends (site, ended_at, exit, reason, text, requests) values (?, ?, ?, ?, ?, ?)",
        (site, written_exactly(at), int(code), reason, text, requests),
    )
    operations.execute(
        "delete from ends where site = ? and number <= "
        "(select number from ends where site = ? order by number desc limit 1 offset ?)",
        (site, site, KEPT),
    )


def last_ends(operations: sqlite3.Connection, site: str) -> Sequence[tuple[Exit, str]]:
    """Return how the last visits to *site* ended, the newest first; those stopped by a signal left out."""
    rows = operations.execute(
        "select exit, text from ends where site = ? and reason <> 'shutdown' order by number desc limit ?", (site, KEPT)
    )
    return [(Exit(code), text) for code, text in rows]
