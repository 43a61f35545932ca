"""The captured bytes as they came, made harmless, and the kept pictures."""

import re
from asyncio import to_thread
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection, Row
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import Response  # type: ignore[import-untyped, unused-ignore]

from archive.captures import COLUMNS, capture_from, kept_response
from archive.faults import DamagedWarc
from archive.gallery import SHOWN_TYPES
from archive.pictures.looking import thumbnail_path
from archive.store import connect_for_reading
from archive.warc import KeptResponse
from archive.web.answers import STATIC, fault, not_found, page
from archive.web.host import DATABASE, Datasette, Request, ask, require_leave

AS_IT_CAME: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
)
"""Headers under which a stranger's page can run nothing, load nothing and read nothing of ours."""
FOR_LONG = "public, max-age=31536000, immutable"
FOR_GOOD = {"Cache-Control": FOR_LONG, "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
"""Headers of a picture, which stays what it is at its address."""
CONTENT_TYPE = re.compile(
    r"\s*(?P<type>[\w.+-]{1,60}/[\w.+-]{1,80})\s*(?:;.*?charset\s*=\s*[\"']?(?P<charset>[\w.:-]{1,40}))?",
    re.ASCII | re.IGNORECASE,
)
STATIC_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "front.css": "text/css; charset=utf-8",
        "front.js": "text/javascript; charset=utf-8",
        "icon.svg": "image/svg+xml",
    }
)


async def capture(datasette: Datasette, request: Request) -> Any:  # noqa: ANN401 - Datasette's Response has no types
    """Return the captured bytes in their own character set, sandboxed."""
    await require_leave(datasette, request)

    async def show(_: Row, kept: KeptResponse) -> Any:  # noqa: ANN401 - Datasette's Response has no types
        return Response(kept.body, headers=dict(AS_IT_CAME), content_type=content_type(kept))

    return await answer_with(datasette, request, await capture_row(datasette, request), show)


async def capture_facts(datasette: Datasette, request: Request) -> Any:  # noqa: ANN401 - Datasette's Response
    """Return the page with the facts of a capture and the captured page in a frame."""
    await require_leave(datasette, request)

    async def show(row: Row, kept: KeptResponse) -> Any:  # noqa: ANN401 - Datasette's Response
        context = {"capture": row, "headers": kept.headers, "content_type": content_type(kept)}
        return await page(datasette, request, "capture.html", context)

    return await answer_with(datasette, request, await capture_row(datasette, request), show)


Show = Callable[[Row, KeptResponse], Awaitable[Any]]


async def answer_with(datasette: Datasette, request: Request, row: Row | None, show: Show) -> Any:  # noqa: ANN401
    """Return what *show* makes of the capture *row* and of the response that it keeps.

    A page that says so where there is none, where it was taken down, and where its record cannot be read.
    """
    if row is None:
        return await not_found(datasette, request)
    if await ask(datasette, lambda connection: is_hidden(connection, row["id"])):
        return await fault(datasette, request, "taken_down", 410)
    try:
        kept = await to_thread(read_capture, datasette, row)
    except DamagedWarc as error:
        return await fault(datasette, request, "damaged", 404, detail=str(error))
    return await show(row, kept)


async def picture(datasette: Datasette, request: Request) -> Any:  # noqa: ANN401 - Datasette's Response has no types
    """Return the bytes of a kept picture; what may hold a script is only offered for saving."""
    await require_leave(datasette, request)
    digest = unquote(request.url_vars["digest"])
    query = (
        "select c.*, i.media_type as kind from images i join captures c on c.id = i.capture where i.digest = ? "
        "and not exists (select 1 from takedown_captures t where t.capture = c.id)"
    )
    row = await ask(datasette, lambda connection: _first(connection, query, digest))

    async def show(row: Row, kept: KeptResponse) -> Any:  # noqa: ANN401 - Datasette's Response has no types
        if row["kind"] in SHOWN_TYPES:
            return Response(kept.body, headers=dict(FOR_GOOD), content_type=row["kind"])
        headers = FOR_GOOD | {"Content-Disposition": "attachment"}
        return Response(kept.body, headers=headers, content_type="application/octet-stream")

    return await answer_with(datasette, request, row, show)


async def thumbnail(datasette: Datasette, request: Request) -> Any:  # noqa: ANN401 - Datasette's Response has no types
    """Return the thumbnail of a kept picture."""
    await require_leave(datasette, request)
    digest = unquote(request.url_vars["digest"])
    query = (
        "select i.digest from images i where i.digest = ? "
        "and not exists (select 1 from takedown_captures t where t.capture = i.capture)"
    )
    row = await ask(datasette, lambda connection: _first(connection, query, digest))
    content = await to_thread(_thumbnail, datasette, digest) if row is not None else None
    if content is None:
        return await not_found(datasette, request)
    return Response(content, headers=dict(FOR_GOOD), content_type="image/webp")


def _thumbnail(datasette: Datasette, digest: str) -> bytes | None:
    path = thumbnail_path(Path(datasette.databases[DATABASE].path or "").resolve().parent, digest)
    return path.read_bytes() if path.is_file() else None


async def static(datasette: Datasette, request: Request) -> Any:  # noqa: ANN401 - Datasette's Response has no types
    """Return the style sheet, the script or the icon."""
    name = request.url_vars["name"]
    if name not in STATIC_TYPES:
        return await not_found(datasette, request)
    headers = {"Cache-Control": FOR_LONG, "X-Content-Type-Options": "nosniff"}
    return Response((STATIC / name).read_bytes(), headers=headers, content_type=STATIC_TYPES[name])


def content_type(kept: KeptResponse) -> str:
    """Return the media type and character set that the server named; bytes where what it named is no media type."""
    named = next((value for name, value in kept.headers if name.lower() == "content-type"), "")
    match = CONTENT_TYPE.match(named)
    if match is None:
        return "application/octet-stream"
    charset = match["charset"]
    return f"{match['type'].lower()}; charset={charset}" if charset else match["type"].lower()


async def capture_row(datasette: Datasette, request: Request) -> Row | None:
    """Return the row of the capture that the address names, with paper and article; None where there is none."""
    identity = unquote(request.url_vars["capture"])
    query = (
        "select c.*, s.timezone, s.title as paper, a.title as article_title, a.language, a.script "
        "from captures c left join sites s on s.name = c.site left join articles a on a.id = c.article where c.id = ?"
    )
    return await ask(datasette, lambda connection: _first(connection, query, identity))


def is_hidden(connection: Connection, capture: str) -> bool:
    """Tell whether *capture* is of an article that was taken down, or of a picture that only such articles show."""
    query = (
        "select 1 from captures c join takedowns t on t.article = c.article where c.id = ? "
        "union select 1 from takedown_captures where capture = ?"
    )
    return connection.execute(query, (capture, capture)).fetchone() is not None


def _first(connection: Connection, query: str, value: str) -> Row | None:
    found: Row | None = connection.execute(query, (value,)).fetchone()
    return found


def read_capture(datasette: Datasette, row: Row) -> KeptResponse:
    """Return the response of the capture *row*; `DamagedWarc` where the record is another one, or outside `warc`."""
    path = Path(datasette.databases[DATABASE].path or "").resolve()
    capture = capture_from([row[column] for column in COLUMNS])
    with closing(connect_for_reading(path)) as connection:
        return kept_response(connection, path.parent / "warc", capture)
