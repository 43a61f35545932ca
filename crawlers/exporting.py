"""The command `aimaq export`: captures as WACZ, rows as a data package."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawlers.custody import size_of, working
from crawlers.options import data_option, filter_options, filters_of

if TYPE_CHECKING:
    from archive.searching.filters import Filters

FORMATS = ("csv", "jsonl", "parquet")


@click.command()
@data_option
@click.argument("papers", metavar="[SITE]...", nargs=-1)
@click.option("--csv", metavar="DIR", type=click.Path(path_type=Path), help="Rows, as CSV files in a folder.")
@click.option("--jsonl", metavar="DIR", type=click.Path(path_type=Path), help="Rows, as JSON Lines.")
@click.option("--parquet", metavar="DIR", type=click.Path(path_type=Path), help="Rows, as Parquet.")
@click.option("--wacz", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Captures, as one file.")
@click.option("--search", "words", metavar="WORDS", default="", help="Only rows of articles that `aimaq search` finds.")
@filter_options
def export(data: Path, papers: tuple[str, ...], wacz: Path | None, words: str, **options: Any) -> None:  # noqa: ANN401 - click's
    """Write what the archive has of the papers named, or of all, for other programs.

    --csv, --jsonl and --parquet DIR hold the articles and all that is known of them, one file a table: articles,
    bylines, quotes, pictures, revisions, changes, counters, captures and so on, which lead to each other by `article`.
    DIR/datapackage.json says what every column holds, and has the hash of each file and of all rows together: equal
    articles have an equal snapshot, whatever the format. --search and the options after it are those of
    `aimaq search`.

    --wacz FILE holds the captures: WARC files, their index and the list of articles, as replay programs open them.

    What was taken down is left out of all of them.
    """
    chosen = {form: options.pop(form) for form in FORMATS}
    folders = {form: folder for form, folder in chosen.items() if folder is not None}
    filters = filters_of({**options, "paper": (*papers, *options["paper"])})
    if not folders and wacz is None:
        message = "say what to write: --csv DIR, --jsonl DIR, --parquet DIR or --wacz FILE"
        raise click.UsageError(message)
    if wacz is not None:
        if words or filters.without("paper"):
            message = "--wacz holds all captures of a paper; --search and the like choose rows for --csv and so on"
            raise click.UsageError(message)
        _write_captures(data, filters.paper, wacz)
    if folders:
        _write_rows(data, words, filters, folders)


def _write_captures(data: Path, papers: tuple[str, ...], wacz: Path) -> None:
    from archive.exports.wacz import export_wacz
    from archive.warc import warc_files

    files = [file for file in warc_files(data / "warc") if not papers or file.parent.name in papers]
    with working("packing WARC files", size_of(files)) as on_progress:
        done = export_wacz(data, wacz, papers, on_progress)
    click.echo(f"{wacz} holds {done.files} WARC files and {done.pages} articles ({wacz.stat().st_size // 1024:,} KB)")


def _write_rows(data: Path, words: str, filters: "Filters", folders: dict[str, Path]) -> None:
    from archive.earlier import make_present
    from archive.exports.formats import Format
    from archive.exports.package import Selection, write_package
    from archive.search import found_numbers
    from archive.store import open_for_reading
    from crawlers.found import require_papers

    make_present(data)
    with closing(open_for_reading(data)) as connection:
        require_papers(connection, filters)
        is_all = not words and not filters
        numbers = None if is_all else list(found_numbers(connection, words, filters))
        (total,) = (len(numbers),) if numbers is not None else connection.execute(COUNT).fetchone()
        named = ", ".join([*([words] if words else []), *(value for _, value in filters.arguments())])
        selection = Selection() if is_all else Selection(numbers=numbers, title=named)
        for form, folder in folders.items():
            with working(f"writing {form}", total) as on_progress:
                done = write_package(connection, folder, Format(form), selection, on_progress)
            click.echo(f"{folder} holds {done.articles:,} articles, {done.rows:,} rows; snapshot {done.snapshot[:16]}")


COUNT = "select count(*) from articles"
COMMANDS = (export,)
