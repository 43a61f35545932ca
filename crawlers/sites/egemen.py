"""Egemen Qazaqstan, Astana: Kazakh."""

from archive.records import Publisher
from crawlers.layout import Layout
from crawlers.sources import Feed, Section
from crawlers.spider import NewsSpider


class Egemen(NewsSpider):
    """Made with a system of its own; read by its layout.

    Unverified against the live site: markup of the counters and of the lead, that rubric and date share span.text-
    grey, element of the second title, caption and tag markup, category paths, picture paths.
    """

    name = "egemen"
    publisher = Publisher(
        title="Egemen Qazaqstan",
        home="https://egemen.kz/",
        languages=("kk",),
        timezone="Asia/Almaty",
        region="Қазақстан",
        hosts=("lat.egemen.kz", "ar.egemen.kz"),
    )
    sources = (
        Feed("/rss"),
        Section("/last-news"),
        Section("/category/sayasat"),
        Section("/category/ekonomika"),
        Section("/category/qogam"),
        Section("/category/ruhaniyat"),
    )
    article_url = r"/article/\d+(?:-[\w-]+)?"
    layouts = (Layout(body="div.main-news.padding-80", title="h1.responsive_title", tags=".tags-list a"),)
