"""Which links are articles, and the one canonical address of each."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

TRACKING = re.compile(
    r"^(utm_\w+|yclid|gclid|fbclid|ysclid|_openstat|from|ref|device_view|amp|noamp|share|replytocom)$", re.IGNORECASE
)
"""Parameters that tell where a reader came from, not what he reads."""
LISTING = re.compile(r"/(page|author|tag|category|feed|wp-json|wp-admin|search)(/|$)|^/\d{4}/\d\d(/\d\d)?/?$")
LISTING_PARAMETERS = frozenset({"m", "cat", "paged", "s", "start", "author", "tag", "do", "cstart"})
SCRIPT_INDEX = re.compile(r"^/index\.php(?=/)")
AMP = re.compile(r"/amp(?=/|$)")
ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
SAFE = "/:@!$&'()*+,;=~-._%"


@lru_cache(maxsize=4096)
def canonical_url(url: str, home: str | None = None) -> str:
    """Return the one address of the page at *url*: RFC 3986, 6.2 and what papers are seen to vary.

    Scheme and host become those of *home* where it is the same paper with or without `www.` or `m.`; a last slash, an
    `/index.php` in front, an AMP part, tracking parameters and a fragment are dropped; percent-escapes are upper case.

    >>> canonical_url("HTTP://www.Example.kz:80/index.php/ru/news/saq/amp/?utm_source=x&p=5#top")
    'https://example.kz/ru/news/saq?p=5'
    """
    parts = urlsplit(url.strip())
    scheme, host = _origin(parts.scheme, parts.netloc, home)
    path = AMP.sub("", SCRIPT_INDEX.sub("", _escaped(parts.path))).rstrip("/")
    query = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.match(name)
    ]
    return urlunsplit((scheme, host, path or "/", urlencode(query), ""))


def _origin(scheme: str, netloc: str, home: str | None) -> tuple[str, str]:
    host = bare_host(netloc)
    if home is not None:
        of_home = urlsplit(home)
        if bare_host(of_home.netloc) == host:
            return of_home.scheme, of_home.netloc.lower()
    return ("http" if ":" in host else "https") if scheme.lower() in {"http", "https"} else scheme, host


def bare_host(netloc: str) -> str:
    """Return the host and any unusual port of *netloc*: lower case, without `www.`, `m.` or a last dot.

    >>> bare_host("WWW.Example.kz.:443")
    'example.kz'
    """
    host, _, port = netloc.rpartition("@")[2].lower().partition(":")
    host = host.rstrip(".").removeprefix("www.").removeprefix("m.")
    return f"{host}:{port}" if port and port not in {"80", "443"} else host


def _escaped(path: str) -> str:
    """Return *path* with every letter beyond ASCII percent-encoded, upper case, and no needless escape."""
    try:
        plain = unquote(path, errors="strict")
    except UnicodeDecodeError:
        return ESCAPE.sub(lambda escape: escape[0].upper(), path)
    if "%2f" in path.lower() or "%25" in path.lower():
        return ESCAPE.sub(lambda escape: escape[0].upper(), quote(path, safe=SAFE))
    return quote(plain, safe=SAFE.replace("%", ""))


def is_listing(url: str) -> bool:
    """Tell whether *url* leads to a list of articles, never to one: day, month, author, page N, search.

    >>> is_listing("https://a.kz/?m=20170911"), is_listing("https://a.kz/?p=511")
    (True, False)
    """
    parts = urlsplit(url)
    names = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    return LISTING.search(parts.path) is not None or bool(names & LISTING_PARAMETERS)
