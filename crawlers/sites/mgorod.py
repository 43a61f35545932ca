"""Мой ГОРОД, Oral: Russian."""

from archive.records import Publisher
from crawlers.layout import Layout
from crawlers.sources import Feed, Section
from crawlers.spider import NewsSpider


class Mgorod(NewsSpider):
    """Made with WordPress; read by its layout.

    Unverified against the live site: all selectors but .single-news .single-news-content, .am-gallery and the list
    classes, date format on the article page, category paths, feed, that the lead has an element of its own, author
    line at the end.
    """

    name = "mgorod"
    publisher = Publisher(
        title="Мой ГОРОД",
        home="https://mgorod.kz/",
        languages=("ru",),
        timezone="Asia/Oral",
        region="Западно-Казахстанская область",
    )
    sources = (
        Feed("/feed/"),
        Section("/news/"),
        Section("/category/obshhestvo/"),
        Section("/category/kriminal/"),
        Section("/category/sport/"),
    )
    article_url = r"/news/[\w-]+"
    layouts = (Layout(body=".single-news .single-news-content", lead=".single-news-lead"),)
