"""Pages that `aimaq rebuild` reads again in a second of CPU: WARC files of a declared paper with pages of 55 KB.

The files are written beforehand, as a crawl leaves them (`loopback_pages.py`: nothing compressed on the wire). Then
`aimaq rebuild` runs in a process of its own, once with one process and once with as many as there are cores; CPU time
is that of all its processes, from its start to its end, imports included. The peer is what reading the WARC file and
parsing each page with lxml takes, and nothing else.
"""

import gc
import os
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from loopback_pages import SECTION, LoopbackPaper
from lxml import html
from rich.console import Console
from rich.table import Table

from archive.warc import Exchange, KeptResponse, WarcWriter, read_all

ROOT = Path(__file__).parent.parent
HOME = "https://loopback.example"
BEGIN = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
SITE = f"""
from archive.records import Publisher
from crawlers.layout import Layout
from crawlers.sources import Section
from crawlers.spider import NewsSpider

class Loopback(NewsSpider):
    name = "loopback"
    publisher = Publisher(title="Тыныс", home="{HOME}/", languages=("kk", "ru"), timezone="Asia/Oral")
    sources = (Section("{SECTION}"),)
    article_url = r"/kk/news/[\\w-]+"
    layouts = (Layout(body=".entry-content", title="h1.entry-title", published=".entry-meta .date",
                      views=".entry-meta .views", complete=True),)
"""


def write_captures(folder: Path, pages: int) -> None:
    """Write what a crawl of a paper of so many *pages* leaves, as WARC files alone."""
    writer = WarcWriter(folder / "warc", "loopback", "benchmarks", BEGIN)
    for number, (path, text) in enumerate(LoopbackPaper(pages).pages()):
        body = text.encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write_exchange(
            Exchange(
                url=f"{HOME}{path}",
                request=f"GET {path} HTTP/1.1\r\nHost: loopback.example\r\n\r\n".encode(),
                response=head.encode() + body,
                fetched_at=BEGIN + timedelta(seconds=number),
                ip_address="127.0.0.1",
            )
        )
    writer.close(BEGIN + timedelta(hours=1), "finished")


def rebuild(folder: Path, sites: Path, processes: int) -> tuple[float, float]:
    """Return CPU and wall seconds of one rebuild of the archive in *folder*."""
    command = [sys.executable, "-m", "crawlers", "rebuild", "--data", str(folder), "--sites", str(sites)]
    before, begun = _children(), time.monotonic()
    done = subprocess.run(
        [*command, "--processes", str(processes)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise click.ClickException(done.stdout + done.stderr)
    return _children() - before, time.monotonic() - begun


def parse(folder: Path) -> float:
    """Return CPU seconds of reading all records and parsing all pages."""
    gc.collect()
    before = time.process_time()
    for kept in read_all(folder / "warc"):
        if isinstance(kept, KeptResponse):
            html.document_fromstring(kept.body)
    return time.process_time() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@click.command(help=__doc__)
@click.option("--pages", type=click.IntRange(min=1), default=2000, show_default=True, help="Articles of the paper.")
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True, help="Rebuilds of each kind.")
def main(pages: int, rounds: int) -> None:
    """Write, rebuild, print."""
    table = Table(title=f"{pages} articles read again", box=None, pad_edge=False)
    for name in ("round", "pages a CPU second", f"with {os.cpu_count()} processes", "wall s", "times parsing alone"):
        table.add_column(name, justify="right")
    with TemporaryDirectory() as scratch:
        folder, sites = Path(scratch) / "data", Path(scratch) / "sites"
        sites.mkdir()
        (sites / "loopback.py").write_text(SITE, "utf-8")
        write_captures(folder, pages)
        for number in range(1, rounds + 1):
            parsing = parse(folder)
            (one, _), (all_cores, wall) = (rebuild(folder, sites, count) for count in (1, os.cpu_count() or 1))
            rates = (f"{pages / one:,.0f}", f"{pages / all_cores:,.0f}", f"{wall:.1f}", f"{one / parsing:.1f}")
            table.add_row(str(number), *rates)
    Console().print(table)


if __name__ == "__main__":
    main()
