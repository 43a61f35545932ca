"""Диапазон, Aktobe: Russian and Kazakh."""

from archive.records import Publisher
from crawlers.sources import Section
from crawlers.spider import NewsSpider


class Diapazon(NewsSpider):
    """Made with a system of its own; read by metadata and shape.

    Unverified against the live site: all selectors, form of an article address (only the list addresses are known),
    relative dates at the title, counters, that the anchor of the picture leads to the original without _710x444,
    section paths.
    """

    name = "diapazon"
    publisher = Publisher(
        title="Диапазон",
        home="https://diapazon.kz/",
        languages=("ru", "kk"),
        timezone="Asia/Aqtobe",
        region="Актюбинская область",
    )
    sources = (Section("/all-news"), Section("/news"), Section("/category/sport/aktobe"), Section("/afisha"))
    article_url = r"/(?:kz/)?[a-z-]+/\d{4,}-[\w-]+"
