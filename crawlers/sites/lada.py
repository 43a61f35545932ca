"""Лада.kz, Aktau: Russian and Kazakh."""

from archive.records import Publisher
from crawlers.layout import Layout
from crawlers.sources import Feed, Section, Sitemap
from crawlers.spider import NewsSpider


class Lada(NewsSpider):
    """Made with DLE; read by its layout.

    Unverified against the live site: all selectors but .article-fulltext and .cat-shortstory, icons of the
    counters, path of the Kazakh side, tags, section paths but /lastnews/.
    """

    name = "lada"
    publisher = Publisher(
        title="Лада.kz",
        home="https://www.lada.kz/",
        languages=("ru", "kk"),
        timezone="Asia/Aqtau",
        region="Мангистауская область",
        bare_counters=("comments", "views"),
    )
    sources = (
        Feed("/rss.xml"),
        Sitemap("/sitemap.news.xml"),
        Section("/lastnews/"),
        Section("/aktau_news/"),
        Section("/aktau_news/society/"),
        Section("/kazakhstan_news/"),
    )
    article_url = r"/\d{5,}-[\w-]+\.html"
    layouts = (Layout(body=".article-fulltext", bylines=".article-info .article-author"),)
