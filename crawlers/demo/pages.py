"""The pages of the demo paper: what its truth looks like in the markup of a WordPress theme."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader

from crawlers.demo.article import Block, BlockKind, DemoArticle, Language
from crawlers.demo.paper import TITLES, Paper
from crawlers.demo.texts import FOLDER, lexicon

ZONE = ZoneInfo("Asia/Oral")
PER_PAGE = 15
ON_HOME = 12
IN_FEED = 20

_TEMPLATES = Path(__file__).with_name("templates")
_TEASER = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """An article as a list shows it, with addresses as mixed as years of hand-made links are."""

    title: str
    words: str
    address: str
    more: str
    picture: str | None
    date: str
    counter: str


def _by_kind(blocks: Iterable[Block]) -> Iterator[tuple[BlockKind, list[Block]]]:
    """Yield runs of blocks of one kind, so that the items of a list stand in one element."""
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        yield kind, list(run)


def _rfc822(moment: datetime) -> str:
    """Return local *moment* as feeds print it: Wed, 21 Jan 2026 14:30:00 +0500."""
    return format_datetime(moment.replace(tzinfo=ZONE))


@cache
def _templates() -> Environment:
    """Return the templates, which escape everything."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False
    )
    environment.filters |= {"groupby_kind": _by_kind, "rfc822": _rfc822}
    return environment


@cache
def site_words(language: Language) -> Mapping[str, Any]:
    """Return the furniture of pages in *language*: menu, labels, footer."""
    return tomllib.loads((FOLDER / language / "site.toml").read_text(encoding="utf-8"))


def today(moment: datetime, language: Language) -> str:
    """Return the masthead's clock: the moment of the visit, without a year.

    >>> today(datetime(2026, 11, 22, 9, 5), "ru")
    'воскресенье, 22 ноября 09:05'
    """
    words = lexicon(language)
    return f"{words.weekdays[moment.weekday()]}, {moment.day} {words.months[moment.month - 1]} {moment:%H:%M}"


def spellings(article: DemoArticle) -> tuple[str, str]:
    """Return how lists link to *article*: from picture and title in one way, from «more» in another."""
    path = article.path
    forms = (path, path.rstrip("/"), f"/?p={article.number}", f"{path}amp/")
    return forms[article.number % 4], forms[article.number // 4 % 4]


class Pages:
    """Renders the pages of one edition, as they look from *home*, the address of the home page."""

    def __init__(self, paper: Paper, home: str) -> None:
        """Take the *paper* and the address it is served under."""
        self.paper = paper
        self.home = home

    def article(self, article: DemoArticle, visit: datetime) -> str:
        """Return the page of *article*."""
        return self._page("article.html", article.language, visit, article=article, related=self._related(article))

    def amp(self, article: DemoArticle) -> str:
        """Return the reduced page of *article* for phones."""
        return self._render("amp.html", article.language, article=article)

    def section(self, language: Language, page: int, visit: datetime) -> str | None:
        """Return a page of the list of all articles in *language*, or None behind the last."""
        articles = [article for article in self.paper.articles if article.language == language]
        pages = -(-len(articles) // PER_PAGE)
        if not 1 <= page <= pages:
            return None
        return self._page(
            "listing.html",
            language,
            visit,
            heading=site_words(language)["section"],
            teasers=_teasers(articles[(page - 1) * PER_PAGE : page * PER_PAGE]),
            page=page,
            pages=pages,
            section=f"/{language}/news/",
        )

    def listing(self, label: str, articles: Sequence[DemoArticle], visit: datetime) -> str:
        """Return a list of *articles* on one page under the heading *label*: home, author, search."""
        return self._page(
            "listing.html", "kk", visit, heading=site_words("kk")[label], teasers=_teasers(articles), page=1, pages=1
        )

    def missing(self, language: Language, visit: datetime) -> str:
        """Return the page for addresses that hold nothing."""
        return self._page("missing.html", language, visit)

    def feed(self) -> str:
        """Return the RSS feed of the newest articles."""
        return self._render("feed.xml", "kk", articles=self.paper.articles[:IN_FEED])

    def sitemap(self) -> str:
        """Return the sitemap of all articles."""
        return self._render("sitemap.xml", "kk", articles=self.paper.articles)

    def robots(self) -> str:
        """Return what robots may ask for."""
        return f"User-agent: *\nDisallow: /wp-admin/\n\nSitemap: {self.home}sitemap.xml\n"

    def _related(self, article: DemoArticle) -> list[DemoArticle]:
        """Return four other articles in the language of *article*, those published before it first."""
        same = [other for other in self.paper.articles if other.language == article.language]
        place = same.index(article)
        return [same[(place + step) % len(same)] for step in range(1, 5)]

    def _page(self, template: str, language: Language, visit: datetime, **facts: object) -> str:
        """Return *template* with the masthead, whose clock shows the *visit*."""
        return self._render(template, language, today=today(visit, language), **facts)

    def _render(self, template: str, language: Language, **facts: object) -> str:
        """Return *template* filled with *facts* and with what all pages of *language* share."""
        shared = {
            "language": language,
            "words": site_words(language),
            "home": self.home,
            "paper_title": TITLES[language],
        }
        return _templates().get_template(template).render(**shared, **facts)


def _teasers(articles: Iterable[DemoArticle]) -> list[Teaser]:
    """Return what a list shows of *articles*."""
    return [_teaser(article) for article in articles]


def _teaser(article: DemoArticle) -> Teaser:
    """Return what a list shows of *article*: the first words, cut where a word ends."""
    address, more = spellings(article)
    return Teaser(
        title=article.title,
        words=article.paragraphs[0][:_TEASER].rpartition(" ")[0] + "…",
        address=address,
        more=more,
        picture=article.pictures[0].printed_path if article.pictures else None,
        date=article.printed_date,
        counter=article.counter_line,
    )
