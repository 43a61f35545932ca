"""Qazaqstan Ulttyq telearnasy, Astana: Kazakh."""

from archive.records import Publisher
from crawlers.sources import Section
from crawlers.spider import NewsSpider


class QazaqstanTV(NewsSpider):
    """Made with a system of its own; read by metadata and shape.

    Unverified against the live site: all selectors, how the two copies of the text are marked, whether pictures are
    printed twice, breadcrumb.
    """

    name = "qazaqstantv"
    publisher = Publisher(
        title="Qazaqstan Ulttyq telearnasy",
        home="https://qazaqstan.tv/",
        languages=("kk",),
        timezone="Asia/Almaty",
        region="Қазақстан",
    )
    sources = (Section("/news"), Section("/projects"))
    article_url = r"/news/\d+"
