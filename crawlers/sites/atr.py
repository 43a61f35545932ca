"""Атырау, Atyrau: Kazakh."""

from archive.records import Publisher
from crawlers.sources import Section
from crawlers.spider import NewsSpider


class Atr(NewsSpider):
    """Made with a system of its own; read by metadata and shape.

    Unverified against the live site: all selectors, the metadata key of the date, section paths but /zhanalyqtar,
    that no date is printed, self-credit.
    """

    name = "atr"
    publisher = Publisher(
        title="Атырау",
        home="https://atr.kz/",
        languages=("kk",),
        timezone="Asia/Atyrau",
        region="Атырау облысы",
    )
    sources = (Section("/zhanalyqtar"), Section("/qogam"), Section("/madeniet"), Section("/sport"))
    article_url = r"/zhanalyqtar/[\w-]+"
