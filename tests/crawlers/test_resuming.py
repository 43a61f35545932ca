"""Crawls that are stopped, refused or cut off from the network: one line each, and the next crawl goes on."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager
from urllib.parse import urlsplit

import pytest

from archive.faults import Exit
from benchmarks.kill_paper import KillPaper, article_path, serving, site_file
from tests.commands import ROOT, free_port, run_aimaq, start_aimaq
from tests.crawlers.small_papers import KAZAKH, SmallPaper, paragraphs
from tests.crawlers.small_papers import serving as serving_small

ARTICLES = 40
DELAY, SLOWLY = 0.02, 0.3
PATIENCE_SECONDS = 60


class Crawls:
    """A paper on loopback and the archive it is crawled into."""

    def __init__(self, paper, folder):
        """Crawl *paper* into a folder below *folder*."""
        self.paper, self.folder, self.data = paper, folder, folder / "data"
        (folder / "sites").mkdir()
        self.declare()

    def declare(self, more="", delay=DELAY):
        """Write the site file, with *more* of a class body."""
        text = site_file(self.paper.home, delay) + more
        (self.folder / "sites" / "kill.py").write_text(text, "utf-8")

    def arguments(self, *more):
        """Return the words of the command that crawls the paper."""
        return ("crawl", "kill", "--data", self.data, "--sites", self.folder / "sites", *more)

    def run(self, *more, **environment):
        """Crawl to the end."""
        return run_aimaq(*self.arguments(*more), **environment)

    @contextmanager
    def running(self, *more, **environment):
        """Yield a crawl that has asked for some pages already."""
        before = len(self.paper.asked)
        with start_aimaq(*self.arguments(*more), **environment) as crawl:
            deadline = time.monotonic() + PATIENCE_SECONDS
            while len(self.paper.asked) - before < 12 and time.monotonic() < deadline:
                assert crawl.poll() is None, crawl.communicate()
                time.sleep(0.005)
            yield crawl

    def states(self):
        """Return how many requests are in each state."""
        return dict(self._found("frontier/kill.db", "select state, count(*) from requests group by state"))

    def finished(self):
        """Return the paths whose requests are done."""
        requests = self._found("frontier/kill.db", "select request from requests where state = 'done'")
        return {"/" + json.loads(request)["url"].removeprefix(self.paper.home) for (request,) in requests}

    def archived(self, query):
        """Return the rows that *query* finds in the archive."""
        return self._found("archive.db", query)

    def _found(self, name, query):
        with closing(sqlite3.connect(self.data / name)) as database:
            return database.execute(query).fetchall()

    def ends_well(self, **environment):
        """Crawl to the end and assert that all is there, and that nothing finished was asked for again."""
        finished, before = self.finished(), len(self.paper.asked)
        done = self.run(**environment)
        assert Exit.FINISHED == done.returncode, done.stdout + done.stderr
        assert not finished & set(self.paper.asked[before:])
        urls = {self.paper.home.rstrip("/") + article_path(number) for number in range(self.paper.articles)}
        assert urls == {url for (url,) in self.archived("select url from articles")}
        kept = self.archived("select count(*), count(distinct image) from article_images where image is not null")
        assert [(2 * self.paper.articles, self.paper.articles + 1)] == kept
        assert not self.states()
        return done.stdout


@pytest.fixture
def crawls(tmp_path):
    """Return a paper of forty articles that was never crawled."""
    with serving(KillPaper(ARTICLES)) as paper:
        yield Crawls(paper, tmp_path)


@contextmanager
def small_disk(folder, size):
    """Make *folder* a disk of its own of *size*; yield a function that mounts it anew with other options."""
    folder.mkdir(parents=True)
    mount, umount = shutil.which("mount"), shutil.which("umount")
    wanted = [mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]
    if os.getuid() != 0 or not mount or subprocess.run(wanted, check=False, capture_output=True).returncode:
        pytest.skip("a disk of its own cannot be mounted here: that takes root and the right to mount")
    try:
        yield lambda options: subprocess.run([mount, "-o", f"remount,{options}", folder], check=True)
    finally:
        subprocess.run([umount, folder], check=True)


def errors(said):
    """Return the lines of a command that begin with `Error:`; there is no traceback beside them."""
    assert "Traceback" not in said, said
    return [line for line in said.splitlines() if line.startswith("Error:")]


def port_of(paper):
    """Return the port that *paper* is served on."""
    return urlsplit(paper.home).port


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_signal(crawls, sign):
    """A signal lets the pages on their way arrive; the exit code and the crawl's row say so, and the next goes on."""
    with crawls.running() as crawl:
        crawl.send_signal(sign)
        said, _ = crawl.communicate(timeout=PATIENCE_SECONDS)

    assert Exit.UNFINISHED == crawl.returncode
    assert not errors(said)
    assert "`aimaq crawl kill` goes on" in said
    assert [("shutdown",)] == crawls.archived("select reason from crawls")
    assert "leased" not in crawls.states()
    assert "the last crawl was broken off at" in crawls.ends_well()


def test_second_signal(crawls):
    """Ctrl-C twice stops at once; what was on its way is asked for again."""
    with crawls.running() as crawl:
        crawl.send_signal(signal.SIGINT)
        time.sleep(0.01)
        crawl.send_signal(signal.SIGINT)
        crawl.communicate(timeout=PATIENCE_SECONDS)

    assert Exit.UNFINISHED == crawl.returncode
    crawls.ends_well()


def test_afresh(crawls):
    """With --afresh the unfinished crawl is forgotten; with --revisit all besides, everything is asked for anew."""
    with crawls.running() as crawl:
        crawl.kill()
    before = len(crawls.paper.asked)

    done = crawls.run("--afresh", "--revisit", "all")
    assert Exit.FINISHED == done.returncode
    assert "broken off" not in done.stdout
    assert {article_path(number) for number in range(ARTICLES)} <= set(crawls.paper.asked[before:])


def test_two_crawls_of_one_paper(crawls):
    """The second is refused with the number of the first one's process, asks for nothing, and harms nothing."""
    crawls.declare(delay=SLOWLY)
    with crawls.running() as first:
        second = crawls.run()
        first.send_signal(signal.SIGTERM)
        first.communicate(timeout=PATIENCE_SECONDS)

    assert (Exit.BUSY, Exit.UNFINISHED) == (second.returncode, first.returncode)
    (line,) = errors(second.stdout + second.stderr)
    assert f"by process {first.pid}" in line
    assert 1 == crawls.paper.asked.count("/robots.txt")
    crawls.declare()
    crawls.ends_well()


def test_network_lost(tmp_path):
    """Where nothing answers any more the crawl stops after eight pages; with the network back it goes on."""
    paper = KillPaper(ARTICLES)
    with ExitStack() as served:
        served.enter_context(serving(paper))
        crawls = Crawls(paper, tmp_path)
        with crawls.running() as crawl:
            served.close()
            said, _ = crawl.communicate(timeout=PATIENCE_SECONDS)

    assert Exit.UNFINISHED == crawl.returncode
    (line,) = errors(said)
    assert "8 pages in a row got no answer" in line
    assert "pages wait" in line
    assert [("network",)] == crawls.archived("select reason from crawls")
    with serving(paper, port_of(paper)):
        crawls.ends_well()


def test_overloaded_page_is_put_off(tmp_path):
    """A page that answers 503 is asked for again by the next crawl, and by that one only."""
    with serving(KillPaper(3)) as paper:
        crawls = Crawls(paper, tmp_path)
        whole = paper.answers[article_path(1)]
        paper.answers[article_path(1)] = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
        done = crawls.run()
        assert Exit.FINISHED == done.returncode
        assert "1 pages got no answer; the next crawl asks for them again" in done.stdout
        assert {"deferred": 1} == crawls.states()
        assert 3 == paper.asked.count(article_path(1))

        paper.answers[article_path(1)] = whole
        said = crawls.ends_well()
    assert "broken off" not in said
    assert 4 == paper.asked.count(article_path(1))


def test_callback_with_a_fault_is_put_off(crawls):
    """A page that our own code stumbles over is not finished: it is asked for again when the code is mended."""
    crawls.declare(
        "\n    def parse(self, response, **named):\n"
        "        for one in super().parse(response, **named):\n"
        "            yield one\n"
        "            if response.url.endswith('/maqala/3'):\n"
        "                raise ValueError('our own fault')\n"
    )
    done = crawls.run()
    assert Exit.FINISHED == done.returncode
    assert "our own fault" in done.stdout
    assert {"deferred": 1} == crawls.states()

    crawls.declare()
    crawls.ends_well()


def test_redirects_and_short_addresses(tmp_path):
    """A redirect to the same canonical address is followed, one to a known address asks for nothing twice."""
    paper = SmallPaper()
    with serving_small(paper):
        story = f"<h1>Көпір</h1><div class='date'>21.01.2026, 14:30</div><div class='text'>{paragraphs(KAZAKH)}</div>"
        links = ("/maqala/1", "/maqala/2", "/maqala/3", "/maqala/4")
        paper.put("/", "".join(f'<a href="{link}">Көпір</a>' for link in links))
        paper.put("/maqala/1", story)
        paper.put("/maqala/2", "", status=301, Location="/maqala/2/")
        paper.put("/maqala/2/", story)
        paper.put("/maqala/3", "", status=302, Location="/maqala/1")
        paper.put("/maqala/4", "", status=302, Location="http://localhost:9/elsewhere")
        paper.home = paper.url
        crawls = Crawls(paper, tmp_path)
        done = crawls.run()

    assert Exit.FINISHED == done.returncode, done.stdout + done.stderr
    urls = {url.removeprefix(paper.url) for (url,) in crawls.archived("select url from articles")}
    assert {"maqala/1", "maqala/2"} <= urls
    assert not [path for path in paper.asked if paper.asked.count(path) > 1]
    assert {} == crawls.states()


def test_database_locked_from_the_beginning(crawls):
    """A database that another program writes to for too long is told before the first request."""
    with crawls.running() as crawl:
        crawl.kill()
    before = len(crawls.paper.asked)
    holder = sqlite3.connect(crawls.data / "archive.db", isolation_level=None)
    holder.execute("begin immediate")

    done = crawls.run(AIMAQ_BUSY_SECONDS="0.2")
    holder.execute("rollback")
    assert Exit.BUSY == done.returncode
    (line,) = errors(done.stdout + done.stderr)
    assert "another program holds the database" in line
    assert before == len(crawls.paper.asked)
    crawls.ends_well()


def test_database_locked_in_the_middle(crawls):
    """A database that another program takes hold of stops the crawl; what could not be stored is asked for again."""
    with crawls.running(AIMAQ_BUSY_SECONDS="0.2") as crawl:
        holder = sqlite3.connect(crawls.data / "archive.db", isolation_level=None, timeout=30)
        holder.execute("begin immediate")
        said, _ = crawl.communicate(timeout=PATIENCE_SECONDS)
        holder.execute("rollback")

    assert Exit.BUSY == crawl.returncode, said
    (line,) = errors(said)
    assert "another program holds the database" in line
    crawls.ends_well()


@pytest.mark.parametrize(("place", "size"), [("data", "2m"), ("data/warc", "64k")])
def test_full_disk(tmp_path, place, size):
    """A disk that fills up, under the database or under the WARC files, stops the crawl with one line.

    With more room it goes on, nothing kept is lost, and no WARC file holds half a record.
    """
    with serving(KillPaper(150)) as paper, small_disk(tmp_path / place, size) as remount:
        crawls = Crawls(paper, tmp_path)
        done = crawls.run("--min-free", "0")
        assert Exit.DISK == done.returncode, done.stdout + done.stderr
        (line,) = errors(done.stdout + done.stderr)
        assert "full" in line

        remount("size=64m")
        crawls.ends_well(AIMAQ_MIN_FREE="0")
        again = run_aimaq("rebuild", "--data", crawls.data, "--into", tmp_path / "again")
    assert Exit.FINISHED == again.returncode, again.stderr


def test_too_little_is_free(tmp_path):
    """Below --min-free the crawl stops by itself while there is room to end well, or does not begin."""
    with serving(KillPaper(120)) as paper, small_disk(tmp_path / "disk", "48m"):
        crawls = Crawls(paper, tmp_path)
        crawls.data = tmp_path / "disk" / "data"
        with crawls.running("--min-free", "20M") as crawl:
            (tmp_path / "disk" / "other").write_bytes(bytes(30_000_000))
            said, _ = crawl.communicate(timeout=PATIENCE_SECONDS)
        assert Exit.DISK == crawl.returncode, said
        assert "less than --min-free" in errors(said)[0]
        assert [("disk",)] == crawls.archived("select reason from crawls")
        asked = len(paper.asked)

        again = crawls.run("--min-free", "20M")
        assert (Exit.DISK, asked) == (again.returncode, len(paper.asked))
        (tmp_path / "disk" / "other").unlink()
        crawls.ends_well(AIMAQ_MIN_FREE="1M")


def test_disk_that_is_read_only(tmp_path):
    """An archive that cannot be written is told before the first request, and not touched."""
    with serving(KillPaper(ARTICLES)) as paper, small_disk(tmp_path / "disk", "48m") as remount:
        crawls = Crawls(paper, tmp_path)
        crawls.data = tmp_path / "disk" / "data"
        with crawls.running(AIMAQ_MIN_FREE="0") as crawl:
            crawl.kill()
        asked = len(paper.asked)
        remount("ro")

        done = crawls.run("--min-free", "0")
        assert Exit.FAULT == done.returncode
        (line,) = errors(done.stdout + done.stderr)
        assert "cannot write the archive" in line
        assert asked == len(paper.asked)
        remount("rw")
        crawls.ends_well(AIMAQ_MIN_FREE="0")


def test_several_papers_in_one_command(crawls):
    """One that is refused does not keep the other from being crawled; the exit code is that of the more serious end."""
    crawls.declare(delay=SLOWLY)
    other = site_file(crawls.paper.home, 0).replace('"kill"', '"other"').replace("Kill(", "Other(")
    (crawls.folder / "sites" / "other.py").write_text(other, "utf-8")
    with crawls.running() as first:
        both = run_aimaq("crawl", "kill", "other", "--data", crawls.data, "--sites", crawls.folder / "sites")
        first.kill()

    assert Exit.BUSY == both.returncode
    (line,) = errors(both.stdout + both.stderr)
    assert "kill is being crawled" in line
    assert [("finished",)] == crawls.archived("select reason from crawls where site = 'other'")


def test_scrapy_fetch_keeps_nothing(crawls, tmp_path):
    """`scrapy fetch` of a page of a declared paper goes without a frontier, an archive and a lock."""
    environment = os.environ | {"AIMAQ_DATA": str(tmp_path / "none"), "AIMAQ_SITES": str(tmp_path / "sites")}
    command = [sys.executable, "-m", "scrapy", "fetch", "--nolog", "--spider", "kill", f"{crawls.paper.home}maqala/1"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert "1-мектеп жөнделді" in done.stdout
    assert not (tmp_path / "none").exists()


def test_nothing_answers(tmp_path):
    """A paper that does not answer at all is a fault; its list waits for the next crawl as it is."""
    paper = KillPaper(3)
    paper.home = f"http://127.0.0.1:{free_port()}/"
    crawls = Crawls(paper, tmp_path)

    done = crawls.run()
    assert Exit.FAULT == done.returncode
    (line,) = errors(done.stdout + done.stderr)
    assert "nothing could be fetched for kill" in line
    assert {"leased": 1} == crawls.states()
    with serving(paper, port_of(paper)):
        crawls.ends_well()


def test_size_that_is_none(tmp_path):
    """A size without a number is a wrong word."""
    done = run_aimaq("crawl", "demo", "--data", tmp_path / "data", "--min-free", "much")

    assert Exit.USAGE == done.returncode
    assert "500M" in errors(done.stderr)[0]


def test_backup_while_a_crawl_runs(crawls, tmp_path):
    """A backup made in the middle of a crawl is whole, and what crawls there later goes on from where it was."""
    crawls.declare(delay=SLOWLY)
    with crawls.running() as crawl:
        done = run_aimaq("backup", tmp_path / "copy", "--data", crawls.data)
        crawl.kill()
    assert 0 == done.returncode, done.stdout + done.stderr

    verified = run_aimaq("verify", "--data", tmp_path / "copy")
    assert {0, 6} >= {verified.returncode}
    assert "breaks off" not in verified.stderr
    assert "is not there" not in verified.stderr
    crawls.declare()
    crawls.data = tmp_path / "copy"
    crawls.ends_well()
    assert 0 == run_aimaq("verify", "--data", tmp_path / "copy").returncode


def test_rebuild_waits_for_no_crawl(crawls):
    """While a crawl runs, the archive is not made anew under its feet; a line says who holds it."""
    crawls.declare(delay=SLOWLY)
    with crawls.running() as crawl:
        done = run_aimaq("rebuild", "--data", crawls.data, "--sites", crawls.folder / "sites")
        crawl.kill()

    assert Exit.BUSY == done.returncode
    assert "a crawl of kill by process" in done.stderr
