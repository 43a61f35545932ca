"""CPU seconds that a crawl takes for 1,000 pages: with capture, and the whole way, beside Scrapy that follows links.

Both crawl the same paper on loopback (`loopback_pages.py`: articles of about 55 KB, 50 links on a section page, nothing
compressed), each time in a new process and in turns; what the server takes and the start of the process are not
counted. Both count articles; the two pictures that all articles share are fetched by aimaq alone, once.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click
from one_crawl import LIMIT_SECONDS, WAYS, Cost
from rich.console import Console
from rich.table import Table

HERE = Path(__file__).parent
PATIENCE_SECONDS = 60
"""How much longer than its own limit a crawl may take, and how long the server may take to end."""


@contextmanager
def served_paper(articles: int) -> Iterator[str]:
    """Yield the address of a paper of *articles* articles that a process of its own serves meanwhile."""
    command = (sys.executable, HERE / "loopback_server.py", str(articles))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            home = server.stdout.readline().strip() if server.stdout else ""
            if not home:
                message = "the loopback paper did not start; what it says stands above"
                raise click.ClickException(message)
            yield home
        finally:
            server.terminate()
            server.wait(PATIENCE_SECONDS)


def crawl_once(way: str, home: str) -> Cost:
    """Return what one crawl of the paper at *home* cost; the archive it made is thrown away."""
    with TemporaryDirectory() as folder:
        command = (sys.executable, HERE / "one_crawl.py", way, home, folder)
        done = subprocess.run(
            command, stdout=subprocess.PIPE, text=True, check=False, timeout=LIMIT_SECONDS + PATIENCE_SECONDS
        )
    if done.returncode:
        message = f"the crawl {way!r} ended with exit code {done.returncode}; what it says stands above"
        raise click.ClickException(message)
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def report(costs: dict[str, list[Cost]], pages: int) -> Table:
    """Return every round's CPU seconds for 1,000 pages, the medians, what capture adds, and aimaq in times of bare."""
    table = Table(title="CPU seconds for 1,000 pages", box=None, pad_edge=False)
    for name in ("round", *costs, "capture adds", "aimaq / bare"):
        table.add_column(name, justify="right")
    seconds = {way: [cost.seconds * 1000 / pages for cost in rounds] for way, rounds in costs.items()}
    for number, row in enumerate(zip(*seconds.values(), strict=True), start=1):
        table.add_row(str(number), *_cells(*row))
    table.add_row("median", *_cells(*(median(rounds) for rounds in seconds.values())), style="bold")
    return table


def _cells(bare: float, capture: float, aimaq: float) -> list[str]:
    return [f"{bare:.2f}", f"{capture:.2f}", f"{aimaq:.2f}", f"{capture - bare:.2f}", f"{aimaq / bare:.2f}"]


@click.command(help=__doc__)
@click.option("--pages", type=click.IntRange(min=1), default=3000, show_default=True, help="Articles of the paper.")
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True, help="Crawls of each kind.")
def main(pages: int, rounds: int) -> None:
    """Measure and print; exit 1 where a crawl did not get every article."""
    costs: dict[str, list[Cost]] = {way: [] for way in WAYS}
    with served_paper(pages) as home:
        for turn in range(rounds):
            for way in WAYS:
                cost = crawl_once(way, home)
                costs[way].append(cost)
                click.echo(f"round {turn + 1}, {way}: {cost.articles} articles, {cost.seconds:.1f} CPU s", err=True)
    Console().print(report(costs, pages))
    short = [f"{way} got {cost.articles}" for way, turn in costs.items() for cost in turn if cost.articles != pages]
    if short:
        message = f"of {pages} articles {', '.join(short)}: the figures do not compare"
        raise click.ClickException(message)


if __name__ == "__main__":
    main()
