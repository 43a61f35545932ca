"""What an archive that is open to strangers keeps closed: the crawler's state, the machine's facts, robots."""

from collections.abc import Awaitable, Callable
from typing import Any

from datasette.utils.asgi import Response  # type: ignore[import-untyped, unused-ignore]

from archive.web.host import Application, Datasette, Message, Receive, Request, Scope, Send

PLUGIN = "aimaq"
"""Name under which Datasette's settings speak of the front: `plugins: {aimaq: {public: true, let_robots: false}}`."""
CLOSED = r"/-/(?!(?:aimaq|static|static-plugins)/|log(?:in|out)$)"
"""Datasette's pages about itself: databases and their paths, threads, settings, plugins, versions."""
STATUS = r"/status(?:[/.]|$)"
KEPT_FROM_ROBOTS = ("/archive", "/-/", "/capture/", "/replay/", "/search", "/kk/search", "/ru/search", "/en/search")
"""What has no end, or is said elsewhere: where robots are let in, this stays closed to them."""
SAFE: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", b"frame-ancestors 'none'"),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
)
"""Headers of pages that have none of their own, which are Datasette's."""


def is_public(datasette: Datasette) -> bool:
    """Tell whether *datasette* serves an archive to strangers."""
    return bool((datasette.plugin_config(PLUGIN) or {}).get("public"))


async def robots(datasette: Datasette, request: Request) -> Any:  # noqa: ANN401, ARG001 - a view of Datasette's
    """Return robots.txt (RFC 9309): no robot may come, or each to what readers read, where the settings say so."""
    is_let_in = (datasette.plugin_config(PLUGIN) or {}).get("let_robots")
    closed = [datasette.urls.path(path) for path in (KEPT_FROM_ROBOTS if is_let_in else ("/",))]
    return Response.text("User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in closed))


def closed_routes(nowhere: Callable[..., Awaitable[object]]) -> list[tuple[str, Callable[..., Awaitable[object]]]]:
    """Return the routes that stand before all others in a public archive."""
    return [(r"/robots\.txt$", robots), (CLOSED, nowhere), (rf"(?:/(?:kk|ru|en))?{STATUS}", nowhere)]


def made_safe(application: Application) -> Application:
    """Return *application* whose answers say that no other site may frame them, whoever made them."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers: list[tuple[bytes, bytes]] = list(message.get("headers", []))  # type: ignore[call-overload]
                known = {name.lower() for name, _ in headers}
                message = {**message, "headers": headers + [pair for pair in SAFE if pair[0] not in known]}
            await send(message)

        await application(scope, receive, send_safe if scope["type"] == "http" else send)

    return wrapped
