"""The commands of who keeps an archive: verify, backup, import, merge, takedown."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.progress import Progress
from rich.table import Table

from crawlers.lock import ArchiveLock
from crawlers.options import console, data_option, sites_option

SHOWN_FINDINGS = 50
"""Findings that are printed; the rest is counted."""
file_argument = click.Path(exists=True, dir_okay=False, path_type=Path)
folder_argument = click.Path(file_okay=False, path_type=Path)
processes_option = click.option(
    "--processes",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    show_default="as many as there are cores",
    help="Processes that read pages at the same time.",
)


@contextmanager
def working(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show on a terminal how much of *total* bytes is done; what is yielded is told of each piece."""
    with Progress(console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=total or None)
        yield lambda done: progress.update(task, advance=done)


def size_of(files: list[Path]) -> int:
    """Return how many bytes *files* hold."""
    return sum(file.stat().st_size for file in files)


@click.command()
@data_option
def verify(data: Path) -> None:
    """Tell whether the archive is whole: every record, every row's capture, every picture, the database.

    Each WARC record's digests are computed again, and rows and records compared both ways. What is damaged is named,
    with what mends it; the rest stays usable. Nothing is changed. Exit code 6 where anything was found.
    """
    from archive.faults import Exit
    from archive.store import open_for_reading
    from archive.verification import Verified, verify
    from archive.warc import warc_files

    open_for_reading(data).close()
    result = Verified()
    found = 0
    with working("verifying", size_of(warc_files(data / "warc"))) as on_progress:
        for found, finding in enumerate(verify(data, on_progress, result), start=1):
            if found <= SHOWN_FINDINGS:
                click.echo(f"{finding.where}: {finding.what}; {finding.advice}", err=True)
    if found > SHOWN_FINDINGS:
        click.echo(f"and {found - SHOWN_FINDINGS} more", err=True)
    counts = (
        f"{result.files} WARC files, {result.records} records, {result.captures} captures, {result.images} pictures"
    )
    click.echo(f"{counts}: {f'{found} findings' if found else 'all is whole'}")
    if found:
        sys.exit(Exit.DAMAGED)


@click.command()
@data_option
@click.argument("to", metavar="DIR", type=folder_argument)
def backup(data: Path, to: Path) -> None:
    """Copy the archive to DIR, whole and consistent, also while a crawl runs; again to the same DIR brings what is new.

    Closed WARC files are linked where DIR is on the same disk, else copied; the database is copied by SQLite itself.
    DIR is an archive: `aimaq serve --data DIR` shows it, `aimaq verify --data DIR` proves it.
    """
    from archive.backup import back_up
    from archive.warc import warc_files

    with working("copying WARC files", size_of(warc_files(data / "warc"))) as on_progress:
        done = back_up(data, to, on_progress)
    files = f"{done.copied} WARC files copied, {done.linked} linked, {done.there} were there already"
    click.echo(f"{to} holds the archive: {files} ({done.bytes // 1024:,} KB)")


@click.command("import")
@data_option
@sites_option
@click.argument("files", metavar="FILE...", type=file_argument, nargs=-1, required=True)
@click.option("--site", metavar="NAME", help="Paper that the files are of; without it, the one most pages are of.")
@processes_option
def import_(data: Path, files: tuple[Path, ...], site: str | None, processes: int) -> None:
    """Take captures that others made into the archive: WARC files (.warc, .warc.gz) and WACZ files.

    Made by wget, browsertrix, Heritrix, Scrapy or whatever writes WARC. The files are copied and read as if aimaq had
    crawled them: a page of a declared paper by its site file, any other by its metadata and a general extractor. A
    file that is imported twice is there once.
    """
    from crawlers.importing import import_files

    with ArchiveLock(data), working("reading WARC files", size_of(list(files))) as on_progress:
        taken = import_files(data, files, site, processes, on_progress)
    report(taken)


@click.command()
@data_option
@sites_option
@click.argument("other", metavar="OTHER", type=folder_argument)
@processes_option
def merge(data: Path, other: Path, processes: int) -> None:
    """Take the archive in the folder OTHER into this one, which may be empty; OTHER is not changed.

    Captures have names of their own, and every row is made from captures: it makes no difference which archive comes
    into which, in which order, or how often. What was taken down in either is taken down.
    """
    from archive.warc import warc_files
    from crawlers.importing import merge as run

    with ArchiveLock(data), working("reading WARC files", size_of(warc_files(other / "warc"))) as on_progress:
        taken = run(data, other, processes, on_progress)
    report(taken)


@click.command()
@data_option
@click.argument("url", metavar="[URL]", required=False)
@click.option("--reason", metavar="TEXT", help="Why; kept in the log and shown in the article's place.")
@click.option("--purge", is_flag=True, help="Take its records out of the WARC files as well; there is no way back.")
def takedown(data: Path, url: str | None, reason: str | None, *, purge: bool) -> None:
    """Take an article down: hidden from the front, search and exports at once, and never fetched again.

    URL is its address, or its id. A tombstone with the reason stays in its place, and in the log `takedowns.jsonl`, so
    that a rebuild or a merge brings nothing back. --purge also takes its pages, and the pictures that no other article
    shows, out of the WARC files; lists and feeds that quote it are kept, and so are backups and exports made before.
    Without URL, what was taken down is listed.
    """
    from archive.store import Archive, open_for_reading
    from archive.takedowns import purge as run_purge
    from archive.takedowns import take_down

    open_for_reading(data).close()
    if url is None:
        _list_takedowns(data)
        return
    if not (reason or "").strip():
        message = "say why with --reason TEXT: it stays on record in the article's place"
        raise click.UsageError(message)
    with ArchiveLock(data) if purge else nullcontext(), Archive(data) as archive:
        taken = take_down(archive, url, reason or "", datetime.now(UTC))
        click.echo(f"{taken.url} is taken down: {taken.reason}")
        if purge:
            purged = run_purge(archive, taken)
            click.echo(f"{purged.records} records were taken out of {purged.files} WARC files")
            for kept in purged.kept:
                click.echo(f"the record of {kept} stays: captures of other articles repeat its payload", err=True)


def _list_takedowns(data: Path) -> None:
    from archive.takedowns import read_log

    table = Table(box=None, pad_edge=False)
    for column in ("taken down", "purged", "address", "reason"):
        table.add_column(column, overflow="fold")
    for one in read_log(data):
        table.add_row(one.at, "yes" if one.purged else "", one.url, one.reason)
    console.print(table)


def report(taken: object) -> None:
    """Say what was found in WARC files; exit code 6 where something in them could not be read."""
    from archive.faults import Exit
    from crawlers.intake import Taken

    assert isinstance(taken, Taken)  # noqa: S101 - imported late, so that --help comes at once
    counts = ", ".join(f"{count} {change}" for change, count in sorted(taken.changes.items()))
    click.echo(f"{taken.records} responses read: {counts or 'no articles'}")
    for damage in taken.damages:
        click.echo(
            f"Error: {damage.file} cannot be read at byte {damage.offset} ({damage.reason}); "
            "what else it holds is in the database, the rest needs a copy of the file from a backup",
            err=True,
        )
    if taken.damages:
        sys.exit(Exit.DAMAGED)


COMMANDS = (verify, backup, import_, merge, takedown)
