"""Ак Жайык, Atyrau: Russian and Kazakh."""

from archive.records import Publisher
from crawlers.sources import Section
from crawlers.spider import NewsSpider


class Azh(NewsSpider):
    """Made with a system of its own; read by metadata and shape.

    Unverified against the live site: all selectors, where a new article prints its date, author line, upload
    folders, region of the masthead elements.
    """

    name = "azh"
    publisher = Publisher(
        title="Ак Жайык",
        home="https://azh.kz/",
        languages=("ru", "kk"),
        timezone="Asia/Atyrau",
        region="Атырауская область",
    )
    sources = (Section("/ru/news"), Section("/kz/news"), Section("/ru/news/in-atyrau"))
    article_url = r"/(?:ru|kz)/news/view/\d+"
