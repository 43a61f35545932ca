"""Places on a site without end are left; counted at the server."""

from itertools import count

import pytest

from archive.faults import Exit
from tests.crawlers.watched_paper import Visits, article, watched

FAST = ("--delay", "0.002")
LIMITS = "    from crawlers.manners.traps import Limits\n    limits = Limits(lists={})\n"


@pytest.fixture
def visits(tmp_path):
    """Return a paper of one article that was never crawled."""
    with watched() as paper:
        paper.articles(1)
        yield Visits(paper, tmp_path)


def crawled(visits, first, follow, more=""):
    """Crawl the paper whose list at *first* leads on to `follow(path)` wherever one goes; return what was said.

    Each of its pages shows an article that no other shows: what shows nothing new is not followed for long.
    """
    visits.declare(more, sources=f'Section("/"), Section("{first}")')
    numbers = count(1)

    def endless(path):
        if path.startswith("/maqala/"):
            return 200, {"Content-Type": "text/html; charset=utf-8"}, article(path).encode()
        shown = f'<a href="/maqala/{next(numbers)}">мақала</a>'
        body = f'<html><body>{shown}<a rel="next" href="{follow(path)}">келесі</a></body></html>'
        return 200, {"Content-Type": "text/html"}, body.encode()

    visits.paper.otherwise = endless
    visits.paper.put("/robots.txt", "", 404)
    done = visits.run(*FAST)
    assert Exit.FINISHED == done.returncode, done.stdout + done.stderr
    return " ".join(done.stdout.split())


def test_calendar_without_end(visits):
    """A calendar is not followed into the years to come."""
    years = count(2026)
    said = crawled(visits, "/kuntizbe/", lambda _: f"/kuntizbe/{next(years)}/12/")

    assert 1 == said.count("it is of a day to come; it looks like a trap")
    assert len(visits.paper.asked) <= 9


def test_calendar_of_the_past(visits):
    """Nor into years before there was anything to print there, unless the site file says otherwise."""
    years = iter(range(1995, 1900, -1))
    said = crawled(visits, "/kuntizbe/", lambda _: f"/kuntizbe/{next(years)}/01/")

    assert "it is of a day before 1990-01-01" in said
    assert "/kuntizbe/1990/01/" in visits.paper.paths()
    assert "/kuntizbe/1989/01/" not in visits.paper.paths()


def test_path_that_repeats(visits):
    """A relative link that grows the path is followed twice at most."""
    said = crawled(visits, "/a/", lambda path: f"{path}kk/news/")

    assert "a part of its path is repeated" in said
    assert "/a/kk/news/kk/news/" in visits.paper.paths()
    assert "/a/kk/news/kk/news/kk/news/" not in visits.paper.paths()


def test_query_that_grows(visits):
    """So is a query that grows."""
    said = crawled(visits, "/izdeu?q=1", lambda path: f"{path}&sort=asc")

    assert "its query grows" in said
    assert len(visits.paper.asked) <= 9


def test_address_that_is_too_long(visits):
    """An address longer than 2,000 characters is none."""
    visits.paper.articles(1, f"/maqala/{'a' * 2_100}")
    said = " ".join(visits.run(*FAST).stdout.split())

    assert "it is longer than 2000 characters" in said
    assert max(map(len, visits.paper.paths())) < 100


def test_limits_of_the_site_file(visits):
    """A site file may set a limit of its own."""
    numbers = count(1)
    said = crawled(visits, "/page/", lambda _: f"/page/{next(numbers)}/", LIMITS.format(5))

    assert "its source has shown 5 lists" in said
    assert 6 == sum(path.startswith("/page/") for path in visits.paper.paths())


def test_limit_that_is_none(visits):
    """A limit that is no number is told with file and field."""
    visits.declare(LIMITS.format(0))

    assert "Watched.limits has lists=0" in visits.run(*FAST).stderr


def test_redirects_without_end(visits):
    """A list that leads from one redirect to the next is left after five."""
    numbers = count(1)
    visits.declare(sources='Section("/"), Section("/sheksiz/0")')
    visits.paper.put("/robots.txt", "", 404)
    visits.paper.otherwise = lambda _: (302, {"Location": f"/sheksiz/{next(numbers)}"}, b"")

    assert Exit.FINISHED == visits.run(*FAST).returncode
    assert 6 == sum(path.startswith("/sheksiz") for path in visits.paper.paths())


def test_article_of_a_year_to_come(visits):
    """The address of an article may name any day: that is the paper's business."""
    visits.paper.articles(1, "/maqala/2031-05-01")
    visits.paper.put("/maqala/2031-05-01", article("Болашақ"))
    visits.run(*FAST)

    assert "/maqala/2031-05-01" in visits.paper.paths()
