"""Жаңақорған тынысы, Zhanaqorghan: Kazakh."""

from archive.records import Publisher
from crawlers.sources import Feed, Section
from crawlers.spider import NewsSpider


class Zhanaqorgan(NewsSpider):
    """Made with WordPress; read by the layout of its system and by shape.

    Unverified against the live site: theme (Newspaper) and all selectors, address of an article, date format,
    counters, category paths, feed.
    """

    name = "zhanaqorgan"
    publisher = Publisher(
        title="Жаңақорған тынысы",
        home="https://zhanaqorgan-tynysy.kz/",
        languages=("kk",),
        timezone="Asia/Qyzylorda",
        region="Қызылорда облысы",
    )
    sources = (
        Feed("/feed/"),
        Section("/category/bilim/"),
        Section("/category/auyl/"),
        Section("/category/densaulyq/"),
        Section("/category/zhanalyqtar/"),
    )
    article_url = r"/(?!category/|tag/|author/|page/|\d{4}/)[\w-]+"
