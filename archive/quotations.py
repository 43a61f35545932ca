"""Looking for what was said: words in a quote or in the name of who is quoted, each in all forms the archive holds."""

import sqlite3
from dataclasses import dataclass, replace
from itertools import chain

from archive.briefs import COLUMNS
from archive.people import Said, said_from
from archive.words.expanding import Vocabulary, expression
from archive.words.keys import keys
from archive.words.queries import Part, Query, read_query

MOST_NAMES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which quotes are meant."""

    words: str = ""
    """Words of the quote, typed as for the search; empty for any."""
    speaker: str = ""
    """Words of the name of who is quoted; empty for anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotations:
    """Some of the quotes that were looked for, those of the newest articles first."""

    said: tuple[Said, ...]
    total: int | None
    """How many there are altogether; None where nothing was looked for, and so they were not counted."""
    has_more: bool
    """Whether there are more after these."""


def find_quotations(connection: sqlite3.Connection, wanted: Wanted, limit: int, offset: int = 0) -> Quotations:
    """Return the quotes that hold all the words *wanted*; the newest of all where none are."""
    vocabulary = Vocabulary(connection)
    sides = {"text": wanted.words, "speaker": wanted.speaker}
    asked = [_within(column, read_query(words), vocabulary) for column, words in sides.items()]
    match = " AND ".join(f"({one})" for one in asked if one)
    if not match:
        found = () if any(sides.values()) else _newest(connection, limit + 1, offset)
        return Quotations(said=found[:limit], total=0 if any(sides.values()) else None, has_more=len(found) > limit)
    (total,) = connection.execute("select count(*) from quotes_fts where quotes_fts match ?", (match,)).fetchone()
    found = _said(connection, f"{_MATCHED} limit ? offset ?", match, limit, offset)
    return Quotations(said=found, total=total, has_more=offset + len(found) < total)


_MATCHED = (
    f"select {COLUMNS}, q.n, q.speaker, q.role, q.text from quotes_fts f join quotes q on q.number = f.rowid "  # noqa: S608 - literal
    "join articles a on a.id = q.article where quotes_fts match ? "
    "order by a.published_at desc, a.number desc, q.n"
)


def _newest(connection: sqlite3.Connection, limit: int, offset: int) -> tuple[Said, ...]:
    query = (
        f"select {COLUMNS}, q.n, q.speaker, q.role, q.text from articles a cross join quotes q on q.article = a.id "  # noqa: S608 - literal
        "order by a.published_at desc, a.number desc, q.n limit ? offset ?"
    )
    return _said(connection, query, limit, offset)


def _said(connection: sqlite3.Connection, query: str, *values: str | int) -> tuple[Said, ...]:
    return tuple(said_from(tuple(row)) for row in connection.execute(query, values))


def names_like(connection: sqlite3.Connection, name: str) -> list[tuple[str, int]]:
    """Return other names of people quoted that hold the last word of *name*, in any form, the most quoted first.

    Whether it is the same person a reader can tell.
    """
    words = read_query(name).parts
    if not words:
        return []
    match = _within("speaker", Query(groups=((replace(words[-1], is_exact=True),),)), Vocabulary(connection))
    query = (
        "select q.speaker, count(*) from quotes_fts f join quotes q on q.number = f.rowid "
        "where quotes_fts match ? and q.speaker <> ? group by 1 order by 2 desc, 1 limit ?"
    )
    return [tuple(row) for row in connection.execute(query, (match, name, MOST_NAMES))]


def _within(column: str, query: Query, vocabulary: Vocabulary) -> str:
    """Return *query* as an expression for words in *column*; typed fields are those of articles and mean nothing."""
    plain = Query(
        groups=tuple(tuple(chain.from_iterable(map(_with_keys, group))) for group in query.groups),
        excluded=tuple(map(_anywhere, query.excluded)),
    )
    words = expression(plain, vocabulary)
    return f"{{{column}}} : ({words})" if words else ""


def _with_keys(part: Part) -> list[Part]:
    """Return *part*, and what its word is without suffixes: names above a quote may stand in no article's text."""
    plain = _anywhere(part)
    if len(part.words) > 1 or part.is_exact or part.is_beginning:
        return [plain]
    return [
        plain,
        *(replace(plain, words=(key,), is_exact=True) for key in keys(part.words[0]) if key != part.words[0]),
    ]


def _anywhere(part: Part) -> Part:
    return replace(part, field=None)
