"""1C-Bitrix: the news.detail component in its stock and its custom templates."""

import re

from crawlers.cms.system import System
from crawlers.layout import Layout
from crawlers.sources import Feed

SYSTEM = System(
    name="bitrix",
    title="1C-Bitrix",
    marks=re.compile(
        r"generator=(?:1C-)?Bitrix|/bitrix/(?:js|cache|templates|panel|components)/|/upload/(?:iblock|resize_cache)/|id=bx_|class=bx-",
        re.IGNORECASE,
    ),
    layout=Layout(
        body=(
            ".news-detail-text, .news-detail__text, .bx-newsdetail-content, .detail-text, .detail_text, "
            ".news-detail-content, .article-text, .news_text, .news-text, "
            ".detail__text, .news-item-text, .text-content, .content-text, .news-detail, .bx-newsdetail"
        ),
        lead=".news-detail-preview, .preview-text, .preview_text, .news-detail .anons, .detail-preview",
        drop=".news-detail-share, .bx-newsdetail-share, .news-list, .bx-share, .ya-share2, .tags, .news-detail-back",
    ),
    article_url=(
        r"/(?:[\w-]+/){1,4}\d+",
        r"/(?:[\w-]+/){1,4}[\w-]{12,}",
        r"/(?:[\w-]+/){0,4}(?:detail|index|news)\.php\?(?:.*&)?(?:ID|ELEMENT_ID|id)=\d+.*",
    ),
    sources=(Feed("/news/rss/"),),
)
