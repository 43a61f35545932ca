"""What a crawl learns of a paper as a whole: the tail that its articles share, and the versions that they link."""

import json
import sqlite3

import pytest

from tests.commands import run_aimaq
from tests.crawlers.small_papers import STORIES, SmallPaper, paragraphs, serving

TAIL = "Даланың әр күні туралы сөз осы беттерде айтылады"
SITE = """
from archive.records import Publisher
from crawlers.sources import Section
from crawlers.spider import NewsSpider

class Shared(NewsSpider):
    name = "shared"
    publisher = Publisher(title="Дала үні", home="{home}", languages=("kk", "ru"), timezone="Asia/Oral")
    sources = (Section("/"),)
    article_url = r"/kk/news/[\\w-]+"
    custom_settings = {{"DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": False}}
"""


def article(title, words, slug, *, tail):
    """Return an article's page; it links itself in Latin script and its Russian translation."""
    return (
        f'<html lang="kk"><head><title>{title}</title>'
        f'<link rel="alternate" hreflang="ru" href="/ru/news/{slug}"></head>'
        f"<body><article><h1>{title}</h1><div>21.01.2026, 14:30</div>"
        f'<a href="/kk/news/{slug}?lang=latyn">Qaz</a>{paragraphs(words)}<p>{tail}</p></article></body></html>'
    )


@pytest.fixture(params=[6, 3], ids=["six articles", "three articles"])
def crawled(request, tmp_path):
    """Return how many articles a paper has that all end with the same line, and the folder of its archive."""
    paper = SmallPaper()
    stories = STORIES[: request.param]
    with serving(paper):
        paper.put("/", "".join(f'<a href="/kk/news/{slug}">{title}</a>' for slug, title, _ in stories))
        for slug, title, words in stories:
            paper.put(f"/kk/news/{slug}", article(title, words, slug, tail=TAIL))
        sites = tmp_path / "sites"
        sites.mkdir()
        (sites / "shared.py").write_text(SITE.format(home=paper.url), "utf-8")
        done = run_aimaq("crawl", "shared", "--data", tmp_path / "data", "--sites", sites)
        assert done.returncode == 0, done.stdout + done.stderr
        done = run_aimaq("rebuild", "--data", tmp_path / "data", "--into", tmp_path / "again", "--sites", sites)
        assert done.returncode == 0, done.stdout + done.stderr
        assert not [path for path in paper.asked if "lang=" in path]
    return request.param, tmp_path / "data", tmp_path / "again"


def rows(folder, query):
    """Return what *query* finds in the archive in *folder*."""
    return sqlite3.connect(folder / "archive.db").execute(query).fetchall()


def test_shared_tail(crawled):
    """A line that ends at least five articles is no part of any; one that ends fewer stays in the text."""
    count, folder, again = crawled
    learnt = count >= 5

    assert ([(TAIL, count)] if learnt else []) == rows(folder, "select text, articles from tails")
    assert {not learnt} == {TAIL in body for (body,) in rows(folder, "select body from articles")}
    assert (count if learnt else 0) == len(rows(folder, f"select * from boilerplate where text = '{TAIL}'"))
    assert [(1,)] == rows(folder, "select distinct n from (select count(*) as n from revisions group by article)")
    for query in ("select id, body from articles", "select * from tails", "select article, body from revisions"):
        assert sorted(rows(folder, query)) == sorted(rows(again, query))


def test_saved_page_without_the_tail(crawled, tmp_path):
    """A saved page is read as the archive would hold it: without the tail, if that was learnt."""
    count, folder, _ = crawled
    page = tmp_path / "page.html"
    slug, title, words = STORIES[0]
    page.write_text(article(title, words, slug, tail=TAIL), "utf-8")
    (url,) = rows(folder, f"select url from articles where url like '%{slug}'")[0]

    given = ("read", page, "--url", url, "--site", "shared", "--sites", tmp_path / "sites", "--data")
    bodies = [json.loads(run_aimaq(*given, data).stdout)["body"] for data in (folder, tmp_path / "nowhere")]

    assert [count < 5, True] == [TAIL in body for body in bodies]


def test_versions(crawled):
    """The text in Latin script and the translation are versions of the article: linked, no articles of their own."""
    count, folder, _ = crawled

    assert [(count,)] == rows(folder, "select count(*) from articles")
    kinds = rows(folder, "select language, script, count(*) from variants group by language, script order by language")
    assert [("kk", "Latn", count), ("ru", None, count)] == kinds
