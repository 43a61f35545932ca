"""WordPress: classic and block themes, tagDiv, Elementor, JNews, GeneratePress."""

import re

from crawlers.cms.system import System
from crawlers.layout import Layout
from crawlers.sources import Feed

SYSTEM = System(
    name="wordpress",
    title="WordPress",
    marks=re.compile(r"generator=WordPress|/wp-content/|/wp-includes/|/wp-json/", re.IGNORECASE),
    layout=Layout(
        body=(
            ".entry-content, .td-post-content, .tdb_single_content .tdb-block-inner, "
            ".elementor-widget-theme-post-content, .wp-block-post-content, "
            ".jeg_main_content .content-inner, .content-inner, .post-content, .single-content, .article-content, "
            ".post__content, .entry__content, "
            ".single-post-content, .the-content, .post-entry, .post-body, .entry, .post-text"
        ),
        drop=(
            ".sharedaddy, .jp-relatedposts, .yarpp-related, .wp-block-latest-posts, .code-block, "
            ".addtoany_share_save_container, .post-views, "
            ".wp-block-buttons, .ez-toc-container, .td-a-rec, .jnews_inline_related_post, .wp-block-social-links"
        ),
    ),
    article_url=(r"/\d{4}/\d\d/(?:\d\d/)?[\w%-]+", r"/(?:[\w%-]+/){0,3}[\w%-]{12,}", r"/\?p=\d+"),
    sources=(Feed("/feed/"),),
)
