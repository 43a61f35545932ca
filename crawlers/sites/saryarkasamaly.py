"""Сарыарқа самалы, Pavlodar: Kazakh."""

from archive.records import Publisher
from crawlers.sources import Feed, Section
from crawlers.spider import NewsSpider


class Saryarkasamaly(NewsSpider):
    """Made with WordPress; read by the layout of its system and by shape.

    Unverified against the live site: theme and all selectors, address of an article, where «Автор:» stands,
    category paths, feed, title field of PDF pages.
    """

    name = "saryarkasamaly"
    publisher = Publisher(
        title="Сарыарқа самалы",
        home="https://saryarka-samaly.kz/",
        languages=("kk",),
        timezone="Asia/Almaty",
        region="Павлодар облысы",
    )
    sources = (Feed("/feed/"), Section("/category/zhanalyk/"), Section("/category/madeniet/"))
    article_url = r"/[\w-]+"
