"""Every kind of source, crawled with `aimaq crawl` from a paper on loopback."""

import gzip
import json
import sqlite3
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from scrapy.http import HtmlResponse, Response, TextResponse

from crawlers.sources import DayArchive, Feed, NoListError, Sitemap, WordPress
from tests.commands import run_aimaq
from tests.crawlers.small_papers import KAZAKH, XML, SmallPaper, paragraphs, serving

SITE = """from datetime import date

from archive.records import Publisher
from crawlers.sources import DayArchive, Feed, Section, Sitemap, WordPress
from crawlers.spider import NewsSpider


class Own(NewsSpider):
    name = "own"
    publisher = Publisher(title="Дала үні", home="{home}", languages=("kk",), timezone="Asia/Oral")
    sources = ({source},)
    article_url = r"/news/[\\w-]+"
    custom_settings = {{"DOWNLOAD_DELAY": 0}}
"""
API = "/wp-json/wp/v2/posts?per_page=100&_fields=link%2Cdate%2Cdate_gmt%2Cmodified_gmt&page={}"


@pytest.fixture
def paper():
    """Return a paper with five articles and no list of them."""
    with serving(SmallPaper()) as paper:
        paper.put("/robots.txt", "User-agent: *\nDisallow: /news/jasyryn\n", "text/plain")
        for name in ("bir", "eki", "ush", "tort", "bes", "jasyryn"):
            story = f"<article><h1>Көпір туралы: {name}</h1><div>21.01.2026, 14:30</div>{paragraphs(KAZAKH)}</article>"
            paper.put(f"/news/{name}", story)
        yield paper


def crawled(paper, source, folder):
    """Return the names of the articles that a crawl of *paper* from *source* keeps, and what it said."""
    (folder / "sites").mkdir()
    (folder / "sites" / "own.py").write_text(SITE.format(home=paper.url, source=source), "utf-8")
    done = run_aimaq("crawl", "own", "--sites", folder / "sites", "--data", folder / "data")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    rows = sqlite3.connect(folder / "data" / "archive.db").execute("select url from articles").fetchall()
    return {urlsplit(url).path.rpartition("/")[2] for (url,) in rows}, done.stdout + done.stderr


def urlset(paper, *names):
    """Return a sitemap of the articles *names*, each with a picture and today's date."""
    entries = "".join(
        f"<url><loc> {paper.url}news/{name} </loc><lastmod>{date.today()}</lastmod>"  # noqa: DTZ011 - any day
        f"<image:image><image:loc>{paper.url}news/suret-{name}</image:loc></image:image></url>"
        for name in names
    )
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {spaces}>{entries}</urlset>'


def index(*addresses):
    """Return a sitemap index of *addresses*."""
    parts = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in addresses)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{parts}</sitemapindex>'


def test_sitemap_index(paper, tmp_path):
    """An index leads on to its children, plain and gzip by content; a picture's address is no article's."""
    children = (
        f"{paper.url}post-1.xml",
        f"{paper.url}post-2.xml.gz",
        f"{paper.url}news.xml",
        "http://other.example/a.xml",
    )
    paper.put("/sitemap.xml", index(*children), XML)
    paper.put("/post-1.xml", urlset(paper, "bir", "eki"), XML)
    paper.put("/post-2.xml.gz", gzip.compress(urlset(paper, "ush").encode()), "application/x-gzip")
    paper.put("/news.xml", urlset(paper, "bes", "jasyryn"), XML)

    names, _ = crawled(paper, "Sitemap()", tmp_path)
    assert {"bir", "eki", "ush", "bes"} == names
    assert not [path for path in paper.asked if "suret" in path or "jasyryn" in path]


def test_newest_child_of_an_index_first():
    """The children of an index are asked for by the numbers in their addresses, whatever `lastmod` says; news first."""
    body = index("https://a.kz/post-9.xml", "https://a.kz/news.xml", "https://a.kz/post-10.xml").encode()

    listing = Sitemap().read(Response("https://a.kz/sitemap.xml", body=body))
    assert ("https://a.kz/news.xml", "https://a.kz/post-10.xml", "https://a.kz/post-9.xml") == listing.lists


def test_wordpress_api(paper, tmp_path):
    """The API is walked page by page as far as its header says."""
    for number, names in enumerate((("bir", "eki"), ("ush", "tort"), ("bes",)), 1):
        posts = json.dumps([{"link": f"{paper.url}news/{name}"} for name in names])
        paper.put(API.format(number), posts, "application/json; charset=UTF-8", X_WP_TotalPages="3")

    names, _ = crawled(paper, "WordPress()", tmp_path)
    assert {"bir", "eki", "ush", "tort", "bes"} == names
    assert 3 == sum("/wp-json/" in path for path in paper.asked)


def test_day_archive(paper, tmp_path):
    """Days are walked back to `since` and no further; a day without news and a day of two pages are nothing special."""
    today = date.today()  # noqa: DTZ011 - the paper's day may be one later, which is a day without news
    first, second = (f"/{today - timedelta(days=days):%Y/%m/%d}/" for days in (1, 3))
    too_early = f"/{today - timedelta(days=4):%Y/%m/%d}/"
    paper.put(first, '<a href="/news/bir">Көпір</a><a rel="next" href="?page=2">Келесі</a>')
    paper.put(f"{first}?page=2", '<a href="/news/eki">Мектеп</a>')
    paper.put(second, '<a href="/news/ush">Саябақ</a>')
    paper.put(too_early, '<a href="/news/bes">Көл</a>')
    since = today - timedelta(days=3)

    names, said = crawled(paper, f"DayArchive(since=date({since.year}, {since.month}, {since.day}))", tmp_path)
    assert {"bir", "eki", "ush"} == names
    assert too_early not in paper.asked
    assert "404" not in said


def test_list_that_is_none(paper, tmp_path):
    """A source that answers with something else is told in one line, with what it is."""
    paper.put("/feed/", "<html><body>Сайт жөнделуде</body></html>")

    names, said = crawled(paper, "Feed()", tmp_path)
    assert set() == names
    assert "it is no feed: its root element is html" in " ".join(said.split())


@pytest.mark.parametrize(
    ("source", "response", "why"),
    [
        (Sitemap(), Response("https://a.kz/s", body=b"\x1f\x8b\x08damaged"), "damaged gzip"),
        (Sitemap(), Response("https://a.kz/s", body=b"<html></html>"), "root element is html"),
        (Sitemap(), Response("https://a.kz/s", body=b""), "no XML"),
        (Sitemap(), Response("https://a.kz/s", body=gzip.compress(bytes(40 * 1024**2))), "larger than 32 MB"),
        (Feed(), Response("https://a.kz/f", headers={"Content-Type": "image/png"}), "image/png"),
        (Feed(), TextResponse("https://a.kz/f", body=b" ", encoding="utf-8"), "empty"),
        (WordPress(), TextResponse("https://a.kz/w", body=b"<html>", encoding="utf-8"), "no JSON"),
        (
            WordPress(),
            TextResponse("https://a.kz/w", body=b'{"code":"rest_no_route"}', encoding="utf-8"),
            "rest_no_route",
        ),
    ],
)
def test_why_it_is_no_list(source, response, why):
    """What is no list of its kind is refused, and it is said why."""
    with pytest.raises(NoListError, match=why):
        source.read(response)


def test_api_without_its_header():
    """Where a proxy drops the number of pages, a full page has a next one and a short page has none."""
    posts = json.dumps([{"link": f"https://a.kz/news/{n}"} for n in range(100)])
    page = TextResponse("https://a.kz/wp-json/wp/v2/posts?page=3", body=posts, encoding="utf-8")

    assert ("https://a.kz/wp-json/wp/v2/posts?page=4",) == WordPress().read(page).lists
    assert () == WordPress().read(page.replace(body=b"[]")).lists


def test_links_that_are_no_addresses():
    """A link that cannot be an address is passed over."""
    page = HtmlResponse("https://a.kz/", body='<a href="http://[x">а</a><a href="/news/bir">б</a>', encoding="utf-8")

    assert ("https://a.kz/news/bir",) == DayArchive(since=date(2026, 1, 1)).read(page).links
