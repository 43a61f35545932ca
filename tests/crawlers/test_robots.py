"""What robots.txt says is kept, by RFC 9309; counted at the server."""

import json
import sqlite3
from contextlib import closing

import pytest

from archive.faults import Exit
from tests.crawlers.watched_paper import Visits, article, watched

FAST = ("--delay", "0.02")


@pytest.fixture
def visits(tmp_path):
    """Return a paper of three articles that was never crawled."""
    with watched() as paper:
        paper.articles(3)
        yield Visits(paper, tmp_path)


def waiting(visits):
    """Return how many requests wait in the frontier, and how many are done or put off."""
    with closing(sqlite3.connect(visits.data / "frontier" / f"{visits.name}.db")) as frontier:
        states = dict(frontier.execute("select state, count(*) from requests group by state"))
    return states.get("pending", 0) + states.get("leased", 0), states.get("done", 0) + states.get("deferred", 0)


def error(done):
    """Return the one line that says why a crawl stopped."""
    assert "Traceback" not in done.stdout + done.stderr
    (line,) = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("Error:")]
    return line


def test_nothing_forbidden_is_asked(visits):
    """The group that names us counts in place of the one for all; what it forbids is never asked for."""
    visits.paper.put("/robots.txt", "User-agent: *\nDisallow: /\n\nUser-agent: AIMAQ\nDisallow: /maqala/1\n")

    assert Exit.FINISHED == visits.run(*FAST).returncode
    assert ["/", "/maqala/0", "/maqala/2", "/robots.txt"] == sorted(visits.paper.paths())
    assert "/robots.txt" == visits.paper.paths()[0]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_none_there_allows(visits, status):
    """A robots.txt that answers 4xx forbids nothing, whatever its page says (RFC 9309, 2.3.1.3)."""
    visits.paper.put("/robots.txt", "User-agent: *\nDisallow: /\n", status)

    assert Exit.FINISHED == visits.run(*FAST).returncode
    assert 5 == len(visits.paper.asked)


@pytest.mark.parametrize("status", [500, 503, None])
def test_failing_one_stops_the_paper(visits, status):
    """A robots.txt that fails, or breaks off, forbids everything (2.3.1.4); the next crawl finds all waiting."""
    visits.paper.put("/robots.txt", "User-agent: *\nAllow: /\n", status)
    done = visits.run(*FAST)

    assert Exit.UNFINISHED == done.returncode
    assert "robots.txt cannot be had" in error(done)
    assert {"/robots.txt"} == set(visits.paper.paths())
    assert (1, 0) == waiting(visits)
    with closing(sqlite3.connect(visits.data / "operations.db")) as operations:
        assert [("robots",)] == operations.execute("select reason from ends").fetchall()
    visits.paper.put("/robots.txt", "User-agent: *\nDisallow: /maqala/1\n")
    assert Exit.FINISHED == visits.run(*FAST).returncode
    assert "/maqala/0" in visits.paper.paths()
    assert "/maqala/1" not in visits.paper.paths()


def test_redirects(visits):
    """Five redirects are followed, to another host as well, and what stands there counts for ours (2.3.1.2)."""
    with watched() as other:
        other.put("/rules", "User-agent: *\nDisallow: /maqala/2\n")
        visits.declare(facts=f', hosts=("{other.home[7:-1]}",)')
        for hop in range(4):
            visits.paper.put("/robots.txt" if not hop else f"/hop{hop}", "", 302, Location=f"/hop{hop + 1}")
        visits.paper.put("/hop4", "", 301, Location=f"{other.home}rules")

        assert Exit.FINISHED == visits.run(*FAST).returncode
        assert ["/rules"] == other.paths()
    assert "/maqala/1" in visits.paper.paths()
    assert "/maqala/2" not in visits.paper.paths()


def test_redirects_without_end(visits):
    """After five redirects there is no robots.txt."""
    visits.paper.put("/robots.txt", "", 302, Location="/robots.txt")

    assert Exit.FINISHED == visits.run(*FAST).returncode
    assert 6 == visits.paper.paths().count("/robots.txt")
    assert "/maqala/2" in visits.paper.paths()


def test_redirect_into_the_local_network(visits):
    """A robots.txt that leads to an address that is not asked is one that cannot be had."""
    visits.paper.put("/robots.txt", "", 302, Location="http://169.254.169.254/robots.txt")
    done = visits.run(*FAST)

    assert Exit.UNFINISHED == done.returncode
    assert "169.254.169.254 is no public address" in error(done)
    assert {"/robots.txt"} == set(visits.paper.paths())


def test_long_one_is_cut(visits):
    """500 KiB are read; what stands behind is not there (2.5)."""
    filler = "# толтыру\n" * 40_000
    text = "User-agent: *\nDisallow: /maqala/0\n" + filler + "User-agent: *\nDisallow: /maqala/1\n"
    visits.paper.put("/robots.txt", "\ufeff" + text)

    assert Exit.FINISHED == visits.run(*FAST).returncode
    assert "/maqala/0" not in visits.paper.paths()
    assert "/maqala/1" in visits.paper.paths()


def test_one_without_end(visits):
    """What never ends is read no further than it counts, and kept as far as it came."""
    endless = "User-agent: *\nDisallow: /maqala/0\n" + "# шексіз\n" * 4_000_000
    visits.paper.put("/robots.txt", endless)

    assert Exit.FINISHED == visits.run(*FAST).returncode
    assert "/maqala/0" not in visits.paper.paths()
    assert "/maqala/1" in visits.paper.paths()
    assert sum(file.stat().st_size for file in visits.data.rglob("*.warc.gz")) < 4_000_000
    with closing(sqlite3.connect(visits.data / "archive.db")) as archive:
        faults = archive.execute("select fault from captures where url like '%/robots.txt'").fetchall()
    assert [("length",)] == faults


def test_kept_for_a_day(visits):
    """The next crawl within 24 hours asks for none; after that it does, and what changed is on record."""
    visits.paper.put("/robots.txt", "User-agent: *\nDisallow: /maqala/0\n")
    for _ in range(2):
        assert Exit.FINISHED == visits.run(*FAST).returncode
    assert 1 == visits.paper.paths().count("/robots.txt")

    with closing(sqlite3.connect(visits.data / "operations.db", isolation_level=None)) as operations:
        operations.execute("update robots set fetched_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 day')")
        visits.paper.put("/robots.txt", "User-agent: *\nDisallow: /maqala/2\n")
        assert Exit.FINISHED == visits.run(*FAST).returncode
        row = operations.execute("select status, text, previous, changed_at = fetched_at from robots").fetchone()
    assert 2 == visits.paper.paths().count("/robots.txt")
    assert (200, "User-agent: *\nDisallow: /maqala/2\n", "User-agent: *\nDisallow: /maqala/0\n", 1) == row


def test_old_copy_is_no_answer(visits):
    """Where robots.txt fails after a day, the old copy is not gone by: when in doubt nothing is asked for."""
    assert Exit.FINISHED == visits.run(*FAST).returncode
    asked = len(visits.paper.asked)
    with closing(sqlite3.connect(visits.data / "operations.db", isolation_level=None)) as operations:
        operations.execute("update robots set fetched_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-25 hours')")
    visits.paper.put("/robots.txt", "", 500)

    assert Exit.UNFINISHED == visits.run(*FAST).returncode
    assert {"/robots.txt"} == set(visits.paper.paths()[asked:])


@pytest.mark.parametrize("status", [200, 500])
def test_host_of_pictures(visits, status):
    """The robots.txt of a picture's host counts for it; where that fails, the picture alone is put off."""
    with watched() as other:
        visits.declare(facts=f', hosts=("{other.home[7:-1]}",)')
        other.put("/robots.txt", "User-agent: *\nDisallow: /closed/\n", status)
        for path in ("/closed/a.png", "/open/a.png"):
            other.put(path, b"\x89PNG\r\n\x1a\n")
        pictures = (f"{other.home}closed/a.png", f"{other.home}open/a.png")
        visits.paper.put("/maqala/1", article("Сурет", *pictures))

        assert Exit.FINISHED == visits.run(*FAST).returncode
        assert "/closed/a.png" not in other.paths()
        assert (status == 200) == ("/open/a.png" in other.paths())
    assert "/maqala/2" in visits.paper.paths()


def test_it_is_kept_in_the_warc(visits):
    """The robots.txt that was gone by is a capture like any other."""
    assert Exit.FINISHED == visits.run(*FAST).returncode

    with closing(sqlite3.connect(visits.data / "archive.db")) as archive:
        urls = {url for (url,) in archive.execute("select url from captures")}
    assert f"{visits.paper.home}robots.txt" in urls, json.dumps(sorted(urls))
