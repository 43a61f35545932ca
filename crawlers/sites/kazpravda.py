"""Казахстанская правда, Astana: Russian."""

from archive.records import Publisher
from crawlers.layout import Layout
from crawlers.sources import Section
from crawlers.spider import NewsSpider


class Kazpravda(NewsSpider):
    """Made with a system of its own; read by its layout.

    Unverified against the live site: elements besides h1.article__title, time.article__date, div.article__views,
    div.article__body, printed form of the date and whether time carries datetime, label of the counter, resizer
    path, author line, section paths.
    """

    name = "kazpravda"
    publisher = Publisher(
        title="Казахстанская правда",
        home="https://kazpravda.kz/",
        languages=("ru",),
        timezone="Asia/Almaty",
        region="Қазақстан",
    )
    sources = (Section("/r/ekonomika/"), Section("/r/obshchestvo/"), Section("/r/regiony/"), Section("/r/kultura/"))
    article_url = r"/n/[\w-]+"
    layouts = (
        Layout(
            body="div.article__body",
            title="h1.article__title",
            published="time.article__date",
            views="div.article__views",
        ),
    )
