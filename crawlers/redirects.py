"""Where a response leads instead of answering, and what that says of the article at its address."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from scrapy.http import Response, TextResponse
from scrapy.utils.response import get_meta_refresh

from crawlers.links import bare_host, canonical_url, is_listing
from crawlers.paper import Paper

REDIRECTS = (301, 302, 303, 307, 308)
AT_ONCE_SECONDS = 3
"""A page that leads elsewhere after so long or less is not meant to be read."""
NOWHERE = re.compile(r"/(?:404|error[-_]?404|404[-_]?error|(?:page[-_]?)?not[-_]?found)(?:\.\w+)?$", re.IGNORECASE)
"""Paths at which systems say that there is nothing."""
FRONT = re.compile(r"/(?:kk|kz|qaz|ru|rus|en|eng|index\.(?:php|html?))?$", re.IGNORECASE)
"""Path of a home page: the root, or that of one language."""


def target_of(response: Response) -> str | None:
    """Return the absolute address that *response* leads to at once; None where it leads nowhere, or to no web page.

    A page that refreshes itself leads nowhere.
    """
    if response.status in REDIRECTS:
        location = (response.headers.get("Location") or b"").decode("utf-8", "replace").strip()
        target = urljoin(response.url, location) if location else None
    elif response.status == 200 and isinstance(response, TextResponse):  # noqa: PLR2004 - OK
        seconds, refreshed = get_meta_refresh(response)
        at_once = refreshed and seconds is not None and seconds <= AT_ONCE_SECONDS
        target = refreshed if at_once and canonical_url(refreshed or "") != canonical_url(response.url) else None
    else:
        target = None
    return target if target and urlsplit(target).scheme in {"http", "https"} else None


def leads_home(url: str, target: str, paper: Paper) -> bool:
    """Tell whether *target*, to which the article's address *url* leads, is the home page of a paper or a section's."""
    canonical = canonical_url(target, paper.publisher.home)
    parts = urlsplit(canonical)
    if FRONT.fullmatch(parts.path) and not parts.query:
        return True
    return is_listing(canonical) or parts.path in _folders(canonical_url(url, paper.publisher.home))


def leads_nowhere(target: str) -> bool:
    """Tell whether *target* is an address at which systems say that there is nothing."""
    return NOWHERE.search(urlsplit(target).path.rstrip("/")) is not None


def is_own(url: str, paper: Paper) -> bool:
    """Tell whether *url* is of the paper itself."""
    hosts = {bare_host(urlsplit(paper.publisher.home).netloc), *paper.publisher.hosts}
    return bare_host(urlsplit(url).netloc) in hosts


def _folders(url: str) -> Iterator[str]:
    """Yield the paths above that of *url*: the sections that the article may be in."""
    path = urlsplit(url).path
    while path := path.rpartition("/")[0]:
        yield path
