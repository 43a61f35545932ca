"""Papers that print one another's texts, for tests of stories."""

from datetime import UTC, datetime, timedelta

from archive.derived import bring_up_to_date
from archive.records import Article, Block, Capture, Crawl, Metadata, Printed, Publisher
from archive.revisions import add_article

DAWN = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)


class Press:
    """An archive in which papers publish texts; papers come on record with their first."""

    def __init__(self, archive):
        """Publish into *archive*."""
        self.archive = archive
        self.looks = 0

    def publish(self, paper, name, body, *, hour, **facts):
        """Let *paper* print *body* at the address *name*, dated *hour* hours after dawn, and return its id."""
        self._open(paper)
        self.looks += 1
        moment = DAWN + timedelta(days=30, seconds=self.looks)
        url = f"http://{paper}.example/{name}"
        capture = Capture(
            id=f"urn:{paper}:{name}:{self.looks}",
            site=paper,
            crawl=f"urn:{paper}",
            url=url,
            fetched_at=moment,
            status=200,
            media_type="text/html",
            digest=f"sha256:{url}:{self.looks}",
            payload_digest=f"sha256:{url}:{self.looks}",
            file=f"{paper}/1.warc.gz",
            offset=self.looks,
            length=1,
        )
        publisher = Publisher(title=paper, home=f"http://{paper}.example/", languages=("ru",), timezone="Asia/Oral")
        blocks = [Block(kind="paragraph", text=paragraph) for paragraph in body.split("\n\n")]
        dates = {"blocks": blocks, "published_at": DAWN + timedelta(hours=hour), "published_precision": "minute"}
        article = Article(url=url, site=paper, body=body, language="ru", **{"title": name, **dates, **facts})
        printed = Printed(url=url, site=paper, publisher=publisher, fetched_at=moment, metadata=Metadata())
        add_article(self.archive, article, printed, capture)
        return article.id

    def _open(self, paper):
        publisher = Publisher(title=paper, home=f"http://{paper}.example/", languages=("ru",), timezone="Asia/Oral")
        self.archive.add_site(paper, publisher)
        self.archive.add_crawl(
            Crawl(id=f"urn:{paper}", site=paper, started_at=DAWN, finished_at=None, reason=None),
        )

    def stories(self):
        """Bring the stories up to date and return of each article in one the first printing."""
        bring_up_to_date(self.archive)
        return dict(self.archive.connection.execute("select article, story from same_texts"))

    def shares(self, article):
        """Return how much of *article* stands in the first printing, and how much of that in it."""
        query = "select share, share_of_first from same_texts where article = ?"
        return self.archive.connection.execute(query, (article,)).fetchone()
