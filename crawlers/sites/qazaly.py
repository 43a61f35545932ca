"""Қазалы, Qazaly: Kazakh."""

from archive.records import Publisher
from crawlers.sources import Feed, Section
from crawlers.spider import NewsSpider


class Qazaly(NewsSpider):
    """Made with WordPress; read by the layout of its system and by shape.

    Unverified against the live site: theme (Newsup) and all selectors, that article addresses begin with the day,
    date format, category paths, feed, author line.
    """

    name = "qazaly"
    publisher = Publisher(
        title="Қазалы",
        home="https://qazaly.kz/",
        languages=("kk",),
        timezone="Asia/Qyzylorda",
        region="Қызылорда облысы",
    )
    sources = (
        Feed("/feed/"),
        Section("/category/zhanalyqtar/"),
        Section("/category/qogam/"),
        Section("/category/bilim/"),
        Section("/category/tanym/"),
    )
    article_url = r"/\d{4}/\d{2}/\d{2}/[\w-]+"
