"""How often a paper is asked, counted at its server."""

import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from archive.faults import Exit
from archive.store import Archive
from tests.crawlers.watched_paper import Visits, article, watched

DELAY = 0.4


@pytest.fixture
def visits(tmp_path):
    """Return a paper of four articles that was never crawled."""
    with watched() as paper:
        paper.articles(4)
        yield Visits(paper, tmp_path)


def test_gap_and_one_at_a_time(visits):
    """No request comes sooner than the delay after the one before it, nor before that one is answered."""
    visits.paper.answer_seconds = 0.1

    done = visits.run("--delay", DELAY)
    assert Exit.FINISHED == done.returncode, done.stdout + done.stderr
    assert 6 == len(visits.paper.asked)
    assert min(visits.paper.gaps()) >= DELAY
    assert 0 == visits.paper.overlaps()


def test_a_second_by_default(visits):
    """Without an option, on loopback as well, a host is asked once a second."""
    done = visits.run()

    assert Exit.FINISHED == done.returncode, done.stdout + done.stderr
    assert min(visits.paper.gaps()) >= 1.0


def test_crawl_delay(visits):
    """The Crawl-delay of robots.txt for us counts where it is longer than --delay."""
    visits.paper.put("/robots.txt", "User-agent: aimaq\nCrawl-delay: 0.7\n\nUser-agent: *\nCrawl-delay: 0.1\n")

    assert Exit.FINISHED == visits.run("--delay", "0.01").returncode
    assert 6 == len(visits.paper.asked)
    assert min(visits.paper.gaps()) >= 0.7


def test_crawl_delay_without_a_delay_of_the_site(visits):
    """A paper on loopback that is asked without pauses, eight pages at once, keeps the Crawl-delay all the same."""
    visits.declare('    custom_settings = {"DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 8}\n')
    visits.paper.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.5\n")
    visits.paper.answer_seconds = 0.2

    assert Exit.FINISHED == visits.run().returncode
    assert min(visits.paper.gaps()) >= 0.5
    assert 0 == visits.paper.overlaps()


def test_gap_between_two_crawls(visits):
    """A crawl that begins right after another keeps the pause to the other's last request."""
    for _ in range(2):
        assert Exit.FINISHED == visits.run("--delay", "2.5", "--afresh").returncode

    assert min(visits.paper.gaps()) >= 2.5
    assert 1 == visits.paper.paths().count("/robots.txt")


def test_two_papers_of_one_host_in_two_processes(visits, tmp_path):
    """Two papers of one host that are crawled by two processes ask it one after the other: never both, never sooner."""
    visits.paper.answer_seconds = 0.1
    other = Visits(visits.paper, tmp_path, "other")
    Archive(visits.data).close()
    with visits.start("--delay", DELAY) as first, other.start("--delay", DELAY) as second:
        said = first.communicate(timeout=60)[0] + second.communicate(timeout=60)[0]

    assert (Exit.FINISHED, Exit.FINISHED) == (first.returncode, second.returncode), said
    assert len(visits.paper.asked) >= 7
    assert "another paper of" in said
    assert min(visits.paper.gaps()) >= DELAY
    assert 0 == visits.paper.overlaps()


def test_pictures_of_one_host_for_two_papers(visits, tmp_path):
    """Two papers that show pictures of a third host ask for them in turns, in processes of their own."""
    with watched() as pictures, watched() as second_paper:
        other = Visits(second_paper, tmp_path, "other")
        pictures.answer_seconds = 0.1
        for one in (visits, other):
            one.paper.articles(4)
            shown = [f"{pictures.home}{one.name}{number}.png" for number in range(4)]
            one.paper.put("/maqala/0", article("Сурет", *shown))
            one.declare(facts=f', hosts=("{pictures.home[7:-1]}",)')
        Archive(visits.data).close()
        with visits.start("--delay", DELAY) as first, other.start("--delay", DELAY) as second:
            said = first.communicate(timeout=60)[0] + second.communicate(timeout=60)[0]

    assert (Exit.FINISHED, Exit.FINISHED) == (first.returncode, second.returncode), said
    assert 8 == sum(path.endswith(".png") for path in pictures.paths())
    assert min(pictures.gaps()) >= DELAY
    assert 0 == pictures.overlaps()


def test_two_papers_of_one_host_in_one_command(visits, tmp_path):
    """Two papers of one host in one command take turns as well."""
    visits.paper.answer_seconds = 0.1
    Visits(visits.paper, tmp_path, "other")
    done = visits.run("other", "--delay", DELAY)

    assert Exit.FINISHED == done.returncode, done.stdout + done.stderr
    assert min(visits.paper.gaps()) >= DELAY
    assert 0 == visits.paper.overlaps()


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_in_seconds(visits, status):
    """After 429 or 503 nothing is asked of the host before Retry-After has passed; then the page is asked for again."""
    good = visits.paper.answers["/maqala/1"]
    visits.paper.answers["/maqala/1"] = [(status, {"Retry-After": "3"}, b""), good]

    done = visits.run("--delay", "0.05")
    assert Exit.FINISHED == done.returncode, done.stdout + done.stderr
    (_, after) = between(visits.paper, "/maqala/1")
    assert after >= 3.0
    assert 2 == visits.paper.paths().count("/maqala/1")


def between(paper, path):
    """Return the place of the first request for *path* and the seconds until the next request of all."""
    place = paper.paths().index(path)
    return place, paper.asked[place + 1].came - paper.asked[place].answered


def test_retry_after_as_a_date(visits):
    """Retry-After may be a date (RFC 9110, 10.2.3)."""
    good = visits.paper.answers["/maqala/2"]
    moments = []

    def busy():
        if moments:
            return good
        moments.append(datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=4))
        return 503, {"Retry-After": format_datetime(moments[0], usegmt=True)}, b""

    visits.paper.answers["/maqala/2"] = busy
    done = visits.run("--delay", "0.05")
    assert Exit.FINISHED == done.returncode, done.stdout + done.stderr
    place, after = between(visits.paper, "/maqala/2")
    assert after > 2.5
    assert "/maqala/2" in visits.paper.paths()[place + 1 :]


def test_rest_longer_than_a_crawl_waits(visits):
    """The crawl stops with a line that says until when; the next one asks for nothing before, and then goes on."""
    good = visits.paper.answers["/maqala/1"]
    visits.paper.answers["/maqala/1"] = [(429, {"Retry-After": "1800"}, b""), good]

    first = visits.run("--delay", "0.05")
    asked = len(visits.paper.asked)
    second = visits.run("--delay", "0.05")
    assert (Exit.UNFINISHED, Exit.UNFINISHED) == (first.returncode, second.returncode)
    until = (datetime.now(UTC) + timedelta(minutes=29)).isoformat()[:13]
    for done in (first, second):
        (line,) = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("Error:")]
        assert f"rests until {until[:10]}" in line
    assert asked == len(visits.paper.asked)
    with closing(sqlite3.connect(visits.data / "operations.db", isolation_level=None)) as operations:
        operations.execute("update hosts set rests_until = ?", (time.time(),))
    assert Exit.FINISHED == visits.run("--delay", "0.05").returncode
    assert 2 == visits.paper.paths().count("/maqala/1")


def test_backoff_without_a_header(visits):
    """Without Retry-After the host is left alone longer after each answer that says nothing else."""
    good = visits.paper.answers["/maqala/3"]
    visits.paper.answers["/maqala/3"] = [(503, {}, b""), (503, {}, b""), good]

    done = visits.run("--delay", "0.1")
    assert Exit.FINISHED == done.returncode, done.stdout + done.stderr
    places = [place for place, path in enumerate(visits.paper.paths()) if path == "/maqala/3"]
    waits = [visits.paper.asked[place + 1].came - visits.paper.asked[place].answered for place in places[:2]]
    assert 3 == len(places)
    assert waits[0] >= 0.4
    assert waits[1] >= 0.8


def test_overloaded_host_is_given_up(visits):
    """A host that answers nothing but 503 is left alone after eight pages; what waits, waits."""
    visits.paper.articles(12)
    for number in range(12):
        visits.paper.put(f"/maqala/{number}", "", 503)
    done = visits.run("--delay", "0.001")

    assert Exit.UNFINISHED == done.returncode
    assert "rests until" in done.stderr
    assert 8 == len(set(visits.paper.paths()) - {"/", "/robots.txt"})


def test_delay_below_a_second(visits):
    """--delay goes below a second on loopback alone."""
    visits.declare(home="https://example.kz/")
    done = visits.run("--delay", "0.5", AIMAQ_CONTACT="archive@example.kz")

    assert Exit.USAGE == done.returncode
    assert "loopback" in done.stderr
    assert not visits.data.exists()
