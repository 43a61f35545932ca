"""Archives that an earlier aimaq made: what they lack until their next visit or rebuild."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from archive.derived import bring_up_to_date
from archive.migrations import migrations
from archive.store import Archive, check_reading, open_for_reading


def has(connection: sqlite3.Connection, name: str) -> bool:
    """Tell whether the archive behind *connection* has the table, the view or the index *name*."""
    return connection.execute("select 1 from sqlite_master where name = ?", (name,)).fetchone() is not None


def make_present(folder: Path) -> None:
    """Give the archive in *folder* the tables that an earlier aimaq did not know, before it is only read.

    Nothing is done where it has them. `NoArchive` where there is none, `OtherReading` where its rows were read by
    another version of the rules, `UnwritableArchive` where it cannot be written.
    """
    with closing(open_for_reading(folder)) as connection:
        check_reading(connection, folder)
        if not migrations.pending(Database(connection)):
            return
    with Archive(folder) as archive:
        bring_up_to_date(archive)
