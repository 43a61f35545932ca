"""Отырар, Shymkent: Russian and Kazakh."""

from archive.records import Publisher
from crawlers.sources import Feed, Section
from crawlers.spider import NewsSpider


class Otyrar(NewsSpider):
    """Made with WordPress; read by the layout of its system and by shape.

    Unverified against the live site: theme and selectors but .entry-content, time[datetime] and
    article:published_time, path /YYYY/MM/slug, lazy-loading attributes, counter, category paths, feed.
    """

    name = "otyrar"
    publisher = Publisher(
        title="Отырар",
        home="https://otyrar.kz/",
        languages=("ru", "kk"),
        timezone="Asia/Almaty",
        region="Шымкент",
    )
    sources = (
        Feed("/feed/"),
        Section("/category/novosti/"),
        Section("/category/obshhestvo/"),
        Section("/category/kriminal/"),
        Section("/category/zhanalyktar/"),
    )
    article_url = r"/\d{4}/(?:\d{2}/)?[\w-]+"
