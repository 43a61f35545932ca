"""Searching the articles' words."""

import pytest

from archive.search import Listing, Order, search
from archive.store import open_for_reading
from tests.archive.small_archive import SHORT_NEWS, build

NEVER_AN_ERROR = [
    '"',
    "'",
    "*",
    "су*",
    "AND",
    "су AND",
    "NEAR(су, 2)",
    "title:су",
    "^су",
    "su OR (",
    "-су",
    "{су}",
    "«",
    '"" ""',
    "\x00су",
    "\udc80",
    "су " * 5000,
    "э́",
    "️",
    "';drop table articles;--",
]


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    """Return a connection to a small archive that cannot write."""
    folder = tmp_path_factory.mktemp("search")
    build(folder)
    connection = open_for_reading(folder)
    yield connection
    connection.close()


@pytest.mark.parametrize("words", NEVER_AN_ERROR)
def test_nothing_a_reader_types_is_an_error(connection, words):
    """Whatever is typed is words to look for, never an operator of the index."""
    assert search(connection, words).total >= 0


def test_all_words_must_be_there(connection):
    """An article is found when it holds every word, wherever they stand."""
    assert 1 == search(connection, "тасқынның деңгейі").total
    assert 0 == search(connection, "тасқынның кітапхана").total


def test_a_phrase_stands_side_by_side(connection):
    """Words in quotation marks of any kind must stand side by side."""
    for phrase in ('"су деңгейі"', "«су деңгейі»", "“су деңгейі”", "„су деңгейі“"):
        assert 1 == search(connection, phrase).total
    assert 0 == search(connection, '"деңгейі су"').total


def test_an_unpaired_quotation_mark_is_no_phrase(connection):
    """A lone quotation mark is passed over."""
    assert search(connection, "су деңгейі").total == search(connection, '"су деңгейі').total == 1


def test_pages_do_not_overlap(connection):
    """Two pages of one search hold different articles and together all that there are."""
    first = search(connection, "апталық")
    second = search(connection, "апталық", listing=Listing(after=first.following))

    assert SHORT_NEWS == first.total == second.total == len({hit.id for hit in (*first.hits, *second.hits)})
    assert (0, 20) == (first.before, second.before)
    assert second.following is None


def test_newest_first(connection):
    """The order by date puts the newest first."""
    dates = [hit.published_at for hit in search(connection, "апталық", listing=Listing(order=Order.NEWEST)).hits]

    assert sorted(dates, reverse=True) == dates


def test_found_words_are_marked_in_title_and_text(connection):
    """Title and snippet say which of their words were searched for."""
    (hit,) = search(connection, "деңгейі").hits

    assert ["деңгейі"] == [piece.text for piece in hit.headline if piece.found]
    assert "деңгейі" in [piece.text for piece in hit.snippet if piece.found]
    assert hit.title == "".join(piece.text for piece in hit.headline)
