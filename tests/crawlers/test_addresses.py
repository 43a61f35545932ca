"""Nothing off the public Internet is asked but what the site file names: by link, redirect, picture, feed, DNS."""

import shutil
import subprocess
import sys

import pytest

from archive.faults import Exit
from tests.commands import ROOT, environment, run_aimaq
from tests.crawlers.watched_paper import Visits, article, watched

FAST = ("--delay", "0.02")
SPELLINGS = (
    "10.0.0.1",
    "169.254.169.254",
    "192.168.1.1",
    "100.64.0.1",
    "0.0.0.0",
    "127.0.0.2",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:10.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::1]",
    "[fe80::1]",
    "[fd00::1]",
    "localhost",
)


@pytest.fixture
def other():
    """Return a server on another port of loopback, which no site file names."""
    with watched() as server:
        server.put("/maqala/ishki", article("Ішкі бет"))
        server.put("/a.png", b"\x89PNG\r\n\x1a\n")
        yield server


@pytest.fixture
def visits(tmp_path):
    """Return a paper of two articles that was never crawled."""
    with watched() as paper:
        paper.articles(2)
        yield Visits(paper, tmp_path)


def port_of(server):
    """Return the port of *server*."""
    return server.home[:-1].rpartition(":")[2]


def said(done):
    """Return what a crawl that came to its end said."""
    assert Exit.FINISHED == done.returncode, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    return " ".join((done.stdout + done.stderr).split())


def test_spellings(visits, other):
    """An address in whatever spelling is not asked, neither for a link nor for a picture; the log says of each why."""
    targets = [f"http://{host}:{port_of(other)}" for host in SPELLINGS]
    visits.paper.articles(2, *(f"{target}/maqala/ishki" for target in targets))
    visits.paper.put("/maqala/1", article("Сурет", *(f"{target}/a.png" for target in targets)))

    log = said(visits.run(*FAST))
    assert [] == other.asked
    assert len(SPELLINGS) == log.count("is no public address, and the site file does not name it")
    assert [] == [host for host in SPELLINGS if f"http://{host}:{port_of(other)}/" not in log]
    assert "/maqala/0" in visits.paper.paths()


def test_other_port_of_the_same_host(visits, other):
    """Another port of the paper's own address is another place."""
    visits.paper.put("/maqala/1", article("Сурет", f"{other.home}a.png"))

    assert f"{other.home}a.png is not asked for: 127.0.0.1 is no public address" in said(visits.run(*FAST))
    assert [] == other.asked


def test_named_by_the_site_file(visits, other):
    """What the site file names is asked: a host with its port."""
    visits.declare(facts=f', hosts=("127.0.0.1:{port_of(other)}",)')
    visits.paper.put("/maqala/1", article("Сурет", f"{other.home}a.png"))

    said(visits.run(*FAST))
    assert "/a.png" in other.paths()


@pytest.mark.parametrize("status", [301, 302, 307])
def test_redirect(visits, other, status):
    """A redirect of an article, a list or a picture is not followed there; the request is done, not tried again."""
    visits.declare(sources='Section("/"), Feed("/feed/")')
    visits.paper.put("/maqala/0", "", status, Location=f"{other.home}maqala/ishki")
    visits.paper.put("/feed/", "", status, Location=f"http://localhost:{port_of(other)}/feed/")
    visits.paper.put("/maqala/1", article("Сурет", f"{visits.paper.home}s.png"))
    visits.paper.put("/s.png", "", status, Location=f"http://0.0.0.0:{port_of(other)}/a.png")

    log = said(visits.run(*FAST))
    assert [] == other.asked
    for netloc in ("127.0.0.1", "localhost", "0.0.0.0"):
        assert f"{netloc}:{port_of(other)}" in log
    assert [1] * 4 == [visits.paper.paths().count(path) for path in ("/maqala/0", "/feed/", "/maqala/1", "/s.png")]


def test_feed_and_sitemap(visits, other):
    """What a feed and a sitemap name is held to the same rule."""
    visits.declare(sources='Section("/"), Feed("/feed/"), Sitemap("/sitemap.xml")')
    link = f"http://10.1.2.3:{port_of(other)}/maqala/ishki"
    feed = f"<rss version='2.0'><channel><item><title>a</title><link>{link}</link></item></channel></rss>"
    visits.paper.put("/feed/", feed, Content_Type="application/rss+xml")
    index = "http://www.sitemaps.org/schemas/sitemap/0.9"
    inner = f"{other.home}sitemap-2.xml"
    sitemap = f"<sitemapindex xmlns='{index}'><sitemap><loc>{inner}</loc></sitemap></sitemapindex>"
    visits.paper.put("/sitemap.xml", sitemap, Content_Type="application/xml")

    log = said(visits.run(*FAST))
    assert [] == other.asked
    assert f"{link} is not asked for" in log
    assert f"{inner} is not asked for" in log


@pytest.mark.parametrize("scheme", ["ftp", "file", "gopher"])
def test_scheme(visits, scheme):
    """Only http and https are asked."""
    place = visits.paper.home.removeprefix("http:")
    visits.paper.articles(2, f"{scheme}:{place}maqala/basqa")

    assert f"{scheme}: is neither http nor https" in said(visits.run(*FAST))


def test_meta_refresh(visits, other):
    """A page that sends browsers elsewhere sends nobody here."""
    page = f'<html><head><meta http-equiv="refresh" content="0; url={other.home}maqala/ishki"></head>'
    visits.paper.put("/maqala/0", page)

    said(visits.run(*FAST))
    assert [] == other.asked


def with_hosts_file(folder, *lines):
    """Return the words before a command that make *lines* the hosts file it sees; skips where that is not permitted."""
    hosts, unshare = folder / "hosts", shutil.which("unshare")
    hosts.write_text("127.0.0.1 localhost\n" + "\n".join(lines) + "\n", "ascii")
    mounted = ["sh", "-c", f'mount --bind {hosts} /etc/hosts && exec "$@"', "sh"]
    words = [unshare or "unshare", "-m", *mounted]
    if not unshare or subprocess.run([*words, "true"], check=False, capture_output=True).returncode:
        pytest.skip("a hosts file of its own cannot be mounted here: that takes root and the right to mount")
    return words


def crawl_with(words, visits, *more, **variables):
    """Crawl in a process that *words* begin."""
    command = [*words, sys.executable, "-m", "crawlers", *map(str, visits.arguments(*more))]
    settings = environment() | variables
    return subprocess.run(command, capture_output=True, text=True, check=False, env=settings, cwd=ROOT, timeout=120)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1"])
def test_name_that_leads_into_the_local_network(visits, other, tmp_path, address):
    """What a name leads to is looked at when it is connected to, whoever answers the question for it."""
    words = with_hosts_file(tmp_path, f"{address} suret.example.kz")
    picture = f"http://suret.example.kz:{port_of(other)}/a.png"
    visits.paper.put("/maqala/1", article("Сурет", picture))

    log = said(crawl_with(words, visits, *FAST, AIMAQ_CONTACT="archive@example.kz"))
    assert [] == other.asked
    assert f"suret.example.kz is {address}, which is no public address" in log


def test_paper_whose_name_leads_into_the_local_network(visits, tmp_path):
    """A paper whose own name leads there is not asked; its pages wait for a better answer."""
    words = with_hosts_file(tmp_path, "127.0.0.1 gazet.example.kz")
    visits.declare(home=visits.paper.home.replace("127.0.0.1", "gazet.example.kz"))

    done = crawl_with(words, visits, AIMAQ_CONTACT="archive@example.kz")
    assert Exit.UNFINISHED == done.returncode, done.stdout + done.stderr
    assert "gazet.example.kz is 127.0.0.1, which is no public address" in " ".join(done.stderr.split())
    assert [] == visits.paper.asked


def test_proxy_of_the_environment_is_not_used(visits, other):
    """Through a proxy nobody could tell which address is connected to."""
    said(visits.run(*FAST, http_proxy=other.home, HTTP_PROXY=other.home))

    assert [] == other.asked
    assert "/maqala/0" in visits.paper.paths()


@pytest.mark.parametrize("command", ["save", "add"])
def test_commands_for_one_page(visits, other, tmp_path, command):
    """`aimaq save` and `add` ask the place that was named, and follow it to no other off the public Internet."""
    visits.paper.put("/", "", 302, Location=other.home)
    done = run_aimaq(command, visits.paper.home, "--into", tmp_path / "pages", AIMAQ_DELAY="0")

    assert Exit.FAULT == done.returncode
    assert "is no public address" in done.stderr
    assert [] == other.asked
    assert ["/robots.txt", "/"] == visits.paper.paths()
    assert not (tmp_path / "pages").exists()
