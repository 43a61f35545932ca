"""An archive that a test puts texts into, without pages."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from archive.derived import bring_up_to_date
from archive.records import Article, Byline, Capture, Crawl, Metadata, Printed, Publisher
from archive.revisions import add_article
from archive.search import search
from archive.store import Archive

PAPER = Publisher(title="Дала үні", home="http://dala.example/", languages=("kk", "ru"), timezone="Asia/Oral")
BEGIN = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
VISIT = Crawl(id="<urn:uuid:1>", site="dala", started_at=BEGIN, finished_at=None, reason=None)


@dataclass
class Shelf:
    """An archive that a test puts texts into."""

    archive: Archive
    looks: int = 0

    def __post_init__(self) -> None:
        """Put the paper and a visit to it on record."""
        self.archive.add_site("dala", PAPER)
        self.archive.add_crawl(VISIT)

    def put(self, name: str, title: str, body: str, **facts: Any) -> None:
        """Let a paper publish *body* under *title* at the address *name*, signed, dated and filed as *facts* say."""
        self.looks += 1
        moment = BEGIN + timedelta(seconds=self.looks)
        url = f"http://dala.example/{name.replace(' ', '-')}"
        capture = Capture(
            id=f"<urn:{self.looks}>",
            site="dala",
            crawl=VISIT.id,
            url=url,
            fetched_at=moment,
            status=200,
            media_type="text/html",
            digest=f"sha256:{self.looks}",
            payload_digest=None,
            file="dala/1.warc.gz",
            offset=self.looks,
            length=1,
        )
        printed = Printed(url=url, site="dala", publisher=PAPER, fetched_at=moment, metadata=Metadata(), title=title)
        article = Article(url=url, site="dala", title=title, body=body, section=facts.get("section"))
        article.bylines = [Byline(name=name, kind="person") for name in facts.get("bylines", ())]
        if "published" in facts:
            article.published_at = datetime.combine(facts["published"], BEGIN.timetz())
            article.published_precision = "minute"
        add_article(self.archive, article, printed, capture)

    def keep_up(self) -> None:
        """Let the visit end."""
        bring_up_to_date(self.archive)

    def found(self, words: str) -> set[str]:
        """Return the names of the texts that a search for *words* finds."""
        hits = search(self.archive.connection, words).hits
        return {hit.url.rpartition("/")[2].replace("-", " ") for hit in hits}
