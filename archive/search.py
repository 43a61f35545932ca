"""Searching the articles' words: plain full-text search of title, lead and body, of the words as they are written."""

import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

LONGEST_QUERY = 400
"""Characters of a query that are read."""
MOST_PARTS = 32
"""Words and phrases of a query that are searched for; FTS5 takes no expression of more than 256 levels."""
SNIPPET_WORDS = 30
FOUND, AGAIN = "\x02", "\x03"
"""Control characters that SQLite puts around a found word."""
INVISIBLE = str.maketrans(dict.fromkeys(map(ord, "\x00\u00ad\u200b\u200c\u200d\u2060\ufeff")))
"""Characters that nobody sees and that split words: NUL, soft hyphen, zero-width space and joiners, byte order mark."""
PARTS = re.compile(r'["«“„](?P<phrase>[^"«»“”„]*)["»”“]|(?P<word>[^\s"«»“”„]+)')


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


def search(
    connection: sqlite3.Connection, words: str, *, limit: int = 20, offset: int = 0, order: Order = Order.RELEVANCE
) -> SearchPage:
    """Return the articles that hold all of *words*, from the *offset*-th on; none where *words* holds no word."""
    expression = match_expression(words)
    if not expression:
        return SearchPage(hits=(), total=0)
    count = "select count(*) from articles_fts where articles_fts match ?"
    (total,) = connection.execute(count, (expression,)).fetchone()
    numbers = [number for (number,) in connection.execute(_ORDERED[order], (expression, limit, max(offset, 0)))]
    return SearchPage(hits=tuple(_hit(connection, expression, number) for number in numbers), total=total)


def match_expression(words: str) -> str:
    """Return *words* as an FTS5 expression in which every word and phrase is quoted, so that none can be an operator.

    >>> match_expression('су "тасқын қаупі" Ақ-Жайық OR')
    '"су" "тасқын қаупі" "Ақ-Жайық" "OR"'
    >>> match_expression('" - *')
    ''
    """
    return " ".join(f'"{part}"' for part in _parts(words))


def _parts(words: str) -> list[str]:
    readable = words.encode("utf-8", "ignore").decode("utf-8")
    text = unicodedata.normalize("NFC", readable.translate(INVISIBLE))[:LONGEST_QUERY]
    parts = ((match["phrase"] or match["word"] or "").strip() for match in PARTS.finditer(text))
    return [part for part in parts if any(char.isalnum() for char in part)][:MOST_PARTS]


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
