"""DLE (DataLife Engine), common among regional papers in Russian and Kazakh."""

import re

from crawlers.cms.system import System
from crawlers.layout import Layout
from crawlers.sources import Feed

SYSTEM = System(
    name="dle",
    title="DataLife Engine",
    marks=re.compile(
        r"generator=DataLife|/engine/(?:classes|editor|modules|ajax|skins)/|dle_root|dle_skin|id=dle-content",
        re.IGNORECASE,
    ),
    layout=Layout(
        body=(
            ".full-text, .fulltext, .fullstory .text, .full-story .text, .story .text, .full-story-text, .full-story "
            ".text, .fdesc, .page__text, .ftext, .full__text, .article-fulltext, .story-text, .fstory-text, "
            ".full-news-text, .news-text, .fullnews-text, .maincont, .fullstory, .full-story, [id^=news-id-]"
        ),
        drop=(
            ".related, .rel-news, .rel-box, .frels, .ratebox, .rate, .berrors, .quote_block_related, "
            ".tags, .full-tags, .sharing, .share, .ya-share2"
        ),
    ),
    article_url=(r"/(?:[\w-]+/){0,3}\d+-[\w%-]+\.html",),
    sources=(Feed("/rss.xml"),),
)
