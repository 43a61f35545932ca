"""The database once more from the WARC files, with no network: what `aimaq rebuild` does."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.faults import NoArchive
from archive.store import Archive, open_for_reading
from archive.takedowns import join_log, read_log
from archive.warc import warc_files as found
from crawlers.intake import Intake, Taken

UNFINISHED = "archive.db.rebuilding"
PACKAGES = ("archive", "crawlers", "pipelines")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """How a rebuild went."""

    taken: Taken
    files_before: int
    """Files that an earlier rebuild, broken off, had read already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be rebuilt, and how."""

    folder: Path
    """Folder of the archive."""
    into: Path
    """Folder that the database is built in; the same or another."""
    sites: tuple[str, ...] = ()
    """Papers to read again; all where none is named."""
    processes: int = 1


def warc_files(folder: Path, sites: tuple[str, ...] = ()) -> list[Path]:
    """Return the WARC files of the archive in *folder*, of *sites* or of all; `NoArchive` where there are none."""
    files = [file for file in found(folder / "warc") if not sites or file.parent.name in sites]
    if not files:
        of = f" of {', '.join(sites)}" if sites else ""
        message = (
            f"no WARC files{of} in {folder / 'warc'}: crawl a paper first, or name the archive's folder with --data DIR"
        )
        raise NoArchive(message)
    return files


def rebuild(plan: Plan, on_progress: Callable[[int], None]) -> Rebuilt:
    """Build `archive.db` from the WARC files as *plan* says, and return what was found.

    The new database takes the place of an old one only when it is complete. One that was broken off goes on with the
    first file it had not finished, if the program is still the same. *on_progress* is told the bytes done.
    """
    into = plan.into
    if into.resolve() != plan.folder.resolve():
        share(warc_files(plan.folder), plan.folder / "warc", into / "warc")
        join_log(into, read_log(plan.folder))
    if not _goes_on(into / UNFINISHED, plan):
        _remove(into / UNFINISHED)
        if plan.sites:
            _copy_without(plan, into / UNFINISHED)
    with Archive(into, db_name=UNFINISHED) as archive:
        archive.connection.execute("create table if not exists _rebuilding (what text primary key) strict")
        done = {what for (what,) in archive.connection.execute("select what from _rebuilding")}
        _mark(archive, _task(plan))
        files = warc_files(into, plan.sites)
        left = [file for file in files if file.relative_to(archive.warc).as_posix() not in done]
        intake = Intake(archive, plan.processes, on_progress)
        intake.take(left, lambda file: _mark(archive, file))
        taken = intake.finish()
        archive.connection.execute("drop table _rebuilding")
        archive.connection.execute("pragma wal_checkpoint(truncate)")
    _remove_companions(into / "archive.db")
    (into / UNFINISHED).replace(into / "archive.db")
    _remove_companions(into / UNFINISHED)
    return Rebuilt(taken=taken, files_before=len(files) - len(left))


def _mark(archive: Archive, done: str) -> None:
    archive.connection.execute("insert or ignore into _rebuilding values (?)", (done,))


def _task(plan: Plan) -> str:
    """Return what tells this rebuild from another: the papers named and the program that reads."""
    program = hashlib.sha256()
    root = Path(__file__).parent.parent
    for package in PACKAGES:
        for file in sorted((root / package).rglob("*.py")):
            program.update(file.read_bytes())
    return f"rebuild {' '.join(sorted(plan.sites)) or 'all'} by {program.hexdigest()}"


def _goes_on(unfinished: Path, plan: Plan) -> bool:
    """Tell whether the database at *unfinished* is what an earlier run of this very rebuild left."""
    if not unfinished.is_file():
        return False
    try:
        with closing(sqlite3.connect(unfinished)) as connection:
            return connection.execute("select 1 from _rebuilding where what = ?", (_task(plan),)).fetchone() is not None
    except sqlite3.DatabaseError:
        return False


def _copy_without(plan: Plan, unfinished: Path) -> None:
    """Copy the live database to *unfinished*, without what it holds of the papers that are to be read again."""
    with closing(open_for_reading(plan.folder)) as live, closing(sqlite3.connect(unfinished)) as copy:
        live.backup(copy)
    with Archive(unfinished.parent, db_name=unfinished.name) as archive:
        for site in plan.sites:
            archive.forget_site(site)


def share(files: list[Path], warc: Path, into: Path) -> None:
    """Put *files* below *into* as well: a hard link where the disk allows it, a copy elsewhere."""
    for file in files:
        place = into / file.relative_to(warc)
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            continue
        try:
            os.link(file, place)
        except OSError:
            shutil.copy2(file, place)


def _remove(database: Path) -> None:
    database.unlink(missing_ok=True)
    _remove_companions(database)


def _remove_companions(database: Path) -> None:
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
