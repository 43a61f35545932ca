"""Alerts: raised by what happens to a paper, told once, over when a crawl shows that all is well."""

import sqlite3
import ssl
from contextlib import closing
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from archive.alerts import OPERATIONS, open_alerts
from archive.faults import Exit
from archive.moments import written_exactly
from benchmarks.kill_paper import KillPaper, site_file
from benchmarks.kill_paper import serving as serving_killed
from tests.archive.rows import table_rows
from tests.commands import free_port, run_aimaq
from tests.crawlers.alerted_paper import WatchedPaper, redesigned
from tests.crawlers.small_papers import XML, serving

DAY = timedelta(days=1)
CLOUDFLARE = (
    "<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={}</script></body></html>"
)


@pytest.fixture
def paper(tmp_path):
    """Return a paper with twelve articles of today that was crawled once."""
    with serving(WatchedPaper()) as paper:
        paper.begin(tmp_path)
        paper.publish(*range(1, 13))
        assert Exit.FINISHED == paper.crawl().returncode
        yield paper


def self_signed(folder):
    """Return a context that serves with a certificate for 127.0.0.1 which it has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now - DAY).not_valid_after(now + DAY)
    certificate = builder.sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "server.pem").write_bytes(private + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context


def test_well_paper_raises_nothing(paper):
    """A paper that publishes, changes nothing else and answers raises no alert, at the first crawl or later."""
    assert [] == paper.open_codes()
    for number in (13, 14):
        paper.publish(number)
        paper.crawl()

    assert [] == paper.open_codes()


def test_redesign(paper):
    """Fields that are lost on new pages raise an alert; it is said once, and over when the pages are as before."""
    paper.publish(21, 22, 23, 24, page=redesigned)
    for number in range(1, 13):
        paper.put(f"/maqala/{number}", redesigned(number, None))
    first, second = paper.crawl(), paper.crawl()
    (alert,) = paper.alerts()
    assert ("layout-changed", "watched") == (alert["code"], alert["site"])
    assert "published_at is read on 0 of 16 pages, usually on 12 of 12" in alert["text"]
    assert "layout-changed" in first.stdout
    assert "layout-changed" not in second.stdout

    paper.publish(*range(1, 13))
    paper.publish(21, 22, 23, 24)
    third = paper.crawl()
    assert [] == paper.open_codes()
    assert "layout-changed is over" in third.stdout
    assert ["layout-changed"] == [alert["code"] for alert in paper.alerts("--all")]


@pytest.mark.parametrize(
    ("answer", "essence"),
    [
        ({"body": "", "status": 404}, "404"),
        ({"body": "", "status": 410}, "410"),
        ({"body": "", "status": 500}, "500"),
        ({"body": "<h1>Басты бет</h1>"}, "no list"),
        ({"body": '<rss version="2.0"><channel></channel></rss>', "content_type": XML}, "empty"),
    ],
)
def test_dead_feed(paper, answer, essence):
    """A feed that answers otherwise than with articles raises an alert with the capture; with articles it is over."""
    paper.put("/feed/", **answer)
    paper.crawl()
    (alert,) = paper.alerts()
    assert ("feed-dead", "/feed/", essence) == (alert["code"], alert["subject"], alert["essence"])
    with closing(sqlite3.connect(paper.data / "archive.db")) as archive:
        (url,) = archive.execute("select url from captures where id = ?", (alert["capture"],)).fetchone()
    assert f"{paper.url}feed/" == url

    paper.list_them()
    assert "feed-dead (/feed/) is over" in paper.crawl().stdout


def test_other_answer_of_a_dead_feed_is_told_again(paper):
    """An alert is told again where what is wrong has changed."""
    paper.put("/feed/", "", status=404)
    paper.crawl()
    paper.put("/feed/", "", status=410)
    again = paper.crawl()

    assert "/feed/ answered 410" in again.stdout
    assert 1 == len(paper.alerts("--all"))


def test_feed_that_stands_still(paper):
    """A feed without the newest articles that it usually shows raises an alert; one that is late by one does not."""
    paper.publish(31, feed=False, ago=timedelta(minutes=30))
    paper.crawl()
    assert [] == paper.open_codes()

    paper.publish(32, 33, 34, feed=False, ago=timedelta(minutes=20))
    paper.crawl()
    (alert,) = paper.alerts()
    assert ("feed-dead", "stale") == (alert["code"], alert["essence"])
    assert "none of the 4 newest articles" in alert["text"]


def test_source_that_is_declared_no_more(paper):
    """An alert about a source ends with the source."""
    paper.put("/feed/", "", status=404)
    paper.crawl()
    paper.declare('sources = (Section("/kk/"),)')
    paper.crawl()

    assert [] == paper.open_codes()


@pytest.mark.parametrize(("every", "last", "silent"), [(1, 10, True), (1, 1, False), (7, 9, False), (7, 20, True)])
def test_silence(tmp_path, every, last, silent):
    """A paper is silent when nothing new came for much longer than it ever paused, be it a daily or a weekly."""
    with serving(WatchedPaper()) as paper:
        paper.begin(tmp_path)
        for issue in range(8, -1, -1):
            paper.publish(2 * issue, 2 * issue + 1, ago=DAY * (last + every * issue))
        paper.crawl()

        assert (["silent"] if silent else []) == paper.open_codes()


def test_silence_ends_with_an_article(tmp_path):
    """A new article ends the silence."""
    with serving(WatchedPaper()) as paper:
        paper.begin(tmp_path)
        for issue in range(8, -1, -1):
            paper.publish(2 * issue, 2 * issue + 1, ago=DAY * (9 + issue))
        paper.crawl()
        paper.publish(99)
        done = paper.crawl()

    assert "silent is over" in done.stdout


@pytest.mark.parametrize("status", [403, 429, 451])
def test_blocked_by_status(paper, status):
    """A paper that keeps programs out raises one alert, and not that its feed is dead besides."""
    for path in ("/feed/", "/kk/", *(f"/maqala/{number}" for number in range(1, 13))):
        paper.put(path, "", status=status, Retry_After="1")
    paper.crawl()
    assert ["blocked"] == paper.open_codes()

    paper.publish(*range(1, 13))
    paper.crawl()
    assert [] == paper.open_codes()


def test_challenge_page(paper):
    """A challenge that answers 200 raises an alert, and is no new text of the article."""
    before = table_rows(paper.data)["revisions"]
    for path in ("/kk/", *(f"/maqala/{number}" for number in range(1, 13))):
        paper.put(path, CLOUDFLARE)
    paper.crawl()

    (alert,) = paper.alerts()
    assert ("blocked", "Cloudflare") == (alert["code"], alert["essence"])
    assert before == table_rows(paper.data)["revisions"]


def test_one_closed_article_blocks_nothing(paper):
    """A single article that is closed to all says nothing of the paper."""
    paper.put("/maqala/3", "", status=403)
    paper.crawl()

    assert [] == paper.open_codes()


def test_certificate(tmp_path):
    """A certificate that nobody vouches for raises an alert; a crawl over TLS without a fault clears it."""
    with serving(WatchedPaper(), self_signed(tmp_path)) as paper:
        paper.begin(tmp_path)
        paper.publish(1)
        verified = 'custom_settings = {"DOWNLOAD_DELAY": 0, "DOWNLOAD_VERIFY_CERTIFICATES": %s}'
        paper.declare(verified % True)
        paper.crawl()
        (alert,) = paper.alerts()
        assert ("certificate", "TLS fails: certificate verify failed") == (alert["code"], alert["text"])

        paper.declare(verified % False)
        paper.crawl()
        assert [] == paper.open_codes()


def test_failing_visits(tmp_path):
    """The third visit in a row that fails raises an alert; one that comes to its end clears it.

    A visit without a response has no row in the archive that a rebuild would lose; its end is on record elsewhere.
    """
    down = KillPaper(3)
    down.home = f"http://127.0.0.1:{free_port()}/"
    (tmp_path / "kill.py").write_text(site_file(down.home), "utf-8")
    crawl = ("crawl", "kill", "--data", tmp_path / "data", "--sites", tmp_path)
    assert all(run_aimaq(*crawl).returncode for _ in range(3))
    (alert,) = open_alerts(tmp_path / "data")
    assert "failing" == alert.code
    assert "the last 3 visits failed: " in alert.text
    assert [] == table_rows(tmp_path / "data")["crawls"]

    with serving_killed(down, urlsplit(down.home).port):
        assert 0 == run_aimaq(*crawl).returncode
    assert [] == open_alerts(tmp_path / "data")


def test_disk(paper):
    """Too little room is an alert about the archive, not about the paper."""
    paper.crawl("--min-free", "999999T")
    (alert,) = paper.alerts()
    assert ("disk", "", "full") == (alert["code"], alert["site"], alert["essence"])

    paper.crawl()
    assert [] == paper.open_codes()


def test_changed_robots(paper):
    """A robots.txt that changed within a week is said with what came and went; when it is old news, nothing is said."""
    paper.put("/robots.txt", "User-agent: *\nDisallow: /private/", "text/plain")
    paper.crawl()
    (alert,) = paper.alerts()
    assert "robots.txt changed: +User-agent: *; +Disallow: /private/" in alert["text"]

    with closing(sqlite3.connect(paper.data / OPERATIONS, isolation_level=None)) as operations:
        operations.execute("update robots set changed_at = ?", (written_exactly(paper.now - 8 * DAY),))
    done = paper.crawl()
    assert [] == paper.open_codes()
    assert "robots" not in done.stdout


def test_promised_rate(paper):
    """A rate that the site file promises raises an alert without any history; what is kept raises none."""
    paper.declare("expect = Expect(title=1.0, views=0.9, section=1.0)")
    paper.crawl()

    (alert,) = paper.alerts()
    assert "section is read on 0 of 12 pages, 100 % are promised" == alert["text"]


def test_promised_number(paper):
    """More articles on a day than are promised raise an alert."""
    paper.declare("expect = Expect(articles_per_day=(1, 5))")
    paper.crawl()

    assert ["too-many"] == paper.open_codes()


def test_wrong_promise(tmp_path):
    """A promise that cannot be one is told with file and field."""
    with serving(WatchedPaper()) as paper:
        paper.begin(tmp_path, "expect = Expect(title=99)")
        done = paper.crawl()

    assert Exit.FAULT == done.returncode
    assert "watched.py: Watched.expect has title=99; a rate runs from 0 to 1" in done.stderr


def test_counts_are_those_of_the_server(paper):
    """A crawl's row counts each request that the server saw, and a rebuild arrives at the same row."""
    before = len(paper.asked)
    paper.put("/maqala/3", "", status=404)
    paper.publish(13)
    paper.crawl()

    with closing(sqlite3.connect(paper.data / "archive.db")) as archive:
        query = "select requests, responses, new, withdrawn, unchanged from crawls order by started_at desc limit 1"
        assert (len(paper.asked) - before, len(paper.asked) - before, 1, 1, 11) == archive.execute(query).fetchone()
    again = run_aimaq("rebuild", "--data", paper.data, "--into", paper.folder / "again", "--sites", paper.sites)
    assert 0 == again.returncode, again.stderr
    assert table_rows(paper.data)["crawls"] == table_rows(paper.folder / "again")["crawls"]
