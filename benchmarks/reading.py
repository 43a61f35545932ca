"""Quality and cost of reading the pages of papers that nobody has declared, side by side with trafilatura.

Both readers get the same saved pages in the same run: aimaq by the way of `aimaq read`, trafilatura by its own
`bare_extraction` with its defaults, without comments and with its metadata, because aimaq reads title and date as well.
The body's F1 is that of the article-extraction-benchmark, as `shingles.py` describes it.
"""

import csv
import logging
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import fmean

import click
from rich.console import Console
from rich.table import Table
from shingles import Match, match, score
from trafilatura import bare_extraction
from trafilatura.settings import Document
from truth import INDEX, TruePage, date_verdict, saved_pages, title_verdict

from crawlers.reading import SavedPage, read_page

PAGES = Path(__file__).parents[1] / "../shared/data/real-pages"
"""Beside the project, not in it: the pages belong to their publishers."""
WARM_UP = 5
"""Pages read before the clock counts: patterns and language models are loaded then."""
SETS = ("scrapinghub", "cyrillic", "all")
VERDICTS = ("right", "wrong", "missing")
WIDTH = 140
"""Characters in a line where the output is no terminal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader found on one page."""

    body: str = ""
    title: str | None = None
    published: datetime | date | None = None
    """What was thrown instead."""


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

    def milliseconds(self) -> float:
        """Return the CPU milliseconds that an average page takes."""
        return 1000 * fmean(self.seconds.values())


def read_as_aimaq(page: TruePage) -> Reading:
    """Return what aimaq reads on *page*, whose paper it does not know."""
    article = read_page(SavedPage(path=page.file, url=page.url, fetched_at=datetime.now(UTC)))
    return Reading(body=article.body, title=article.title, published=article.published_at)


def read_as_trafilatura(page: TruePage) -> Reading:
    """Return what trafilatura reads on *page*."""
    found = bare_extraction(page.file.read_text("utf-8"), url=page.url, include_comments=False, with_metadata=True)
    if not isinstance(found, Document):
        return Reading()
    published = date.fromisoformat(found.date) if found.date else None
    return Reading(body=found.text or "", title=found.title, published=published)


READERS: dict[str, Callable[[TruePage], Reading]] = {
    "aimaq": read_as_aimaq,
    "trafilatura": read_as_trafilatura,
}


def measure(pages: list[TruePage]) -> list[Result]:
    """Return what each reader finds on *pages*; they take turns, page by page, so that noise and warm caches meet both.

    Every page is read once: read again it would be cheaper, because trafilatura remembers the lines it has seen.
    """
    results = {name: Result(name=name) for name in READERS}
    for page in pages[:WARM_UP]:
        for reader in READERS.values():
            reader(page)
    for number, page in enumerate(pages):
        for name in sorted(READERS, reverse=number % 2 == 1):
            begun = time.process_time()
            results[name].readings[page.id] = READERS[name](page)
            results[name].seconds[page.id] = time.process_time() - begun
    return list(results.values())


def summary(pages: list[TruePage], results: list[Result]) -> Table:
    """Return the figures of all readers."""
    table = Table(title=f"{len(pages)} real news pages of undeclared papers", box=None, pad_edge=False)
    table.add_column("")
    for result in results:
        table.add_column(result.name, justify="right")
    for which in SETS:
        scores = [score(result.matches(pages, which).values()) for result in results]
        figures = (f"{one.f1:.4f} (P {one.precision:.4f} R {one.recall:.4f})" for one in scores)
        table.add_row(f"body F1, {which}, {scores[0].pages} pages", *figures)
    for label, verdict in (("title", Result.title_of), ("date", Result.date_of)):
        counts = (Counter(verdict(result, page) for page in pages) for result in results)
        figures = (" / ".join(str(count[name]) for name in VERDICTS) for count in counts)
        table.add_row(f"{label} {' / '.join(VERDICTS)}", *figures)
    table.add_row("CPU ms a page", *(f"{result.milliseconds():.1f}" for result in results))
    return table


def faults(pages: list[TruePage], results: list[Result]) -> Iterator[str]:
    """Yield a line for every wrong or missing title and date."""
    for result in results:
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


@click.command(help=__doc__)
@click.option("--pages", "folder", type=click.Path(path_type=Path), default=PAGES, help=f"Folder with {INDEX}.")
@click.option("--csv", "table", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures per page.")
@click.option("--worst", "most", type=click.IntRange(min=0), default=0, help="List so many pages where aimaq is below.")
def main(folder: Path, table: Path | None, most: int) -> None:
    """Measure, print, and write the table if one is asked for."""
    if not (folder / INDEX).is_file():
        click.echo(f"Error: no {INDEX} in {folder}; name the folder of saved pages with --pages DIR", err=True)
        sys.exit(1)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    with saved_pages(folder) as pages:
        results = measure(pages)
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    console.print(summary(pages, results))
    for line in faults(pages, results):
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    if most:
        console.print(worst(pages, results, most))
    if table:
        write_csv(table, pages, results)


if __name__ == "__main__":
    main()
