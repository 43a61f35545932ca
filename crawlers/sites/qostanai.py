"""Qostanai.media, Kostanay: Russian and Kazakh."""

from archive.records import Publisher
from crawlers.sources import Feed, Section
from crawlers.spider import NewsSpider


class Qostanai(NewsSpider):
    """Made with WordPress; read by the layout of its system and by shape.

    Unverified against the live site: that the system is WordPress with its AMP plugin (only /amp and «Категории:»
    point to it), all selectors, section path, feed, that dates stand only in metadata.
    """

    name = "qostanai"
    publisher = Publisher(
        title="Qostanai.media",
        home="https://qostanai.media/",
        languages=("ru", "kk"),
        timezone="Asia/Qostanay",
        region="Костанайская область",
    )
    sources = (Feed("/feed/"), Section("/category/obshhestvo/"))
    article_url = r"/[\w-]+"
