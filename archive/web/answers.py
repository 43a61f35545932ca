"""How the front answers: a page in the reader's language, with headers that let it load nothing from elsewhere."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from datasette.utils.asgi import Response  # type: ignore[import-untyped, unused-ignore]

from archive.web.host import Datasette, Request
from archive.web.public import is_public
from archive.web.reading import in_a_line, language_tag
from archive.web.tongues import address_of
from archive.web.wording import LANGUAGES, Wording, language_asked_for, zone_is_known

STATIC = Path(__file__).parent / "static"
UI_COOKIE = "aimaq_ui"
UI_COOKIE_SECONDS = 365 * 24 * 60 * 60
POLICY: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
        "frame-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
)
"""Headers of every page of the front: it loads from its own host alone, and no script stands in a page."""


def wording_for(request: Request) -> Wording:
    """Return the interface in the language that *request* asks for."""
    accepted = request.headers.get("accept-language", "")
    return Wording(language_asked_for(address_of(request).language, request.cookies.get(UI_COOKIE), accepted))


async def page(
    datasette: Datasette, request: Request, template: str, context: Mapping[str, object], *, status: int = 200
) -> Response:
    """Return the page that *template* makes of *context*; a language named in the address is kept in a cookie."""
    ui = wording_for(request)
    address = address_of(request)
    common = {
        "ui": ui,
        "languages": {tag: (name, _elsewhere(datasette, request, tag)) for tag, name in LANGUAGES.items()},
        "in_a_line": in_a_line,
        "is_public": is_public(datasette),
        "same_page": _same_page(datasette, request),
        "lang": language_tag,
        "zone_is_known": zone_is_known,
        "style": static_address("front.css"),
        "script": static_address("front.js"),
    }
    html = await datasette.render_template(f"aimaq/{template}", {**common, **context}, request=request)
    by_reader = {} if address.language else {"Vary": "Accept-Language"}
    response = Response.html(html, status=status, headers={**POLICY, **by_reader, "Content-Language": ui.language})
    if address.language and request.cookies.get(UI_COOKIE) != ui.language:
        place = str(datasette.urls.path("/"))
        response.set_cookie(UI_COOKIE, ui.language, path=place, max_age=UI_COOKIE_SECONDS, httponly=True)
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


def _elsewhere(datasette: Datasette, request: Request, language: str | None) -> str:
    """Return the address of the same page in *language*, with all that was asked."""
    path = datasette.urls.path(address_of(request).named(language))
    return f"{path}?{request.query_string}" if request.query_string else str(path)


def _same_page(datasette: Datasette, request: Request) -> dict[str, str]:
    """Return where the same page is in each language, and `x-default` where the reader's own counts, for machines."""
    named = {tag: tag for tag in LANGUAGES} | {"x-default": None}
    return {
        tag: datasette.absolute_url(request, _elsewhere(datasette, request, language))
        for tag, language in named.items()
    }
