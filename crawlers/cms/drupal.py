"""Drupal 7 and its successors."""

import re

from crawlers.cms.system import System
from crawlers.layout import Layout
from crawlers.sources import Feed

SYSTEM = System(
    name="drupal",
    title="Drupal",
    marks=re.compile(
        r"generator=Drupal|/sites/(?:default|all)/(?:files|themes|modules)/|Drupal\.settings|/core/(?:misc|themes|"
        r"assets)/|class=[\w -]*node--type",
        re.IGNORECASE,
    ),
    layout=Layout(
        body=".field--name-body, .field-name-body, .node__content .text-formatted, .node__content, .node .content",
        drop=(
            ".links, .node__links, .field--name-field-tags, .field-name-field-tags, .statistics-counter, "
            ".addtoany_list, .comment-wrapper"
        ),
    ),
    article_url=(r"/(?:[\w%-]+/){0,3}node/\d+", r"/(?:[\w%-]+/){1,3}[\w%-]{12,}"),
    sources=(Feed("/rss.xml"),),
)
