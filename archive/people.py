"""People as the papers print them: what each is quoted saying, in which posts, and what they signed.

A name is what is printed, letter by letter: that «М. Әлиев» is «Марат Әлиев» nobody but a reader can say.
"""

import sqlite3
import unicodedata
from collections import Counter
from dataclasses import dataclass

from archive.briefs import COLUMNS, NAMES, Brief, brief_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words that an article puts into somebody's mouth."""

    article: Brief
    n: int
    """Place among the quotes of the article, from 0."""
    speaker: str | None
    role: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """An article with what is printed beside the name of who signs it."""

    article: Brief
    role: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post that is printed with a name, and when."""

    role: str
    articles: int
    """In how many articles."""
    first_at: str | None
    """When the earliest of them was published, UTC; None where none has a date."""
    last_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who is quoted, or who signs."""

    name: str
    quotes: int
    signed: int
    """How many articles they sign."""
    posts: tuple[Post, ...]
    """Posts printed with the name, in quotes and under articles, the one printed last first."""
    papers: tuple[tuple[str, int], ...]
    """Papers that quote them, by name, with how many quotes each has, the most first."""


def person(connection: sqlite3.Connection, name: str) -> Person | None:
    """Return who is printed as *name*; None where no article quotes or names such a one."""
    name = unicodedata.normalize("NFC", name)
    quoted = _counts(connection, "select a.site from quotes q join articles a on a.id = q.article", "q.speaker", name)
    query = "select count(*) from (select distinct article from bylines where name = ?)"
    (signed,) = connection.execute(query, (name,)).fetchone()
    if not quoted and not signed:
        return None
    return Person(
        name=name,
        quotes=quoted.total(),
        signed=signed,
        posts=tuple(_posts(connection, name)),
        papers=tuple(sorted(quoted.items(), key=lambda entry: (-entry[1], entry[0]))),
    )


def _counts(connection: sqlite3.Connection, query: str, column: str, name: str) -> Counter[str]:
    return Counter(site for (site,) in map(tuple, connection.execute(f"{query} where {column} = ?", (name,))))


def _posts(connection: sqlite3.Connection, name: str) -> list[Post]:
    query = (
        "select role, count(distinct article), min(published_at), max(published_at) as last from ("
        "select q.role, q.article, a.published_at from quotes q join articles a on a.id = q.article "
        "where q.speaker = :name and q.role is not null union all "
        "select b.role, b.article, a.published_at from bylines b join articles a on a.id = b.article "
        "where b.name = :name and b.role is not null) group by role order by last desc, role"
    )
    return [
        Post(role=role, articles=articles, first_at=first, last_at=last)
        for role, articles, first, last in map(tuple, connection.execute(query, {"name": name}))
    ]


def said_by(connection: sqlite3.Connection, name: str, limit: int, offset: int = 0) -> list[Said]:
    """Return what whoever is printed as *name* is quoted saying, the newest first."""
    query = (
        f"select {COLUMNS}, q.n, q.speaker, q.role, q.text from quotes q join articles a on a.id = q.article "  # noqa: S608 - literal
        "where q.speaker = ? order by a.published_at desc, a.number desc, q.n limit ? offset ?"
    )
    rows = connection.execute(query, (unicodedata.normalize("NFC", name), limit, offset))
    return [said_from(tuple(row)) for row in rows]


def said_from(row: tuple[str | None, ...]) -> Said:
    """Return the quote in *row*: the columns of a Brief, then n, speaker, role and text."""
    n, speaker, role, text = row[len(NAMES) :]
    return Said(article=brief_from(row), n=int(n or 0), speaker=speaker, role=role, text=text or "")


def signed_by(connection: sqlite3.Connection, name: str, limit: int, offset: int = 0) -> list[Signed]:
    """Return what whoever is printed as *name* signs, the newest first."""
    query = (
        f"select {COLUMNS}, b.role from bylines b join articles a on a.id = b.article where b.name = ? "  # noqa: S608 - literal
        "group by a.id order by a.published_at desc, a.number desc limit ? offset ?"
    )
    rows = connection.execute(query, (unicodedata.normalize("NFC", name), limit, offset))
    return [Signed(article=brief_from(row), role=row[-1]) for row in map(tuple, rows)]


def most_quoted(connection: sqlite3.Connection, site: str, since: str, limit: int) -> list[tuple[str, int]]:
    """Return whom *site* quotes most in articles published at *since* or after, with how many quotes each."""
    query = (
        "select q.speaker, count(*) from articles a cross join quotes q on q.article = a.id "
        "where a.site = ? and a.published_at >= ? and q.speaker is not null group by 1 order by 2 desc, 1 limit ?"
    )
    return [(name, count) for name, count in map(tuple, connection.execute(query, (site, since, limit)))]
