"""What an article's address says where it does not show the article: judged from the response alone."""

import sqlite3
from datetime import UTC, datetime

import pytest

from archive.records import Capture, Publisher
from crawlers.capture import as_response
from crawlers.observation import ArticleGone, ArticleMoved, ArticleSeen, observe
from crawlers.paper import Paper, undeclared_paper
from tests.commands import run_aimaq
from tests.crawlers.small_papers import STORIES, SmallPaper, paragraphs, serving

HOME = "https://dala.kz/"
PAPER = Paper(
    name="dala",
    publisher=Publisher(title="Дала үні", home=HOME, languages=("kk",), timezone="Asia/Oral", hosts=("dala-uni.kz",)),
    article_url=r"/(?:kk|ru)/news/[\w-]+",
)
URL = f"{HOME}kk/news/kopir"


def told(status, url=URL, paper=PAPER, body="", **headers):
    """Return what the response of *url* tells."""
    named = {"Content-Type": "text/html; charset=utf-8", **headers}
    capture = Capture(
        id="urn:1",
        site="dala",
        crawl="urn:visit",
        url=url,
        fetched_at=datetime(2026, 3, 20, tzinfo=UTC),
        status=status,
        media_type="text/html",
        digest="sha256:1",
        payload_digest="sha256:1",
        file="dala/a.warc.gz",
        offset=0,
        length=1,
    )
    seen = observe(as_response(url, status, named.items(), body.encode()), paper, capture)
    match seen:
        case ArticleGone(url=at, verdict=verdict):
            return (verdict, at)
        case ArticleMoved(url=at, leads_to=leads_to):
            return ("moved", at, leads_to)
        case ArticleSeen():
            return "shows"
    return seen


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/", ("home", URL)),
        ("https://www.dala.kz/?utm_source=404", ("home", URL)),
        ("/kk", ("home", URL)),
        ("/kk/news/", ("home", URL)),
        ("/index.php", ("home", URL)),
        ("https://dala-uni.kz/", ("home", URL)),
        ("/category/qogam/", ("home", URL)),
        ("/404.html", ("removed", URL)),
        ("/page-not-found/", ("removed", URL)),
        ("/kk/news/zhana-kopir", ("moved", URL, f"{URL.replace('kopir', 'zhana-kopir')}")),
        ("https://dala-uni.kz/kk/news/kopir", ("moved", URL, "https://dala-uni.kz/kk/news/kopir")),
        ("/kk/news/kopir/", None),
        ("http://www.dala.kz/kk/news/kopir", None),
        ("/kk/news/kopir/amp/", None),
        ("https://parking.example/", None),
        ("https://parking.example/kk/news/kopir", None),
        ("/login?next=/kk/news/kopir", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_of_an_article(status, location, expected):
    """Home or a section: withdrawn; another article: moved; the same one, or another paper's page: nothing."""
    assert expected == told(status, Location=location)


def test_redirect_of_what_is_no_article():
    """A list that leads elsewhere, a short address and an edition for phones or in another script refuse no article."""
    assert told(301, f"{HOME}kk/news/", Location="/") is None
    assert told(301, f"{HOME}?p=17", Location="/kk/news/kopir") is None
    assert ("home", f"{HOME}?p=17") == told(301, f"{HOME}?p=17", Location="/")
    for url in (f"{URL}/amp/", f"{HOME}lt/kk/news/kopir"):
        assert told(404, url) is None
        assert told(301, url, Location="/") is None


def test_redirect_of_an_undeclared_paper():
    """Of a paper that nobody has declared any address may be an article, but home and sections are none."""
    paper = undeclared_paper(URL)

    assert ("home", URL) == told(302, paper=paper, Location="/")
    assert ("home", URL) == told(302, paper=paper, Location="/kk/news/")
    assert ("moved", URL, f"{HOME}kk/news/b") == told(302, paper=paper, Location="/kk/news/b")


def test_page_that_leads_away_at_once_is_a_redirect():
    """A page with an immediate refresh is a redirect; one that refreshes itself, or later, is read."""
    page = "<html><head><meta http-equiv='refresh' content='{}'></head><body><h1>Көпір ашылды</h1>{}</body></html>"
    text = paragraphs(STORIES[0][2])

    assert ("home", URL) == told(200, body=page.format("0; url=/", ""))
    assert "shows" == told(200, body=page.format("0; url=/kk/news/kopir", text))
    assert "shows" == told(200, body=page.format("60; url=/", text))


def test_page_that_says_removed_is_a_withdrawal():
    """A page that answers 200 and says that there is nothing is no article."""
    assert ("removed", URL) == told(200, body="<title>Бет табылмады</title><h1>Бет табылмады</h1><p>Кешіріңіз.</p>")


SITE = """
from archive.records import Publisher
from crawlers.sources import Section
from crawlers.spider import NewsSpider

class Wandering(NewsSpider):
    name = "wandering"
    publisher = Publisher(title="Дала үні", home="{home}", languages=("kk", "ru"), timezone="Asia/Oral")
    sources = (Section("/"),)
    article_url = r"/kk/news/[\\w-]+"
    custom_settings = {{"DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": False}}
"""


def story(number, day=21):
    """Return the page of an article."""
    slug, title, words = STORIES[number]
    text = f"<article><h1>{title}</h1><div>{day}.01.2026, 14:30</div>{paragraphs(words)}</article>"
    return f"/kk/news/{slug}", f'<html lang="kk"><head><title>{title}</title></head><body>{text}</body></html>'


def crawl(folder, sites, *, command="crawl", into=None):
    """Run a crawl or a rebuild and return what it said."""
    crawling = command == "crawl"
    arguments = (command, "wandering", "--revisit", "all") if crawling else (command, "--into", into)
    done = run_aimaq(*arguments, "--data", folder, "--sites", sites)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def wandered(tmp_path_factory):
    """Return the archive of a paper that led its addresses hither and thither at the second visit, and a rebuild."""
    folder = tmp_path_factory.mktemp("wandering")
    paper = SmallPaper()
    with serving(paper):
        pages = dict(story(number) for number in range(5))
        paths = list(pages)
        paper.put("/", "".join(f'<a href="{path}">{path}</a>' for path in [*paths, "/kk/news/ring"]))
        for path, page in pages.items():
            paper.put(path, page)
        paper.put("/kk/news/ring", "", status=302, Location="/kk/news/ring/")
        paper.put("/kk/news/ring/", "", status=302, Location="/kk/news/ring")
        (folder / "sites").mkdir()
        (folder / "sites" / "wandering.py").write_text(SITE.format(home=paper.url), "utf-8")
        said = [crawl(folder / "data", folder / "sites")]
        paper.put(paths[0], "", status=301, Location=f"{paths[0]}/")
        paper.put(f"{paths[0]}/", pages[paths[0]])
        paper.put(paths[1], "", status=302, Location="/kk/news/birinshi")
        paper.put("/kk/news/birinshi", "", status=302, Location="/kk/news/ekinshi")
        paper.put("/kk/news/ekinshi", pages[paths[1]].replace("көпір", "көпір"))
        paper.put(paths[2], "", status=302, Location="/")
        paper.put(paths[3], "<title>Бет табылмады</title><h1>Бет табылмады</h1>")
        said.append(crawl(folder / "data", folder / "sites"))
        said.append(crawl(folder / "data", folder / "sites", command="rebuild", into=folder / "again"))
    return folder, said, paper.asked, paths


def rows(folder, query):
    """Return what *query* finds in the archive in *folder*."""
    return sqlite3.connect(folder / "archive.db").execute(query).fetchall()


def test_crawl_tells_and_follows(wandered):
    """Same address otherwise spelt: seen; another: moved, and the other is read; home and removed: withdrawn."""
    folder, _, _, paths = wandered

    query = "select substr(url, instr(url, '/kk')), state, substr(moved_to, instr(moved_to, '/kk')) from articles"
    assert {
        (paths[0], "published", None),
        (paths[1], "moved", "/kk/news/birinshi"),
        ("/kk/news/ekinshi", "published", None),
        (paths[2], "withdrawn", None),
        (paths[3], "withdrawn", None),
        (paths[4], "published", None),
    } == set(rows(folder / "data", query))
    states = rows(folder / "data", "select reason, count(*) from article_states group by reason order by reason")
    assert [(None, 6), ("home", 1), ("redirect", 1), ("removed", 1)] == states


def test_redirects_that_go_round_come_to_an_end(wandered):
    """A ring of redirects is left after a few hops, with one line that says so."""
    _, said, asked, _ = wandered

    assert 6 == asked.count("/kk/news/ring") + asked.count("/kk/news/ring/")
    assert "more than 5 redirects" in said[0]


def test_rebuild_tells_the_same(wandered):
    """Read again without the network, every capture says the same."""
    folder, *_ = wandered

    for table in ("captures", "articles", "revisions", "changes", "article_states"):
        query = f"select * from {table} order by 1, 2"
        assert rows(folder / "data", query) == rows(folder / "again", query), table
