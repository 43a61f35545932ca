"""Who is quoted and who signs, and looking for what was said."""

import pytest

from archive.people import most_quoted, person, said_by, signed_by
from archive.quotations import Wanted, find_quotations, names_like
from archive.records import Quote
from archive.store import Archive
from archive.words import terms
from tests.archive.press import Press

SPEECH = "Биыл көктемде елуден астам үйге су кірді, тұрғындарға көмек көрсетіледі"


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    """Return an archive in which two papers quote a mayor, and one a woman of nearly his name."""
    with Archive(tmp_path_factory.mktemp("people")) as archive:
        press = Press(archive)
        mayor = Quote(speaker="Марат Әлиев", role="аудан әкімі", text=SPEECH)
        later = Quote(speaker="Марат Әлиев", role="облыс әкімінің орынбасары", text="Жол маусымда ашылады")
        sister = Quote(speaker="Айгүл Әлиева", role=None, text="Дорога будет открыта в июне")
        press.publish("tany", "a", f"Көктем. Әкім сөйледі: {SPEECH}.", hour=1, quotes=[mayor])
        press.publish("vestnik", "b", "Весна.", hour=30, quotes=[later, sister])
        terms.bring_up_to_date(archive)
        yield archive.connection


def test_person_has_posts_over_time(connection):
    """A person is what is printed under the name: quotes by paper, and posts, the latest first."""
    found = person(connection, "Марат Әлиев")

    assert (2, 0, (("tany", 1), ("vestnik", 1))) == (found.quotes, found.signed, found.papers)
    assert ["облыс әкімінің орынбасары", "аудан әкімі"] == [post.role for post in found.posts]
    assert ["Жол маусымда ашылады", SPEECH] == [said.text for said in said_by(connection, "Марат Әлиев", 5)]
    assert [SPEECH] == [said.text for said in said_by(connection, "Марат Әлиев", 5, offset=1)]
    assert [] == signed_by(connection, "Марат Әлиев", 5)


def test_nobody(connection):
    """A name that nothing prints is nobody, and a part of a name is another name."""
    assert person(connection, "Әлиев") is None
    assert person(connection, "") is None


def test_names_with_a_word_in_common(connection):
    """Other names with the same last word are offered, whatever its form; whether it is the same person is not said."""
    assert [("Марат Әлиев", 2)] == names_like(connection, "М. Әлиев")
    assert [] == names_like(connection, "…")


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(words="үйлер"), 1),
        (Wanted(words="дороге"), 1),
        (Wanted(speaker="Әлиевтің"), 2),
        (Wanted(words="жолдар", speaker="Марат"), 1),
        (Wanted(words="жолдар", speaker="Айгүл"), 0),
        (Wanted(words="title:су -көмек"), 0),
        (Wanted(words='"("'), 0),
        (Wanted(), 3),
    ],
)
def test_words_are_found_in_any_form(connection, wanted, count):
    """Words of a quote or of a name are found in every form, within the quote and not beside it."""
    found = find_quotations(connection, wanted, 10)

    assert count == len(found.said)
    assert found.total in {None, count}
    assert not found.has_more


def test_quotes_come_by_pages(connection):
    """The newest article's quotes come first, and there are more until there are not."""
    pages = [find_quotations(connection, Wanted(), 2, offset) for offset in (0, 2)]

    assert [True, False] == [page.has_more for page in pages]
    assert SPEECH == pages[1].said[0].text


def test_most_quoted(connection):
    """Whom a paper quotes most is counted from a moment on."""
    assert [("Айгүл Әлиева", 1), ("Марат Әлиев", 1)] == most_quoted(connection, "vestnik", "2026-03-01", 5)
    assert [] == most_quoted(connection, "vestnik", "2026-04-01", 5)
