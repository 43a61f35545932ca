"""What becomes of an article from capture to capture."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from archive.records import Article, Capture, Crawl, Printed, Publisher
from archive.revisions import Change, add_article, add_gone
from archive.store import Archive

PAPER = Publisher(title="Дала үні", home="https://dala.kz/", languages=("kk",), timezone="Asia/Oral")
URL = "https://dala.kz/kk/news/kopir"
BEGIN = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
PRINTED = Printed(url=URL, site="dala", publisher=PAPER, fetched_at=BEGIN)


@pytest.fixture
def archive(tmp_path):
    """Return an empty archive that knows one paper and one visit."""
    with Archive(tmp_path) as archive:
        archive.add_site("dala", PAPER)
        archive.add_crawl(Crawl(id="urn:visit", site="dala", started_at=BEGIN, finished_at=None, reason=None))
        yield archive


def capture(hour, status=200):
    """Return a capture *hour* hours after the beginning."""
    return Capture(
        id=f"urn:{hour}",
        site="dala",
        crawl="urn:visit",
        url=URL,
        fetched_at=BEGIN + timedelta(hours=hour),
        status=status,
        media_type="text/html",
        digest=f"sha256:{hour}",
        payload_digest=f"sha256:{hour}",
        file="dala/a.warc.gz",
        offset=hour,
        length=1,
    )


def article(body, views):
    """Return the article with this text and counter."""
    return Article(url=URL, site="dala", title="Көпір ашылды", body=body, views=views)


def see(archive, hour, body=None, views=None, status=200):
    """Put one sight of the article into the archive and return what it changed."""
    seen = capture(hour, status)
    archive.add_capture(seen)
    if status != 200:
        return add_gone(archive, URL, seen)
    return add_article(archive, article(body, views), PRINTED, seen)


SIGHTS = (
    {"hour": 0, "body": "Көпір ашылды.", "views": 10},
    {"hour": 1, "body": "Көпір ашылды.", "views": 25},
    {"hour": 2, "body": "Жаңа көпір ашылды.", "views": 40},
    {"hour": 3, "status": 404},
)


def rows(archive):
    """Return all rows that tell of articles; the number that only the full-text index uses aside."""
    tables = ("revisions", "view_counts", "captures")
    found = {table: sorted(map(repr, archive.db.query(f"select * from {table}"))) for table in tables}
    (current,) = archive.db.query("select * from articles")
    return found | {"articles": {key: value for key, value in current.items() if key != "number"}}


def test_changes_are_told_apart(archive):
    """A first sight is new, another counter is no change, another text is an edit, 404 is a withdrawal."""
    got = [see(archive, **sight) for sight in SIGHTS]

    assert [Change.NEW, Change.UNCHANGED, Change.EDITED, Change.WITHDRAWN] == got


def test_withdrawn_article_returns(archive):
    """An article in print again is published again, and its text was never lost."""
    for sight in SIGHTS:
        see(archive, **sight)

    see(archive, hour=4, body="Жаңа көпір ашылды.", views=50)
    (row,) = archive.db.query("select state, withdrawn_at, views, body from articles")
    assert {"state": "published", "withdrawn_at": None, "views": 50, "body": "Жаңа көпір ашылды."} == row


def test_text_that_comes_back_is_the_same_revision(archive):
    """A text that was printed before is no new revision."""
    see(archive, hour=0, body="А", views=1)
    see(archive, hour=1, body="Б", views=2)

    assert see(archive, hour=2, body="А", views=3) == Change.UNCHANGED
    assert archive.db.table("revisions").count == 2


def test_unknown_article_cannot_be_withdrawn(archive):
    """A dead link to something never seen concerns no article."""
    assert see(archive, hour=0, status=404) is None


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_order_of_arrival_makes_no_difference(tmp_path, order):
    """The rows are a function of the captures, not of the order in which they arrive."""
    found = []
    for sequence in (range(3), order):
        with Archive(tmp_path / "-".join(map(str, sequence))) as archive:
            archive.add_site("dala", PAPER)
            archive.add_crawl(Crawl(id="urn:visit", site="dala", started_at=BEGIN, finished_at=None, reason=None))
            for number in sequence:
                see(archive, **SIGHTS[number])
            found.append(rows(archive))

    assert found[0] == found[1]
