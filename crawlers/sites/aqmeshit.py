"""Ақмешіт апталығы, Kyzylorda: Kazakh."""

from archive.records import Publisher
from crawlers.sources import Section
from crawlers.spider import NewsSpider


class Aqmeshit(NewsSpider):
    """Made with a system of its own; read by metadata and shape.

    Unverified against the live site: all selectors, address of an article and of its Latin version, section paths,
    upload folders, the sender as last line.
    """

    name = "aqmeshit"
    publisher = Publisher(
        title="Ақмешіт апталығы",
        home="https://aqmeshit-aptalygy.kz/",
        languages=("kk",),
        timezone="Asia/Qyzylorda",
        region="Қызылорда облысы",
        bare_counters=("views", "comments"),
    )
    sources = (
        Section("/category/qala"),
        Section("/category/aleumet"),
        Section("/category/ruhaniyat"),
        Section("/category/sport"),
    )
    article_url = r"/news/\d+"
