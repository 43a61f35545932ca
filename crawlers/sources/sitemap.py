"""Sitemaps (sitemaps.org 0.9): lists of addresses, lists of such lists, news sitemaps."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin, urlsplit

from lxml import etree
from scrapy.http import Response

from crawlers.settings import DOWNLOAD_MAXSIZE
from crawlers.sources.source import Entry, Kind, Listing, NoListError, absolute

GZIP = b"\x1f\x8b"
BY_GZIP = 31
"""What tells zlib to expect the header of a gzip file."""
PARTS = {"urlset": "url", "sitemapindex": "sitemap"}
"""Which element of each kind of sitemap holds one address."""
NEWS = re.compile(r"news", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap, or an index that leads on to its children, the newest first.

    A `lastmod` that is another one than last time means an edit, unless most of them are: on one site tens of thousands
    of addresses all carry today's date (PAGES.md, D19). The age of a child is told by the numbers in its address; a
    news sitemap holds the last two days and comes first.
    """

    path: str = "/sitemap.xml"
    kind = Kind.SITEMAP
    whole = True
    may_miss = False

    def first_lists(self, home: str, today: date, since: date | None = None) -> Iterator[str]:  # noqa: ARG002 - the same every day
        """Yield the sitemap's address."""
        yield urljoin(home, self.path)

    def read(self, response: Response) -> Listing:
        """Return the pages of a sitemap, or the children of an index."""
        root = _root(_unpacked(response.body))
        kind = etree.QName(root).localname
        if kind not in PARTS:
            message = f"it is no sitemap: its root element is {kind}"
            raise NoListError(message)
        found = tuple(_entries(response.url, root, PARTS[kind]))
        if kind == "urlset":
            return Listing(entries=found, newest_only=root.find("{*}url/{*}news") is not None)
        return Listing(entries=(), further=tuple(sorted(found, key=lambda entry: age(entry.url), reverse=True)))


@dataclass(frozen=True, slots=True)
class NewsSitemap(Sitemap):
    """A sitemap of the articles of the last two days (Google News sitemap)."""

    path: str = "/news-sitemap.xml"
    kind = Kind.NEWS_SITEMAP
    whole = False


def age(url: str) -> tuple[bool, list[int]]:
    """Return what orders the children of an index by their age, the newest last.

    >>> sorted(["/post-10.xml", "/news.xml", "/post-9.xml"], key=age)
    ['/post-9.xml', '/post-10.xml', '/news.xml']
    """
    path = urlsplit(url).path
    return NEWS.search(path.rpartition("/")[2]) is not None, [int(number) for number in re.findall(r"\d{1,9}", path)]


def _unpacked(body: bytes) -> bytes:
    """Return *body*, unpacked where it is gzip by its content, whatever its name and headers say."""
    if not body.startswith(GZIP):
        return body
    unpacking = zlib.decompressobj(BY_GZIP)
    try:
        unpacked = unpacking.decompress(body, DOWNLOAD_MAXSIZE)
    except zlib.error as error:
        message = f"it is damaged gzip data: {error}"
        raise NoListError(message) from error
    if unpacking.unconsumed_tail:
        message = f"it is larger than {DOWNLOAD_MAXSIZE // 1024**2} MB when unpacked"
        raise NoListError(message)
    return unpacked


def _root(body: bytes) -> etree._Element:
    """Return the root element of *body*; entities are not resolved and nothing is fetched for it."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(body.strip(), parser)
    except etree.XMLSyntaxError as error:
        message = f"it is no XML: {error}"
        raise NoListError(message) from error
    if root is None:
        message = "it is no XML"
        raise NoListError(message)
    return root


def _entries(url: str, root: etree._Element, part: str) -> Iterator[Entry]:
    """Yield the address of each *part*, a `loc` that is its own child and not its picture's, with its `lastmod`."""
    for element in root.iterchildren(f"{{*}}{part}"):
        location = element.findtext("{*}loc")
        for link in absolute(url, [location] if location and location.strip() else []):
            yield Entry(url=link, stamp=(element.findtext("{*}lastmod") or "").strip() or None)
