"""A consistent copy of an archive, also while a crawl runs."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.faults import WrongArgument
from archive.store import connect_for_reading, open_for_reading
from archive.takedowns import LOG
from archive.warc import warc_files
from archive.warc.cdxj import index_all
from archive.warc.members import members

PAGES_AT_ONCE = 4_096
"""Database pages that are copied before writers get their turn."""
UNFINISHED = ".unfinished"
FRONTIERS = "frontier/*.db"
"""Databases that crawls which were broken off go on with."""
OPERATIONS = "operations.db"
"""What the crawler knows of its own work."""


@dataclass(slots=True, kw_only=True)
class BackedUp:
    """What a backup did."""

    linked: int = 0
    copied: int = 0
    there: int = 0
    """WARC files that an earlier backup had brought already."""
    bytes: int = 0
    """Bytes of WARC files in the copy."""


def back_up(folder: Path, to: Path, on_progress: Callable[[int], None]) -> BackedUp:
    """Copy the archive in *folder* to *to*, or bring an earlier copy there up to date.

    `WrongArgument` where *to* is inside of *folder*, `NoArchive` where there is none.

    The database is copied first, page by page while others write (SQLite's backup API), then every WARC file that it
    leads to: a closed one is linked where the disk allows it, the one of a crawl that runs is copied up to its last
    whole record. *on_progress* is told the bytes of WARC files that are done.
    """
    if to.resolve().is_relative_to(folder.resolve()):
        message = f"{to} is inside the archive; name a folder outside of it"
        raise WrongArgument(message)
    open_for_reading(folder).close()
    (to / "warc").mkdir(parents=True, exist_ok=True)
    result = BackedUp()
    for database in (folder / "archive.db", *folder.glob(FRONTIERS), *folder.glob(OPERATIONS)):
        _copy_database(database, to / database.relative_to(folder))
    with closing(connect_for_reading(to / "archive.db")) as connection:
        open_ended = (
            "select distinct c.file from captures c join crawls r on r.id = c.crawl "
            "where r.finished_at is null and r.reason is null"
        )
        growing = {file for (file,) in connection.execute(open_ended)}
        for path in warc_files(folder / "warc"):
            file = path.relative_to(folder / "warc").as_posix()
            _copy_file(path, to / "warc" / file, file in growing, result)
            on_progress(path.stat().st_size)
        index_all(connection, to / "cdxj")
    if (folder / LOG).is_file():
        shutil.copy2(folder / LOG, to / LOG)
    return result


def _copy_database(source: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    unfinished = to.with_name(to.name + UNFINISHED)
    unfinished.unlink(missing_ok=True)
    with closing(connect_for_reading(source)) as live, closing(sqlite3.connect(unfinished)) as copy:
        live.backup(copy, pages=PAGES_AT_ONCE)
    for companion in ("-wal", "-shm"):
        to.with_name(to.name + companion).unlink(missing_ok=True)
    unfinished.replace(to)


def _copy_file(path: Path, to: Path, growing: bool, result: BackedUp) -> None:  # noqa: FBT001 - a fact of the file
    to.parent.mkdir(parents=True, exist_ok=True)
    size = path.stat().st_size
    result.bytes += size
    if to.is_file() and (path.samefile(to) or (to.stat().st_size == size and not growing)):
        result.there += 1
        return
    unfinished = to.with_name(to.name + UNFINISHED)
    unfinished.unlink(missing_ok=True)
    if not growing:
        try:
            os.link(path, unfinished)
        except OSError:
            shutil.copy2(path, unfinished)
            result.copied += 1
        else:
            result.linked += 1
    else:
        shutil.copy2(path, unfinished)
        _cut_to_whole_records(unfinished)
        result.copied += 1
    unfinished.replace(to)


def _cut_to_whole_records(path: Path) -> None:
    """Cut a copy of a file that was being written to back to its last whole record."""
    torn: list[int] = []
    for _ in members(path, lambda offset, _reason: torn.append(offset)):
        pass
    if torn:
        os.truncate(path, torn[0])
