"""The public copy of an archive: what is in it, and what no letter of is."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from archive.faults import NoArchive
from archive.publishing import publish
from archive.records import natural_key
from archive.store import Archive
from archive.takedowns import take_down
from tests.archive.small_archive import BRIDGE, FLOOD, build


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return the folder of the small archive, one article of which was taken down, published."""
    folder = tmp_path_factory.mktemp("publishing")
    build(folder)
    with Archive(folder) as archive:
        archive.connection.execute("create table _private (note text)")
        archive.connection.execute("insert into search_due (gone) values ('Илекбақсақ')")
        take_down(archive, FLOOD, "a court in Oral", datetime(2026, 4, 2, tzinfo=UTC))
        archive.connection.execute("insert into _private values ('Жасырынбақ')")
    publish(folder)
    return folder


def ask(folder, query, *values):
    """Return the rows of *query* in the public copy."""
    with closing(sqlite3.connect(folder / "public" / "archive.db")) as connection:
        return connection.execute(query, values).fetchall()


def test_taken_down_article_is_not_in_the_copy(folder):
    """Of an article that was taken down the copy has no row in any table, and no word in any index or page."""
    article = natural_key(FLOOD)
    tables = [name for (name,) in ask(folder, "select name from sqlite_master where type = 'table'")]
    for table in tables:
        columns = {row[1] for row in ask(folder, f"pragma table_info('{table}')")}
        if "article" in columns:
            assert [] == ask(folder, f"select 1 from {table} where article = ?", article), table
    assert [] == ask(folder, "select 1 from articles where id = ? or state = 'taken-down'", article)
    assert [] == ask(folder, "select 1 from captures where url = ?", FLOOD)

    content = (folder / "public" / "archive.db").read_bytes()
    for word in ("қауіпті шектен", "сорғыштарды", "a court in Oral", "damba-1280"):
        assert word.encode() not in content
    assert "библиотека".encode() in content


def test_what_is_private_stays_out(folder):
    """Tables of the program itself and of work still to be done are not in the copy, nor what they hold."""
    names = {name for (name,) in ask(folder, "select name from sqlite_master")}

    assert {"articles", "doubts", "articles_fts", "search_keys"} <= names
    assert [] == [name for name in names if name.startswith("_") or name.endswith("_due")]
    content = (folder / "public" / "archive.db").read_bytes()
    assert "Илекбақсақ".encode() not in content
    assert "Жасырынбақ".encode() not in content


def test_copy_is_searched_like_the_archive(folder):
    """The full-text index of the copy is whole, and finds what is there."""
    query = "select a.id from articles_fts f join articles a on a.number = f.rowid where articles_fts match 'Илек'"

    assert [(natural_key(BRIDGE),)] == ask(folder, query)
    with closing(sqlite3.connect(folder / "public" / "archive.db")) as connection:
        connection.execute("insert into articles_fts (articles_fts, rank) values ('integrity-check', 1)")


def test_copy_has_what_the_front_needs(folder):
    """The copy's folder looks like an archive's: WARC files and thumbnails are within reach."""
    assert (folder / "public" / "warc").resolve() == (folder / "warc").resolve()
    assert ["archive.db", "thumbnails", "warc"] == sorted(path.name for path in (folder / "public").iterdir())


def test_publishing_again_follows_the_archive(tmp_path):
    """A second copy takes the place of the first and shows what was taken down meanwhile no longer."""
    build(tmp_path)
    publish(tmp_path)
    assert 1 == len(ask(tmp_path, "select 1 from articles where url = ?", BRIDGE))
    with Archive(tmp_path) as archive:
        take_down(archive, BRIDGE, "asked for", datetime(2026, 4, 2, tzinfo=UTC))

    publish(tmp_path)
    assert [] == ask(tmp_path, "select 1 from articles where url = ?", BRIDGE)


def test_nothing_to_publish_is_told(tmp_path):
    """Where there is no archive, nothing is made."""
    with pytest.raises(NoArchive):
        publish(tmp_path)

    assert [] == list(tmp_path.iterdir())
