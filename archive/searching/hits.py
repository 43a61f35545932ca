"""What a list shows of an article: its facts, its headline and a place of its text, with the found words marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from sqlite3 import Connection

from archive.briefs import COLUMNS, NAMES, Brief
from archive.gallery import SHOWN_TYPES

SNIPPET_WORDS = 30
BEGINNING = 600
"""Characters of the text that are shown where no word was searched for, before they are cut."""
FOUND, AGAIN = "\x02", "\x03"
"""Control characters that SQLite puts around a found word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text that was searched for, or one that was not."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit(Brief):
    """An article that was found."""

    section: str | None
    edited: bool
    """Whether it was changed after it was first seen."""
    picture: str | None
    """Digest of its first kept picture that a browser can show."""
    thumbnail: bool
    """Whether there is a thumbnail of that picture."""
    headline: tuple[Piece, ...]
    """The title, with the found words marked."""
    snippet: tuple[Piece, ...]
    """The place of the text that holds most of the words, marked; its beginning where no word was searched for."""


_PICTURE = (
    "(select i.digest from article_images p join images i on i.digest = p.image where p.article = a.id "  # noqa: S608 - literal
    f"and i.media_type in ({', '.join(map(repr, SHOWN_TYPES))}) order by p.n limit 1)"
)
_FACTS = f"{COLUMNS}, a.section, exists (select 1 from changes where article = a.id), {_PICTURE}"  # noqa: S608 - literal
_NAMES = (*NAMES, "section", "edited", "picture")
_MARKED = (
    f"select {_FACTS}, highlight(articles_fts, 0, ?, ?), snippet(articles_fts, 2, ?, ?, '…', ?) "  # noqa: S608 - literal
    "from articles_fts join articles a on a.number = articles_fts.rowid "
    "where articles_fts match ? and articles_fts.rowid = ?"
)
_UNMARKED = (
    f"select {_FACTS}, a.title, substr(coalesce(nullif(a.lead, ''), a.body), 1, ?) from articles a where a.number = ?"  # noqa: S608
)


def hit(connection: Connection, expression: str, number: int) -> Hit | None:
    """Return the article *number* as one found for *expression*; None where it went in this moment."""
    if expression:
        marks = (FOUND, AGAIN, FOUND, AGAIN, SNIPPET_WORDS)
        row = connection.execute(_MARKED, (*marks, expression, number)).fetchone()
    else:
        row = connection.execute(_UNMARKED, (BEGINNING, number)).fetchone()
    if row is None:
        return None
    *values, headline, snippet = tuple(row)
    facts = dict(zip(_NAMES, values, strict=True))
    seen = "select phash is not null from images where digest = ?"
    thumbnail = facts["picture"] and connection.execute(seen, (facts["picture"],)).fetchone()
    return Hit(
        **{**facts, "edited": bool(facts["edited"])},
        thumbnail=bool(thumbnail and thumbnail[0]),
        headline=tuple(pieces(headline or "")),
        snippet=tuple(pieces(snippet or "")),
    )


def pieces(marked: str) -> Iterator[Piece]:
    r"""Yield the runs of *marked*.

    >>> [piece.text for piece in pieces("Жайық \x02тасыды\x03.") if piece.found]
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
