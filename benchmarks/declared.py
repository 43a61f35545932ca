"""What reading a page of a declared paper costs, beside parsing it with lxml, in one run: CPU milliseconds a page.

Usage: python benchmarks/declared.py [--pages N]
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import click
from loopback_pages import LoopbackPaper
from lxml import html
from rich.console import Console
from rich.table import Table
from scrapy.http import HtmlResponse

from archive.records import Capture, Publisher
from crawlers.capture import with_true_encoding
from crawlers.extraction import extract
from crawlers.layout import Layout
from crawlers.paper import Paper
from pipelines import read_article

PUBLISHER = Publisher(title="Өлшеу", home="https://olsheu.kz/", languages=("kk", "ru"), timezone="Asia/Oral")
LAYOUT = Layout(
    body=".entry-content",
    title="h1.entry-title",
    published=".entry-meta .date",
    views=".entry-meta .views",
    complete=True,
)
PAPERS = {
    "with a layout": Paper(name="olsheu", publisher=PUBLISHER, layouts=(LAYOUT,)),
    "by its system and shape": Paper(name="olsheu", publisher=PUBLISHER),
}
MOMENT = datetime(2026, 11, 24, tzinfo=UTC)
WARM_UP = 20


def capture(url: str) -> Capture:
    """Return a capture of the page at *url*, of which only the moment matters here."""
    return Capture(
        id="",
        site="olsheu",
        crawl="",
        url=url,
        fetched_at=MOMENT,
        status=200,
        media_type="text/html",
        digest="",
        payload_digest="",
        file="",
        offset=0,
        length=0,
    )


def reader(paper: Paper) -> Callable[[str, str], object]:
    """Return what reads a page of *paper*: bytes decoded, parsed once, extracted and read into an article."""

    def read(url: str, page: str) -> object:
        saved = HtmlResponse(url, headers={"Content-Type": "text/html; charset=utf-8"}, body=page.encode())
        response = with_true_encoding(saved)
        assert isinstance(response, HtmlResponse)
        return read_article(extract(response, paper, capture(url)))

    return read


def parse(_: str, page: str) -> object:
    """Parse a page with lxml and do nothing with it."""
    return html.document_fromstring(page)


@click.command(help=__doc__)
@click.option("--pages", "count", default=300, show_default=True, type=click.IntRange(min=30), help="Pages to read.")
def main(count: int) -> None:
    """Measure and print."""
    pages = [(f"https://olsheu.kz{path}", page) for path, page in LoopbackPaper(count).pages() if "maqala" in path]
    ways = {"parse with lxml": parse, **{f"read a page {name}": reader(paper) for name, paper in PAPERS.items()}}
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for number, (url, page) in enumerate([*pages[:WARM_UP], *pages]):
        for name in sorted(ways, reverse=number % 2 == 1):
            begun = time.process_time()
            ways[name](url, page)
            if number >= WARM_UP:
                spent[name].append(1000 * (time.process_time() - begun))
    table = Table(
        title=f"{count} pages of {statistics.mean(len(page.encode()) for _, page in pages) / 1000:.0f} KB", box=None
    )
    for column in ("", "CPU ms, median", "ratio to parsing"):
        table.add_column(column, justify="left" if not column else "right")
    least = statistics.median(spent["parse with lxml"])
    for name, times in spent.items():
        median = statistics.median(times)
        table.add_row(name, f"{median:.2f}", f"{median / least:.1f}")
    Console(width=None if sys.stdout.isatty() else 100).print(table)


if __name__ == "__main__":
    main()
