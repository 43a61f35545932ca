"""The page of one picture: where it is printed, and which others look like it."""

import sqlite3
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from archive.gallery import SHOWN_TYPES
from archive.pictures.likeness import Alike, alike
from archive.web.answers import not_found, page
from archive.web.host import Datasette, Request, ask, require_leave

MOST_USES = 100
"""Articles that a page lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictured:
    """A picture with everything that the archive knows of it."""

    row: sqlite3.Row
    uses: list[sqlite3.Row]
    """Where it is printed, the earliest first."""
    others: list[tuple[Alike, list[sqlite3.Row]]]
    """Pictures that look the same, each with where it is printed."""

    @property
    def shown(self) -> bool:
        """Whether a browser may show it."""
        return self.row["media_type"] in SHOWN_TYPES


def read_picture(connection: sqlite3.Connection, digest: str) -> Pictured | None:
    """Return the picture *digest*; None where none of that digest is kept, or only what was taken down shows it."""
    query = (
        "select i.*, c.url, c.fetched_at, s.timezone from images i join captures c on c.id = i.capture "
        "join sites s on s.name = c.site where i.digest = ? "
        "and not exists (select 1 from takedown_captures t where t.capture = i.capture)"
    )
    row = connection.execute(query, (digest,)).fetchone()
    if row is None:
        return None
    others = [(other, _uses(connection, other.digest)) for other in alike(connection, digest)]
    return Pictured(row=row, uses=_uses(connection, digest), others=[one for one in others if one[1]])


def _uses(connection: sqlite3.Connection, digest: str) -> list[sqlite3.Row]:
    query = (
        "select a.id, a.title, a.language, a.script, a.published_at, a.published_precision, s.title as paper, "
        "s.timezone, p.printed_url, p.caption, p.credit from article_images p join articles a on a.id = p.article "
        "join sites s on s.name = a.site where p.image = ? order by a.published_at, a.number limit ?"
    )
    return connection.execute(query, (digest, MOST_USES)).fetchall()


async def picture_page(datasette: Datasette, request: Request) -> Any:  # noqa: ANN401 - Datasette's Response has no types
    """Return the page of a picture."""
    await require_leave(datasette, request)
    digest = unquote(request.url_vars["digest"])
    pictured = await ask(datasette, lambda connection: read_picture(connection, digest))
    if pictured is None:
        return await not_found(datasette, request)
    return await page(datasette, request, "picture.html", {"pictured": pictured})
