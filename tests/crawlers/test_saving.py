"""`aimaq save`: one page of a paper on loopback into a folder of its own."""

import gzip
import json
import tomllib
from datetime import UTC, datetime, timedelta

import pytest

from archive.moments import read_moment
from tests.commands import free_port, run_aimaq
from tests.crawlers.small_papers import HTML, KAZAKH, SmallPaper, paragraphs, serving

FAULT, USAGE = 1, 2
STORY = (
    "<html><head><title>Жаңа көпір ашылды</title></head><body><article><h1>Жаңа көпір ашылды</h1>"
    f"<div>21.01.2026</div>{paragraphs(KAZAKH)}</article></body></html>"
)


@pytest.fixture
def paper():
    """Return a paper with one article, in the encoding of old days."""
    with serving(SmallPaper()) as paper:
        paper.put("/news/51-kopir.html", STORY.encode("utf-8"))
        yield paper


def save(paper, path, *options, folder):
    """Run `aimaq save` without pauses."""
    return run_aimaq("save", f"{paper.url}{path}", "--into", folder, *options, AIMAQ_DELAY="0")


def one_line(done):
    """Return what a failed command says of its fault: its only line that begins with `Error:`."""
    assert "Traceback" not in done.stderr + done.stdout
    (line,) = [line for line in (done.stderr + done.stdout).splitlines() if line.startswith("Error:")]
    return line


def test_page_is_saved_as_sent(paper, tmp_path):
    """Bytes after content decoding, address after redirects, content type and reason are kept, with a draft record."""
    old = STORY.encode("cp1251", "xmlcharrefreplace")
    paper.put("/old", b"", status=301, Location="/news/52")
    paper.put("/news/52", gzip.compress(old), "text/html; charset=windows-1251", Content_Encoding="gzip")

    done = save(paper, "old", "--slug", "eski-kodtau", "--why", 'old "encoding"', folder=tmp_path)
    assert 0 == done.returncode, done.stdout + done.stderr
    (folder,) = tmp_path.glob("*/eski-kodtau")
    about = tomllib.loads((folder / "about.toml").read_text("utf-8"))
    assert old == (folder / "page.html").read_bytes()
    assert (f"{paper.url}news/52", "text/html; charset=windows-1251") == (about["url"], about["content_type"])
    assert 'old "encoding"' == about["why"]
    assert datetime.now(UTC) - read_moment(about["fetched_at"]) < timedelta(minutes=1)
    assert "Жаңа көпір ашылды" == json.loads((folder / "expected.json").read_text("utf-8"))["title"]


def test_draft_is_what_read_prints(paper, tmp_path):
    """The draft is the record as `aimaq read` gives it, with the facts of about.toml."""
    done = save(paper, "news/51-kopir.html", folder=tmp_path)
    assert 0 == done.returncode, done.stdout + done.stderr

    (folder,) = tmp_path.glob("*/51-kopir")
    about = tomllib.loads((folder / "about.toml").read_text("utf-8"))
    facts = ("--url", about["url"], "--fetched-at", about["fetched_at"], "--content-type", about["content_type"])
    assert (folder / "expected.json").read_text("utf-8") == run_aimaq("read", folder / "page.html", *facts).stdout


def test_site_that_the_host_does_not_tell(paper, tmp_path):
    """A page of another host, saved for a declared paper, names the paper in about.toml."""
    done = save(paper, "news/51-kopir.html", "--site", "zhaikpress", folder=tmp_path)

    assert 0 == done.returncode, done.stdout + done.stderr
    about = tomllib.loads((tmp_path / "zhaikpress" / "51-kopir" / "about.toml").read_text("utf-8"))
    assert "zhaikpress" == about["site"]


def test_nothing_is_overwritten(paper, tmp_path):
    """A folder that is there stays as it is."""
    assert 0 == save(paper, "news/51-kopir.html", folder=tmp_path).returncode
    (draft,) = tmp_path.glob("*/51-kopir/expected.json")
    draft.write_text("{}", "utf-8")

    done = save(paper, "news/51-kopir.html", folder=tmp_path)
    assert FAULT == done.returncode
    assert "--slug SLUG" in one_line(done)
    assert "{}" == draft.read_text("utf-8")


@pytest.mark.parametrize(
    ("route", "said"),
    [
        (("<h1>Бет жоқ</h1>", HTML, 404), "answered 404"),
        ((b"%PDF-1.7", "application/pdf"), "its content type is application/pdf"),
        ((b"", HTML), "it is empty"),
        ((bytes(33 * 1024**2), HTML), "larger than 32 MB"),
    ],
)
def test_page_that_is_none(paper, tmp_path, route, said):
    """What is no page, or too large a one, leaves nothing behind."""
    paper.put("/news/1", *route)

    done = save(paper, "news/1", folder=tmp_path)
    assert FAULT == done.returncode
    assert said in one_line(done)
    assert [] == [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("target", "said"), [("file:///etc/hostname", "no web address"), ("/news/loop", "more than 5 redirects")]
)
def test_redirect_that_is_not_followed(paper, tmp_path, target, said):
    """Redirects lead to http and https alone, and not for ever."""
    paper.put("/news/loop", b"", status=302, Location=target)

    done = save(paper, "news/loop", folder=tmp_path)
    assert FAULT == done.returncode
    assert said in one_line(done)


def test_forbidden_page(paper, tmp_path):
    """What robots.txt forbids is not fetched."""
    paper.put("/robots.txt", "User-agent: aimaq\nDisallow: /news/\n", "text/plain")

    done = save(paper, "news/51-kopir.html", folder=tmp_path)
    assert FAULT == done.returncode
    assert "robots.txt" in one_line(done)
    assert ["/robots.txt"] == paper.asked


def test_rules_that_cannot_be_read(paper, tmp_path):
    """A server that fails at robots.txt allows nothing (RFC 9309, 2.3.1.4)."""
    paper.put("/robots.txt", "", status=503)

    done = save(paper, "news/51-kopir.html", folder=tmp_path)
    assert FAULT == done.returncode
    assert "answered 503" in one_line(done)


def test_unreachable_host(tmp_path):
    """A host that does not answer is one line."""
    done = save(SmallPaper(url=f"http://127.0.0.1:{free_port()}/"), "news/1", folder=tmp_path)

    assert FAULT == done.returncode
    assert "could not be fetched" in one_line(done)


@pytest.mark.parametrize(
    ("url", "options", "said"),
    [
        ("ftp://a.kz/1", (), "ftp://a.kz/1"),
        ("zhaikpress", (), "no web address"),
        ("http://127.0.0.1:1/", ("--slug", "../a"), "../a"),
        ("http://127.0.0.1:1/", ("--site", "nosuch"), "nosuch"),
    ],
)
def test_wrong_word(tmp_path, url, options, said):
    """A wrong address, folder or paper is a wrong word on the line."""
    done = run_aimaq("save", url, "--into", tmp_path, *options)

    assert USAGE == done.returncode
    assert said in one_line(done)


def test_folder_that_cannot_be_written(paper, tmp_path):
    """A file in the place of the folder is told."""
    (tmp_path / "file").touch()

    done = save(paper, "news/51-kopir.html", folder=tmp_path / "file" / "sites")
    assert FAULT == done.returncode
    assert "--into DIR" in one_line(done)
