"""Abai.kz, Almaty: Kazakh."""

from archive.records import Publisher
from crawlers.sources import Section
from crawlers.spider import NewsSpider


class Abai(NewsSpider):
    """Made with a system of its own; read by metadata and shape.

    Unverified against the live site: all selectors, whether the line stands before or after the title, category
    paths, upload folders.
    """

    name = "abai"
    publisher = Publisher(
        title="Abai.kz",
        home="https://abai.kz/",
        languages=("kk",),
        timezone="Asia/Almaty",
        region="Қазақстан",
        bare_counters=("views", "comments"),
    )
    sources = (
        Section("/category/zhanalyqtar"),
        Section("/category/kokeikesti"),
        Section("/category/bilim"),
        Section("/category/adebiet"),
    )
    article_url = r"/post/\d+"
