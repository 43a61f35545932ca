"""The address of the original picture behind a thumbnail, a resizer, or a proxy."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

THUMBNAIL = re.compile(r"-\d{2,4}x\d{2,4}(?=\.\w+$)")
"""Size that WordPress adds to the file name of a thumbnail (PAGES.md, I5)."""
EDITED = re.compile(r"(?:-scaled|-rotated|-e1\d{12})+(?=\.\w+$)")
"""What WordPress adds to the name of a scaled, turned, or cut copy, there milliseconds since 1970 (PAGES.md, I3)."""
PHOTON = re.compile(r"^i[0-3]\.wp\.com$")
"""The picture proxy of Jetpack: the original's host is the first part of the path."""
RESIZED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), original)
    for pattern, original in (
        (r"/(?:media/)?cache/(?:imagine/|resolve/)?[\w-]+/(?=(?:uploads|media|images|upload)/)", "/"),
        (r"/upload/resize_cache/((?:[\w.-]+/)+?)\d+_\d+_[\w]+/", r"/upload/\1"),
        (r"/upload/delight\.webpconverter/", "/"),
        (r"(/uploads/(?:posts|files)/(?:[\d-]+/)?)(?:thumbs|medium|small|mini)/", r"\1"),
        (r"/sites/([\w.-]+)/files/styles/[\w-]+/(?:public|private)/", r"/sites/\1/files/"),
        (r"/thumb_[a-z]{1,3}/", "/"),
        (r"/(?:thumbs?|resized?|resize|crop|preview|r)/[wh]?\d{2,4}[x_-]?[wh]?\d{0,4}/(?=.+/)", "/"),
        (r"/image/cache/(?=catalog/)", "/image/"),
        (r"(/media/[\w~.]+\.\w{3,4})/v1/(?:fill|crop|fit)/[^/]+/[^/]+$", r"\1"),
        (r"/-/(?:empty|resize/[^/]*|format/[^/]*|resizeb/[^/]*|cover/[^/]*|contain/[^/]*)/", "/"),
        (r"^/cdn-cgi/image/[^/]+/", "/"),
        (r"^/_ipx/[^/]+/", "/"),
        (r"(\.(?:jpe?g|png))\.(?:webp|avif)$", r"\1"),
    )
)
"""Folders that resizers put into a path, by publishing system: Liip Imagine, Bitrix, DLE, Drupal, tengrinews."""
RESIZER_QUERY = re.compile(
    r"^(?:w|h|width|height|size|resize|fit|crop|quality|q|token|itok|ssl|strip|zoom|format|auto|dpr|ver|v|t|_|ts|rnd|mode|sc|s)$",
    re.IGNORECASE,
)
PATH_PARAMETERS = ("src", "url", "image", "file", "img", "path")
"""Parameters in which a resizing script names the original."""
SCRIPT = re.compile(r"\.(?:php|ashx|aspx)$|/(?:_next/image|thumb|timthumb|resize|imgproxy|image)/?$", re.IGNORECASE)
PICTURE = re.compile(r"\.(?:avif|bmp|gif|jpe?g|png|tiff?|webp)$", re.IGNORECASE)


@lru_cache(maxsize=512)
def original_url(url: str) -> str:
    """Return the address of the original behind *url*: no thumbnail size, no resizer, no query of one.

    >>> original_url("https://a.kz/img_2324-960x500.jpeg?w=600")
    'https://a.kz/img_2324.jpeg'
    >>> original_url("https://i0.wp.com/a.kz/2026/01/saq.jpg?resize=600%2C400&ssl=1")
    'https://a.kz/2026/01/saq.jpg'
    """
    parts = urlsplit(url)
    path, host, query = parts.path, parts.netloc, parts.query
    if PHOTON.match(host):
        host, _, rest = path.lstrip("/").partition("/")
        path, query = f"/{rest}", ""
    named = _named_original(path, query)
    if named and named.startswith(("http://", "https://")):
        return original_url(named)
    if named:
        path, query = f"/{named.lstrip('/')}", ""
    for pattern, original in RESIZED:
        path = pattern.sub(original, path, count=1)
    if path.startswith(("/https://", "/http://")):
        return original_url(path[1:])
    if not path.startswith("/upload/"):
        path = EDITED.sub("", THUMBNAIL.sub("", path))
    return urlunsplit((parts.scheme, host, path, _kept(path, query), ""))


def _named_original(path: str, query: str) -> str | None:
    """Return the original that a resizing script is told in its query; None where *path* is no such script."""
    if not query or not SCRIPT.search(path):
        return None
    parameters = dict(parse_qsl(query))
    named = next((parameters[name] for name in PATH_PARAMETERS if name in parameters), None)
    return named if named and PICTURE.search(urlsplit(unquote(named)).path) else None


def _kept(path: str, query: str) -> str:
    """Return what of *query* selects the picture: nothing behind a picture's file name."""
    if not query or PICTURE.search(path):
        return ""
    return urlencode(
        [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not RESIZER_QUERY.match(name)]
    )
