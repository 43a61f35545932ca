"""The page that sets two printings of a text beside each other, word by word."""

from dataclasses import dataclass
from sqlite3 import Connection, Row
from typing import Any

from archive.revisions import TAKEN_DOWN
from archive.stories.likeness import Likeness, likeness, runs
from archive.timeline import Version, difference
from archive.web.answers import fault, not_found, page
from archive.web.history import SIDE, Comparison
from archive.web.host import Datasette, Request, ask, require_leave


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two articles and what differs between them."""

    one: Row
    other: Row
    comparison: Comparison
    likeness: Likeness | None
    """What they have in common; None where one of them is too short to tell."""

    @property
    def is_taken_down(self) -> bool:
        """Whether one of them was taken down."""
        return TAKEN_DOWN in {self.one["state"], self.other["state"]}


async def beside_page(datasette: Datasette, request: Request) -> Any:  # noqa: ANN401 - Datasette's Response has no types
    """Return what the second article of the address prints otherwise than the first."""
    await require_leave(datasette, request)
    one, other = request.url_vars["article"], request.url_vars["other"]
    pair = await ask(datasette, lambda connection: _pair(connection, one, other))
    if pair is None or one == other:
        return await not_found(datasette, request)
    if pair.is_taken_down:
        return await fault(datasette, request, "taken_down", 410)
    context = {"pair": pair, "change": pair.comparison, "side": request.args.get("view") == SIDE}
    return await page(datasette, request, "beside.html", context)


def _pair(connection: Connection, one: str, other: str) -> Pair | None:
    query = "select a.*, s.title as paper, s.timezone from articles a join sites s on s.name = a.site where a.id = ?"
    rows = [connection.execute(query, (identity,)).fetchone() for identity in (one, other)]
    if None in rows:
        return None
    first, second = rows
    old, new = (_version(connection, row) for row in rows)
    cut = [runs(row["body"]) for row in rows]
    return Pair(
        one=first,
        other=second,
        comparison=Comparison(old=old, new=new, found=difference(old, new)),
        likeness=likeness(cut[0], cut[1]) if all(cut) else None,
    )


def _version(connection: Connection, row: Row) -> Version:
    names = connection.execute("select name from bylines where article = ? order by n", (row["id"],))
    return Version(
        id=row["id"],
        title=row["title"],
        lead=row["lead"],
        body=row["body"],
        pictures=(),
        names=tuple(name for (name,) in map(tuple, names)),
        published_at=row["published_at"],
        published_precision=row["published_precision"],
    )
