"""Malim.kz, Almaty: Kazakh."""

from archive.records import Publisher
from crawlers.sources import Section
from crawlers.spider import NewsSpider


class Malim(NewsSpider):
    """Made with a system of its own; read by metadata and shape.

    Unverified against the live site: all selectors, form of an article address, section paths, author element,
    srcset of the cover, cite in quotations.
    """

    name = "malim"
    publisher = Publisher(
        title="Malim.kz",
        home="https://malim.kz/",
        languages=("kk",),
        timezone="Asia/Almaty",
        region="Қазақстан",
    )
    sources = (Section("/zhanalyqtar"), Section("/qogam"), Section("/saraptama"), Section("/suhbat"))
    article_url = r"/article/[\w-]+"
