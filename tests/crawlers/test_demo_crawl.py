"""The demo paper crawled three times: what the archive holds of it, row by row."""

import json
import sqlite3
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from warcio.checker import Checker

from archive.moments import written
from archive.revisions import as_record
from archive.store import open_for_reading
from archive.warc import payload_digest, read_at
from crawlers.demo.paper import build
from crawlers.reading import SavedPage, read_page
from tests.archive.rows import table_rows
from tests.commands import run_aimaq

pytestmark = pytest.mark.xdist_group("demo-archive")
FIRST_ARTICLE = json.loads((Path(__file__).parent / "first-article.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def database(demo_archive) -> sqlite3.Connection:
    """Return a read-only connection to the demo paper's archive."""
    connection = open_for_reading(demo_archive.folder)
    connection.row_factory = sqlite3.Row
    return connection


def parts(database, table, article, *columns):
    """Return the rows of an article in *table* in order, as dictionaries of *columns*."""
    rows = database.execute(f"select {', '.join(columns)} from {table} where article = ? order by n", (article,))
    return [dict(row) for row in rows]


def record(database, article_id):
    """Return an article as the rows of the database tell it, in the shape of `first-article.json`."""
    row = dict(database.execute("select * from articles where id = ?", (article_id,)).fetchone())
    lists = {
        "bylines": parts(database, "bylines", article_id, "name", "kind", "role"),
        "sources": [part["name"] for part in parts(database, "sources", article_id, "name")],
        "images": parts(database, "article_images", article_id, *FIRST_ARTICLE["images"][0]),
        "quotes": parts(database, "quotes", article_id, "speaker", "role", "text"),
        "boilerplate": [part["text"] for part in parts(database, "boilerplate", article_id, "text")],
        "doubts": parts(database, "doubts", article_id, "field", "code", "text"),
    }
    return {key: lists.get(key, row.get(key)) for key in FIRST_ARTICLE}


def test_first_article_whole(database):
    """Every value that the page of the first article prints is in the database, exactly."""
    title = FIRST_ARTICLE["title"]
    (article,) = database.execute("select id from articles where title = ?", (title,)).fetchall()

    assert FIRST_ARTICLE == record(database, article["id"])


def test_first_article_has_its_pictures_kept(database):
    """The pictures of the first article have an address and lead to their bytes."""
    query = (
        "select i.url, g.digest, g.width from article_images i join images g on g.digest = i.image "
        "join articles a on a.id = i.article where a.title = ? order by i.n"
    )
    rows = database.execute(query, (FIRST_ARTICLE["title"],)).fetchall()

    assert [True, True] == [row["url"].endswith("_1280x720.jpeg") and row["width"] > 0 for row in rows]


@pytest.mark.parametrize("edition", [1, 2])
def test_every_article_as_its_paper_wrote_it(database, demo_archive, edition):
    """Title, text, date, counter, signature, sources, quotes and pictures of all articles are those of the paper."""
    home = f"http://127.0.0.1:{demo_archive.port}"
    for article in build(edition).articles:
        url = home + article.path.rstrip("/")
        (row,) = database.execute("select * from articles where url = ?", (url,)).fetchall()
        texts = "select title, body from revisions where article = ? and title = ? and body = ?"
        assert database.execute(texts, (row["id"], article.title, article.body)).fetchall(), url
        local = article.published.replace(tzinfo=ZoneInfo("Asia/Oral")).astimezone(UTC)
        assert (written(local) if article.printed_date else None) == row["published_at"], url
        views = [
            count["views"] for count in database.execute("select views from view_counts where article = ?", [row["id"]])
        ]
        assert article.views in views, url
        assert article.language == row["language"], url
        byline = [{"name": article.byline.name, "kind": article.byline.kind}] if article.byline else []
        assert byline == parts(database, "bylines", row["id"], "name", "kind"), url
        assert list(article.sources) == [part["name"] for part in parts(database, "sources", row["id"], "name")], url
        quotes = [{"speaker": quote.speaker, "role": quote.role, "text": quote.text} for quote in article.quotes]
        assert quotes == parts(database, "quotes", row["id"], "speaker", "role", "text"), url
        pictures = [
            {"alt": block.picture.alt, "caption": block.picture.caption, "credit": block.picture.credit}
            for block in article.blocks
            if block.picture
        ]
        if edition == 1 and article.number in build(2).repictured:
            continue
        assert pictures == parts(database, "article_images", row["id"], "alt", "caption", "credit"), url


def test_doubts_are_only_the_empty_dates(database):
    """What cannot be read is a NULL and a doubt: on this paper the date labels without a date, nothing else."""
    doubts = database.execute(
        "select d.field, d.code, a.published_at, count(*) as n from doubts d join articles a on a.id = d.article "
        "group by 1, 2, 3"
    )

    assert [("published_at", "empty", None, 6)] == [tuple(row) for row in doubts]


def test_unchanged_paper_writes_no_revision(demo_archive, database):
    """The second crawl of an unchanged paper finds every article unchanged and writes no text."""
    started = [row["started_at"] for row in database.execute("select started_at from crawls order by started_at")]
    query = "select count(*) from revisions where first_seen_at between ? and ?"

    assert database.execute(query, (started[1], started[2])).fetchone()[0] == 0
    assert "151" in demo_archive.outputs[1]


def test_changed_paper_writes_one_revision_per_edit(database):
    """After the edits there is one change and one more version per edited article, of its kind, none for a counter."""
    paper = build(2)
    numbers = (*paper.edited, *paper.repictured)
    titles = {article.number: article.title for article in paper.articles}

    query = (
        "select a.title, c.kinds, (select count(*) from revisions where article = a.id) as versions "
        "from changes c join articles a on a.id = c.article"
    )
    rows = {(row["title"], row["kinds"], row["versions"]) for row in database.execute(query)}
    kinds = ("title", "text", "text", "images")
    assert {(titles[number], kind, 2) for number, kind in zip(numbers, kinds, strict=True)} == rows
    assert [4] == [row["n"] for row in database.execute("select count(*) as n from edited_articles")]


def test_exchanged_picture_is_kept_beside_the_first(database):
    """Of the article with another picture both pictures are in the archive, each with its version."""
    query = (
        "select r.images from changes c join revisions r on r.id in (c.from_revision, c.revision) "
        "where c.kinds = 'images'"
    )
    firsts = [json.loads(row["images"])[0]["printed_url"] for row in database.execute(query)]

    assert 2 == len(set(firsts))
    kept = "select distinct i.digest from captures c join images i on i.digest = c.digest where c.url in (?, ?)"
    assert 2 == len(database.execute(kept, firsts).fetchall())


def test_moved_article_leads_to_where_it_is(database):
    """The article at the old address says where it moved to, with its evidence, and the one there has its text."""
    (moved,) = build(2).moved

    query = (
        "select a.title, a.url, a.body, b.url as there, b.body as body_there, c.status from moved_articles m "
        "join articles a on a.id = m.id join articles b on b.id = m.article_there "
        "join article_states s on s.article = a.id and s.state = 'moved' join captures c on c.id = s.capture"
    )
    (row,) = database.execute(query).fetchall()
    assert (moved.before.title, 301, row["body"]) == (row["title"], row["status"], row["body_there"])
    assert row["url"].endswith(moved.before.path.rstrip("/"))
    assert row["there"].endswith(moved.after.path.rstrip("/"))


def test_counter_is_an_observation(database):
    """Every article in print that prints a counter has one observation at least per crawl, and the last is current."""
    query = (
        "select a.views, (select v.views from view_counts v where v.article = a.id order by observed_at desc limit 1) "
        "as last from articles a where a.views is not null"
    )

    assert all(row["views"] == row["last"] for row in database.execute(query))


def test_withdrawn_article_is_kept_and_marked(database):
    """A withdrawn article keeps its text and says since when and why it is gone; its evidence is a kept answer."""
    reasons = {
        "missing": ("http-404", 404),
        "home": ("home", 301),
        "removed": ("removed", 200),
        "gone": ("http-410", 410),
    }

    query = (
        "select a.title, a.body, w.reason, c.status from withdrawn_articles w join articles a on a.id = w.id "
        "join captures c on c.article = a.id and c.fetched_at = a.withdrawn_at"
    )
    rows = database.execute(query).fetchall()
    expected = {(one.article.title, one.article.body, *reasons[one.farewell]) for one in build(2).withdrawn}
    assert expected == {tuple(row) for row in rows}


def test_article_leads_to_its_record(demo_archive, database):
    """Each article row leads to the WARC record it was read from, by file, offset and digest."""
    query = "select c.* from articles a join captures c on c.id = a.capture"
    for row in database.execute(query).fetchall():
        kept = read_at(demo_archive.folder / "warc", row["file"], row["offset"])
        assert (row["id"], row["url"], row["digest"]) == (kept.capture.id, kept.capture.url, kept.capture.digest)


def test_captured_page_reads_as_the_row_says(demo_archive, database, tmp_path):
    """`aimaq read` on the bytes of a capture gives what the archive holds of it."""
    query = (
        "select a.id, a.title, a.body, c.* from articles a join captures c on c.id = a.capture "
        "where a.views is not null order by a.number limit 5"
    )
    for row in database.execute(query).fetchall():
        kept = read_at(demo_archive.folder / "warc", row["file"], row["offset"])
        page = tmp_path / "page.html"
        page.write_bytes(kept.body)
        saved = SavedPage(
            path=page, url=row["url"], fetched_at=kept.capture.fetched_at, timezone="Asia/Oral", site="demo"
        )
        got = as_record(read_page(saved))
        assert (row["title"], row["body"]) == (got["title"], got["body"])


def test_everything_the_crawl_used_is_kept(database):
    """Articles, lists, the feed, robots.txt and pictures are captures; what robots.txt forbids was never asked for."""
    urls = {row["url"] for row in database.execute("select distinct url from captures")}

    def kept(part):
        return any(part in url for url in urls)

    assert [True] * 5 == [kept(part) for part in ("/robots.txt", "/feed/", "/kk/news/page/2/", ".jpeg", "/ru/news/")]
    assert not kept("/wp-admin/")
    assert not kept("/amp")


def test_same_picture_is_stored_once(database):
    """Two names of one content are one image with both references."""
    query = "select image, count(distinct printed_url) as names from article_images group by image having names > 1"

    assert [2] == [row["names"] for row in database.execute(query)]


def test_warc_files_are_sound(demo_archive):
    """`warcio check` finds no fault in what a crawl writes: block and payload digests of every record are right."""
    files = [str(path) for path in (demo_archive.folder / "warc" / "demo").glob("*.warc.gz")]
    checker = Checker(type("Arguments", (), {"inputs": files, "verbose": False}))

    checker.process_all()

    assert (3, 0) == (len(files), checker.exit_value)


def test_payload_digest_is_that_of_the_bytes(demo_archive, database):
    """A picture's digest is the SHA-256 of its bytes."""
    row = database.execute("select c.* from images i join captures c on c.id = i.capture limit 1").fetchone()
    kept = read_at(demo_archive.folder / "warc", row["file"], row["offset"])

    assert row["digest"] == payload_digest(kept.body)


def test_rebuild_arrives_at_the_same_rows(demo_archive, tmp_path):
    """Read again from the WARC files into an empty folder, all tables hold the same rows as after the crawls."""
    done = run_aimaq("rebuild", "--data", demo_archive.folder, "--into", tmp_path / "again", port=demo_archive.port)

    assert (0, "") == (done.returncode, done.stderr)
    assert table_rows(demo_archive.folder) == table_rows(tmp_path / "again")


def test_full_text_index_is_sound(demo_archive, tmp_path):
    """SQLite's own checks of the file, its foreign keys and the full-text index find nothing."""
    copy = sqlite3.connect(tmp_path / "copy.db")
    sqlite3.connect(demo_archive.folder / "archive.db").backup(copy)

    copy.execute("insert into articles_fts (articles_fts, rank) values ('integrity-check', 1)")
    assert [("ok",)] == copy.execute("pragma integrity_check").fetchall()
    assert [] == copy.execute("pragma foreign_key_check").fetchall()


def test_search_on_the_command_line(demo_archive):
    """`aimaq search` lists the articles with a word, with their addresses."""
    done = run_aimaq("search", "экологиялық", "--data", demo_archive.folder, port=demo_archive.port)

    assert done.returncode == 0
    assert FIRST_ARTICLE["title"] in done.stdout
