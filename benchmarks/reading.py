"""Quality and cost of reading the pages of papers that nobody has declared, side by side with trafilatura.

Both readers get the same saved pages in the same run: aimaq by the way of `aimaq read`, trafilatura by its own
`bare_extraction` with its defaults, without comments and with its metadata, because aimaq reads title and date as well.
The body's F1 is that of the article-extraction-benchmark, see `shingles.py`.
"""

import csv
import gzip
import json
import logging
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory

import click
from rich.console import Console
from rich.table import Table
from shingles import Match, match, score
from trafilatura import bare_extraction
from trafilatura.settings import Document

from crawlers.reading import read_page

PAGES = Path(__file__).parents[1] / ".." / "shared" / "data" / "real-pages"
WARM_UP = 5
"""Pages read before the clock counts: tables, patterns and language models are loaded then."""
SETS = ("scrapinghub", "cyrillic", "all")
VERDICTS = ("right", "wrong", "missing")
FURTHEST_EAST, FURTHEST_WEST = timedelta(hours=14), timedelta(hours=12)
"""Offsets of the earliest and the latest zone on Earth."""

console = Console(width=None if sys.stdout.isatty() else 140)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """A page with what is known to be true of it; None where that is unknown."""

    id: str
    set: str
    url: str
    file: Path
    body: str | None
    title: str | None
    published: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader found on one page."""

    body: str = ""
    title: str | None = None
    published: datetime | date | None = None


@dataclass(slots=True, kw_only=True)
class Result:
    """How one reader did."""

    name: str
    readings: dict[str, Reading] = field(default_factory=dict)
    """By page id."""
    crashes: dict[str, str] = field(default_factory=dict)
    """Page id to the exception."""
    seconds: dict[str, list[float]] = field(default_factory=dict)
    """CPU seconds per page id, one for each round."""

    def matches(self, pages: list[SavedPage], which: str) -> dict[str, Match]:
        """Return how the bodies of the pages in the set *which* match, by page id; unknown bodies are left out."""
        return {
            page.id: match(page.body, self.readings[page.id].body)
            for page in pages
            if page.body is not None and which in {page.set, "all"}
        }

    def milliseconds(self) -> float:
        """Return the CPU milliseconds that an average page takes, each page by the median of its rounds."""
        return 1000 * fmean(median(seconds) for seconds in self.seconds.values())


def read_as_aimaq(page: SavedPage) -> Reading:
    """Return what aimaq reads on *page*, whose paper it does not know."""
    article = read_page(
        page.file,
        url=page.url,
        site=None,
        fetched_at=datetime.now(UTC),
        content_type="text/html; charset=utf-8",
        timezone=None,
    )
    return Reading(body=article.body, title=article.title, published=article.published_at)


def read_as_trafilatura(page: SavedPage) -> Reading:
    """Return what trafilatura reads on *page*."""
    found = bare_extraction(page.file.read_text("utf-8"), url=page.url, include_comments=False, with_metadata=True)
    if not isinstance(found, Document):
        return Reading()
    published = date.fromisoformat(found.date) if found.date else None
    return Reading(body=found.text or "", title=found.title, published=published)


READERS: dict[str, Callable[[SavedPage], Reading]] = {
    "aimaq": read_as_aimaq,
    "trafilatura": read_as_trafilatura,
}


@contextmanager
def saved_pages(folder: Path) -> Iterator[list[SavedPage]]:
    """Yield the pages that *folder* holds, unpacked for as long as they are needed."""
    entries = [json.loads(line) for line in (folder / "index.jsonl").read_text("utf-8").splitlines()]
    with TemporaryDirectory() as unpacked:
        yield [_unpack(folder, Path(unpacked), entry) for entry in entries]


def _unpack(folder: Path, unpacked: Path, entry: dict[str, object]) -> SavedPage:
    file = unpacked / f"{entry['id']}.html"
    file.write_bytes(gzip.decompress((folder / str(entry["html"])).read_bytes()))
    truth = entry["gt"]
    assert isinstance(truth, dict)
    return SavedPage(
        id=str(entry["id"]),
        set=str(entry["set"]),
        url=str(entry["url"]),
        file=file,
        body=truth.get("body"),
        title=truth.get("title"),
        published=date.fromisoformat(truth["published"]) if truth.get("published") else None,
    )


def measure(pages: list[SavedPage], rounds: int) -> list[Result]:
    """Return what each reader finds on *pages*; the readers take turns on every page, so that noise meets both."""
    results = {name: Result(name=name) for name in READERS}
    for page in pages[:WARM_UP]:
        for read in READERS.values():
            _read_or_crash(read, page)
    for turn in range(rounds):
        for page in pages:
            for name in sorted(READERS, reverse=bool(turn % 2)):
                begun = time.process_time()
                reading, crash = _read_or_crash(READERS[name], page)
                results[name].seconds.setdefault(page.id, []).append(time.process_time() - begun)
                results[name].readings[page.id] = reading
                if crash:
                    results[name].crashes[page.id] = crash
    return list(results.values())


def _read_or_crash(read: Callable[[SavedPage], Reading], page: SavedPage) -> tuple[Reading, str]:
    """Return what was read and no word, or nothing and how reading failed: a crash is a result here."""
    try:
        return read(page), ""
    except Exception as error:  # noqa: BLE001 - whatever a reader throws is counted against it
        return Reading(), f"{type(error).__name__}: {error}"


def title_verdict(true: str | None, read: str | None) -> str:
    """Return whether the title is right, white space and case aside; nothing where the true one is unknown.

    >>> title_verdict("Жаңа мектеп", "Жаңа  Мектеп"), title_verdict("Жаңа мектеп", None)
    ('right', 'missing')
    """
    if true is None:
        return ""
    if not read:
        return "missing"
    return "right" if " ".join(true.split()).lower() == " ".join(read.split()).lower() else "wrong"


def date_verdict(true: date | None, read: datetime | date | None) -> str:
    """Return whether the day is right; nothing where the true one is unknown.

    The truth gives a day and no zone: a moment is right if it falls on that day somewhere on Earth.

    >>> date_verdict(date(2020, 12, 1), datetime(2020, 11, 30, 20, tzinfo=UTC))
    'right'
    """
    if true is None:
        return ""
    if read is None:
        return "missing"
    if not isinstance(read, datetime):
        return "right" if read == true else "wrong"
    begins = datetime(true.year, true.month, true.day, tzinfo=UTC)
    is_that_day = begins - FURTHEST_EAST <= read < begins + timedelta(days=1) + FURTHEST_WEST
    return "right" if is_that_day else "wrong"


def summary(pages: list[SavedPage], results: list[Result]) -> Table:
    """Return the figures of all readers as a table."""
    table = Table(title=f"{len(pages)} real news pages of undeclared papers", box=None, pad_edge=False)
    table.add_column("")
    for result in results:
        table.add_column(result.name, justify="right")
    for which in SETS:
        scores = [score(result.matches(pages, which).values()) for result in results]
        figures = (f"{one.f1:.4f}  (P {one.precision:.4f}  R {one.recall:.4f})" for one in scores)
        table.add_row(f"body F1, {which}, {scores[0].pages} pages", *figures)
    for label, verdict in (("title", _title), ("date", _date)):
        counts = [Counter(verdict(page, result) for page in pages) for result in results]
        table.add_row(
            f"{label} {' / '.join(VERDICTS)}", *(" / ".join(str(count[one]) for one in VERDICTS) for count in counts)
        )
    table.add_row("CPU ms a page", *(f"{result.milliseconds():.1f}" for result in results))
    table.add_row("crashes", *(str(len(result.crashes)) for result in results))
    return table


def _title(page: SavedPage, result: Result) -> str:
    return title_verdict(page.title, result.readings[page.id].title)


def _date(page: SavedPage, result: Result) -> str:
    return date_verdict(page.published, result.readings[page.id].published)


def worst(pages: list[SavedPage], results: list[Result], most: int) -> Table:
    """Return the *most* pages where the first reader's body is furthest below the second's, as a table."""
    ours, theirs = (result.matches(pages, "all") for result in results[:2])
    table = Table(title=f"body: {results[0].name} below {results[1].name}", box=None, pad_edge=False)
    for name in ("page", "F1 less", "P ours", "P theirs", "R ours", "R theirs", "address"):
        table.add_column(name, overflow="fold" if name == "address" else "ellipsis")
    addresses = {page.id: page.url for page in pages}
    below = sorted((ours[page].f1 - theirs[page].f1, page) for page in ours)
    for difference, page in below[:most]:
        if difference < 0:
            rates = (ours[page].precision, theirs[page].precision, ours[page].recall, theirs[page].recall)
            figures = ("-" if rate is None else f"{rate:.3f}" for rate in rates)
            table.add_row(page, f"{-difference:.3f}", *figures, addresses[page])
    return table


def faults(pages: list[SavedPage], results: list[Result]) -> Iterator[str]:
    """Yield a line for every wrong or missing title and date, and for every crash."""
    for result in results:
        for page in pages:
            read = result.readings[page.id]
            for label, verdict, true, got in (
                ("title", _title(page, result), page.title, read.title),
                ("date", _date(page, result), page.published, read.published),
            ):
                if verdict in {"wrong", "missing"}:
                    yield f"{result.name}: {label} {verdict} on {page.id}: {got!s} instead of {true!s}"
        for page_id, crash in result.crashes.items():
            yield f"{result.name}: crash on {page_id}: {crash}"


def write_csv(file: Path, pages: list[SavedPage], results: list[Result]) -> None:
    """Write a row for each page and reader into *file*."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("page", "reader", "precision", "recall", "f1", "title", "date", "cpu_ms", "crash"))
        for result in results:
            matches = result.matches(pages, "all")
            for page in pages:
                body = matches.get(page.id)
                figures = (body.precision, body.recall, body.f1) if body else (None, None, None)
                verdicts = (_title(page, result), _date(page, result))
                milliseconds = round(1000 * median(result.seconds[page.id]), 2)
                rows.writerow(
                    (page.id, result.name, *figures, *verdicts, milliseconds, result.crashes.get(page.id, ""))
                )


@click.command(help=__doc__)
@click.option("--pages", "folder", type=click.Path(path_type=Path), default=PAGES, help="Folder with index.jsonl.")
@click.option("--csv", "table", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures per page.")
@click.option(
    "--worst", "most", type=click.IntRange(min=0), default=0, help="List that many pages where aimaq is below."
)
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True, help="Readings of each page.")
def main(folder: Path, table: Path | None, most: int, rounds: int) -> None:
    """Measure, print, and write the table if one is asked for."""
    if not (folder / "index.jsonl").is_file():
        click.echo(
            f"Error: there is no {folder / 'index.jsonl'}; name the folder of saved pages with --pages", err=True
        )
        sys.exit(1)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    with saved_pages(folder) as pages:
        results = measure(pages, rounds)
    console.print(summary(pages, results))
    for line in faults(pages, results):
        console.print(line, highlight=False, markup=False)
    if most:
        console.print(worst(pages, results, most))
    if table:
        write_csv(table, pages, results)


if __name__ == "__main__":
    main()
