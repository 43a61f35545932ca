"""The database once more from the WARC files, with no network: what `aimaq rebuild` does."""

import os
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from archive.faults import NoArchive, UnknownSite
from archive.records import Crawl
from archive.store import Archive
from archive.warc import Damage, KeptResponse, read_all
from crawlers.capture import as_response
from crawlers.observation import ArticleSeen, keep, observe, read
from crawlers.paper import Paper, undeclared_paper
from crawlers.papers import paper_named
from crawlers.tails import relearn

BATCH = 2_000
"""Records in one transaction."""
UNFINISHED = "archive.db.rebuilding"


@dataclass(slots=True, kw_only=True)
class Rebuilt:
    """What a rebuild found."""

    records: int = 0
    changes: Counter[str] = field(default_factory=Counter)
    """Articles by what each capture changed: new, edited, unchanged, withdrawn …"""
    damages: list[Damage] = field(default_factory=list)
    read_again: int = 0
    """Articles that end with a line which many articles of their paper end with."""


def warc_files(folder: Path) -> list[Path]:
    """Return the WARC files of the archive in *folder*; `NoArchive` where there are none."""
    files = sorted((folder / "warc").glob("*/*.warc.gz"))
    if not files:
        message = (
            f"no WARC files in {folder / 'warc'}: crawl a paper first, or name the archive's folder with --data DIR"
        )
        raise NoArchive(message)
    return files


def rebuild(folder: Path, into: Path, on_progress: Callable[[int], None]) -> Rebuilt:
    """Build `archive.db` in the folder *into* from the WARC files in *folder*, and return what was found.

    The new database takes the place of an old one only when it is complete. *on_progress* is told the bytes done.
    """
    files = warc_files(folder)
    if into.resolve() != folder.resolve():
        _share(files, folder / "warc", into / "warc")
    _remove(into / UNFINISHED)
    result = Rebuilt()
    with Archive(into, db_name=UNFINISHED) as archive:
        papers = _read_into(archive, into / "warc", result, on_progress)
        result.read_again = sum(relearn(archive, paper, site) for site, paper in papers.items())
        archive.connection.execute("pragma wal_checkpoint(truncate)")
    _remove_companions(into / "archive.db")
    (into / UNFINISHED).replace(into / "archive.db")
    _remove_companions(into / UNFINISHED)
    return result


def _read_into(archive: Archive, warc: Path, result: Rebuilt, on_progress: Callable[[int], None]) -> dict[str, Paper]:
    papers: dict[str, Paper] = {}
    archive.connection.execute("begin")
    for kept in read_all(warc, result.damages.append, on_progress):
        if isinstance(kept, Crawl):
            _paper(archive, papers, kept.site, None)
            archive.add_crawl(kept)
            continue
        result.records += 1
        _keep(archive, kept, _paper(archive, papers, kept.capture.site, kept.capture.url), result)
        if result.records % BATCH == 0:
            archive.connection.execute("commit")
            archive.connection.execute("begin")
    archive.connection.execute("commit")
    return papers


def _keep(archive: Archive, kept: KeptResponse, paper: Paper, result: Rebuilt) -> None:
    response = as_response(kept.capture.url, kept.capture.status, kept.headers, kept.body)
    seen = observe(response, paper, kept.capture)
    if not isinstance(seen, ArticleSeen):  # the others put their capture on record together with what it shows
        archive.add_capture(kept.capture)
    if seen is None:
        return
    change = keep(archive, read(seen) if isinstance(seen, ArticleSeen) else seen)
    if change:
        result.changes[change] += 1


def _paper(archive: Archive, papers: dict[str, Paper], site: str, url: str | None) -> Paper:
    """Return the paper *site*, put on record at its first mention; one no longer declared is read in general."""
    if site not in papers:
        try:
            papers[site] = paper_named(site)
        except UnknownSite:
            papers[site] = undeclared_paper(url or f"https://{site}/")
        archive.add_site(site, papers[site].publisher)
    return papers[site]


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
