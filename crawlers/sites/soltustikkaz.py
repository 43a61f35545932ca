"""Soltüstık Qazaqstan, Petropavl: Kazakh."""

from archive.records import Publisher
from crawlers.sources import Feed, Section
from crawlers.spider import NewsSpider


class Soltustikkaz(NewsSpider):
    """Made with WordPress; read by the layout of its system and by shape.

    Unverified against the live site: theme and all selectors, where the percent-encoded category path stands in an
    article address, counter, author line, title of the paper in Latin script, feed.
    """

    name = "soltustikkaz"
    publisher = Publisher(
        title="Soltüstık Qazaqstan",
        home="https://soltustikkaz.kz/",
        languages=("kk",),
        timezone="Asia/Almaty",
        region="Солтүстік Қазақстан облысы",
    )
    sources = (
        Feed("/feed/"),
        Section("/category/%D2%9B%D0%BE%D2%93%D0%B0%D0%BC/"),
        Section("/category/%D3%99%D0%BB%D0%B5%D1%83%D0%BC%D0%B5%D1%82/"),
        Section("/category/%D0%B6%D0%B0%D2%A3%D0%B0%D0%BB%D1%8B%D2%9B%D1%82%D0%B0%D1%80/"),
    )
    article_url = r"/(?:%[0-9A-Fa-f]{2})+/[\w%-]+"
