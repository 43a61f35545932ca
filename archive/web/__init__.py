"""The archive's front: a Datasette plugin for people who read newspapers. Datasette's own pages stay what they are."""

import re
from collections.abc import Awaitable, Callable

from markupsafe import Markup
from pluggy import HookimplMarker

from archive.web.answers import fault, wording_for
from archive.web.api import openapi
from archive.web.beside import beside_page
from archive.web.changing import changes_page
from archive.web.describing import describe
from archive.web.doubting import doubts_page
from archive.web.evidence import FOR_LONG, capture, capture_facts, picture, static, thumbnail
from archive.web.gallery import pictures_page
from archive.web.history import history
from archive.web.host import Application, Datasette, Message, Receive, Request, Scope, Send, archive_in
from archive.web.pages import article, home, nowhere
from archive.web.papers import day_page, paper_page
from archive.web.people import person_page, quotes_page
from archive.web.picturing import picture_page
from archive.web.public import closed_routes, is_public, made_safe
from archive.web.replay import replay
from archive.web.searching import search_page
from archive.web.subscribing import FEEDS
from archive.web.taking import TAKEAWAYS
from archive.web.tongues import PREFIX, Addresses, address_of, pages_among
from archive.web.watching import status_page

hookimpl = HookimplMarker("datasette")

Route = tuple[str, Callable[..., Awaitable[object]]]
ROUTES: tuple[Route, ...] = (
    *FEEDS,
    *TAKEAWAYS,
    (r"/?$", home),
    (r"/search/?$", search_page),
    (r"/changes/?$", changes_page),
    (r"/quotes/?$", quotes_page),
    (r"/person/?$", person_page),
    (r"/pictures/?$", pictures_page),
    (r"/paper/(?P<paper>[^/]+)/?$", paper_page),
    (r"/day/(?P<day>[^/]+)/?$", day_page),
    (r"/doubts/?$", doubts_page),
    (r"/status/?$", status_page),
    (r"/article/(?P<article>[^/]+)/?$", article),
    (r"/article/(?P<article>[^/]+)/history/?$", history),
    (r"/article/(?P<article>[^/]+)/beside/(?P<other>[^/]+)/?$", beside_page),
    (r"/capture/(?P<capture>[^/]+)/about/?$", capture_facts),
    (r"/picture/(?P<digest>[^/]+)/about/?$", picture_page),
)
"""Pages. Each is at its address, and in one language at the same address after `/kk`, `/ru` or `/en`."""
FILES: tuple[Route, ...] = (
    (r"/openapi\.json$", openapi),
    (r"/capture/(?P<capture>[^/]+)$", capture),
    (r"/replay/(?P<capture>[^/]+)$", replay),
    (r"/picture/(?P<digest>[^/]+)$", picture),
    (r"/thumbnail/(?P<digest>[^/]+)$", thumbnail),
    (r"/-/aimaq/(?P<name>[^/]+)$", static),
)
"""What is the same in every language: no link names one here, though a page about a fault may be asked for in each."""
LASTING = re.compile(r"/(?:picture|thumbnail|-/aimaq)/[^/]+$")
"""What stays the same for ever at its address."""
is_page = pages_among(pattern for pattern, _ in ROUTES)
is_ours = pages_among(pattern for pattern, _ in (*ROUTES, *FILES))
LINKED_COLUMNS = {
    "article": "/article/{}",
    "capture": "/capture/{}/about",
    "image": "/picture/{}/about",
    "story": "/article/{}",
}
"""Columns of any table that name something with a page of its own."""


@hookimpl(trylast=True)
def register_routes(datasette: Datasette) -> list[Route]:
    """Give the archive its pages; addresses of no page and no database get our own "not found"."""
    if archive_in(datasette) is None:
        return []
    datasettes = "|".join(re.escape(name) for name in ("-", "_memory", ":memory:", "favicon.ico", *datasette.databases))
    ours = [(PREFIX + pattern, view) for pattern, view in (*ROUTES, *FILES)]
    closed = closed_routes(nowhere) if is_public(datasette) else []
    return [*closed, *ours, (rf"/(?!(?:{datasettes})(?:[/.]|$)|\.json)", nowhere)]


@hookimpl
async def startup(datasette: Datasette) -> None:
    """Describe the archive's tables and columns to Datasette."""
    if archive_in(datasette) is not None:
        await describe(datasette)


@hookimpl
def extra_template_vars(template: str | None, request: Request | None, datasette: Datasette) -> dict[str, object]:
    """Let the links of our own pages keep the language that the page was opened in."""
    if request is None or not (template or "").startswith("aimaq/"):
        return {}
    return {"urls": Addresses(urls=datasette.urls, language=address_of(request).language, is_page=is_page)}


@hookimpl
def menu_links(datasette: Datasette, request: Request | None) -> list[dict[str, str]]:
    """Lead from Datasette's own pages back to the archive's."""
    if request is None or archive_in(datasette) is None:
        return []
    ui = wording_for(request)
    pages = {
        "/": "archive.name",
        "/search": "search.title",
        "/changes": "menu.changes",
        "/quotes": "menu.quotes",
        "/pictures": "menu.pictures",
        "/doubts": "menu.doubts",
    }
    if not is_public(datasette):
        pages["/status"] = "menu.status"
    return [{"href": datasette.urls.path(path), "label": ui.say(name)} for path, name in pages.items()]


@hookimpl
def render_cell(value: object, column: str, table: str | None, database: str, datasette: Datasette) -> Markup | None:
    """Make what has a page of its own a link to it, in the tables of the archive."""
    if database != "archive" or not table or not value:
        return None
    key, label = (value["value"], value["label"]) if isinstance(value, dict) else (value, value)
    address = "/article/{}" if (table, column) == ("articles", "id") else LINKED_COLUMNS.get(column)
    if address is None or not isinstance(key, str):
        return None
    return Markup('<a href="{}">{}</a>').format(datasette.urls.path(address.format(key)), label or key)


@hookimpl
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> object:
    """Say in our own design that one of our own pages went wrong."""
    if not is_ours(address_of(request).path) or archive_in(datasette) is None or getattr(exception, "status", None):
        return None
    return fault(datasette, request, "broken", 500)


@hookimpl
def forbidden(datasette: Datasette, request: Request) -> object:
    """Say in our own design that one of our own pages is closed."""
    if not is_ours(address_of(request).path):
        return None
    return fault(datasette, request, "forbidden", 403)


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Application], Application]:
    """Let browsers keep pictures: Datasette forbids it for every reader with a cookie, such as that of the language.

    A public archive also says of every page that no other site may frame it.
    """

    def wrap(application: Application) -> Application:
        async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
            lasting = scope["type"] == "http" and LASTING.match(str(scope["path"]))
            await application(scope, receive, _lasting(send) if lasting else send)

        return made_safe(wrapped) if is_public(datasette) else wrapped

    return wrap


def _lasting(send: Send) -> Send:
    async def send_lasting(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:  # noqa: PLR2004 - OK
            headers: list[tuple[bytes, bytes]] = message.get("headers", [])  # type: ignore[assignment]
            others = [(name, value) for name, value in headers if name.lower() not in {b"cache-control", b"vary"}]
            message = {**message, "headers": [*others, (b"cache-control", FOR_LONG.encode())]}
        await send(message)

    return send_lasting
