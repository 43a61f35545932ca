"""Scrapy's item pipelines: what the spider saw is read, then kept."""

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from archive.revisions import as_record
from crawlers.observation import ArticleRead, ArticleSeen, Observation, keep, read
from crawlers.spider import NewsSpider
from crawlers.stopping import NotKeptError, Stopping


class NormalisePipeline:
    """Reads an article as printed into typed values, by the stages of `pipelines`."""

    def process_item(self, item: Observation) -> ArticleRead | Observation:
        """Return *item* read, if it is an article."""
        return read(item) if isinstance(item, ArticleSeen) else item


class StorePipeline:
    """Puts what was seen into the archive of the spider's visit."""

    def __init__(self, crawler: Crawler) -> None:
        """Serve *crawler*."""
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "StorePipeline":
        """Return the pipeline for *crawler*, as Scrapy asks."""
        return cls(crawler)

    def process_item(self, item: ArticleRead | Observation) -> dict[str, object]:
        """Return the Article record of *item* for feed exports; pictures and withdrawals end here."""
        spider = self.crawler.spider
        if not isinstance(spider, NewsSpider) or spider.visit is None or isinstance(item, ArticleSeen):
            message = "nothing to keep: this spider is on no visit"
            raise DropItem(message)
        try:
            with Stopping.of(self.crawler).guard():
                change = keep(spider.visit.archive, item)
                spider.look_again(item, change)
        except NotKeptError as error:
            raise DropItem(str(error), log_level="DEBUG") from error
        if change and self.crawler.stats:
            self.crawler.stats.inc_value(f"aimaq/{change}")
        if not isinstance(item, ArticleRead):
            message = f"kept {type(item).__name__}"
            raise DropItem(message, log_level="DEBUG")
        return as_record(item.article)
