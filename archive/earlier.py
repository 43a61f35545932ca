"""Archives that an earlier aimaq made: what they lack until their next visit or rebuild."""

import sqlite3


def has(connection: sqlite3.Connection, name: str) -> bool:
    """Tell whether the archive behind *connection* has the table, the view or the index *name*."""
    return connection.execute("select 1 from sqlite_master where name = ?", (name,)).fetchone() is not None
