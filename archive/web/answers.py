"""How the front answers: a page in the reader's language, with headers that let it load nothing from elsewhere."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode

from datasette.utils.asgi import Response  # type: ignore[import-untyped, unused-ignore]

from archive.web.host import Datasette, Request
from archive.web.reading import language_tag
from archive.web.wording import LANGUAGES, Wording, language_asked_for, zone_is_known

STATIC = Path(__file__).parent / "static"
UI_ARGUMENT = "ui"
UI_COOKIE = "aimaq_ui"
UI_COOKIE_SECONDS = 365 * 24 * 60 * 60
POLICY: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
        "frame-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Vary": "Accept-Language",
    }
)
"""Headers of every page of the front: it loads from its own host alone, and no script stands in a page."""


def wording_for(request: Request) -> Wording:
    """Return the interface in the language that *request* asks for."""
    accepted = request.headers.get("accept-language", "")
    return Wording(language_asked_for(request.args.get(UI_ARGUMENT), request.cookies.get(UI_COOKIE), accepted))


async def page(
    datasette: Datasette, request: Request, template: str, context: Mapping[str, object], *, status: int = 200
) -> Response:
    """Return the page that *template* makes of *context*; a language named in the address is kept in a cookie."""
    ui = wording_for(request)
    common = {
        "ui": ui,
        "languages": {tag: (name, _in_language(request, tag)) for tag, name in LANGUAGES.items()},
        "lang": language_tag,
        "zone_is_known": zone_is_known,
        "style": static_address("front.css"),
        "script": static_address("front.js"),
    }
    html = await datasette.render_template(f"aimaq/{template}", {**common, **context}, request=request)
    response = Response.html(html, status=status, headers=dict(POLICY))
    if request.args.get(UI_ARGUMENT) in LANGUAGES:
        response.set_cookie(UI_COOKIE, ui.language, max_age=UI_COOKIE_SECONDS, httponly=True)
    return response


async def fault(datasette: Datasette, request: Request, name: str, status: int, *, detail: str = "") -> Response:
    """Return the page that says what went wrong: the strings `fault.<name>` and `fault.<name>_help`."""
    return await page(datasette, request, "fault.html", {"fault": name, "detail": detail}, status=status)


async def not_found(datasette: Datasette, request: Request) -> Response:
    """Return the page for an address that leads nowhere."""
    return await fault(datasette, request, "not_found", 404)


def static_address(name: str) -> str:
    """Return the address of the file *name*, which changes with it, so that browsers may keep it for long."""
    return f"/-/aimaq/{name}?{sha256((STATIC / name).read_bytes()).hexdigest()[:8]}"


def _in_language(request: Request, language: str) -> str:
    arguments = [pair for pair in parse_qsl(request.query_string) if pair[0] != UI_ARGUMENT]
    return "?" + urlencode([*arguments, (UI_ARGUMENT, language)])
