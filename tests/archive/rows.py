"""All that an archive's database holds, to be compared."""

import sqlite3
from contextlib import closing

RUN_TIMES = {"_sqlite_migrations": "applied_at"}


def table_rows(folder, *, without=frozenset()):
    """Return all rows of all tables of an archive, without the columns *without* and what tells when the program ran.

    How kinds and bylines are numbered for a search depends on that order too; the view `search_facts` says the same in
    words.

    How the full-text index is cut into segments depends on the order of the writes; that it holds exactly what the
    articles hold is checked instead (SQLite FTS5, 6.3).
    """
    with closing(sqlite3.connect(folder / "archive.db", isolation_level=None)) as connection:
        return _rows(connection, without)


def _rows(connection, without):
    for index in ("articles_fts", "quotes_fts"):
        connection.execute(f"insert into {index} ({index}, rank) values ('integrity-check', 1)")
    names = (
        "select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite_%' "
        "and name not glob '*_fts_data' and name not glob '*_fts_idx' "
        "and name not in ('search_rows', 'search_kinds', 'search_bylines') order by name"
    )
    found = {}
    for (name,) in connection.execute(names).fetchall():
        cursor = connection.execute(f'select * from "{name}"')
        columns = [column[0] for column in cursor.description]
        columns = [column for column in columns if column != RUN_TIMES.get(name) and column not in without]
        wanted = ", ".join(f'"{column}"' for column in columns) or "count(*)"
        found[name] = sorted(map(repr, connection.execute(f'select {wanted} from "{name}"')))
    return found
