"""Ақтөбе газеті, Aktobe: Kazakh."""

from archive.records import Publisher
from crawlers.sources import Feed, Section
from crawlers.spider import NewsSpider


class Aqtobegazeti(NewsSpider):
    """Made with WordPress; read by the layout of its system and by shape.

    Unverified against the live site: theme and all selectors, text of the slogan, date format, counter, category
    numbers, that no canonical link is printed.
    """

    name = "aqtobegazeti"
    publisher = Publisher(
        title="Ақтөбе газеті",
        home="https://aqtobegazeti.kz/",
        languages=("kk",),
        timezone="Asia/Aqtobe",
        region="Ақтөбе облысы",
    )
    sources = (Feed("/?feed=rss2"), Section("/?cat=3"), Section("/?cat=7"), Section("/?cat=12"))
    article_url = r"/\?(?:.*&)?p=\d+"
