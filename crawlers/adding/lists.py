"""Which lists of articles a paper has: each is fetched and must show articles of its own."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from archive.faults import Unreachable, WrongArgument
from crawlers.adding.home import Home
from crawlers.fetching import ForbiddenError, Page, TooManyRequestsError, Visitor
from crawlers.sources import Feed, Listing, NoListError, Section, Sitemap, Source, WordPress

USUAL_FEEDS = ("/feed/", "/rss.xml", "/rss/", "/rss")
USUAL_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml")
WORDPRESS_SITEMAPS = ("/wp-sitemap.xml", "/sitemap_index.xml")
MOST_FEEDS = 4
MOST_SITEMAPS = 3
MOST_SECTIONS = 10
LEAST_ARTICLES = 3
"""Articles that a section must list which the other sections do not."""
WIDESPREAD = 0.6
"""A link on more than this share of the section pages belongs to the frame around them."""
NEVER_ARTICLES = re.compile(r"/(?:category|tag|author|page)s?/|^/$")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundList:
    """A source that answered, and what it shows."""

    source: Source
    links: tuple[str, ...]
    """Addresses of the paper's own pages, in printed order."""


def look(visitor: Visitor, url: str) -> Page | None:
    """Return the page at *url*, or None where none is to be had: forbidden, missing, broken, a request too many."""
    try:
        page = visitor.fetch(url)
    except (ForbiddenError, TooManyRequestsError, Unreachable, WrongArgument):
        return None
    return page if page.status == HTTPStatus.OK else None


def find_feeds(visitor: Visitor, home: Home) -> list[FoundList]:
    """Return the feeds that list articles, each list once."""
    system = [source.path for source in home.system.sources] if home.system else []
    named = list(dict.fromkeys([*map(_path, home.feeds), *system]))[:MOST_FEEDS]
    found: list[FoundList] = []
    for path in named:
        _add(found, _checked(visitor, home, Feed(path)))
    for path in USUAL_FEEDS:
        if not found and path not in named:
            _add(found, _checked(visitor, home, Feed(path)))
    return found


def find_api(visitor: Visitor, home: Home) -> list[FoundList]:
    """Return the WordPress API, if it lists posts."""
    if home.system is None or home.system.name != "wordpress":
        return []
    own = home.api is not None and home.is_own(home.api)
    root = home.api if own and home.api else urljoin(home.url, "/wp-json/")
    found: list[FoundList] = []
    _add(found, _checked(visitor, home, WordPress(f"{_path(root)}wp/v2/posts")))
    return found


def find_sitemap(visitor: Visitor, home: Home) -> list[FoundList]:
    """Return the first sitemap that lists pages of the paper, itself or in its newest part."""
    try:
        named = [url for url in visitor.robots(home.url).sitemaps if home.is_own(url)]
    except Unreachable:
        named = []
    usual = WORDPRESS_SITEMAPS if home.system and home.system.name == "wordpress" else USUAL_SITEMAPS
    for path in list(dict.fromkeys([*map(_path, named), *usual]))[:MOST_SITEMAPS]:
        found = _checked(visitor, home, Sitemap(path))
        if found:
            return [found]
    return []


def find_sections(visitor: Visitor, home: Home, is_article: Callable[[str], bool]) -> list[FoundList]:
    """Return the pages of the menu that list articles which the others do not."""
    pages: list[FoundList] = []
    candidates = [url for url in home.menu if not is_article(url)]
    for url in candidates[:MOST_SECTIONS]:
        page = look(visitor, url)
        listing = _read(Section(_path(url)), page) if page else None
        if listing:
            own = (link for link in listing.links if home.is_own(link) and is_article(link))
            pages.append(FoundList(source=Section(_path(url)), links=tuple(dict.fromkeys(own))))
    frame = _frame(pages)
    sections = [FoundList(source=page.source, links=tuple(x for x in page.links if x not in frame)) for page in pages]
    return [section for section in sections if len(section.links) >= LEAST_ARTICLES]


def _frame(pages: list[FoundList]) -> frozenset[str]:
    """Return the links that stand on most of *pages*: the sidebar's latest news."""
    if len(pages) < LEAST_ARTICLES:
        return frozenset()
    counts = Counter(link for page in pages for link in page.links)
    return frozenset(link for link, count in counts.items() if count > WIDESPREAD * len(pages))


def _checked(visitor: Visitor, home: Home, source: Source) -> FoundList | None:
    """Return *source* with what it lists, where it lists pages of the paper; of an index, what its first part lists."""
    today = datetime.now(UTC).date()
    page = look(visitor, next(iter(source.first_lists(home.url, today))))
    listing = _read(source, page) if page else None
    if listing and not listing.links and listing.lists:
        part = look(visitor, listing.lists[0])
        listing = _read(source, part) if part else None
    links = _own(home, listing.links) if listing else ()
    return FoundList(source=source, links=links) if links else None


def _own(home: Home, links: Iterable[str]) -> tuple[str, ...]:
    own = (link for link in links if home.is_own(link) and not NEVER_ARTICLES.search(urlsplit(link).path or "/"))
    return tuple(dict.fromkeys(own))


def _read(source: Source, page: Page) -> Listing | None:
    try:
        return source.read(page.response())
    except NoListError:
        return None


def _add(found: list[FoundList], new: FoundList | None) -> None:
    """Put a list among those *found*, unless one of them shows the same."""
    if new and all(set(new.links) != set(other.links) for other in found):
        found.append(new)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
