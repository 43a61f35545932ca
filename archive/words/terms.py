"""The view `search_terms`: the words that the archive's articles hold, each with its keys.

What stands in it is a function of the articles: every word of the full-text index that has letters, and none besides.
Triggers note in `search_due` which articles changed; this brings the table up to date with them.
"""

from collections.abc import Iterable, Iterator
from sqlite3 import Connection

from archive.store import Archive
from archive.words.keys import keys

TOKENIZER = "unicode61 remove_diacritics 0"
"""That of the index: words must be cut here as they are there."""
MANY = 2_000
"""Articles due, from which all words of the index are gone through instead of theirs."""
LONGEST = 60
"""Characters of a term; longer ones are addresses and the like."""
AT_ONCE = 10_000


def bring_up_to_date(archive: Archive) -> None:
    """Give the words that came into articles their keys, and take away those that no article holds any longer."""
    connection = archive.connection
    if not connection.execute("select 1 from search_due limit 1").fetchone():
        return
    with archive.atomic():
        (due,) = connection.execute("select count(*) from search_due").fetchone()
        (articles,) = connection.execute("select count(*) from articles").fetchone()
        if due > MANY and due * 2 > articles:
            _go_through_all(connection)
        else:
            _go_through_due(connection)
        connection.execute("delete from search_due")


def _go_through_all(connection: Connection) -> None:
    """Make all keys anew, and put them down in their order: so they take a third less room than one by one."""
    connection.execute("delete from search_keys")
    connection.execute("create temp table made_keys (key text, ending text)")
    for rows in _chunks(_rows(term for (term,) in connection.execute("select term from search_words"))):
        connection.executemany("insert into made_keys values (?, ?)", rows)
    connection.execute("insert into search_keys select key, ending from made_keys order by key, ending")
    connection.execute("drop table made_keys")


def _go_through_due(connection: Connection) -> None:
    came = (
        "select coalesce(a.title, '') || ' ' || coalesce(a.lead, '') || ' ' || a.body from search_due d "
        "join articles a on a.number = d.number"
    )
    for rows in _chunks(_rows(_words_of(connection, came, _NEW))):
        connection.executemany("insert or ignore into search_keys (key, ending) values (?, ?)", rows)
    gone = (
        term
        for term in _words_of(connection, "select gone from search_due where gone is not null", _ALL)
        if not connection.execute("select 1 from search_words where term = ?", (term,)).fetchone()
    )
    for rows in _chunks(_rows(gone)):
        connection.executemany("delete from search_keys where key = ? and ending = ?", rows)


_ALL = "select term from due_words"
_NEW = (
    "select d.term from due_words d where not exists (select 1 from search_places p where p.term = d.term "
    "and p.doc not in (select number from search_due where number is not null))"
)
"""Those that no other article holds; the others have their keys. Making keys is what takes the time."""


def _words_of(connection: Connection, texts: str, words: str) -> list[str]:
    """Return those *words* of the *texts* that two queries ask for; the texts are cut by SQLite itself."""
    connection.execute(
        f"create virtual table temp.due_texts using fts5 (text, content = '', detail = none, tokenize = '{TOKENIZER}')"
    )
    connection.execute("create virtual table temp.due_words using fts5vocab (temp, due_texts, 'row')")
    connection.execute("create virtual table temp.search_places using fts5vocab (main, articles_fts, 'instance')")
    connection.execute(f"insert into due_texts (text) {texts}")
    found = [term for (term,) in connection.execute(words).fetchall()]
    connection.execute("drop table temp.search_places")
    connection.execute("drop table temp.due_words")
    connection.execute("drop table temp.due_texts")
    return found


def _rows(terms: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the keys of *terms*, each with what follows it in the term, or with all of a term that begins otherwise.

    >>> list(_rows(["қаласы", "халқы"]))
    [('қала', '-сы'), ('халық', 'халқы')]
    """
    for term in filter(is_word, terms):
        for key in keys(term):
            yield key, f"-{term[len(key) :]}" if term.startswith(key) else term


def is_word(term: str) -> bool:
    """Tell whether *term* has letters, and so may have forms.

    >>> is_word("қаласы"), is_word("2026"), is_word("25жыл")
    (True, False, True)
    """
    return not term.isdigit() and len(term) <= LONGEST


def _chunks(rows: Iterator[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    chunk: list[tuple[str, str]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) >= AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
