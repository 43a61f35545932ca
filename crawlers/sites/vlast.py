"""Власть, Almaty: Russian and Kazakh."""

from archive.records import Publisher
from crawlers.sources import Feed, Section
from crawlers.spider import NewsSpider


class Vlast(NewsSpider):
    """Made with a system of its own; read by metadata and shape.

    Unverified against the live site: selectors but those of the date and of the views, lead element, list of
    authors, slider, AMP address, section names.
    """

    name = "vlast"
    publisher = Publisher(
        title="Власть",
        home="https://vlast.kz/",
        languages=("ru", "kk"),
        timezone="Asia/Almaty",
        region="Қазақстан",
    )
    sources = (Feed("/rss"), Section("/novosti/"), Section("/politika/"), Section("/obsshestvo/"), Section("/regiony/"))
    article_url = r"/(?:kz/)?[a-z_]+/\d+-[\w-]+\.html"
