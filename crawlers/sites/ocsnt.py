"""OCSNT, Turkistan: Kazakh."""

from archive.records import Publisher
from crawlers.sources import Section
from crawlers.spider import NewsSpider


class Ocsnt(NewsSpider):
    """Made with Joomla with K2; read by the layout of its system and by shape.

    Unverified against the live site: that the system is Joomla with K2 (read from /item/<id>), region, title, all
    selectors (K2 defaults), date format, counter wording.
    """

    name = "ocsnt"
    publisher = Publisher(
        title="OCSNT",
        home="https://ocsnt.kz/",
        languages=("kk",),
        timezone="Asia/Almaty",
        region="Түркістан облысы",
    )
    sources = (
        Section("/itemlist/category/3-zhanalyqtar"),
        Section("/itemlist/category/5-madeniet"),
        Section("/itemlist/category/7-rukhaniyat"),
    )
    article_url = r"/item/\d+(?:-[\w-]+)?"
