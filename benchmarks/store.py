"""How many unchanged articles the store sees again in a second: each with a new capture, many in one transaction.

The archive is a real file with some thousand articles of about 1,700 characters, as a crawl of a paper of years finds
it. Seeing an article again means what it means in a rebuild: `add_article` puts the response on record, compares what
it shows with what is known, and notes counter, time and evidence. The peer does the least that tells a
change at all: one guarded `insert … on conflict do update … where hash differs` into one table, with no evidence, no
counter, no history. Both run in turns in this process, and CPU time is what counts: the disk is not ours alone.
Reading pages is measured elsewhere.
"""

import gc
import hashlib
import json
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click
from rich.console import Console
from rich.table import Table

from archive.records import Article, Block, Byline, Capture, Crawl, Image, Metadata, Printed, Publisher, Quote
from archive.revisions import Change, add_article
from archive.store import Archive
from archive.warc.writing import new_id

BATCH = 2_000
"""Articles in one transaction, as in a rebuild."""
BEGIN = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
PAPER = Publisher(title="Дала үні", home="https://dala.example/", languages=("kk",), timezone="Asia/Oral")
SENTENCE = "Жайық өзенінде су деңгейі бір тәулікте күрт көтерілді, ауыл тұрғындары № {} бекетке көшірілуде. "

Page = tuple[Article, Printed]


def page(number: int) -> Page:
    """Return an article such as a regional paper prints: six paragraphs, two pictures, a signature, a quote."""
    url = f"https://dala.example/kk/news/habar-{number}"
    title = f"Ауыл хабары № {number}: көпір ашылды"
    paragraphs = [SENTENCE.format(number + place) * 3 for place in range(6)]
    article = Article(
        url=url,
        site="dala",
        title=title,
        published_at=BEGIN - timedelta(hours=number),
        published_precision="minute",
        language="kk",
        script="Cyrl",
        section="Қоғам",
        bylines=[Byline(name="Айгүл Сәрсенова", kind="person")],
        body="\n\n".join(paragraphs),
        blocks=[Block(kind="paragraph", text=text) for text in paragraphs],
        images=[picture(number, place) for place in (0, 2)],
        quotes=[Quote(speaker="Марат Әлиев", role="әкім", text=paragraphs[3][:120])],
        views=number,
    )
    printed = Printed(
        url=url,
        site="dala",
        publisher=PAPER,
        fetched_at=BEGIN,
        metadata=Metadata(title=f"{title} - Дала үні"),
        title=title,
        published="21.01.2026, 14:30",
        views="Оқылды: 213",
    )
    return article, printed


def picture(number: int, position: int) -> Image:
    """Return a picture of the article *number*, as it is printed after the paragraph *position*."""
    address = f"https://dala.example/uploads/img_{number}_{position}"
    return Image(
        url=f"{address}.jpeg",
        printed_url=f"{address}-960x500.jpeg",
        alt=f"img_{number}",
        caption=None,
        credit="Е. Нұрлан",
        position=position,
        origin="camera",
        asset_id=str(number),
        uploaded_on=None,
        width=960,
        height=500,
    )


def captures(pages: Sequence[Page], visit: int) -> list[Capture]:
    """Return a capture of each of *pages*, a second apart, from the day *visit*."""
    begun = BEGIN + timedelta(days=visit)
    return [
        Capture(
            id=new_id(),
            site="dala",
            crawl="urn:visit",
            url=article.url,
            fetched_at=begun + timedelta(seconds=n),
            status=200,
            media_type="text/html",
            digest=f"sha256:{visit}-{n}",
            payload_digest=f"sha256:{visit}-{n}",
            file=f"dala/dala-{visit}.warc.gz",
            offset=n * 20_000,
            length=20_000,
        )
        for n, (article, _) in enumerate(pages)
    ]


class Ours:
    """The archive's own store."""

    def __init__(self, folder: Path, pages: Sequence[Page]) -> None:
        """Make an archive in *folder* that knows *pages*."""
        self.archive = Archive(folder)
        self.archive.add_site("dala", PAPER)
        self.archive.add_crawl(Crawl(id="urn:visit", site="dala", started_at=BEGIN, finished_at=None, reason=None))
        self.changes = self.see(pages, captures(pages, 0))

    def see(self, pages: Sequence[Page], seen: Sequence[Capture]) -> set[Change]:
        """See *pages* in the captures *seen*, and return what that changed."""
        changes = set()
        for start in range(0, len(pages), BATCH):
            with self.archive.atomic():
                for (article, printed), capture in zip(pages[start:], seen[start : start + BATCH], strict=False):
                    changes.add(add_article(self.archive, article, printed, capture))
        return changes


class Peer:
    """One table with one guarded upsert an article."""

    def __init__(self, folder: Path, pages: Sequence[Page]) -> None:
        """Make a database in *folder* that knows *pages*."""
        self.connection = sqlite3.connect(folder / "peer.db", isolation_level=None)
        self.connection.execute("pragma journal_mode = wal")
        self.connection.execute("pragma synchronous = normal")
        self.connection.execute(
            "create table articles (url text primary key, title text, body text, row text, hash text)"
        )
        self.see(pages)

    def see(self, pages: Sequence[Page]) -> None:
        """See *pages* again."""
        for start in range(0, len(pages), BATCH):
            self.connection.execute("begin")
            for article, _ in pages[start : start + BATCH]:
                text = "\n".join((article.title or "", article.body))
                digest = hashlib.sha256(text.encode()).hexdigest()
                self.connection.execute(
                    "insert into articles (url, title, body, row, hash) values (?, ?, ?, ?, ?) on conflict (url) "
                    "do update set title = excluded.title, body = excluded.body, row = excluded.row, "
                    "hash = excluded.hash where hash <> excluded.hash",
                    (article.url, article.title, article.body, json.dumps({"section": article.section}), digest),
                )
            self.connection.execute("commit")


@click.command(help=__doc__)
@click.option(
    "--articles", type=click.IntRange(min=1), default=4000, show_default=True, help="Articles of the archive."
)
@click.option(
    "--rounds", type=click.IntRange(min=1), default=5, show_default=True, help="How often each is seen again."
)
def main(articles: int, rounds: int) -> None:
    """Measure and print; exit 1 where anything was taken for a change."""
    pages = [page(number) for number in range(articles)]
    rates: dict[str, list[float]] = {"aimaq": [], "peer": []}
    gc.freeze()  # the pages, which no crawl holds in memory, shall not be searched for garbage meanwhile
    with TemporaryDirectory() as folder:
        ours, peer = Ours(Path(folder), pages), Peer(Path(folder), pages)
        for visit in range(1, rounds + 1):
            counted = [(replace_views(article, visit), printed) for article, printed in pages]
            seen = captures(pages, visit)
            begun = time.process_time()
            changes = ours.see(counted, seen)
            rates["aimaq"].append(articles / (time.process_time() - begun))
            if changes != {Change.UNCHANGED}:
                message = f"what had not changed was taken for {', '.join(sorted(changes))}"
                raise click.ClickException(message)
            begun = time.process_time()
            peer.see(pages)
            rates["peer"].append(articles / (time.process_time() - begun))
    table = Table(title=f"Unchanged articles seen again in a second of CPU, of {articles}", box=None, pad_edge=False)
    for name in ("round", *rates):
        table.add_column(name, justify="right")
    for number, pair in enumerate(zip(*rates.values(), strict=True), start=1):
        table.add_row(str(number), *(f"{rate:,.0f}" for rate in pair))
    table.add_row("median", *(f"{median(rate):,.0f}" for rate in rates.values()), style="bold")
    Console().print(table)


def replace_views(article: Article, visit: int) -> Article:
    """Return *article* with the counter that it prints at the *visit*."""
    return replace(article, views=(article.views or 0) + visit)


if __name__ == "__main__":
    main()
