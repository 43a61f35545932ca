"""Өскен өңір, Kyzylorda region: Kazakh."""

from archive.records import Publisher
from crawlers.sources import Feed, Section
from crawlers.spider import NewsSpider


class Oskenonir(NewsSpider):
    """Made with DLE; read by the layout of its system and by shape.

    Unverified against the live site: the stock DLE template and all selectors, date format, counters, section
    paths, feed, author line.
    """

    name = "oskenonir"
    publisher = Publisher(
        title="Өскен өңір",
        home="https://osken-onir.kz/",
        languages=("kk",),
        timezone="Asia/Qyzylorda",
        region="Қызылорда облысы",
    )
    sources = (
        Feed("/rss.xml"),
        Section("/zhanalyktar/"),
        Section("/ekonomika/"),
        Section("/madeniet/"),
        Section("/sport/"),
    )
    article_url = r"/(?:[\w-]+/)+\d+-[\w-]+\.html"
