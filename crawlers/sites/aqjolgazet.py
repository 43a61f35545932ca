"""Ақ жол, Taraz: Kazakh."""

from archive.records import Publisher
from crawlers.sources import Section
from crawlers.spider import NewsSpider


class Aqjolgazet(NewsSpider):
    """Made with a system of its own; read by metadata and shape.

    Unverified against the live site: all selectors, date format, counter, section paths, author line, that JSON-LD
    gives midnight.
    """

    name = "aqjolgazet"
    publisher = Publisher(
        title="Ақ жол",
        home="https://aqjolgazet.kz/",
        languages=("kk",),
        timezone="Asia/Almaty",
        region="Жамбыл облысы",
    )
    sources = (
        Section("/news"),
        Section("/category/ekonomika"),
        Section("/category/ruhaniyat"),
        Section("/category/sport"),
    )
    article_url = r"/\d+/[\w-]+"
