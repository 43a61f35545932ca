"""Жайық Пресс, Oral: «Орал өңірі» in Kazakh, «Приуралье» in Russian."""

from archive.records import Publisher
from crawlers.sources import Feed, Section
from crawlers.spider import NewsSpider


class ZhaikPress(NewsSpider):
    """WordPress; four generations of date and counter lines, told by their words, so no layout is declared.

    Unverified against the live site: its selectors (none are relied on), the feed, the paths of the Kazakh section and
    of Kazakh articles, pagination. Earlier hosts: oraloniri.kz and priru.kz.
    """

    name = "zhaikpress"
    publisher = Publisher(
        title="Жайық Пресс",
        home="https://zhaikpress.kz/",
        languages=("kk", "ru"),
        timezone="Asia/Oral",
        region="Батыс Қазақстан облысы",
        hosts=("oraloniri.kz", "priru.kz"),
    )
    sources = (Feed("/feed/"), Section("/kk/news/"), Section("/ru/news/"))
    article_url = r"/(?:ru|kk|kz)/[\w-]+/[\w%-]+"
