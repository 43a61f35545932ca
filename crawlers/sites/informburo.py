"""informburo.kz, Almaty: Russian and Kazakh."""

from archive.records import Publisher
from crawlers.sources import Section
from crawlers.spider import NewsSpider


class Informburo(NewsSpider):
    """Made with a system of its own; read by metadata and shape.

    Unverified against the live site: selectors but those of time and views, what the first small.uk-text-muted
    holds (reading time here), number of the picture folder, comments counter, where an update is printed, section
    paths.
    """

    name = "informburo"
    publisher = Publisher(
        title="informburo.kz",
        home="https://informburo.kz/",
        languages=("ru", "kk"),
        timezone="Asia/Almaty",
        region="Қазақстан",
    )
    sources = (Section("/novosti"), Section("/stati"), Section("/interview"))
    article_url = r"/(?:kaz|novosti|stati|interview)/[\w-]+"
