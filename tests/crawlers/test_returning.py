"""A paper is visited again and again: what each visit finds, and what it asks the server for."""

import sqlite3
from contextlib import closing

import pytest

from tests.commands import run_aimaq
from tests.crawlers.press import SITE, Press, on_sale

COUNT = 60
EDITED = (3, 20, 37, 45, 56)
WITHDRAWN = (10, 30, 59)


class Visits:
    """The visits to one paper."""

    def __init__(self, press, folder, sources):
        """Declare *press*, which is served, with *sources*."""
        self.press = press
        self.data = folder / "data"
        self.sites = folder / "sites"
        self.sites.mkdir()
        (self.sites / "press.py").write_text(SITE.format(home=press.url, sources=sources), "utf-8")

    def crawl(self, *more):
        """Visit the paper and return what was asked for, robots.txt aside: path, whether conditional, status."""
        before = len(self.press.asked)
        done = run_aimaq("crawl", "press", "--data", self.data, "--sites", self.sites, *more)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr
        return [one for one in self.press.asked[before:] if one[0] != "/robots.txt"]

    def change(self):
        """Publish ten articles, edit five, withdraw three."""
        self.press.publish(10)
        self.press.edit(*EDITED)
        self.press.withdraw(*WITHDRAWN)

    def found(self):
        """Return how many articles there are, how many withdrawn, and how many changes."""
        query = (
            "select (select count(*) from articles), (select count(*) from articles where state = 'withdrawn'), "
            "(select count(*) from changes)"
        )
        with closing(sqlite3.connect(self.data / "archive.db")) as database:
            return database.execute(query).fetchone()

    def let_time_pass(self):
        """Let every article be due for another look, as it is after half a year."""
        with closing(sqlite3.connect(self.data / "frontier" / "press.db")) as frontier, frontier:
            frontier.execute("update looks set due_at = '2020-01-01T00:00:00.000Z'")


@pytest.fixture
def paper(tmp_path, request):
    """Return the visits to a paper of sixty articles with the sources that the test names."""
    sources, options = request.param if isinstance(request.param, tuple) else (request.param, {})
    press = Press(**options)
    press.publish(COUNT)
    with on_sale(press):
        yield Visits(press, tmp_path, sources)


def articles(asked):
    """Return which articles were asked for."""
    return [path for path, _, _ in asked if path.startswith("/news/")]


WAYS = [
    "WordPress()",
    "Sitemap()",
    'Section("/latest/")',
    'Feed("/feed/"), Section("/latest/")',
    'WordPress(), Feed("/feed/"), Section("/latest/")',
]


@pytest.mark.parametrize("paper", WAYS, indirect=True)
def test_every_article_once_and_then_nothing(paper):
    """Whatever lists a paper has, each article is asked for once; later the cheapest list says that nothing is new."""
    asked = paper.crawl()

    assert COUNT == len(articles(asked)) == len(set(articles(asked)))
    assert (COUNT, 0, 0) == paper.found()
    assert len(asked) <= 1.15 * COUNT
    again = paper.crawl()
    assert [] == articles(again)
    assert len(again) <= 2


@pytest.mark.parametrize(
    "paper", ["WordPress()", ("WordPress()", {"galleries": 3}), "Sitemap()"], indirect=True, ids=str
)
def test_whole_lists_tell_of_edits_and_withdrawals(paper):
    """Ten new articles, five edits and three withdrawals are found by the next visit, whatever the articles' age."""
    paper.crawl()
    paper.change()

    asked = paper.crawl()

    assert (COUNT + 10, 3, 5) == paper.found()
    assert len(articles(asked)) == 18
    assert len(asked) <= 24


@pytest.mark.parametrize("paper", ['Section("/latest/")', 'Feed("/feed/"), Section("/latest/")'], indirect=True)
def test_lists_of_the_newest_tell_of_those(paper):
    """New articles are found at once, and one that fell out between others; the rest when they are due."""
    paper.crawl()
    paper.change()

    asked = paper.crawl()
    assert (COUNT + 10, 1, 0) == paper.found()
    assert len(articles(asked)) == 11
    paper.let_time_pass()
    asked = paper.crawl()

    assert (COUNT + 10, 3, 5) == paper.found()
    assert 5 == sum(status == 200 for path, _, status in asked if path.startswith("/news/"))
    still_there = [conditional for path, conditional, status in asked if path.startswith("/news/") and status != 404]
    assert all(still_there)


@pytest.mark.parametrize("paper", ['Feed("/feed/"), Section("/latest/")'], indirect=True)
def test_more_news_than_a_feed_holds(paper):
    """Where a feed shows nothing that it showed before, sections are asked for what it no longer holds."""
    paper.crawl()
    paper.press.publish(70)

    paper.crawl()

    assert (COUNT + 70, 0, 0) == paper.found()


@pytest.mark.parametrize("paper", ['WordPress(), Section("/latest/")'], indirect=True)
def test_list_that_fails_is_replaced(paper):
    """A WordPress whose API is switched off is followed by its sections from the same visit on."""
    paper.crawl()
    paper.press.broken.add("/wp-json/wp/v2/posts")
    paper.press.publish(45)

    asked = paper.crawl()
    assert (COUNT + 45, 0, 0) == paper.found()
    again = paper.crawl()

    assert any(path.startswith("/wp-json") for path, _, _ in asked)
    assert not any(path.startswith("/wp-json") for path, _, _ in again)


@pytest.mark.parametrize("paper", ['WordPress(), Section("/latest/")'], indirect=True)
def test_first_visit_by_what_is_there(paper):
    """Where the cheapest list is not there, the next one is walked to its end."""
    paper.press.broken.add("/wp-json/wp/v2/posts")

    asked = paper.crawl()

    assert (COUNT, 0, 0) == paper.found()
    assert len(asked) <= 1.15 * COUNT


@pytest.mark.parametrize("paper", [("Sitemap()", {"lastmod_today": True})], indirect=True)
def test_lastmod_that_is_always_today_is_ignored(paper):
    """Dates that call everything changed at every visit are not believed; what is new is found all the same."""
    paper.crawl()
    assert [] == articles(paper.crawl())
    paper.press.publish(3)

    asked = paper.crawl()

    assert len(articles(asked)) == 3


@pytest.mark.parametrize("paper", [('Section("/latest/")', {"validators": False})], indirect=True)
def test_no_validator_no_condition(paper):
    """A server that sends no validator is never asked conditionally."""
    paper.crawl()
    paper.let_time_pass()

    asked = paper.crawl()

    assert COUNT == len(articles(asked))
    assert not any(conditional for _, conditional, _ in asked)


@pytest.mark.parametrize("paper", ["WordPress()", 'Feed("/feed/"), Section("/latest/")'], indirect=True)
def test_since_leaves_out_what_is_older(paper):
    """`--since` walks back to a day, and a later one further back."""
    paper.press.publish(COUNT)
    first = paper.crawl("--since", "2026-09-05")
    assert len(articles(first)) < 80
    assert [] == articles(paper.crawl())

    second = paper.crawl("--since", "2026-01-01")

    assert (2 * COUNT, 0, 0) == paper.found()
    assert 2 * COUNT == len(articles(first)) + len(articles(second))


@pytest.mark.parametrize("paper", ['Section("/latest/")'], indirect=True)
def test_rebuild_reads_304_as_the_crawl_did(paper):
    """A page that was not modified is the page captured before, in the crawl and when it is read back."""
    paper.crawl()
    paper.let_time_pass()
    paper.press.edit(3)
    asked = paper.crawl()
    assert COUNT - 1 == sum(status == 304 for path, _, status in asked if path.startswith("/news/"))

    done = run_aimaq("rebuild", "--data", paper.data, "--sites", paper.sites, "--into", paper.data.parent / "again")

    assert done.returncode == 0, done.stdout + done.stderr
    for table in ("captures", "articles", "revisions", "changes", "article_states", "doubts"):
        rows = []
        for folder in (paper.data, paper.data.parent / "again"):
            with closing(sqlite3.connect(folder / "archive.db")) as database:
                rows.append(database.execute(f"select * from {table} order by 1, 2").fetchall())
        assert rows[0] == rows[1], table
    with closing(sqlite3.connect(paper.data / "archive.db")) as database:
        query = "select count(*) from captures where status = 304 and verdict = 'shows' and revision is not null"
        assert (COUNT - 1,) == database.execute(query).fetchone()


@pytest.mark.parametrize("paper", ['Section("/latest/")'], indirect=True)
def test_budget_of_a_day_is_kept(paper):
    """A crawl stops when the paper was asked as often as the site file allows a day, says so, and goes on later."""
    site = paper.sites / "press.py"
    site.write_text(site.read_text("utf-8") + "    requests_a_day = 40\n", "utf-8")

    done = [run_aimaq("crawl", "press", "--data", paper.data, "--sites", paper.sites) for _ in range(2)]

    assert [3, 3] == [one.returncode for one in done]
    assert "40 requests" in done[0].stderr
    assert len([one for one in paper.press.asked if one[0] != "/robots.txt"]) == 40
    site.write_text(site.read_text("utf-8").replace("= 40\n", "= 400\n"), "utf-8")
    paper.crawl()
    assert (COUNT, 0, 0) == paper.found()


@pytest.mark.parametrize("paper", [('Section("/latest/")', {"announces": True})], indirect=True)
def test_announced_lists_are_tried_and_kept(paper):
    """A paper declared by its sections that announces an API is asked by it from the second visit on."""
    paper.crawl()
    second = paper.crawl()
    assert [] == articles(second)
    assert len(second) <= 3
    paper.change()

    asked = paper.crawl()

    assert (COUNT + 10, 3, 5) == paper.found()
    assert not any(path.startswith("/latest/") for path, _, _ in asked)


@pytest.mark.parametrize("paper", [('Section("/latest/")', {"announces": True})], indirect=True)
def test_announced_lists_that_do_not_serve_are_left(paper):
    """An API that is announced and closed costs one request a day, and the sections are asked as before."""
    paper.press.broken.add("/wp-json/wp/v2/posts")
    paper.crawl()
    paper.crawl()
    paper.press.publish(3)

    asked = paper.crawl()

    assert (COUNT + 3, 0, 0) == paper.found()
    assert not any(path.startswith("/wp-json") for path, _, _ in asked)
