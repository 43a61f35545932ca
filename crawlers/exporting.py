"""The command `aimaq export`: captures as WACZ, rows as a data package."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection

import click

from crawlers.custody import size_of, working
from crawlers.options import data_option

FORMATS = ("csv", "jsonl", "parquet")


@click.command()
@data_option
@click.argument("papers", metavar="[SITE]...", nargs=-1)
@click.option("--wacz", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Captures, as one file.")
@click.option("--csv", metavar="DIR", type=click.Path(path_type=Path), help="Rows, as CSV files in a folder.")
@click.option("--jsonl", metavar="DIR", type=click.Path(path_type=Path), help="Rows, as JSON Lines.")
@click.option("--parquet", metavar="DIR", type=click.Path(path_type=Path), help="Rows, as Parquet.")
def export(data: Path, papers: tuple[str, ...], wacz: Path | None, **folders: Path | None) -> None:
    """Write what the archive has of the papers named, or of all, for other programs.

    --wacz FILE holds the captures: WARC files, their index and the list of articles, as replay programs open them.

    --csv, --jsonl and --parquet DIR hold the articles and all that is known of them, one file a table: articles,
    bylines, quotes, pictures, revisions, changes, counters, captures and so on, which lead to each other by `article`.
    DIR/datapackage.json says what every column holds, and has the hash of each file and of all rows together: equal
    articles have an equal snapshot, whatever the format.

    What was taken down is left out of all of them.
    """
    chosen = {form: folder for form, folder in folders.items() if folder is not None}
    if not chosen and wacz is None:
        message = "say what to write: --csv DIR, --jsonl DIR, --parquet DIR or --wacz FILE"
        raise click.UsageError(message)
    if wacz is not None:
        _write_captures(data, papers, wacz)
    for form, folder in chosen.items():
        _write_rows(data, papers, form, folder)


def _write_captures(data: Path, papers: tuple[str, ...], wacz: Path) -> None:
    from archive.exports.wacz import export_wacz
    from archive.warc import warc_files

    files = [file for file in warc_files(data / "warc") if not papers or file.parent.name in papers]
    with working("packing WARC files", size_of(files)) as on_progress:
        done = export_wacz(data, wacz, papers, on_progress)
    click.echo(f"{wacz} holds {done.files} WARC files and {done.pages} articles ({wacz.stat().st_size // 1024:,} KB)")


def _write_rows(data: Path, papers: tuple[str, ...], form: str, folder: Path) -> None:
    from archive.exports.formats import Format
    from archive.exports.package import Selection, write_package
    from archive.store import open_for_reading

    with closing(open_for_reading(data)) as connection:
        selection = Selection()
        if papers:
            _require_known(connection, papers)
            selection = Selection(numbers=_numbers_of(connection, papers), title=f"Articles of {', '.join(papers)}")
        (total,) = connection.execute("select count(*) from articles").fetchone()
        with working(f"writing {form}", total) as on_progress:
            done = write_package(connection, folder, Format(form), selection, on_progress)
    click.echo(f"{folder} holds {done.articles:,} articles, {done.rows:,} rows; snapshot {done.snapshot[:16]}")


def _require_known(connection: Connection, papers: tuple[str, ...]) -> None:
    from archive.faults import UnknownSite

    known = {name for (name,) in connection.execute("select name from sites")}
    unknown = sorted(set(papers) - known)
    if unknown:
        message = f"nothing of {', '.join(unknown)} is kept here; there is {', '.join(sorted(known)) or 'nothing'}"
        raise UnknownSite(message)


def _numbers_of(connection: Connection, papers: tuple[str, ...]) -> Iterator[int]:
    marks = ", ".join("?" * len(papers))
    rows = connection.execute(f"select number from articles where site in ({marks})", papers)  # noqa: S608 - marks
    return (number for (number,) in rows.fetchall())


COMMANDS = (export,)
