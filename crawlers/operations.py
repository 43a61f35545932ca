"""operations.db: what the crawler knows of its own work, beside the archive; losing it costs requests, no article."""

import sqlite3
from pathlib import Path

from archive.refusals import refusals

NAME = "operations.db"


def open_operations(folder: Path, schema: str, *, busy_seconds: float = 30.0) -> sqlite3.Connection:
    """Return a connection to the operations of the archive in *folder*, with the tables of *schema* made if need be.

    Each statement is a transaction of its own. A Fault where the folder cannot be written or another program holds
    the file for longer than *busy_seconds*.
    """
    with refusals(folder):
        folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(folder / NAME, timeout=busy_seconds, isolation_level=None)
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")
        connection.executescript(schema)
    return connection
