"""Bad input: one line that says what was wrong and what to do, the right exit code, nothing half-written."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys

import pytest

from crawlers.demo.server import DemoServer
from tests.commands import ROOT, free_port, run_aimaq

USAGE, FAULT, DAMAGED = 2, 1, 6


def one_line(done):
    """Return what a failed command says of its fault: its only line that begins with `Error:`."""
    assert "Traceback" not in done.stderr + done.stdout
    (line,) = [line for line in (done.stderr + done.stdout).splitlines() if line.startswith("Error:")]
    return line


@pytest.fixture
def taken_port():
    """Return a port of loopback on which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_unknown_site(tmp_path):
    """An unknown site is a wrong word: the line names those spelt alike, and no archive is begun."""
    done = run_aimaq("crawl", "zhaikpres", "--data", tmp_path / "data")

    assert USAGE == done.returncode
    assert "did you mean zhaikpress" in one_line(done)
    assert not (tmp_path / "data").exists()


def test_unwritable_folder(tmp_path):
    """A folder that cannot be written is told before the first request."""
    (tmp_path / "file").touch()

    done = run_aimaq("crawl", "demo", "--data", tmp_path / "file" / "data", port=free_port())
    assert FAULT == done.returncode
    assert "--data DIR" in one_line(done)


def test_file_that_is_no_database(tmp_path):
    """A file in the place of the database is left as it is."""
    database = tmp_path / "archive.db"
    database.write_text("Бұл дерекқор емес, қарапайым мәтін.\n" * 40, "utf-8")
    before = database.read_bytes()

    done = run_aimaq("crawl", "demo", "--data", tmp_path, port=free_port())
    assert FAULT == done.returncode
    assert "cannot write the archive" in one_line(done)
    assert before == database.read_bytes()


@pytest.mark.xdist_group("demo-archive")
def test_warc_cut_in_half(demo_archive, tmp_path):
    """A WARC file that breaks off is named with the place; what stands before is in the database."""
    shutil.copytree(demo_archive.folder / "warc", tmp_path / "warc")
    last = max((tmp_path / "warc" / "demo").glob("*.warc.gz"))
    last.write_bytes(last.read_bytes()[: last.stat().st_size // 2])

    done = run_aimaq("rebuild", "--data", tmp_path, port=demo_archive.port)
    assert DAMAGED == done.returncode
    assert last.name in one_line(done)
    assert "archive.db.rebuilding" not in {path.name for path in tmp_path.iterdir()}
    connection = sqlite3.connect(tmp_path / "archive.db")
    assert connection.execute("select count(*) from articles").fetchone()[0] >= 151


def test_nothing_to_rebuild(tmp_path):
    """Without WARC files there is nothing to rebuild, and nothing is written."""
    done = run_aimaq("rebuild", "--data", tmp_path / "data")

    assert FAULT == done.returncode
    assert "no WARC files" in one_line(done)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("photo.html", b"\x89PNG\r\n\x1a\n" + bytes(100), "a PNG picture"),
        ("report.html", b"%PDF-1.7 ...", "a PDF file"),
        ("noise.html", bytes(range(256)) * 8, "it is binary data"),
        ("feed.html", b'<?xml version="1.0"?><rss version="2.0"></rss>', "it is XML"),
        ("empty.html", b" \n", "it is empty"),
        ("notes.html", "Қала күні қарсаңында".encode(), "no HTML element"),
    ],
)
def test_page_that_is_no_html(tmp_path, name, body, why):
    """A file that is no HTML page is refused, by what it is."""
    (tmp_path / name).write_bytes(body)

    done = run_aimaq("read", tmp_path / name, "--url", "https://zhaikpress.kz/kk/news/a")
    assert FAULT == done.returncode
    assert why in one_line(done)


@pytest.mark.parametrize(
    ("option", "value"),
    [("--fetched-at", "yesterday"), ("--timezone", "Asia/Nowhere"), ("--site", "nosuch")],
)
def test_wrong_word_for_read(tmp_path, option, value):
    """A wrong moment, zone or site is a wrong word on the line."""
    (tmp_path / "page.html").write_text("<p>Қала күні</p>", "utf-8")

    done = run_aimaq("read", tmp_path / "page.html", "--url", "https://a.kz/1", option, value)
    assert USAGE == done.returncode
    assert value in one_line(done)


def test_serve_without_archive(tmp_path):
    """There is nothing to serve before the first crawl."""
    done = run_aimaq("serve", "--data", tmp_path)

    assert FAULT == done.returncode
    assert "no archive in" in one_line(done)


@pytest.mark.xdist_group("demo-archive")
def test_serve_on_a_taken_port(demo_archive, taken_port):
    """A port in use is told, with what to do."""
    done = run_aimaq("serve", "--data", demo_archive.folder, "--port", taken_port)

    assert FAULT == done.returncode
    assert f"port {taken_port} is in use" in one_line(done)


def test_demo_with_a_taken_port(tmp_path, taken_port):
    """The demo asks for its port before it crawls."""
    done = run_aimaq("demo", "--data", tmp_path / "data", "--port", taken_port, port=free_port())

    assert FAULT == done.returncode
    assert f"port {taken_port} is in use" in one_line(done)
    assert not (tmp_path / "data").exists()


def test_demo_paper_port_taken(tmp_path, taken_port):
    """Another program on the demo paper's own port is told, not crawled."""
    done = run_aimaq("crawl", "demo", "--data", tmp_path / "data", port=taken_port)

    assert FAULT == done.returncode
    assert "AIMAQ_DEMO_PORT" in one_line(done)
    assert not (tmp_path / "data").exists()


def test_edition_that_does_not_exist(tmp_path):
    """The demo paper has two editions; a third is a wrong word."""
    done = run_aimaq("crawl", "demo", "--data", tmp_path / "data", "-a", "edition=3", port=free_port())

    assert USAGE == done.returncode
    assert "there are: 1, 2" in one_line(done)


def test_other_edition_is_running(tmp_path):
    """A demo paper that is served already is crawled as it is, never taken for its other edition."""
    with DemoServer(edition=1) as paper:
        port = int(paper.url.rsplit(":", 1)[1].strip("/"))
        done = run_aimaq("crawl", "demo", "--data", tmp_path / "data", "-a", "edition=2", port=port)

    assert FAULT == done.returncode
    assert "edition 1 of the demo paper is served" in one_line(done)


def test_search_without_archive(tmp_path):
    """There is nothing to find before the first crawl."""
    done = run_aimaq("search", "мектеп", "--data", tmp_path)

    assert FAULT == done.returncode
    assert "no archive in" in one_line(done)


def test_paper_that_cannot_be_reached(tmp_path):
    """A paper whose server does not answer is one line at the end, no traceback."""
    (tmp_path / "farpapers.py").write_text(
        "from archive.records import Publisher\n"
        "from crawlers.sources import Feed\n"
        "from crawlers.spider import NewsSpider\n"
        "class Far(NewsSpider):\n"
        "    name = 'far'\n"
        f"    publisher = Publisher(title='Far', home='http://127.0.0.1:{free_port()}/', languages=(), timezone=None)\n"
        "    sources = (Feed(),)\n"
        "    article_url = '/a'\n"
        "    custom_settings = {'RETRY_ENABLED': False, 'DOWNLOAD_DELAY': 0}\n",
        "utf-8",
    )
    program = (
        "import crawlers.settings; crawlers.settings.SPIDER_MODULES = ['farpapers']; "
        f"from crawlers.cli import main; main(['crawl', 'far', '--data', {str(tmp_path / 'data')!r}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": f"{tmp_path}:{ROOT}"},
    )

    assert FAULT == done.returncode
    assert "nothing could be fetched for far" in one_line(done)
