"""How long the search page takes in a big archive, whole: hits, snippets, filters with counts, bars over time, HTML.

The archive is made up (search_archive.py) and built once in the folder that is named. Pages are asked for in this
process as a browser would, one after another, after one that warms up; CPU time is what counts, because the processor
is not ours alone. Words are chosen by how many articles hold them in any form. The peer is Datasette's own page of the
table `articles` with the same word in its search box and two facets.
"""

import asyncio
import io
import sys
import time
from collections.abc import Callable
from contextlib import closing, redirect_stdout
from itertools import pairwise
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

import click
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent))

from search_archive import LAST_ARTICLE, Tongue, add, build, tongues_for

from archive.derived import bring_up_to_date
from archive.search import found_numbers
from archive.store import Archive, open_for_reading
from archive.web.serving import open_datasette
from archive.words.keys import keys

Arguments = dict[str, str]
FEW = 0.08
OK = 200
BANDS = {
    "a word in up to 0.1 % of the articles": (0.0, 0.001),
    "… 0.1-2 %": (0.001, 0.02),
    "… 2-8 %": (0.02, FEW),
    "… 8-50 %": (FEW, 0.5),
    "… 50-100 %": (0.5, 1.01),
}
RANKS = (1, 3, 5, 7, 9, 11, 15, 21, 31, 41, 61, 81, 101, 141, 201, 301, 401, 601, 1001, 2001, 4001, 8001, 20001, 60001)


def chosen_words(folder: Path, tongues: tuple[Tongue, Tongue], articles: int) -> dict[str, list[str]]:
    """Return words of each band, by the articles that hold them in any form."""
    words: dict[str, list[str]] = {band: [] for band in BANDS}
    with closing(open_for_reading(folder)) as connection:
        for word in (tongue.words[rank - 1] for rank in RANKS for tongue in tongues if rank <= len(tongue.words)):
            share = sum(1 for _ in found_numbers(connection, word)) / articles
            for band, (least, most) in BANDS.items():
                if least < share <= most:
                    words[band].append(word)
    return words


def questions(words: dict[str, list[str]]) -> dict[str, list[Arguments]]:
    """Return what is asked for, by the name of its line."""
    common, usual = words["… 8-50 %"] + words["… 50-100 %"], words["… 2-8 %"]
    pairs = list(zip(usual, reversed(usual), strict=True))
    narrowed = {"paper": "gazet01", "language": "kk", "from": "2022-03-01", "to": "2024-08-31"}
    asked = {band: [{"q": word} for word in listed] for band, listed in words.items()}
    asked["two words, each in 2-8 %"] = [{"q": f"{one} {other}"} for one, other in pairs]
    asked["a phrase of two such words"] = [{"q": f'"{one} {other}"'} for one, other in pairs]
    asked["a phrase of two in 8-100 %"] = [{"q": f'"{one} {other}"'} for one, other in pairwise(common)]
    asked["2-8 %, paper, language, dates"] = [{"q": word, **narrowed} for word in usual]
    asked["2-8 %, newest first"] = [{"q": word, "order": "newest"} for word in usual]
    asked["2-8 %, second page"] = [{"q": word, "after": "-3.5~1000"} for word in usual]
    asked["no words: all articles"] = [{}] * 5
    asked["no words: paper, language, dates"] = [narrowed] * 5
    return asked


async def ask(folder: Path, path: Callable[[Arguments], str], asked: list[Arguments], seconds: float) -> list[float]:
    """Return how long each of the pages took, in milliseconds, as many as *seconds* allow."""
    client = open_datasette(folder).client
    took, began = [], time.monotonic()
    for arguments in [asked[0], *asked, *asked]:
        start = time.process_time()
        with redirect_stdout(io.StringIO()):  # Datasette prints a page of traceback where its own page takes too long
            answer = await client.get(path(arguments))
        if answer.status_code != OK:
            print("beyond the time limit:", path(arguments)[:100], answer.status_code)
        took.append((time.process_time() - start) * 1000)
        if time.monotonic() - began > seconds:
            break
    return took[1:] or took


def measure(folder: Path, articles: int, seconds: float, console: Console) -> None:
    """Print how long pages took."""
    words = chosen_words(folder, tongues_for(articles), articles)
    table = _table(f"the search page, {articles:,} articles")
    lines = questions(words)
    for name, asked in lines.items():
        if asked:
            took = asyncio.run(ask(folder, lambda arguments: "/search?" + urlencode(arguments), asked, seconds))
            _add_line(table, name, took)
    console.print(table)
    table = _table("Datasette's own page of the table")
    for name in ("… 2-8 %", "… 50-100 %"):
        stock = asyncio.run(ask(folder, _stock, lines[name][:5], seconds)) if lines[name] else []
        _add_line(table, f"a word, {name}", stock)
    console.print(table)


def _table(title: str) -> Table:
    table = Table(title=title, title_justify="left", box=None)
    for column in ("", "questions", "p50 ms", "p95 ms", "most ms"):
        table.add_column(column, justify="right" if column else "left")
    return table


def _stock(arguments: Arguments) -> str:
    asked = [("_search", f'"{arguments["q"]}"'), ("_facet", "site"), ("_facet", "language")]
    return "/archive/articles?" + urlencode(asked)


def _add_line(table: Table, name: str, took: list[float]) -> None:
    if not took:
        return
    cuts = quantiles(took, n=20, method="inclusive") if len(took) > 1 else took * 19
    table.add_row(name, str(len(took)), f"{cuts[9]:.0f}", f"{cuts[18]:.0f}", f"{max(took):.0f}")


def print_sizes(folder: Path, console: Console) -> None:
    """Print what the index and the tables of the search take, beside the text."""
    with closing(open_for_reading(folder)) as connection:
        (text,) = connection.execute(
            "select sum(length(cast(title as blob)) + length(cast(body as blob))) from articles"
        ).fetchone()
        sizes = dict(connection.execute("select name, sum(pgsize) from dbstat group by name").fetchall())
    index = sum(size for name, size in sizes.items() if name.startswith("articles_fts"))
    of_words = sum(size for name, size in sizes.items() if "search_keys" in name)
    rows = sum(size for name, size in sizes.items() if name.startswith("search_")) - of_words
    shares = f"index {index / text:.2f} ×, keys {of_words / text:.2f} ×, facts {rows / text:.3f} ×"
    console.print(f"text {text / 1e6:.0f} MB; {shares}")


def print_growth(folder: Path, articles: int, console: Console) -> None:
    """Print how long 100 articles more take, with everything that makes them found."""
    with Archive(folder) as archive:
        archive.connection.execute("pragma foreign_keys = off")
        last = archive.connection.execute(LAST_ARTICLE).fetchone()[0]
        tongues = tongues_for(articles)
        keys("сөз")
        start = time.process_time()
        add(archive, tongues, last, 100)
        put = time.process_time()
        bring_up_to_date(archive)
        done = time.process_time()
        console.print(f"100 articles more: put in {put - start:.2f} s, brought up to date {done - put:.2f} s")


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="Where archives are built, each once.")
@click.option("--articles", default=200_000, show_default=True)
@click.option("--minutes", default=60.0, show_default=True, help="Longest that building may take.")
@click.option("--seconds", default=20.0, show_default=True, help="Longest that one line of the table may take.")
def main(folder: Path, articles: int, minutes: float, seconds: float) -> None:
    """Build an archive of so many articles where there is none, and measure searching it."""
    console = Console(width=110)
    place = build(folder, articles, minutes * 60)
    measure(place, articles, seconds, console)
    print_sizes(place, console)
    print_growth(place, articles, console)


if __name__ == "__main__":
    main()
