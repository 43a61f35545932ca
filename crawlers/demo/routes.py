"""Which answer the demo paper gives to which address."""

import re
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from crawlers.demo.article import DemoArticle, Language
from crawlers.demo.drawings import drawn
from crawlers.demo.pages import ON_HOME, PER_PAGE, Pages
from crawlers.demo.paper import Paper, build

_SECTION = re.compile(r"/(kk|ru)/news(?:/page/(\d+))?")
_ARTICLE = re.compile(r"(/(?:kk|ru)/news/[\w-]+)(/amp)?")
_STYLE = Path(__file__).with_name("templates") / "style.css"
_PLACEHOLDER = ("/wp-content/uploads/og-default.jpg", ("og-default", 1200, 630))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What goes back to the client."""

    status: HTTPStatus = HTTPStatus.OK
    media_type: str = "text/html; charset=UTF-8"
    content: bytes = b""
    location: str | None = None
    """Where the answer leads instead."""


def _html(text: str, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    """Return *text* as a page."""
    return Answer(status=status, content=text.encode())


def _language(path: str) -> Language:
    """Return the language whose furniture the page at *path* has."""
    return "ru" if path.startswith("/ru/") else "kk"


class Routes:
    """Answers every address of one edition."""

    def __init__(self, paper: Paper, home: str) -> None:
        """Learn the addresses of *paper*, which is served under *home*."""
        self.paper = paper
        self.pages = Pages(paper, home)
        self._by_path = {article.path.rstrip("/"): article for article in paper.articles}
        self._by_number = {article.number: article for article in paper.articles}
        self._farewells = {key: one.farewell for one in paper.withdrawn for key in _keys(one.article)}
        self._moved = {one.before.path.rstrip("/"): one.after.path for one in paper.moved}
        self._pictures = _picture_files(paper)

    def answer(self, target: str, visit: datetime) -> Answer:
        """Return the answer to the request for *target* at the moment of the *visit*."""
        address = urlsplit(target)
        path = unquote(address.path).rstrip("/")
        if not path:
            return self._front(parse_qs(address.query, keep_blank_values=True), visit)
        return self._file(path) or self._list(path, visit) or self._single(path, visit)

    def _file(self, path: str) -> Answer | None:
        """Return the file at *path*, or what is closed to visitors; None where *path* names a page."""
        if path in self._pictures:
            return Answer(media_type="image/jpeg", content=drawn(*self._pictures[path]))
        if path.startswith("/wp-admin"):
            return Answer(status=HTTPStatus.FORBIDDEN, media_type="text/plain; charset=UTF-8", content=b"Forbidden\n")
        texts = {
            "/feed": ("application/rss+xml; charset=UTF-8", self.pages.feed),
            "/sitemap.xml": ("application/xml; charset=UTF-8", self.pages.sitemap),
            "/robots.txt": ("text/plain; charset=UTF-8", self.pages.robots),
            "/style.css": ("text/css; charset=UTF-8", _STYLE.read_text),
        }
        if path not in texts:
            return None
        media_type, text = texts[path]
        return Answer(media_type=media_type, content=text().encode())

    def _list(self, path: str, visit: datetime) -> Answer | None:
        """Return the list at *path*: a section, which may have no such page, or an author."""
        if path.startswith("/author/"):
            return _html(self.pages.listing("author", self.paper.articles[:PER_PAGE], visit))
        section = _SECTION.fullmatch(path)
        if not section:
            return None
        text = self.pages.section(_language(path), int(section[2] or 1), visit)
        return _html(text) if text else self._missing(path, visit)

    def _single(self, path: str, visit: datetime) -> Answer:
        """Return the article at *path*, in full or reduced for phones, or say that there is none."""
        found = _ARTICLE.fullmatch(path)
        if found and found[1] in self._moved:
            return _elsewhere(self._moved[found[1]] + (f"{found[2][1:]}/" if found[2] else ""))
        article = self._by_path.get(found[1]) if found else None
        if not found or not article:
            return self._missing(found[1] if found else path, visit)
        return _html(self.pages.amp(article) if found[2] else self.pages.article(article, visit))

    def _front(self, query: dict[str, list[str]], visit: datetime) -> Answer:
        """Return the home page, a search, or the article that `?p=` names."""
        if "p" in query:
            number = query["p"][0]
            article = self._by_number.get(int(number)) if number.isdecimal() else None
            return _html(self.pages.article(article, visit)) if article else self._missing(number, visit)
        if "s" in query:
            words = query["s"][0].casefold()
            found = [article for article in self.paper.articles if words in article.body.casefold()]
            return _html(self.pages.listing("found", found[:PER_PAGE], visit))
        return _html(self.pages.listing("latest", self.paper.articles[:ON_HOME], visit))

    def _missing(self, key: str, visit: datetime) -> Answer:
        """Return the farewell for what the paper took down, 404 for anything else that is not there."""
        farewell = self._farewells.get(key, "missing")
        if farewell == "home":
            return _elsewhere("/")
        statuses = {"missing": HTTPStatus.NOT_FOUND, "gone": HTTPStatus.GONE, "removed": HTTPStatus.OK}
        return _html(self.pages.missing(_language(key), visit), statuses[farewell])


def _keys(article: DemoArticle) -> tuple[str, str]:
    """Return by what `_missing` knows an article: its path and its number."""
    return article.path.rstrip("/"), str(article.number)


def _elsewhere(path: str) -> Answer:
    """Return the answer that leads to *path* for good."""
    return Answer(status=HTTPStatus.MOVED_PERMANENTLY, location=path)


def _picture_files(paper: Paper) -> dict[str, tuple[str, int, int]]:
    """Return, per path of a picture file, what is drawn in it and how large; withdrawn articles leave theirs behind."""
    files = dict([_PLACEHOLDER])
    for article in (*build(1).articles, *paper.articles):
        for picture in article.pictures:
            name = picture.drawing or picture.stem
            files[picture.path] = (name, *picture.full_size)
            files[picture.printed_path] = (name, picture.width, picture.height)
    return files
