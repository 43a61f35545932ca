"""Актюбинский вестник, Aktobe: Russian."""

from archive.records import Publisher
from crawlers.sources import Feed, Section
from crawlers.spider import NewsSpider


class Avestnik(NewsSpider):
    """Made with WordPress; read by the layout of its system and by shape.

    Unverified against the live site: theme and all selectors, text of the slogan, date format, [dropcap] and
    [caption] beside [divider], category numbers, comments line.
    """

    name = "avestnik"
    publisher = Publisher(
        title="Актюбинский вестник",
        home="https://avestnik.kz/",
        languages=("ru",),
        timezone="Asia/Aqtobe",
        region="Актюбинская область",
    )
    sources = (Feed("/?feed=rss2"), Section("/?cat=2"), Section("/?cat=5"), Section("/?cat=9"))
    article_url = r"/\?(?:.*&)?p=\d+"
