"""Who asks is said in every request, and nobody outside loopback is asked before it can be."""

import gzip

import pytest

from archive.faults import Exit, WrongArgument
from crawlers.manners.identity import Identity
from tests.commands import run_aimaq
from tests.crawlers.watched_paper import Visits, article, watched

MAIL = "archive@example.kz"


@pytest.fixture
def visits(tmp_path):
    """Return a paper of two articles that was never crawled."""
    with watched() as paper:
        paper.articles(2)
        yield Visits(paper, tmp_path)


def test_every_request_says_who_asks(visits):
    """Name and contact are in User-Agent, an e-mail address in From; cookies and referrers are not sent."""
    visits.paper.put("/", visits.paper.answers["/"][2], Set_Cookie="visitor=1; Path=/")
    done = visits.run("--delay", "0.02", "--contact", MAIL, AIMAQ_ARCHIVE_NAME="Oral city library")

    assert Exit.FINISHED == done.returncode
    assert 4 == len(visits.paper.asked)
    for one in visits.paper.asked:
        assert one.headers["User-Agent"].startswith("aimaq/")
        assert one.headers["User-Agent"].endswith(f"(Oral city library; +{MAIL})")
        assert MAIL == one.headers["From"]
        assert "Cookie" not in one.headers


def test_what_was_sent_is_kept(visits):
    """The request in the WARC file has it too."""
    visits.run("--delay", "0.02", AIMAQ_CONTACT="https://example.kz/archive")
    kept = b"".join(gzip.decompress(file.read_bytes()) for file in (visits.data / "warc").rglob("*.warc.gz"))

    assert b"(archive of regional newspapers; +https://example.kz/archive)" in kept
    assert b"From: " not in kept


@pytest.mark.parametrize("words", [("crawl", "zhaikpress"), ("save", "https://zhaikpress.kz/1"), ("add", "a.kz")])
def test_no_contact(tmp_path, words):
    """Without a contact one line refuses, and nothing is begun."""
    done = run_aimaq(*words, AIMAQ_DATA=str(tmp_path / "data"), AIMAQ_CONTACT="")

    assert Exit.USAGE == done.returncode
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("Error:")]
    assert "--contact or AIMAQ_CONTACT" in line
    assert not (tmp_path / "data").exists()


def test_picture_elsewhere_without_a_contact(visits):
    """A paper on loopback may show a picture that is not; it is not asked for while nobody says who asks."""
    visits.paper.put("/maqala/1", article("Сурет", "https://example.kz/a.png"))
    done = visits.run("--delay", "0.02")

    assert Exit.FINISHED == done.returncode
    assert "https://example.kz/a.png is not asked for: nobody has said who asks" in " ".join(done.stdout.split())


@pytest.mark.parametrize("contact", ["nobody", "a@b", "ftp://a.kz", "https://example", "a b@example.kz", "a@b.kz)"])
def test_contact_that_is_none(contact):
    """What nobody could be reached by is a wrong word."""
    with pytest.raises(WrongArgument, match="is no contact"):
        Identity.of({"AIMAQ_CONTACT": contact})


@pytest.mark.parametrize("name", ["Орал кітапханасы", "a)", "x" * 100, "a\r\nb"])
def test_name_that_no_header_takes(name):
    """A header holds Latin letters, and no brackets within its comment."""
    with pytest.raises(WrongArgument, match="AIMAQ_ARCHIVE_NAME"):
        Identity.of({"AIMAQ_ARCHIVE_NAME": name})
