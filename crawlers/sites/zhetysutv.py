"""Жетісу телеарнасы, Taldykorgan: Kazakh and Russian."""

from archive.records import Publisher
from crawlers.sources import Feed, Section
from crawlers.spider import NewsSpider


class ZhetysuTV(NewsSpider):
    """Made with WordPress; read by the layout of its system and by shape.

    Unverified against the live site: theme and all selectors, wording of the channel description and the ad-
    inserter box around it, counter plugin and its label, category paths, feed.
    """

    name = "zhetysutv"
    publisher = Publisher(
        title="Жетісу телеарнасы",
        home="https://zhetysutv.kz/",
        languages=("kk", "ru"),
        timezone="Asia/Almaty",
        region="Жетісу облысы",
    )
    sources = (
        Feed("/feed/"),
        Section("/category/zhanalyqtar/"),
        Section("/category/qogam/"),
        Section("/category/sport/"),
    )
    article_url = r"/(?:\?p=\d+|[\w-]+-\d{3,})"
