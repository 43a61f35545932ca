"""Quality and cost of reading the pages of papers that nobody has declared, side by side with other readers.

All readers (`readers.py`) get the same saved pages in the same run: aimaq by the way of `aimaq read`, the others as
their own documentation says. The body's F1 is that of the article-extraction-benchmark, as `shingles.py` describes it.

With --without-metadata all that the pages state to machines is taken away before (`printed_only.py`), so that only the
printed date is left, and what the readers make of that is counted: right, wrong or missing, first where the true day is
known, then on all pages that state a day to machines, which is taken for true. Nobody is told when the pages were
fetched, so «2 hours ago» tells nothing.
"""

import csv
import logging
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

import click
from printed_only import printed_only, stated_days
from readers import DATE_READERS, READERS, Reader, Reading
from rich.console import Console
from rich.table import Table
from shingles import Match, match, score
from truth import INDEX, TruePage, date_verdict, day_verdict, saved_pages, title_verdict

PAGES = Path(__file__).parents[1] / "../shared/data/real-pages"
"""Beside the project, not in it: the pages belong to their publishers."""
WARM_UP = 5
"""Pages read before the clock counts: patterns and language models are loaded then."""
SETS = ("scrapinghub", "cyrillic", "all")
VERDICTS = ("right", "wrong", "missing")
WIDTH = 160
"""Characters in a line where the output is no terminal."""
Stated = dict[str, frozenset[date]]
"""By page id the days that the whole page states to machines, any of which is right; empty where it states none."""
LOUD = ("trafilatura", "htmldate", "newspaper", "newsplease", "readability")
"""Loggers that have something to say about every other page."""


@dataclass(slots=True, kw_only=True)
class Result:
    """How one reader did; its dictionaries go by page id."""

    name: str
    readings: dict[str, Reading] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    """CPU seconds."""

    def matches(self, pages: list[TruePage], which: str) -> dict[str, Match]:
        """Return how the bodies of the set *which* match; pages whose true body is unknown are left out."""
        return {
            page.id: match(page.body, self.readings[page.id].body)
            for page in pages
            if page.body is not None and which in {page.set, "all"}
        }

    def title_of(self, page: TruePage) -> str:
        """Return the verdict on the title of *page*."""
        return title_verdict(page.title, self.readings[page.id].title)

    def date_of(self, page: TruePage) -> str:
        """Return the verdict on the date of *page*."""
        return date_verdict(page.published, self.readings[page.id].published)

    def stated_date_of(self, page: TruePage, stated: Stated) -> str:
        """Return the verdict on the date of *page* by what it *stated*."""
        return day_verdict(stated[page.id], self.readings[page.id].published, page.timezone or "UTC")

    def failures(self) -> int:
        """Return how many pages made the reader give up."""
        return sum(bool(reading.failed) for reading in self.readings.values())

    def milliseconds(self) -> float:
        """Return the CPU milliseconds that an average page takes."""
        return 1000 * fmean(self.seconds.values())


def measure(readers: tuple[Reader, ...], pages: list[TruePage]) -> list[Result]:
    """Return what each reader finds on *pages*; they take turns, page by page, so that noise and warm caches meet all.

    Every page is read once: read again it would be cheaper, because trafilatura remembers the lines it has seen.
    """
    results = {reader: Result(name=reader.name) for reader in readers}
    for page in pages[:WARM_UP]:
        for reader in readers:
            reader.read(page)
    for number, page in enumerate(pages):
        first = number % len(readers)
        for reader in (*readers[first:], *readers[:first]):
            begun = time.process_time()
            results[reader].readings[page.id] = reader.read(page)
            results[reader].seconds[page.id] = time.process_time() - begun
    return list(results.values())


def summary(pages: list[TruePage], readers: tuple[Reader, ...], results: list[Result]) -> Table:
    """Return the figures of all readers."""
    table = _table(f"{len(pages)} real news pages of undeclared papers")
    for which in SETS:
        known = sum(page.body is not None and which in {page.set, "all"} for page in pages)
        table.add_column(f"body F1 / P / R\n{which}, {known}", justify="right")
    for name in ("title", "date"):
        table.add_column(f"{name}\n{' / '.join(VERDICTS)}", justify="right")
    table.add_column("CPU ms\na page", justify="right")
    table.add_column("failed", justify="right")
    for reader, result in zip(readers, results, strict=True):
        scores = [score(result.matches(pages, which).values()) for which in SETS]
        bodies = (f"{one.f1:.3f} / {one.precision:.3f} / {one.recall:.3f}" if one.pages else "-" for one in scores)
        titles = verdicts(result.title_of(page) for page in pages) if "title" in reader.finds else "-"
        dates = verdicts(result.date_of(page) for page in pages) if "date" in reader.finds else "-"
        table.add_row(result.name, *bodies, titles, dates, f"{result.milliseconds():.1f}", str(result.failures()))
    return table


def dates_summary(pages: list[TruePage], stated: Stated, results: list[Result]) -> Table:
    """Return how often each reader is right on *pages*, by what is known and by what the whole pages *stated*."""
    table = _table(f"{len(pages)} real news pages without what they state to machines")
    known = sum(page.published is not None for page in pages)
    told = sum(bool(days) for days in stated.values())
    table.add_column(f"true day, {known}\n{' / '.join(VERDICTS)}", justify="right")
    table.add_column(f"stated day, {told}\n{' / '.join(VERDICTS)}", justify="right")
    table.add_column("read where\nnothing was stated", justify="right")
    table.add_column("CPU ms\na page", justify="right")
    table.add_column("failed", justify="right")
    for result in results:
        by_truth = verdicts(result.date_of(page) for page in pages)
        by_statement = verdicts(result.stated_date_of(page, stated) for page in pages)
        more = sum(not stated[page] and reading.published is not None for page, reading in result.readings.items())
        cost = f"{result.milliseconds():.1f}"
        table.add_row(result.name, by_truth, by_statement, str(more), cost, str(result.failures()))
    return table


def verdicts(given: Iterator[str]) -> str:
    """Return how often each verdict was given.

    >>> verdicts(iter(["right", "missing", "right", ""]))
    '2 / 0 / 1'
    """
    counts = Counter(given)
    return " / ".join(str(counts[name]) for name in VERDICTS)


def _table(title: str) -> Table:
    table = Table(title=title, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("")
    return table


def printed_dates(pages: list[TruePage], stated: Stated, result: Result) -> Iterator[str]:
    """Yield a line for every page: what *result* read, what the whole page stated, and the dates found printed."""
    for page in pages:
        read = result.readings[page.id]
        verdict = result.stated_date_of(page, stated) or "unknown"
        days = " or ".join(sorted(map(str, stated[page.id]))) or "nothing"
        yield f"{page.id}: {verdict}: {read.published!s}; stated {days}; {' | '.join(read.printed) or 'none printed'}"


def faults(pages: list[TruePage], results: list[Result]) -> Iterator[str]:
    """Yield a line for every page that made a reader give up, and for every wrong or missing title and date of ours."""
    for result in results:
        for page in pages:
            read = result.readings[page.id]
            if read.failed:
                yield f"{result.name}: gave up on {page.id}: {read.failed}"
    for result in results[:1]:
        for page in pages:
            read = result.readings[page.id]
            if result.title_of(page) in {"wrong", "missing"}:
                yield f"{result.name}: title of {page.id}: {read.title!r} instead of {page.title!r}"
            if result.date_of(page) in {"wrong", "missing"}:
                yield f"{result.name}: date of {page.id}: {read.published!s} instead of {page.published!s}"


def worst(pages: list[TruePage], results: list[Result], most: int) -> Table:
    """Return the *most* pages where the first reader's body is furthest below the second's."""
    ours, theirs = (result.matches(pages, "all") for result in results[:2])
    table = Table(title=f"body: {results[0].name} below {results[1].name}", box=None, pad_edge=False)
    for name in ("page", "F1 less", "P ours", "P theirs", "R ours", "R theirs", "address"):
        table.add_column(name, overflow="fold" if name == "address" else "ellipsis")
    addresses = {page.id: page.url for page in pages}
    below = sorted((ours[page].f1 - theirs[page].f1, page) for page in ours if ours[page].f1 < theirs[page].f1)
    for difference, page in below[:most]:
        rates = (ours[page].precision, theirs[page].precision, ours[page].recall, theirs[page].recall)
        figures = ("-" if rate is None else f"{rate:.3f}" for rate in rates)
        table.add_row(page, f"{-difference:.3f}", *figures, addresses[page])
    return table


def write_csv(file: Path, pages: list[TruePage], results: list[Result]) -> None:
    """Write a row for each page and reader into *file*."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("page", "reader", "precision", "recall", "f1", "title", "date", "cpu_ms"))
        for result in results:
            matches = result.matches(pages, "all")
            for page in pages:
                body = matches.get(page.id)
                figures = (body.precision, body.recall, body.f1) if body else (None, None, None)
                milliseconds = round(1000 * result.seconds[page.id], 2)
                verdicts = (result.title_of(page), result.date_of(page))
                rows.writerow((page.id, result.name, *figures, *verdicts, milliseconds))


def say_absent(readers: tuple[Reader, ...]) -> tuple[Reader, ...]:
    """Return those of *readers* that are installed; say how to get the others."""
    absent = [reader.name for reader in readers if not reader.is_installed]
    if absent:
        click.echo(f"Not installed, so left out: {', '.join(absent)}; pip install -e '.[peers]' brings them", err=True)
    return tuple(reader for reader in readers if reader.is_installed)


def report(console: Console, pages: list[TruePage], *, most: int, table: Path | None) -> None:
    """Measure all readers on whole *pages* and print what came of it."""
    readers = say_absent(READERS)
    results = measure(readers, pages)
    console.print(summary(pages, readers, results))
    _print_lines(console, faults(pages, results))
    if most:
        console.print(worst(pages, results, most))
    if table:
        write_csv(table, pages, results)


def report_printed(console: Console, pages: list[TruePage], *, list_dates: bool) -> None:
    """Measure those who read dates on *pages* without their statements and print what came of it."""
    readers = say_absent(DATE_READERS)
    stated = {page.id: stated_days(page) or frozenset({page.published} - {None}) for page in pages}
    with TemporaryDirectory() as folder:
        stripped = [printed_only(page, Path(folder)) for page in pages]
        results = measure(readers, stripped)
    console.print(dates_summary(stripped, stated, results))
    if list_dates:
        _print_lines(console, printed_dates(stripped, stated, results[0]))


def _print_lines(console: Console, lines: Iterator[str]) -> None:
    for line in lines:
        console.print(line, highlight=False, markup=False, soft_wrap=True)


@click.command(help=__doc__)
@click.option("--pages", "folder", type=click.Path(path_type=Path), default=PAGES, help=f"Folder with {INDEX}.")
@click.option("--limit", type=click.IntRange(min=1), help="Read the first so many pages alone.")
@click.option("--without-metadata", is_flag=True, help="Take away what pages state to machines; look at dates alone.")
@click.option("--dates", "list_dates", is_flag=True, help="With --without-metadata: list what aimaq read on each page.")
@click.option("--csv", "table", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures per page.")
@click.option("--worst", "most", type=click.IntRange(min=0), default=0, help="List so many pages where aimaq is below.")
def main(  # noqa: PLR0913 - one for each option
    *, folder: Path, limit: int | None, without_metadata: bool, list_dates: bool, table: Path | None, most: int
) -> None:
    """Measure, print, and write the table if one is asked for."""
    if not (folder / INDEX).is_file():
        click.echo(f"Error: no {INDEX} in {folder}; name the folder of saved pages with --pages DIR", err=True)
        sys.exit(1)
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    with saved_pages(folder) as every:
        pages = every[:limit]
        if without_metadata:
            report_printed(console, pages, list_dates=list_dates)
        else:
            report(console, pages, most=most, table=table)


if __name__ == "__main__":
    main()
