"""The demo newspaper that ships with aimaq and is served on loopback while it is crawled."""

import os
from typing import Any, Self

from scrapy.crawler import Crawler

from archive.faults import PortInUse, WrongArgument
from archive.records import Publisher
from crawlers.demo.running import serving_edition
from crawlers.demo.server import DemoServer
from crawlers.layout import Layout
from crawlers.sources import Feed, Section
from crawlers.spider import NewsSpider

PORT = int(os.environ.get("AIMAQ_DEMO_PORT", "8010"))


class Demo(NewsSpider):
    """Pages in the shape of zhaikpress; `-a edition=2` serves the paper as it is after some edits."""

    name = "demo"
    publisher = Publisher(
        title="Ақ Жайық тынысы",
        home=f"http://127.0.0.1:{PORT}/",
        languages=("kk", "ru"),
        timezone="Asia/Oral",
        region="Батыс Қазақстан облысы",
        hosts=("demo.aimaq.kz",),
    )
    sources = (Feed("/feed/"), Section("/kk/news/"), Section("/ru/news/"))
    article_url = r"/(?:kk|ru)/news/[\w%-]+"
    layouts = (
        Layout(
            body=".entry-content",
            title="h1.entry-title",
            published=".entry-meta .date",
            views=".entry-meta .views",
            section=".rubric",
            drop=".rubric",
            complete=True,
        ),
    )
    custom_settings = {"DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 8}  # noqa: RUF012 - Scrapy's own

    server: DemoServer | None = None

    @classmethod
    def check(cls) -> None:
        """Raise `PortInUse` where another program has the paper's port."""
        serving_edition(PORT)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, edition: str = "", **kwargs: Any) -> Self:  # noqa: ANN401
        """Return the spider with its paper served: the one that runs already, or a new one that ends with the crawl."""
        if edition not in {"", "1", "2"}:
            message = f"the demo paper has no edition {edition!r}; there are: 1, 2"
            raise WrongArgument(message)
        spider = super().from_crawler(crawler, *args, **kwargs)
        running = serving_edition(PORT)
        if running is None:
            spider.server = DemoServer(int(edition or "1"), PORT)
            spider.server.start()
        elif edition and int(edition) != running:
            message = f"edition {running} of the demo paper is served on port {PORT} already; stop that server first"
            raise PortInUse(message)
        return spider

    def closed(self, reason: str) -> None:
        """End the visit and stop serving."""
        super().closed(reason)
        if self.server:
            self.server.stop()
