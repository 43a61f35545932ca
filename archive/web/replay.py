"""A captured page as it was captured: its own markup, its pictures from the archive, nothing that runs or loads."""

from collections.abc import Mapping
from sqlite3 import Connection, Row
from types import MappingProxyType
from typing import Any
from urllib.parse import urldefrag, urljoin

from datasette.utils.asgi import Response  # type: ignore[import-untyped, unused-ignore]
from lxml import html
from lxml.etree import ParserError

from archive.charset import encoding_of
from archive.warc import KeptResponse
from archive.web.evidence import answer_with, capture_row, content_type
from archive.web.host import Datasette, Request, ask, require_leave

AS_CAPTURED: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
)
"""Headers under which a stranger's page can run nothing and load nothing but the archive's own pictures."""
DROPPED = ("script", "noscript", "iframe", "frame", "object", "embed", "applet", "base", "link", "source", "template")
"""Elements that could only run or load something."""
LATE = ("data-src", "data-lazy-src", "data-original", "data-srcset", "srcset", "src")
"""Attributes that name a picture's address; the first that is kept is shown."""
MOST_ASKED = 500
"""Addresses that one question to the database names."""


async def replay(datasette: Datasette, request: Request) -> Any:  # noqa: ANN401 - Datasette's Response has no types
    """Return the captured page with its pictures from the archive; links lead to other captured pages, or nowhere."""
    await require_leave(datasette, request)

    def prefixed(path: str) -> str:
        return str(datasette.urls.path(path))

    async def show(_: Row, kept: KeptResponse) -> Any:  # noqa: ANN401 - Datasette's Response has no types
        kind = content_type(kept)
        if not kind.startswith(("text/html", "application/xhtml")):
            return Response(kept.body, headers=dict(AS_CAPTURED), content_type=kind)
        page = await ask(datasette, lambda connection: as_captured(connection, kept, prefixed))
        return Response(page, headers=dict(AS_CAPTURED), content_type="text/html; charset=utf-8")

    return await answer_with(datasette, request, await capture_row(datasette, request), show)


def as_captured(connection: Connection, kept: KeptResponse, prefixed: Any) -> bytes:  # noqa: ANN401 - a function of text
    """Return the page *kept* with addresses that lead into the archive, each made whole by *prefixed*."""
    declared = next((value for name, value in kept.headers if name.lower() == "content-type"), None)
    parser = html.HTMLParser(encoding=encoding_of(kept.body, declared))
    try:
        document = html.document_fromstring(kept.body or b"<p></p>", parser=parser)
    except ParserError:
        return b""
    base = kept.capture.url
    for element in document.iter("base"):
        base = urljoin(base, element.get("href") or "")
    told = [meta for meta in document.iter("meta") if meta.get("http-equiv")]
    for element in [*document.iter(*DROPPED), *told]:
        if isinstance(element, html.HtmlElement) and element.getparent() is not None:
            element.drop_tree()
    for element in document.iter():
        for name in [str(name) for name in element.attrib if str(name).startswith("on")]:
            del element.attrib[name]
    _set_pictures(connection, document, base, prefixed)
    _set_links(connection, document, base, prefixed)
    return bytes(html.tostring(document, encoding="utf-8", doctype="<!DOCTYPE html>"))


def _set_pictures(connection: Connection, document: html.HtmlElement, base: str, prefixed: Any) -> None:  # noqa: ANN401
    pictures = list(document.iter("img"))
    named = [[urljoin(base, address) for address in _addresses(picture)] for picture in pictures]
    kept = _pictures_at(connection, {address for addresses in named for address in addresses})
    for picture, addresses in zip(pictures, named, strict=True):
        for name in (*LATE, "sizes", "loading"):
            picture.attrib.pop(name, None)
        digest = next((kept[address] for address in addresses if address in kept), None)
        if digest:
            picture.set("src", prefixed(f"/picture/{digest}"))


def _addresses(picture: html.HtmlElement) -> list[str]:
    found: list[str] = []
    for name in LATE:
        value = picture.get(name) or ""
        parts = [part.split()[0] for part in value.split(",") if part.strip()] if name.endswith("srcset") else [value]
        found += [part.strip() for part in parts if part.strip() and not part.strip().startswith("data:")]
    return found


def _set_links(connection: Connection, document: html.HtmlElement, base: str, prefixed: Any) -> None:  # noqa: ANN401
    links = [
        (element, urldefrag(urljoin(base, element.get("href")))[0])
        for element in document.iter("a", "area")
        if element.get("href") and not element.get("href").startswith("#")
    ]
    kept = _pages_at(connection, {address for _, address in links})
    for element, address in links:
        element.attrib.pop("target", None)
        if address in kept:
            element.set("href", prefixed(f"/replay/{kept[address]}"))
        else:
            del element.attrib["href"]
            element.set("title", address)


def _pictures_at(connection: Connection, addresses: set[str]) -> dict[str, str]:
    """Return the digests of the pictures that were kept from *addresses* and that an article shows."""
    query = (
        "select c.url, i.digest from captures c join images i on i.digest = c.digest where c.url in ({}) "
        "and i.media_type in ('image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif') "
        "and exists (select 1 from article_images p where p.image = i.digest)"
    )
    return _asked(connection, query, addresses)


def _pages_at(connection: Connection, addresses: set[str]) -> dict[str, str]:
    """Return for each of *addresses* that has one its latest capture that shows a page."""
    query = (
        "select url, id from captures where url in ({}) and status = 200 and fault is null "
        "and (article is null or article not in (select article from takedowns)) order by fetched_at"
    )
    return _asked(connection, query, addresses)


def _asked(connection: Connection, query: str, addresses: set[str]) -> dict[str, str]:
    listed = sorted(addresses)
    found: dict[str, str] = {}
    for start in range(0, len(listed), MOST_ASKED):
        part = listed[start : start + MOST_ASKED]
        found |= dict(tuple(row) for row in connection.execute(query.format(", ".join("?" * len(part))), part))
    return found
