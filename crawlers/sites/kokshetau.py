"""Kokshetau.asia, Kokshetau: Kazakh and Russian."""

from archive.records import Publisher
from crawlers.sources import Feed, Section
from crawlers.spider import NewsSpider


class Kokshetau(NewsSpider):
    """Made with WordPress; read by the layout of its system and by shape.

    Unverified against the live site: form of an article address below /newskz/, theme and all selectors, date
    format, counters, the Russian section /news/, feed.
    """

    name = "kokshetau"
    publisher = Publisher(
        title="Kokshetau.asia",
        home="https://kokshetau.asia/",
        languages=("kk", "ru"),
        timezone="Asia/Almaty",
        region="Ақмола облысы",
    )
    sources = (Feed("/feed/"), Section("/newskz/"), Section("/news/"), Section("/category/turizm/"))
    article_url = r"/newskz/(?!page/)[\w-]+"
