"""Dana Qaz, Almaty: Kazakh."""

from archive.records import Publisher
from crawlers.sources import Section
from crawlers.spider import NewsSpider


class Danaqaz(NewsSpider):
    """Made with Joomla with K2; read by the layout of its system and by shape.

    Unverified against the live site: that the system is Joomla with K2, region (Asia/Almaty assumed), title, all
    selectors (K2 defaults), date format, intro text as lead, comments of readers on the page.
    """

    name = "danaqaz"
    publisher = Publisher(
        title="Dana Qaz",
        home="https://danaqaz.kz/",
        languages=("kk",),
        timezone="Asia/Almaty",
        region="Қазақстан",
    )
    sources = (
        Section("/itemlist/category/1-zha-aly-tar"),
        Section("/itemlist/category/4-t-lim"),
        Section("/itemlist/category/6-neri"),
    )
    article_url = r"/item/\d+(?:-[\w-]+)?"
