"""B2BIS, Oral: Russian."""

from archive.records import Publisher
from crawlers.sources import Feed, Section
from crawlers.spider import NewsSpider


class B2Bis(NewsSpider):
    """Made with Joomla; read by the layout of its system and by shape.

    Unverified against the live site: that the system is Joomla (only the listing parameter start=N points to it),
    all selectors, section paths, feed, address of an article, counter.
    """

    name = "b2bis"
    publisher = Publisher(
        title="B2BIS",
        home="https://b2bis.kz/",
        languages=("ru",),
        timezone="Asia/Oral",
        region="Западно-Казахстанская область",
    )
    sources = (
        Feed("/novosti?format=feed&type=rss"),
        Section("/novosti"),
        Section("/novosti/ekonomika"),
        Section("/intervyu"),
    )
    article_url = r"/(?:[\w-]+/)+\d+-[\w-]+"
