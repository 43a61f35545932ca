"""The copy of an archive that strangers may see: the public tables alone, and of what was taken down not a letter."""

import sqlite3
from contextlib import closing
from pathlib import Path

from archive.pictures.looking import THUMBNAILS
from archive.store import check_reading, open_for_reading
from archive.takedowns import LOG, hidden_captures

PUBLIC = "public"
"""Folder within the archive's own that holds the copy; beside it links to what the front reads besides."""
UNFINISHED = "archive.db.unfinished"
BESIDE = ("warc", THUMBNAILS)
NOT_PUBLIC = ("\\_%", "%\\_due")
"""Names of tables that only the program needs (`like … escape '\\'`): its own records, and what is still to be done.

The latter holds words of texts that are gone."""


def publish(folder: Path) -> Path:
    """Make the copy of the archive in *folder* anew, and return its folder; an earlier copy is there until it is done.

    `NoArchive` where there is no archive, `OtherReading` where another version of this program has read it. Crawls may
    go on meanwhile: the copy is of one moment (sqlite.org/lang_vacuum.html, VACUUM INTO).
    """
    to = folder / PUBLIC
    with closing(open_for_reading(folder)) as live:
        check_reading(live, folder)
        to.mkdir(exist_ok=True)
        unfinished = to / UNFINISHED
        unfinished.unlink(missing_ok=True)
        live.execute("vacuum into ?", (str(unfinished),))
    with closing(sqlite3.connect(unfinished, isolation_level=None)) as copy:
        copy.execute("pragma journal_mode = off")
        copy.execute("pragma synchronous = off")
        _drop_what_is_not_public(copy)
        _forget_what_was_taken_down(copy)
        copy.execute("vacuum")
    unfinished.replace(to / "archive.db")
    for name in BESIDE:
        if not (to / name).is_symlink():
            (to / name).symlink_to(Path("..") / name)
    return to


def takedowns_on_record(folder: Path) -> int:
    """Return how long the log of takedowns in *folder* is; where it has grown, the copy shows what it should not."""
    log = folder / LOG
    return log.stat().st_size if log.is_file() else 0


def _drop_what_is_not_public(copy: sqlite3.Connection) -> None:
    """Drop the tables that only the program needs, and the triggers that write to them."""
    where = " or ".join(f"name like '{pattern}' escape '\\'" for pattern in NOT_PUBLIC)
    private = [name for (name,) in copy.execute(f"select name from sqlite_master where type = 'table' and ({where})")]  # noqa: S608 - literal
    triggers = copy.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
    for trigger, sql in triggers:
        if any(name in sql for name in private):
            copy.execute(f'drop trigger "{trigger}"')
    for name in private:
        copy.execute(f'drop table "{name}"')


def _forget_what_was_taken_down(copy: sqlite3.Connection) -> None:
    """Leave of what was taken down neither row nor word: a full-text index keeps deleted words until it is merged."""
    hidden = [(capture,) for capture in hidden_captures(copy)]
    copy.executemany("delete from images where capture = ?", hidden)
    copy.executemany("delete from captures where id = ?", hidden)
    copy.execute("delete from articles where id in (select article from takedowns)")
    copy.execute("delete from takedowns")
    copy.execute("delete from takedown_captures")
    indexes = "select name from sqlite_master where sql like '%using fts5%' and sql not like '%using fts5vocab%'"
    for (name,) in copy.execute(indexes).fetchall():
        copy.execute(f'insert into "{name}" ("{name}") values (\'optimize\')')  # noqa: S608 - from the schema
