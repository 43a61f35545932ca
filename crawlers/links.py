"""Which links are articles, and the one canonical address of each."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

TRACKING = re.compile(
    r"(utm[_-]\w+|\w{1,6}clid|gbraid|wbraid|gad_\w+|igshid|igsh|msclkid|yadordid|srsltid|mkt_tok|mtm_\w+|pk_\w+|matomo_\w+|xtor|_openstat|_ga|_gl|mc_cid|mc_eid|rb_clickid|"
    r"from|ref|ref_src|fb_\w+|device_view|amp|noamp|outputtype|share|replytocom|print|tmpl|format|fontstyle|phpsessid|jsessionid|sessionid|at_\w+|spm|hsa_\w+|"
    r"back_url\w*|backurl|clear_cache|login|logout|register|erid|etext|stat-id|testid|frommail|tg_rhash)",
    re.IGNORECASE,
)
"""Parameters that tell where a reader came from, or how a page is dressed, not what he reads."""
LISTING = re.compile(r"/(page|author|tag|category|feed|wp-json|wp-admin|search)(/|$)|^/\d{4}/\d\d(/\d\d)?/?$")
LISTING_PARAMETERS = frozenset({"m", "cat", "paged", "s", "start", "author", "tag", "do", "cstart"})
PAGE_NUMBER = re.compile(r"^\d{1,3}$")
SCRIPT_INDEX = re.compile(r"^/index\.php(?=/|$)")
AMP = re.compile(r"/amp(?=/|$)|(?<=/)amp-(?=\d)")
PRINT = re.compile(r"^/print(?=/.)|/print(?=/?$)")
SCRIPT_FOLDER = re.compile(r"^/(?:lt|tt|lat|latyn|latin|qaz-latn|tote|ar|arab)(?=/.)")
SCRIPT_HOST = re.compile(r"^(?:lat|latyn|ar|tote|arab)\.(?=[\w-]+\.)")
SCRIPT_NAMES = frozenset(
    {"lt", "tt", "lat", "latyn", "latin", "latn", "tote", "arab", "qaz-latn", "kk-latn", "kk-arab"}
)
"""What papers of Kazakhstan call their Latin- and Arabic-script editions (PAGES.md, U10): one text, transliterated."""
SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/]*", re.IGNORECASE)
SLASHES = re.compile(r"/{2,}")
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
    parts = urlsplit(url.strip().replace("&amp;", "&"))
    scheme, host = _origin(parts.scheme, parts.netloc, home)
    path = _escaped(SESSION.sub("", parts.path))
    path = PRINT.sub("", AMP.sub("", SCRIPT_INDEX.sub("", _without_dots(SLASHES.sub("/", path)))))
    if is_kazakh_host(host):
        path = SCRIPT_FOLDER.sub("", path)
    path = path.rstrip("/")
    return urlunsplit((scheme, host, path or "/", urlencode(_kept(parts.query)), ""))


def _kept(query: str) -> list[tuple[str, str]]:
    """Return the parameters that select content, in alphabetical order."""
    pairs = parse_qsl(query, keep_blank_values=True)
    dressed = any(name.lower() == "tmpl" for name, _ in pairs)
    return sorted(
        (name, value)
        for name, value in pairs
        if not TRACKING.fullmatch(name)
        and not (dressed and name == "layout")
        and not (name == "lang" and value.lower() in SCRIPT_NAMES)
    )


def _without_dots(path: str) -> str:
    """Return *path* without dot segments (RFC 3986, 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            kept[1:] = kept[1:-1]
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept)


def is_kazakh_host(host: str) -> bool:
    """Tell whether a host is of Kazakhstan by its name, so that /lt/ is the Latin script and no Lithuanian.

    >>> is_kazakh_host("abai.kz"), is_kazakh_host("delfi.lt")
    (True, False)
    """
    return host.partition(":")[0].endswith((".kz", ".қаз", ".xn--80ao21a"))


def script_variant(url: str) -> str | None:
    """Return the script, ISO 15924, of the edition that *url* names by folder, host or query; None for the main one.

    >>> script_variant("https://abai.kz/lt/post/1"), script_variant("https://ar.egemen.kz/article/1")
    ('Latn', 'Arab')
    """
    parts = urlsplit(url)
    host = bare_host(parts.netloc)
    folder, subdomain = SCRIPT_FOLDER.match(parts.path), SCRIPT_HOST.match(host)
    named = (folder[0].strip("/") if folder and is_kazakh_host(host) else "") or (
        subdomain[0].rstrip(".") if subdomain else ""
    )
    named = named or next(
        (value.lower() for name, value in parse_qsl(parts.query) if name == "lang" and value.lower() in SCRIPT_NAMES),
        "",
    )
    return ("Arab" if named in {"tt", "tote", "ar", "arab", "kk-arab"} else "Latn") if named else None


def _origin(scheme: str, netloc: str, home: str | None) -> tuple[str, str]:
    host = bare_host(netloc)
    if is_kazakh_host(host):
        host = SCRIPT_HOST.sub("", host)
    if home is not None:
        of_home = urlsplit(home)
        if bare_host(of_home.netloc) == host:
            return of_home.scheme, host
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
    parameters = dict(parse_qsl(parts.query, keep_blank_values=True))
    if PAGE_NUMBER.match(parameters.get("page", "")) and len(parameters) == 1 and not parts.path.endswith(".php"):
        return True
    return LISTING.search(parts.path) is not None or not LISTING_PARAMETERS.isdisjoint(parameters)
