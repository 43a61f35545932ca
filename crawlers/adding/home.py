"""What a paper's home page tells of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement
from scrapy.http import HtmlResponse, TextResponse

from archive.faults import Unreachable, UnreadablePage
from crawlers.announced import api_named, feeds_named
from crawlers.capture import with_true_encoding
from crawlers.cms import recognise
from crawlers.cms.system import System
from crawlers.fetching import Page
from crawlers.links import bare_host, canonical_url
from crawlers.metadata import read_metadata
from crawlers.reading import check_html
from crawlers.shape import plain_text
from pipelines.headings import SEPARATOR

HOME_WORDS = re.compile(r"(?:басты бет|негізгі бет|басты|главная(?: страница)?|home(?: page)?)", re.IGNORECASE)
MENU_NAMES = re.compile(r"menu|nav|rubric|razdel", re.IGNORECASE)
LONGEST_MENU_WORDS = 40
FILES = re.compile(r"\.(?:avif|css|docx?|gif|jpe?g|js|mp[34]|pdf|png|svg|webp|xlsx?|xml|zip)$", re.IGNORECASE)
NO_SECTION = re.compile(r"/(?:wp-admin|wp-login|login|register|feed|rss|cart|search|amp)(?:/|\.|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The home page, read for what `aimaq add` needs."""

    url: str
    """Root address of the host."""
    host: str
    """Its host, bare."""
    response: TextResponse
    title: str
    """The paper's own name."""
    system: System | None
    language: str | None
    """Primary tag that the page declares."""
    menu: tuple[str, ...]
    """Addresses on this host that its menus link to."""
    stories: tuple[str, ...]
    """Addresses on this host behind links of many words outside menus: articles, most likely."""
    feeds: tuple[str, ...]
    """Feeds that the page names."""
    api: str | None
    """Root of the WordPress API that the page names."""

    @property
    def root(self) -> HtmlElement:
        """The page's root element."""
        element: HtmlElement = self.response.selector.root
        return element

    def is_own(self, url: str) -> bool:
        """Tell whether *url* is on the paper's host."""
        return bare_host(urlsplit(url).netloc) == self.host

    def target(self, url: str) -> str:
        """Return path and query of the canonical form of *url*: what `article_url` is matched with."""
        parts = urlsplit(canonical_url(url, self.url))
        return f"{parts.path}?{parts.query}" if parts.query else parts.path


def read_home(page: Page) -> Home:
    """Return what the home page tells; `Unreachable` unless it answers 200, `UnreadablePage` where it is no HTML."""
    if page.status != HTTPStatus.OK:
        message = f"{page.url} answered {page.status}; give the address of the home page as a browser shows it"
        raise Unreachable(message)
    check_html(page.url, page.body, page.content_type)
    response = with_true_encoding(page.response())
    if not isinstance(response, HtmlResponse):
        message = f"{page.url} is not an HTML page: its content type is {page.content_type or 'not given'}"
        raise UnreadablePage(message)
    root = response.selector.root
    parts = urlsplit(page.url)
    url, host = f"{parts.scheme}://{parts.netloc.lower()}/", bare_host(parts.netloc)
    metadata = read_metadata(root, page.url)
    return Home(
        url=url,
        host=host,
        response=response,
        title=_title(metadata.site_name, root, host),
        system=recognise(root),
        language=(metadata.language or "")[:2].lower() or None,
        menu=tuple(dict.fromkeys(_menu(root, page.url, host))),
        stories=tuple(dict.fromkeys(_stories(root, page.url, host))),
        feeds=tuple(dict.fromkeys(feeds_named(root, page.url))),
        api=api_named(root, page.url),
    )


def _title(site_name: str | None, root: HtmlElement, host: str) -> str:
    """Return the paper's name: `og:site_name`, else the first part of the title that says more than "home"."""
    element = root.find(".//title")
    whole = site_name or (plain_text(element) if element is not None else "")
    parts = [part for part in re.split(SEPARATOR, " ".join(whole.split())) if part and not HOME_WORDS.fullmatch(part)]
    return (" ".join((site_name or "").split()) or next(iter(parts), "")) or host


def _links(root: HtmlElement, base: str, host: str) -> Iterator[tuple[HtmlElement, str]]:
    """Yield the links to pages on this *host*, with their absolute address."""
    for link in root.iter("a"):
        href = (link.get("href") or "").strip()
        if not href or href.startswith("#"):
            continue
        try:
            url = urljoin(base, href)
            parts = urlsplit(url)
        except ValueError:  # an address with an unclosed bracket
            continue
        is_page = (
            parts.scheme in {"http", "https"} and not FILES.search(parts.path) and not NO_SECTION.search(parts.path)
        )
        if is_page and bare_host(parts.netloc) == host:
            yield link, url.partition("#")[0]


def _menu(root: HtmlElement, base: str, host: str) -> Iterator[str]:
    for link, url in _links(root, base, host):
        if _in_menu(link) and len(plain_text(link)) <= LONGEST_MENU_WORDS and urlsplit(url).path not in {"", "/"}:
            yield url


def _stories(root: HtmlElement, base: str, host: str) -> Iterator[str]:
    for link, url in _links(root, base, host):
        if len(plain_text(link)) > LONGEST_MENU_WORDS // 2 and len(plain_text(link).split()) > 2 and not _in_menu(link):  # noqa: PLR2004 - a title has more words
            yield url


def _in_menu(link: HtmlElement) -> bool:
    return any(
        element.tag == "nav" or MENU_NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        for element in link.iterancestors()
        if element.tag not in {"html", "body"}
    )
