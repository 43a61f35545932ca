"""The kept pictures that may be shown, each once, by the newest article that prints it."""

import sqlite3
from dataclasses import dataclass

from archive.briefs import COLUMNS, NAMES, Brief, brief_from

SHOWN_TYPES = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/avif")
"""Media types that a browser shows as a picture and that can hold no script."""
FEW = 20_000
"""Pictures of one origin up to which they are sorted, rather than looked for among those of the newest articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Which pictures are meant; None stands for all."""

    site: str | None = None
    origin: str | None = None
    """Where the file name says that it comes from, as in `article_images`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A kept picture and the newest article that prints it."""

    digest: str
    width: int | None
    height: int | None
    alt: str | None
    caption: str | None
    credit: str | None
    origin: str | None
    has_thumbnail: bool
    """Whether it was looked at and a small copy of it made."""
    article: Brief


def pictures(connection: sqlite3.Connection, which: Pictures, limit: int, offset: int = 0) -> list[Shot]:
    """Return the pictures *which*, those of the newest articles first; of a taken-down article none."""
    begin = _BY_ORIGIN if which.origin and _count(connection, which.origin) <= FEW else _BY_DATE
    site = "and a.site = :site" if which.site else ""
    origin = "and p.origin = :origin" if which.origin else ""
    query = f"{begin} {_SHOWN} {site} {origin} {_ORDER}"
    values = {"site": which.site, "origin": which.origin, "limit": limit, "offset": offset}
    return [_shot(tuple(row)) for row in connection.execute(query, values)]


_WHAT = f"select {COLUMNS}, i.digest, i.width, i.height, p.alt, p.caption, p.credit, p.origin, i.phash"
_KEPT = "cross join images i on i.digest = p.image"
_BY_DATE = f"{_WHAT} from articles a cross join article_images p on p.article = a.id {_KEPT}"
_BY_ORIGIN = (
    f"{_WHAT} from article_images p indexed by article_images_from cross join articles a on a.id = p.article {_KEPT}"
)
_TYPES = ", ".join(map(repr, SHOWN_TYPES))
_SHOWN = (
    f"where p.image is not null and i.media_type in ({_TYPES}) and a.state <> 'taken-down' "  # noqa: S608 - literal
    "and not exists (select 1 from takedown_captures t where t.capture = i.capture) "
    "and not exists (select 1 from article_images o cross join articles b on b.id = o.article where o.image = p.image "
    "and (coalesce(b.published_at, ''), b.number, -o.n) > (coalesce(a.published_at, ''), a.number, -p.n))"
)
_ORDER = "order by a.published_at desc, a.number desc, p.n limit :limit offset :offset"


def _count(connection: sqlite3.Connection, origin: str) -> int:
    query = "select count(*) from (select 1 from article_images where origin = ? and image is not null limit ?)"
    return int(connection.execute(query, (origin, FEW + 1)).fetchone()[0])


def _shot(row: tuple[str | None, ...]) -> Shot:
    digest, width, height, alt, caption, credit, origin, phash = row[len(NAMES) :]
    return Shot(
        digest=str(digest),
        width=int(width) if width else None,
        height=int(height) if height else None,
        alt=alt,
        caption=caption,
        credit=credit,
        origin=origin,
        has_thumbnail=phash is not None,
        article=brief_from(row),
    )


def origins(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Return where kept pictures come from, by their file names, with how many are printed from each, most first."""
    query = (
        "select origin, count(*) from article_images indexed by article_images_from "
        "where image is not null and origin is not null group by 1 order by 2 desc, 1"
    )
    return [tuple(row) for row in connection.execute(query)]
