"""Казинформ, Astana: Russian and Kazakh."""

from archive.records import Publisher
from crawlers.layout import Layout
from crawlers.sources import Feed, Section
from crawlers.spider import NewsSpider


class Inform(NewsSpider):
    """Made with a system of its own; read by its layout.

    Unverified against the live site: lead, picture, tag and author elements, clock in the masthead, category paths,
    exact form of the new address (path before the slug, six hex digits), picture storage paths, AMP address.
    """

    name = "inform"
    publisher = Publisher(
        title="Казинформ",
        home="https://www.inform.kz/",
        languages=("ru", "kk"),
        timezone="Asia/Almaty",
        region="Қазақстан",
        hosts=("kaz.inform.kz", "qz.inform.kz"),
    )
    sources = (
        Feed("https://kaz.inform.kz/rss/kz.xml"),
        Section("/lenta/"),
        Section("/category/obschestvo_s1/"),
        Section("/category/ekonomika_s4/"),
        Section("/category/regiony_s17/"),
    )
    article_url = r"/(?:(?:ru|kz)/|news/)?[\w-]+(?:_a\d+|-[0-9a-f]{6})"
    layouts = (Layout(body="div.article__body-text", title="h1.article__title"),)
