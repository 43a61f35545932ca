"""The page of what could not be read, or not for certain: how much there is of each kind, and what is printed there."""

from dataclasses import dataclass
from sqlite3 import Connection, OperationalError
from typing import Any
from urllib.parse import urlencode

from archive.doubts import DoubtGroup, DoubtInArticle, Which, count_doubts, newest_doubts
from archive.web.answers import fault, not_found, page
from archive.web.host import Datasette, Request, ask, require_leave
from archive.web.pages import PAGE_SIZE, Place, page_number
from archive.web.reading import Paper, first_words, papers


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """What the page shows."""

    papers: dict[str, Paper]
    groups: list[DoubtGroup]
    """Every group of the archive."""
    doubts: list[DoubtInArticle]
    place: Place

    def of_paper(self, paper: str) -> list[DoubtGroup]:
        """Return the groups of *paper*, the largest first."""
        return [group for group in self.groups if group.site == paper]

    @property
    def fields(self) -> list[str]:
        """The fields that any doubt is about, in the order of the alphabet."""
        return sorted({group.field for group in self.groups})

    @property
    def codes(self) -> list[str]:
        """The kinds that there are, in the order of the alphabet."""
        return sorted({group.code for group in self.groups})


async def doubts_page(datasette: Datasette, request: Request) -> Any:  # noqa: ANN401 - Datasette's Response has no types
    """Return the page of the doubts that the address names, the newest first, with the counts of every kind."""
    await require_leave(datasette, request)
    paper, field, code = (request.args.get(name) or None for name in ("paper", "field", "code"))
    which = Which(site=paper, field=field, code=code)
    number = page_number(request)
    try:
        board = await ask(datasette, lambda connection: _board(connection, which, number))
    except OperationalError as error:
        if error.args != ("interrupted",):
            raise
        return await fault(datasette, request, "slow_doubts", 503)
    if paper and paper not in board.papers:
        return await not_found(datasette, request)
    context = {"board": board, "which": which, "query": query_of, "first_words": first_words}
    return await page(datasette, request, "doubts.html", context)


def query_of(paper: str | None = None, field: str | None = None, code: str | None = None) -> str:
    """Return the query that names the doubts of *paper*, about *field*, of the kind *code*; None stands for all.

    >>> query_of("tany", code="no-zone"), query_of()
    ('?paper=tany&code=no-zone', '?')
    """
    named = {"paper": paper, "field": field, "code": code}
    return "?" + urlencode({name: value for name, value in named.items() if value})


def _board(connection: Connection, which: Which, number: int) -> Board:
    """Return the page *number* of the doubts, or the last one where there are not as many."""
    groups = count_doubts(connection)
    total = sum(group.count for group in groups if which.includes(group))
    place = Place(number=min(number, Place(number=1, total=total).last), total=total)
    doubts = newest_doubts(connection, which, limit=PAGE_SIZE, offset=place.offset)
    return Board(papers=papers(connection), groups=groups, doubts=doubts, place=place)
