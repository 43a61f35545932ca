"""Searching for words in all their forms, and the table of words that makes it possible."""

import sqlite3

import pytest

from archive.derived import bring_up_to_date
from archive.search import search
from archive.store import Archive, open_for_reading
from archive.takedowns import take_down
from archive.words import terms
from archive.words.expanding import MOST_FORMS, Vocabulary
from archive.words.queries import read_query
from tests.archive.shelf import BEGIN, Shelf

TEXTS = {
    "school": ("Мектепте жаңа кітапхана ашылды", "Мектептің кітапханасына екі мың кітап әкелінді."),
    "river": ("Өзенде су деңгейі көтерілді", "Судың деңгейіне мамандар алаңдап отыр. Тасқын қаупі бар."),
    "river two": ("Өзен тасыды", "Тасқынның алдын алу шаралары басталды, судың деңгейі төмен."),
    "town": ("В городе открыли новый парк", "Жители города и дети пришли на открытие парка. Ещё шёл дождь."),
    "tree": ("Ёлка на площади", "Новогоднюю ёлку поставили у акимата."),
    "latin": ("Oralda jaña köpir", "Qazaqstannyñ batysynda jaña köpir ashyldy."),
    "arabic": ("قالادا جاڭا مەكتەپ", "مەكتەپ اشىلدى"),
    "land": ("Қазақстанның жері кең", "Қазақстанда көктем ерте келді. Қазақстандағы дала гүлдеді."),
}


@pytest.fixture
def shelf(tmp_path):
    """Return an archive with `TEXTS`."""
    with Archive(tmp_path) as archive:
        shelf = Shelf(archive)
        for name, (title, body) in TEXTS.items():
            shelf.put(name, title, body)
        bring_up_to_date(archive)
        yield shelf


QUERIES = [
    ("мектеп", {"school", "arabic"}, "a word finds its forms, in Arabic letters too"),
    ("кітаптар", {"school"}, "and a form that no article holds finds the others"),
    ("судың", {"river", "river two"}, "from any form to any other"),
    ("город", {"town"}, "Russian as well"),
    ("ребёнок", {"town"}, "by the dictionary, where the forms have nothing in common"),
    ("идти", {"town"}, "with ё in the text"),
    ("елка", {"tree"}, "and without ё in the query"),
    ("=мектеп", set(), "an exact word finds just that form"),
    ("=мектепте", {"school"}, "of which this one is there"),
    ("=елка", set(), "where ё is a letter of its own"),
    ("«су деңгейі»", {"river", "river two"}, "a phrase finds the forms of its words side by side"),
    ('="су деңгейі"', {"river"}, "an exact phrase does not"),
    ("«деңгейі су»", set(), "and the order counts"),
    ("тасқын -мамандар", {"river two"}, "a minus leaves out"),
    ("тасқын -маман", {"river two"}, "in all forms"),
    ("-тасқын", {"river", "river two"}, "nothing can be left out of everything: a word"),
    ("мектеп OR парк", {"school", "arabic", "town"}, "either will do"),
    ("мектеп ИЛИ парк", {"school", "arabic", "town"}, "in Russian"),
    ("мектеп НЕМЕСЕ парк", {"school", "arabic", "town"}, "in Kazakh"),
    ("мектеп или парк", set(), "but in small letters it is a word"),
    ("кітапх*", {"school"}, "a beginning goes on"),
    ("тасқын title:өзен", {"river", "river two"}, "a field is looked into"),
    ("title:тасқын", set(), "and no other"),
    ("тақырып:мектеп", {"school", "arabic"}, "in Kazakh"),
    ("заголовок:парк", {"town"}, "in Russian"),
    ("title:«жаңа кітапхана»", {"school"}, "with a phrase"),
    ("qazaqstan", {"land", "latin"}, "Latin of 2021 finds Cyrillic and Latin"),
    ("kazakhstan", {"land", "latin"}, "Latin as typed"),
    ("mektepte", {"school", "arabic"}, "with suffixes"),
    ("көпір", {"latin"}, "Cyrillic finds Latin"),
    ("قازاقستان", {"land", "latin"}, "Arabic finds Cyrillic"),
    ("парк мектеп OR дети", {"town"}, "both languages in one query"),
    ("мектеп OR", {"school", "arabic"}, "an OR that joins nothing is passed over"),
    ("OR", set(), "and a lone one is a word"),
]


@pytest.mark.parametrize(("words", "names", "why"), QUERIES, ids=[words for words, _, _ in QUERIES])
def test_what_is_typed_finds(shelf, words, names, why):
    """What a reader types finds what is meant."""
    assert names == shelf.found(words), why


def test_every_form_is_marked(shelf):
    """Snippets mark the forms, not only the word that was typed."""
    (hit,) = search(shelf.archive.connection, "көктемде Қазақстан").hits

    assert {"Қазақстанда", "көктем", "Қазақстандағы"} == {piece.text for piece in hit.snippet if piece.found}


def test_included_forms_are_told(shelf):
    """What was searched for besides is told, with how to ask for the words alone."""
    page = search(shelf.archive.connection, "Қазақстан тасқын")
    alone = search(shelf.archive.connection, "=парк")

    forms = {one.word: one.forms for one in page.included}
    assert ("qazaqstannyñ", "қазақстанда", "қазақстандағы", "қазақстанның") == tuple(sorted(forms["қазақстан"]))
    assert "=Қазақстан =тасқын" == page.exact
    assert ((), "") == (alone.included, alone.exact)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("казакстан", "қазақстанның"), ("озен", "өзен"), ("мектпте", "мектепте"), ("кітапхна ашылды", "кітапхана ашылды")],
)
def test_did_you_mean(shelf, typed, meant):
    """Where nothing was found, what articles hold is offered: with Kazakh letters, or a slip of the finger away."""
    suggested = search(shelf.archive.connection, typed).suggestions

    assert any(meant.startswith(one) for one in suggested), suggested
    assert all(search(shelf.archive.connection, one).total for one in suggested)


def rows(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return the words and keys on record."""
    return connection.execute("select key, term from search_terms order by key, term").fetchall()


def test_words_follow_the_articles(shelf, monkeypatch):
    """Added to, changed and taken from bit by bit, the table is what it would be made at once."""
    shelf.put("school", "Мектепте жаңа залы ашылды", "Мектептің залына орындықтар әкелінді.")
    shelf.put("new", "Сайлау өтті", "Сайлаушылар келді.")
    bring_up_to_date(shelf.archive)
    bit_by_bit = rows(shelf.archive.connection)
    monkeypatch.setattr(terms, "MANY", 0)
    shelf.archive.connection.execute("insert into search_due (number) select number from articles")
    bring_up_to_date(shelf.archive)

    assert rows(shelf.archive.connection) == bit_by_bit
    assert "кітапханасына" not in dict(rows(shelf.archive.connection)).values()
    assert "сайлаушылар" in dict(rows(shelf.archive.connection)).values()
    assert [(0,)] == shelf.archive.connection.execute("select count(*) from search_due").fetchall()


def test_words_of_an_article_taken_down_go(shelf):
    """Words that only an article taken down held are in no table any longer; those of others stay."""
    take_down(shelf.archive, "http://dala.example/river", "test", BEGIN)

    left = {term for _, term in rows(shelf.archive.connection)}
    assert "мамандар" not in left
    assert "тасқынның" in left
    assert not shelf.found("маман")


def test_a_transaction_that_fails_leaves_the_words_due(shelf):
    """Keys are made whole or not at all."""
    shelf.put("new", "Сайлау өтті", "Сайлаушылар келді.")
    shelf.archive.connection.execute(
        "create temp trigger full before insert on search_keys begin select raise(abort, 'full'); end"
    )
    with pytest.raises(sqlite3.IntegrityError):
        bring_up_to_date(shelf.archive)

    assert [(1,)] == shelf.archive.connection.execute("select count(*) from search_due").fetchall()


def test_new_words_are_found_before_their_keys_are_made(shelf):
    """An article is found by its words as typed as soon as it is stored."""
    shelf.put("new", "Сайлау өтті", "Сайлаушылар келді.")

    assert {"new"} == shelf.found("сайлаушылар")


def test_the_index_passes_its_own_check_and_opens_anywhere(shelf, tmp_path):
    """Index and table are ordinary SQLite: its own check passes, and a search is one query in any client."""
    assert shelf
    connection = sqlite3.connect(tmp_path / "archive.db", isolation_level=None)
    connection.execute("insert into articles_fts (articles_fts, rank) values ('integrity-check', 1)")
    found = connection.execute(
        "select a.title from articles_fts f join articles a on a.number = f.rowid where articles_fts match "
        "(select group_concat('\"' || term || '\"', ' OR ') from search_terms where key = 'қазақстан')"
    ).fetchall()

    assert {("Қазақстанның жері кең",), ("Oralda jaña köpir",)} == set(found)


def test_an_archive_without_the_table_is_searched_as_typed(tmp_path):
    """A database that an earlier aimaq wrote has no keys yet: words are found as they stand."""
    with Archive(tmp_path) as archive:
        Shelf(archive).put("school", *TEXTS["school"])
        for statement in ("trigger articles_words_come", "trigger articles_words_go", "trigger articles_words_change"):
            archive.connection.execute(f"drop {statement}")
        archive.connection.execute("drop view search_terms")
        for table in ("search_keys", "search_due", "search_words"):
            archive.connection.execute(f"drop table {table}")
    connection = open_for_reading(tmp_path)

    assert (1, 0) == (search(connection, "мектепте").total, search(connection, "мектеп").total)
    assert () == search(connection, "мектпте").suggestions


def test_queries_of_any_length_are_searched_for(shelf):
    """No number of words, each with many forms, is more than the index takes."""
    words = " OR ".join(["Қазақстан", "судың", "мектеп", "«су деңгейі»"] * 12)

    assert len(read_query(words).parts) <= 32
    assert {"land", "school", "river"} <= shelf.found(words)


def test_a_word_with_many_forms_is_cut_to_the_commonest(shelf):
    """Of more forms than are searched for the rarest are left out, and how many is told."""
    owned = ["", "ым", "ың", "ы", "ымыз", "ыңыз"]
    forms = [
        f"{noun}{own}{case}" for noun in ("жылдар", "жыл") for own in owned for case in ("", "ға", "ды", "дан", "мен")
    ]
    shelf.put("many", "Жыл", " ".join(forms))
    shelf.put("common", "Жылдарыңызмен", "бір")
    bring_up_to_date(shelf.archive)

    (one,) = search(shelf.archive.connection, "жылымыз").included

    assert ["жылымыз", "жыл", "жылдарыңызмен"] == [one.forms[0], *sorted(one.forms[1:3])]
    assert MOST_FORMS == len(one.forms)
    assert one.left_out > 0


def test_page_tells_which_forms_a_phrase_was_searched_in(tmp_path):
    """Of a phrase those forms are told that it was searched in, and how many were left out."""
    with Archive(tmp_path) as archive:
        shelf = Shelf(archive)
        endings = ("", "нің", "ге", "ні", "де", "ден", "мен", "лер", "лердің", "лерге", "лерді", "лерде", "лерден")
        for place, ending in enumerate(endings):
            shelf.put(f"x{place}", "Хабар", f"көше{ending} арқылы мектеп мектептің мектепке мектепті")
        for place, ending in enumerate(
            ("тің", "ке", "ті", "те", "тен", "пен", "тер", "тердің", "терге", "терді", "терде")
        ):
            shelf.put(f"y{place}", "Хабар", f"мектеп{ending} көше")
        bring_up_to_date(archive)

        found = {one.word: one for one in search(archive.connection, "«мектептің көшесі»").included}
        vocabulary = Vocabulary(archive.connection)
        for word, one in found.items():
            assert len(one.forms) + one.left_out == len(vocabulary.forms(word))
        assert any(one.left_out for one in found.values())
