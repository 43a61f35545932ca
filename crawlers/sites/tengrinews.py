"""Tengrinews.kz, Almaty: Russian and Kazakh."""

from archive.records import Publisher
from crawlers.layout import Layout
from crawlers.sources import Section
from crawlers.spider import NewsSpider


class Tengrinews(NewsSpider):
    """Made with a system of its own; read by its layout.

    Unverified against the live site: elements of date, lead, author and tags, that the photo over the text lies in
    thumb_m and that dropping the folder gives the original, printed form of the date, section names.
    """

    name = "tengrinews"
    publisher = Publisher(
        title="Tengrinews.kz",
        home="https://tengrinews.kz/",
        languages=("ru", "kk"),
        timezone="Asia/Almaty",
        region="Қазақстан",
        hosts=("kaz.tengrinews.kz",),
    )
    sources = (Section("/news/"), Section("/kazakhstan_news/"), Section("/world_news/"), Section("/kazakh_sport/"))
    article_url = r"/[a-z_]+/[a-z0-9_-]+-\d+"
    layouts = (
        Layout(body=".content_main_text, .tn-news-content .tn-news-text", title="h1.head-single, h1.tn-content-title"),
    )
