"""Zakon.kz, Almaty: Russian and Kazakh."""

from archive.records import Publisher
from crawlers.sources import Section
from crawlers.spider import NewsSpider


class Zakon(NewsSpider):
    """Made with a system of its own; read by metadata and shape.

    Unverified against the live site: all selectors of the article itself (only the lists are known), name= metadata
    on this site, counter filled by a script, static host and picture paths, section names.
    """

    name = "zakon"
    publisher = Publisher(
        title="Zakon.kz",
        home="https://www.zakon.kz/",
        languages=("ru", "kk"),
        timezone="Asia/Almaty",
        region="Қазақстан",
        hosts=("kaz.zakon.kz",),
    )
    sources = (Section("/news/"), Section("/obshestvo/"), Section("/pravo/"), Section("/finansy/"), Section("/sport/"))
    article_url = r"/[a-z_-]+/\d{6,}-[\w-]+\.html"
