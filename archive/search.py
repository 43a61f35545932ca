"""Searching the articles' words, in title, lead and body: each in all forms that the archive holds, or as typed."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from archive.words.expanding import Included, Vocabulary, included
from archive.words.expanding import expression as match_expression
from archive.words.queries import exactly, read_query
from archive.words.suggestions import suggestions

SNIPPET_WORDS = 30
FOUND, AGAIN = "\x02", "\x03"
"""Control characters that SQLite puts around a found word."""


class Order(StrEnum):
    """What comes first."""

    RELEVANCE = "relevance"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text that was searched for, or one that was not."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that holds the words."""

    id: str
    url: str
    site: str
    title: str | None
    language: str | None
    script: str | None
    published_at: str | None
    """UTC, ISO 8601; None where no date is printed."""
    published_precision: str | None
    state: str
    headline: tuple[Piece, ...]
    """The title, with the found words marked."""
    snippet: tuple[Piece, ...]
    """The place of the body that holds most of the words, with the found words marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """Some of the articles that hold the words, in order."""

    hits: tuple[Hit, ...]
    total: int
    """How many articles hold the words altogether."""
    included: tuple[Included, ...] = ()
    """Words that were searched for in more forms than the one typed."""
    suggestions: tuple[str, ...] = ()
    """Other words that may have been meant, in place of those that no article holds as typed."""
    exact: str = ""
    """How to type the same for the very forms alone; empty where no other form is included."""


def search(
    connection: sqlite3.Connection, words: str, *, limit: int = 20, offset: int = 0, order: Order = Order.RELEVANCE
) -> SearchPage:
    """Return the articles that hold all of *words* in any form, from the *offset*-th on; none where it has no word.

    How words are typed and what is found: docs/searching.md.
    """
    query = read_query(words)
    vocabulary = Vocabulary(connection)
    expression = match_expression(query, vocabulary)
    if not expression:
        return SearchPage(hits=(), total=0)
    count = "select count(*) from articles_fts where articles_fts match ?"
    (total,) = connection.execute(count, (expression,)).fetchone()
    numbers = [number for (number,) in connection.execute(_ORDERED[order], (expression, limit, max(offset, 0)))]
    forms = tuple(included(query, vocabulary))
    return SearchPage(
        hits=tuple(_hit(connection, expression, number) for number in numbers),
        total=total,
        included=forms,
        exact=exactly(words) if forms else "",
        suggestions=tuple(suggestions(words, query, vocabulary, found=total > 0)),
    )


_ORDERED = {
    Order.RELEVANCE: (
        "select rowid from articles_fts where articles_fts match ? "
        "order by bm25(articles_fts, 8.0, 3.0, 1.0), rowid desc limit ? offset ?"
    ),
    Order.NEWEST: (
        "select f.rowid from articles_fts f join articles a on a.number = f.rowid where articles_fts match ? "
        "order by a.published_at desc, f.rowid desc limit ? offset ?"
    ),
}
"""A word in the title weighs eight times as much as one in the body. No date comes after every date."""


def _hit(connection: sqlite3.Connection, expression: str, number: int) -> Hit:
    query = (
        "select a.id, a.url, a.site, a.title, a.language, a.script, a.published_at, a.published_precision, a.state, "
        "highlight(articles_fts, 0, ?, ?), snippet(articles_fts, 2, ?, ?, '…', ?) "
        "from articles_fts join articles a on a.number = articles_fts.rowid "
        "where articles_fts match ? and articles_fts.rowid = ?"
    )
    marks = (FOUND, AGAIN, FOUND, AGAIN, SNIPPET_WORDS)
    row = connection.execute(query, (*marks, expression, number)).fetchone()
    *facts, headline, snippet = tuple(row)
    return Hit(
        **dict(zip(_FACTS, facts, strict=True)),
        headline=tuple(_pieces(headline or "")),
        snippet=tuple(_pieces(snippet or "")),
    )


_FACTS = ("id", "url", "site", "title", "language", "script", "published_at", "published_precision", "state")


def _pieces(marked: str) -> Iterator[Piece]:
    r"""Yield the runs of *marked*.

    >>> [piece.text for piece in _pieces("Жайық \x02тасыды\x03.") if piece.found]
    ['тасыды']
    """
    before, *rest = marked.split(FOUND)
    if before:
        yield Piece(text=before.replace(AGAIN, ""), found=False)
    for run in rest:
        found, _, after = run.partition(AGAIN)
        yield Piece(text=found, found=True)
        if after:
            yield Piece(text=after.replace(AGAIN, ""), found=False)
