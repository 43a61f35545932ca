"""Наша Газета, Kostanay: Russian."""

from archive.records import Publisher
from crawlers.layout import Layout
from crawlers.sources import Section
from crawlers.spider import NewsSpider


class NG(NewsSpider):
    """Made with a system of its own; read by its layout.

    Unverified against the live site: all selectors, counter line, that the module is XOOPS, news module paths,
    author line with «фото автора», encoding (page saved as UTF-8).
    """

    name = "ng"
    publisher = Publisher(
        title="Наша Газета",
        home="https://ng.kz/",
        languages=("ru",),
        timezone="Asia/Qostanay",
        region="Костанайская область",
    )
    sources = (Section("/modules/newspaper/"), Section("/modules/newspaper/archive.php"), Section("/modules/news/"))
    article_url = r"/modules/newspaper/index\.php\?(?=.*\bnumberid=\d+)(?=.*\btopicid=\d+)"
    layouts = (
        Layout(
            body=".newspaper .topicText", title=".topic .topicTitle", lead=".topic .topicLead", published=".numberline"
        ),
    )
