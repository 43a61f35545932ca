"""The page of the kept pictures."""

from sqlite3 import Connection, OperationalError
from typing import Any
from urllib.parse import urlencode

from archive.gallery import Pictures, Shot, origins, pictures
from archive.mastheads import Masthead, mastheads
from archive.web.answers import fault, not_found, page
from archive.web.host import Datasette, Request, ask, require_leave
from archive.web.leafing import Leaf
from archive.web.pages import page_number

PICTURES_SHOWN = 48


async def pictures_page(datasette: Datasette, request: Request) -> Any:  # noqa: ANN401 - Datasette's Response has no types
    """Return the page of the pictures that the address names, those of the newest articles first."""
    await require_leave(datasette, request)
    which = Pictures(site=request.args.get("paper") or None, origin=request.args.get("origin") or None)
    leaf = Leaf(number=page_number(request), size=PICTURES_SHOWN)

    def question(connection: Connection) -> tuple[list[Shot], list[tuple[str, int]], dict[str, Masthead]]:
        return (
            pictures(connection, which, leaf.size + 1, leaf.offset),
            origins(connection),
            mastheads(connection),
        )

    try:
        found, known, papers = await ask(datasette, question)
    except OperationalError as error:
        if error.args != ("interrupted",):
            raise
        return await fault(datasette, request, "slow_doubts", 503)
    if which.site and which.site not in papers:
        return await not_found(datasette, request)
    context = {
        "which": which,
        "shots": found[: leaf.size],
        "origins": known,
        "papers": papers,
        "leaf": Leaf(number=leaf.number, size=leaf.size, has_more=len(found) > leaf.size),
        "query": query_of,
    }
    return await page(datasette, request, "pictures.html", context)


def query_of(paper: str | None, origin: str | None) -> str:
    """Return the query that names the pictures of *paper* that come from *origin*; None stands for all.

    >>> query_of("tany", None), query_of(None, None)
    ('?paper=tany', '?')
    """
    return "?" + urlencode({name: value for name, value in (("paper", paper), ("origin", origin)) if value})
