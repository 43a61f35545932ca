"""One crawl of the loopback paper in a process of its own; prints as JSON what it cost and what it got.

`bare` is Scrapy alone: it follows the links of the section pages and counts what comes. `capture` is the same spider
with requests and responses kept in WARC files and on record. `aimaq` is the whole way:
robots.txt, WARC, reading, the stages, the database. Reactor, loop, concurrency, cookies, log level and
garbage collection are the same.
"""

import json
import resource
import sqlite3
from argparse import ArgumentParser
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar
from urllib.parse import urljoin

from loopback_pages import SECTION
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import HtmlResponse, Response
from scrapy.settings import Settings

from archive.records import Publisher
from crawlers.capture import Visit
from crawlers.health.counting import counted
from crawlers.layout import Layout
from crawlers.papers import project_settings
from crawlers.recycling import collect_seldom
from crawlers.sources import Section
from crawlers.spider import NewsSpider

ARTICLE = "/maqala-"
LIMIT_SECONDS = 900
SHARED = {
    "ASYNCIO_EVENT_LOOP": "uvloop.Loop",
    "AUTOTHROTTLE_ENABLED": False,
    "CLOSESPIDER_TIMEOUT": LIMIT_SECONDS,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "COOKIES_ENABLED": False,
    "DOWNLOAD_DELAY": 0,
    "LOG_LEVEL": "WARNING",
    "TELNETCONSOLE_ENABLED": False,
}
"""Settings of all crawls."""
CAPTURE_MIDDLEWARES = (
    "crawlers.capture.CaptureMiddleware",
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware",
)
CAPTURE_EXTENSIONS = ("crawlers.stopping.Stopping",)
"""What captures need of the project's own; manners, counts and robots.txt are parts of the whole way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a crawl took and what came of it."""

    seconds: float
    """CPU seconds, user and system, of all threads, from the start of the crawl to its end."""
    articles: int
    """Pages fetched by the bare spider, articles with a text in the database by aimaq."""


class Follower(Spider):
    """Follows the links to articles and to the next section page, and counts articles."""

    name = "follower"
    home: str
    articles: ClassVar[int] = 0

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the first section page."""
        yield Request(urljoin(self.home, SECTION), self.parse_section)

    def parse_section(self, response: Response) -> Iterator[Request]:
        """Yield requests for what the page links to in its list."""
        assert isinstance(response, HtmlResponse)
        for link in response.selector.root.iter("a"):
            if ARTICLE in link.get("href"):
                yield Request(urljoin(response.url, link.get("href")), self.parse)
            elif link.get("rel") == "next":
                yield Request(urljoin(response.url, link.get("href")), self.parse_section)

    def parse(self, _response: Response) -> None:
        """Count an article."""
        Follower.articles += 1


def follow(home: str, folder: Path) -> Cost:
    """Crawl the paper at *home* with Scrapy alone."""
    del folder
    seconds = _run(Settings(SHARED), Follower, home=home)
    return Cost(seconds=seconds, articles=Follower.articles)


def capture(home: str, folder: Path) -> Cost:
    """Crawl the paper at *home* as the bare spider does, and keep what goes over the wire in *folder*."""

    class Keeper(Follower):
        name = "keeper"
        publisher = Publisher(title="Тыныс", home=home, languages=("kk",), timezone="Asia/Oral")

        async def start(self) -> AsyncIterator[Request]:
            self.visit = Visit(folder, self.name, self.publisher)
            async for request in super().start():
                yield request

        def closed(self, reason: str) -> None:
            self.visit.end(reason, lambda visit, seconds: counted(self.crawler, visit, seconds))
            self.visit.close()

    ours = project_settings()
    names = ("DOWNLOAD_HANDLERS", "DEFAULT_REQUEST_HEADERS", "AIMAQ_MIN_FREE", "AIMAQ_UNANSWERED_LIMIT")
    wire = {name: ours[name] for name in names} | {
        "AIMAQ_DATA": str(folder),
        "DOWNLOADER_MIDDLEWARES": {name: ours["DOWNLOADER_MIDDLEWARES"][name] for name in CAPTURE_MIDDLEWARES},
        "EXTENSIONS": {name: ours["EXTENSIONS"][name] for name in CAPTURE_EXTENSIONS},
    }
    seconds = _run(Settings(SHARED | wire), Keeper, home=home)
    kept = sqlite3.connect(folder / "archive.db").execute("select count(*) from captures where url like '%/maqala-%'")
    return Cost(seconds=seconds, articles=kept.fetchone()[0])


def archive(home: str, folder: Path) -> Cost:
    """Crawl the paper at *home* into the archive in *folder*."""

    class LoopbackSpider(NewsSpider):
        name = "loopback"
        publisher = Publisher(title="Тыныс", home=home, languages=("kk", "ru"), timezone="Asia/Oral", region="БҚО")
        sources = (Section(SECTION),)
        article_url = r"/kk/news/[\w-]+"
        layouts = (
            Layout(
                body=".entry-content", title="h1.entry-title", published=".entry-meta .date", views=".entry-meta .views"
            ),
        )

    settings = project_settings()
    settings.setdict(SHARED | {"AIMAQ_DATA": str(folder)}, priority="cmdline")
    seconds = _run(settings, LoopbackSpider)
    rows = sqlite3.connect(folder / "archive.db").execute("select count(*) from articles where length(body) > 500")
    return Cost(seconds=seconds, articles=rows.fetchone()[0])


def _run(settings: Settings, spider: type[Spider], **arguments: str) -> float:
    """Run *spider* and return the CPU seconds that this process spent on it; modules are loaded before."""
    process = AsyncCrawlerProcess(settings)
    process.crawl(spider, **arguments)
    before = _seconds()
    process.start()
    return _seconds() - before


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


WAYS = {"bare": follow, "capture": capture, "aimaq": archive}

if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("home")
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    collect_seldom()
    print(json.dumps(asdict(WAYS[given.way](given.home, given.folder))))
