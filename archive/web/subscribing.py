"""Feeds: what a search, a paper, a person or the changes show first, for programs that people subscribe with."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from functools import partial
from hashlib import sha256
from sqlite3 import Connection
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response  # type: ignore[import-untyped, unused-ignore]

from archive.changes import ALL_KINDS, Asked, changes
from archive.exports.feeds import ATOM_TYPE, JSON_FEED_TYPE, Entry, Feed, atom, json_feed
from archive.people import person, said_by
from archive.search import Filters, Listing, Order, search
from archive.searching.cursor import read_place
from archive.web.answers import not_found, wording_for
from archive.web.entries import Asker, article_entry, change_entry, quote_entry
from archive.web.host import Datasette, Request, ask, require_leave
from archive.web.reading import papers
from archive.web.searching import Search, read_search
from archive.web.tongues import address_of

ENTRIES = 50
"""Of a feed; whoever comes by once in a while finds the rest on the page."""
FRESH_SECONDS = 300
"""How long a reader's program may keep a feed without asking."""


Reader = Callable[[Connection, Asker], Feed | None]
"""Makes a feed of what the archive holds; None where there is no such thing."""


def feed_view(read: Reader) -> Callable[[Datasette, Request], Awaitable[Any]]:
    """Return a view that answers with what *read* makes: Atom or JSON Feed, by the ending of the address."""

    async def view(datasette: Datasette, request: Request) -> Any:  # noqa: ANN401 - Datasette's Response has no types
        await require_leave(datasette, request)
        asker = Asker(datasette=datasette, request=request, ui=wording_for(request))
        feed = await ask(datasette, lambda connection: read(connection, asker))
        if feed is None:
            return await not_found(datasette, request)
        write, kind = (atom, ATOM_TYPE) if request.url_vars["form"] == "atom" else (json_feed, JSON_FEED_TYPE)
        return _answer(request, write(feed), kind)

    return view


def _answer(request: Request, body: bytes, kind: str) -> Any:  # noqa: ANN401 - Datasette's Response has no types
    """Return *body*, or that it has not changed (RFC 9110, 13.1.2)."""
    tag = f'"{sha256(body).hexdigest()[:20]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": f"max-age={FRESH_SECONDS}",
        "X-Content-Type-Options": "nosniff",
        "Access-Control-Allow-Origin": "*",
    }
    if address_of(request).language is None:
        headers["Vary"] = "Accept-Language"
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if tag in known:
        return Response(b"", status=304, headers=headers)
    return Response(body, headers=headers, content_type=kind)


def of_search(connection: Connection, asker: Asker) -> Feed:
    """Return the articles that a search finds, the newest first; page by page where the address says after which."""
    asked = read_search(asker.request)
    named = ", ".join(value for _, value in asked.arguments())
    title = asker.ui.say("feeds.search", words=named) if named else asker.ui.say("archive.name")
    return _found(connection, asker, asked, (title, f"/search?{urlencode(asked.arguments())}"))


def of_paper(connection: Connection, asker: Asker) -> Feed | None:
    """Return the newest articles of a paper."""
    name = asker.request.url_vars["paper"]
    paper = papers(connection).get(name)
    if paper is None:
        return None
    asked = Search(words="", filters=Filters(paper=(name,)), order=Order.NEWEST)
    return _found(connection, asker, asked, (paper.title, f"/paper/{name}"))


def _found(connection: Connection, asker: Asker, asked: Search, page: tuple[str, str]) -> Feed:
    after = read_place(asker.request.args.get("after"))
    found = search(connection, asked.words, asked.filters, Listing(order=Order.NEWEST, after=after, limit=ENTRIES))
    entries = (article_entry(connection, asker, hit, is_searched=bool(asked.words)) for hit in found.hits)
    feed = _feed(asker, *page, entries)
    return replace(feed, following=asker.after(str(found.following)) if found.following else None, total=found.total)


def _feed(asker: Asker, title: str, page: str, entries: Iterable[Entry]) -> Feed:
    return Feed(
        title=title,
        address=asker.absolute(page),
        here=asker.here,
        language=asker.ui.language,
        entries=tuple(entries),
    )


def of_person(connection: Connection, asker: Asker) -> Feed | None:
    """Return what somebody is quoted saying."""
    name = asker.request.args.get("name") or ""
    known = person(connection, name)
    if known is None:
        return None
    said = said_by(connection, name, ENTRIES)
    title = asker.ui.say("feeds.person", name=known.name)
    return _feed(asker, title, f"/person?{urlencode({'name': known.name})}", map(partial(quote_entry, asker), said))


def of_changes(connection: Connection, asker: Asker) -> Feed | None:
    """Return what was edited, withdrawn, moved or came back, of one paper or one kind where the address names it."""
    site, kind = asker.request.args.get("paper") or None, asker.request.args.get("kind") or None
    if (kind and kind not in ALL_KINDS) or (site and site not in papers(connection)):
        return None
    asked = {name: value for name, value in (("paper", site), ("kind", kind)) if value}
    page = "/changes" + (f"?{urlencode(asked)}" if asked else "")
    happened = changes(connection, Asked(site=site, kind=kind), ENTRIES)
    return _feed(asker, asker.ui.say("feeds.changes"), page, map(partial(change_entry, asker), happened))


FORM = r"\.(?P<form>atom|json)$"
FEEDS = (
    (rf"/search{FORM}", feed_view(of_search)),
    (rf"/paper/(?P<paper>[^/]+){FORM}", feed_view(of_paper)),
    (rf"/person{FORM}", feed_view(of_person)),
    (rf"/changes{FORM}", feed_view(of_changes)),
)
"""Addresses: those of the pages that show the same, with the format behind."""
