"""The page that tells how the papers are."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from archive.alerts import OPERATIONS, SCHEMA
from archive.web.serving import open_datasette
from archive.web.wording import LANGUAGES
from tests.archive.small_archive import build


@pytest.fixture
def folder(tmp_path):
    """Return the folder of the small archive, with an alert about a paper and one about the archive."""
    small = build(tmp_path)
    columns = "site, code, subject, text, essence, capture, raised_at, changed_at"
    add = f"insert into alerts ({columns}) values (?, ?, ?, ?, '', ?, ?, ?)"
    at = "2026-03-30T09:30:00.000Z"
    with closing(sqlite3.connect(tmp_path / OPERATIONS, isolation_level=None)) as operations:
        operations.executescript(SCHEMA)
        text = "/feed/ shows <b>no article</b>"
        operations.execute(add, ("tany", "feed-dead", "/feed/", text, small.flood.id, at, at))
        operations.execute(add, ("", "disk", "", "0.1 GB are free", None, at, at))
    return tmp_path


def page_of(folder, language="en"):
    """Return what the page answers in *language*."""
    return asyncio.run(open_datasette(folder).client.get(f"/{language}/status"))


@pytest.mark.parametrize(
    ("language", "code"), [("kk", "дискіде орын аз"), ("ru", "мало места на диске"), ("en", "disk")]
)
def test_alerts_in_each_language(folder, language, code):
    """Open alerts are named in the reader's language, with their evidence; their text is no markup."""
    answer = page_of(folder, language)

    assert 200 == answer.status_code
    assert language in LANGUAGES
    assert code in answer.text
    assert "/feed/ shows &lt;b&gt;no article&lt;/b&gt;" in answer.text
    assert "/about" in answer.text
    assert "Жайық таңы" in answer.text


def test_archive_without_operations(folder):
    """A copy of the archive alone, as it is published, has a page without alerts; nothing is made beside it."""
    (folder / OPERATIONS).unlink()
    answer = page_of(folder)

    assert "No alerts" in answer.text
    assert not (folder / OPERATIONS).exists()


def test_archive_from_before_there_were_counts(folder):
    """Crawls without counts are shown without numbers."""
    with closing(sqlite3.connect(folder / "archive.db", isolation_level=None)) as archive:
        archive.execute("alter table crawls drop column requests")
    answer = page_of(folder)

    assert 200 == answer.status_code
    assert ">–</td>" in answer.text
