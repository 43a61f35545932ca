"""Where a text is printed: the articles of a story, the first printing before the others."""

import sqlite3
from dataclasses import dataclass

from archive.briefs import COLUMNS, NAMES, Brief, brief_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """An article of a story."""

    article: Brief
    share: float
    """Share of its runs of three words that stand in the first printing as well."""
    share_of_first: float
    """Share of the first printing's runs that stand in it."""
    is_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Printings:
    """One text in several articles."""

    first: Printing
    others: tuple[Printing, ...]
    """Some of the others, the earliest first."""
    total: int
    """How many articles print it, the first one among them."""
    papers: int
    """In how many papers."""


def printings(connection: sqlite3.Connection, article: str, most: int) -> Printings | None:
    """Return where the text of *article* is printed, *most* others than the first; None where nowhere else."""
    row = connection.execute("select story from same_texts where article = ?", (article,)).fetchone()
    if row is None:
        return None
    story = row[0]
    count = (
        "select count(*), count(distinct a.site) from same_texts t join articles a on a.id = t.article "
        "where t.story = ?"
    )
    total, papers = tuple(connection.execute(count, (story,)).fetchone())
    first, *others = [_printing(tuple(one)) for one in connection.execute(_PRINTINGS, (story, most + 1))]
    return Printings(first=first, others=tuple(others), total=total, papers=papers)


_PRINTINGS = (
    f"select {COLUMNS}, t.share, t.share_of_first, t.article = t.story as is_first from same_texts t "  # noqa: S608 - literal
    "join articles a on a.id = t.article left join text_marks m on m.number = a.number "
    "where t.story = ? order by is_first desc, m.place limit ?"
)


def _printing(row: tuple[str, ...]) -> Printing:
    share, of_first, is_first = row[len(NAMES) :]
    return Printing(
        article=brief_from(row), share=float(share), share_of_first=float(of_first), is_first=bool(is_first)
    )
