"""Infonews.kz, Karaganda: Kazakh."""

from archive.records import Publisher
from crawlers.sources import Feed, Section
from crawlers.spider import NewsSpider


class Infonews(NewsSpider):
    """Made with WordPress; read by the layout of its system and by shape.

    Unverified against the live site: language, region and theme (colormag), all selectors, which of the two bare
    numbers is which (both null in the truth), date at the title, category paths, feed.
    """

    name = "infonews"
    publisher = Publisher(
        title="Infonews.kz",
        home="https://infonews.kz/",
        languages=("kk",),
        timezone="Asia/Almaty",
        region="Қарағанды облысы",
    )
    sources = (
        Feed("/feed/"),
        Section("/category/%d0%b6%d0%b0%d2%a3%d0%b0%d0%bb%d1%8b%d2%9b%d1%82%d0%b0%d1%80/"),
        Section("/category/%d2%9b%d0%be%d2%93%d0%b0%d0%bc/"),
        Section("/category/%d1%81%d0%bf%d0%be%d1%80%d1%82/"),
    )
    article_url = r"/(?:\?p=\d+|(?:[\w-]|%[0-9A-Fa-f]{2})+)"
