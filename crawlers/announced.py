"""Which lists a page of the paper and its robots.txt announce, beside those that the site file names."""

import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawlers.links import bare_host
from crawlers.sources import Feed, Kind, NewsSitemap, Sitemap, Source, WordPress

FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
COMMENT_FEED = re.compile(r"comments?/feed|/comments", re.IGNORECASE)
API = "https://api.w.org/"
"""What a WordPress calls the link to the root of its API (REST API Handbook: Discovery)."""
NEWS = re.compile(r"news[^/]*$", re.IGNORECASE)
ANNOUNCED: dict[Kind, Callable[[str], Source]] = {
    Kind.API: WordPress,
    Kind.NEWS_SITEMAP: NewsSitemap,
    Kind.SITEMAP: Sitemap,
    Kind.FEED: Feed,
}
"""The kinds that are announced, and as what they are asked."""


def announced_by(root: HtmlElement, base: str) -> Iterator[Source]:
    """Yield the API and the feeds on the same host that the page *root*, fetched from *base*, names in its head."""
    api = api_named(root, base)
    if api and _is_at_home(api, base):
        yield WordPress(f"{_path(api)}wp/v2/posts")
    for url in feeds_named(root, base):
        yield Feed(_path(url))


def sitemaps_of(urls: Iterable[str], home: str) -> Iterator[Source]:
    """Yield the sitemaps on the host of *home* among *urls*, as a robots.txt names them (sitemaps.org).

    >>> list(sitemaps_of(["https://a.kz/news-sitemap.xml", "https://b.kz/s.xml", "/s.xml"], "https://a.kz/"))
    [NewsSitemap(path='/news-sitemap.xml'), Sitemap(path='/s.xml')]
    """
    for url in urls:
        whole = urljoin(home, url.strip())
        if _is_at_home(whole, home):
            path = _path(whole)
            yield NewsSitemap(path) if NEWS.search(urlsplit(whole).path) else Sitemap(path)


def feeds_named(root: HtmlElement, base: str) -> Iterator[str]:
    """Yield the addresses of the feeds on the host of *base* that the page *root* names, those of comments aside."""
    for link in root.iter("link"):
        is_feed = (link.get("type") or "").lower() in FEED_TYPES and "alternate" in (link.get("rel") or "").lower()
        url = _joined(base, link.get("href")) if is_feed else ""
        if url and _is_at_home(url, base) and not COMMENT_FEED.search(url):
            yield url


def api_named(root: HtmlElement, base: str) -> str | None:
    """Return the root of the WordPress API that the page *root* names; None where it names none."""
    return next((_joined(base, link.get("href")) for link in root.iter("link") if link.get("rel") == API), None)


def _joined(base: str, href: str | None) -> str:
    try:
        return urljoin(base, href or "")
    except ValueError:  # an address with an unclosed bracket
        return ""


def _is_at_home(url: str, home: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and bare_host(parts.netloc) == bare_host(urlsplit(home).netloc)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
