"""Joomla: articles of com_content, old and new templates."""

import re

from crawlers.cms.system import System
from crawlers.layout import Layout
from crawlers.sources import Feed

SYSTEM = System(
    name="joomla",
    title="Joomla",
    marks=re.compile(
        r"generator=Joomla|/media/(?:jui|system|vendor/joomla\w*)/js/|/media/com_content|com-content|"
        r"class=[\w -]*item-page|option=com_content",
        re.IGNORECASE,
    ),
    layout=Layout(
        body="[itemprop=articleBody], .com-content-article__body, .article-body, .article-content, .item-page",
        drop=(
            ".article-info, .pager, .pagenavigation, .tags, .content_rating, .icons, .btn-group, "
            ".dropdown, .mod-list, .com-content-article__links"
        ),
    ),
    article_url=(r"/(?:index\.php/)?(?:[\w%-]+/){0,4}\d+-[\w%-]+(?:\.html)?",),
    sources=(Feed("/?format=feed&type=rss"),),
)
