"""Adyrna.kz, Almaty: Kazakh."""

from archive.records import Publisher
from crawlers.sources import Section
from crawlers.spider import NewsSpider


class Adyrna(NewsSpider):
    """Made with a system of its own; read by metadata and shape.

    Unverified against the live site: all selectors, that the Cyrillic address is /post/<id> without prefix,
    orthography of the Latin version, author line, category and picture paths.
    """

    name = "adyrna"
    publisher = Publisher(
        title="Adyrna.kz",
        home="https://adyrna.kz/",
        languages=("kk",),
        timezone="Asia/Almaty",
        region="Қазақстан",
        bare_counters=("views",),
    )
    sources = (
        Section("/lt/category/janalyqtar"),
        Section("/lt/category/qogam"),
        Section("/lt/category/tarih"),
        Section("/lt/category/ruhaniyat"),
    )
    article_url = r"/post/\d+"
