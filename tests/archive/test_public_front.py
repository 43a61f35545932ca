"""`aimaq serve --public`, as a real process: what strangers can reach, and what they cannot."""

import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from archive.records import natural_key
from archive.store import Archive
from archive.takedowns import take_down
from tests.archive.small_archive import BRIDGE, FLOOD, build

CLOSED = (
    "/status",
    "/kk/status",
    "/-/databases",
    "/-/databases.json",
    "/-/settings.json",
    "/-/plugins.json",
    "/-/threads.json",
    "/-/versions",
    "/-/metadata.json",
    "/-/config.json",
    "/-/actor",
    "/-/allow-debug",
    "/-/messages",
    "/-/patterns",
    "/archive/search_due",
    "/archive/_sqlite_migrations",
)
OPEN = ("/", "/ru/", "/search?q=" + quote("мост"), "/doubts", "/archive", "/archive/articles", "/archive/captures.json")


@contextmanager
def process(folder, *options):
    """Serve *folder* with *options* in a process of its own and give a client of it."""
    command = [sys.executable, "-u", "-m", "crawlers", "serve", "--data", str(folder), "--port", "0", *options]
    log = folder / "server.log"
    with log.open("w") as output, subprocess.Popen(command, stdout=output, stderr=output) as server:
        deadline = time.monotonic() + 60
        while not (match := re.search(r"http://\S+:\d+", log.read_text())):
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        with httpx.Client(base_url=match[0], timeout=30, follow_redirects=True) as client:
            yield client
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)
    assert 0 == server.returncode, log.read_text()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return the folder of the small archive."""
    folder = tmp_path_factory.mktemp("public")
    build(folder)
    return folder


@pytest.fixture(scope="module")
def client(folder):
    """Return a client of the small archive, served to strangers."""
    with process(folder, "--public") as client:
        yield client


@pytest.mark.parametrize("path", OPEN)
def test_what_is_for_reading_is_open(client, path):
    """Pages and tables are there, and no other site may frame them."""
    answer = client.get(path)

    assert 200 == answer.status_code
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "nosniff" == answer.headers["x-content-type-options"]
    assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize("path", CLOSED)
def test_what_is_nobodys_business_is_not_there(client, path):
    """The crawler's state, Datasette's facts about the machine and private tables are not found."""
    assert 404 == client.get(path).status_code


def test_status_is_not_linked(client):
    """No menu leads to the page that is not there."""
    for path in ("/", "/archive"):
        assert "/status" not in client.get(path).text


def test_strangers_ask_no_sql_of_their_own(client):
    """SQL, conditions in SQL, the file itself and whole tables as CSV are refused."""
    sql = "select+count(*)+from+articles"
    for path in (f"/archive?sql={sql}", f"/archive.json?sql={sql}", "/archive/articles?_where=1", "/archive.db"):
        assert 403 == client.get(path).status_code, path
    assert 400 == client.get("/archive/articles.csv?_stream=1").status_code
    assert 200 == client.get("/archive/articles.csv").status_code


def test_robots_stay_out(client):
    """robots.txt keeps every robot out."""
    answer = client.get("/robots.txt")

    assert "text/plain" in answer.headers["content-type"]
    assert "User-agent: *\nDisallow: /\n" == answer.text


def test_evidence_is_shown_from_the_copy(client, folder):
    """Pictures and captured pages come from the archive's WARC files."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        query = "select digest from images where media_type = 'image/jpeg'"
        (digest,) = connection.execute(query).fetchone()
        (capture,) = connection.execute("select capture from articles where url = ?", (FLOOD,)).fetchone()

    assert "image/jpeg" == client.get(f"/picture/{digest}").headers["content-type"]
    assert 200 == client.get(f"/capture/{capture}/about").status_code


def test_sql_and_robots_can_be_let_in(folder):
    """`--sql` opens SQL for reading, `--let-robots` lets robots read articles but not walk through tables."""
    with process(folder, "--public", "--sql", "--let-robots") as client:
        answer = client.get("/archive.json?sql=select+count(*)+as+n+from+articles&_shape=array")
        robots = client.get("/robots.txt").text.splitlines()
        forbidden = client.get("/archive.json?sql=delete+from+articles").status_code

    assert 30 < answer.json()[0]["n"]
    assert 400 == forbidden
    assert "Disallow: /archive" in robots
    assert "Disallow: /" not in robots


def test_takedown_is_obeyed_while_the_server_runs(tmp_path):
    """What is taken down is gone from a running public server within seconds, and readers only wait."""
    build(tmp_path)
    with process(tmp_path, "--public") as client:
        path = f"/article/{natural_key(BRIDGE)}"
        assert 200 == client.get(path).status_code
        with Archive(tmp_path) as archive:
            take_down(archive, BRIDGE, "asked for", datetime(2026, 4, 2, tzinfo=UTC))

        deadline = time.monotonic() + 30
        while (answer := client.get(path)).status_code == 200:
            assert time.monotonic() < deadline
            time.sleep(0.3)
        assert 404 == answer.status_code
        assert "Илек" not in client.get("/").text


def test_words_that_belong_to_a_public_archive_alone(tmp_path):
    """`--sql` without `--public` is told in one line."""
    command = [sys.executable, "-m", "crawlers", "serve", "--data", str(tmp_path), "--sql"]
    told = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False)

    assert 2 == told.returncode
    assert "go with --public" in told.stderr
