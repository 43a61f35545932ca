"""The database once more from the WARC files, with no network: what `aimaq rebuild` does."""

import hashlib
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from archive.captures import with_payload
from archive.faults import DamagedWarc, NoArchive
from archive.records import Crawl
from archive.store import Archive, open_for_reading
from archive.warc import Damage
from archive.warc import warc_files as found
from archive.warc.cdxj import index_all
from crawlers.observation import keep
from crawlers.rereading import Reread, Segment, observation_of, paper_of, reread_all, segments
from crawlers.tails import relearn

UNFINISHED = "archive.db.rebuilding"
PACKAGES = ("archive", "crawlers", "pipelines")
FILES_WORTH_A_PROCESS = 4 * 1024 * 1024
"""Bytes of WARC files from which on starting other processes pays."""


@dataclass(slots=True, kw_only=True)
class Rebuilt:
    """What a rebuild found."""

    records: int = 0
    changes: Counter[str] = field(default_factory=Counter)
    """Articles by what each capture changed: new, edited, unchanged, withdrawn."""
    damages: list[Damage] = field(default_factory=list)
    read_again: int = 0
    """Articles that end with a line which many articles of their paper end with."""
    files_before: int = 0
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
        _share(warc_files(plan.folder), plan.folder / "warc", into / "warc")
    if not _goes_on(into / UNFINISHED, plan):
        _remove(into / UNFINISHED)
        if plan.sites:
            _copy_without(plan, into / UNFINISHED)
    result = Rebuilt()
    with Archive(into, db_name=UNFINISHED) as archive:
        archive.connection.execute("create table if not exists _rebuilding (what text primary key) strict")
        archive.connection.execute("insert or ignore into _rebuilding values (?)", (_task(plan),))
        sites = _read_into(archive, plan, result, on_progress)
        result.read_again = sum(relearn(archive, paper_of(site, home), site) for site, home in sites.items())
        archive.connection.execute("drop table _rebuilding")
        index_all(archive.connection, archive.cdxj)
        archive.connection.execute("pragma wal_checkpoint(truncate)")
    _remove_companions(into / "archive.db")
    (into / UNFINISHED).replace(into / "archive.db")
    _remove_companions(into / UNFINISHED)
    return result


def _read_into(archive: Archive, plan: Plan, result: Rebuilt, on_progress: Callable[[int], None]) -> dict[str, str]:
    """Read the files that are not done yet into *archive*; return the papers met, each with an address of it."""
    files = warc_files(plan.into, plan.sites)
    done = {what for (what,) in archive.connection.execute("select what from _rebuilding")}
    sites = dict(archive.connection.execute("select name, home from sites").fetchall()) if len(done) > 1 else {}
    left = [file for file in files if file.relative_to(archive.warc).as_posix() not in done]
    result.files_before = len(files) - len(left)
    processes = plan.processes if sum(file.stat().st_size for file in left) > FILES_WORTH_A_PROCESS else 1
    last = ""
    for segment, rows in reread_all(_segments(archive.warc, left, result), processes):
        with archive.atomic():
            if last and segment.file != last:
                archive.connection.execute("insert or ignore into _rebuilding values (?)", (last,))
            for row in rows:
                _keep(archive, row, sites, result)
        last = segment.file
        on_progress(segment.end - segment.start)
    return sites


def _segments(warc: Path, files: list[Path], result: Rebuilt) -> Iterator[Segment]:
    for file in files:
        yield from segments(warc, file, result.damages.append)


def _keep(archive: Archive, row: Crawl | Reread | Damage, sites: dict[str, str], result: Rebuilt) -> None:
    if isinstance(row, Damage):
        result.damages.append(row)
        return
    if isinstance(row, Crawl):
        _add_site(archive, sites, row.site, f"https://{row.site}/")
        archive.add_crawl(row)
        return
    result.records += 1
    capture, observation = row.capture, row.observation
    if row.revisit is not None:
        try:
            kept = with_payload(archive.connection, archive.warc, row.revisit)
        except DamagedWarc as why:
            result.damages.append(Damage(file=capture.file, offset=capture.offset, reason=str(why)))
        else:
            capture, observation = kept.capture, observation_of(kept)
    archive.add_capture(capture)
    change = keep(archive, observation) if observation else None
    if change:
        result.changes[change] += 1


def _add_site(archive: Archive, sites: dict[str, str], site: str, url: str) -> None:
    """Put the paper *site* on record at its first mention."""
    if site not in sites:
        sites[site] = url
        archive.add_site(site, paper_of(site, url).publisher)


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


def _share(files: list[Path], warc: Path, into: Path) -> None:
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
