"""K2, the content component that many Joomla papers use."""

import re

from crawlers.cms.system import System
from crawlers.layout import Layout
from crawlers.sources import Feed

SYSTEM = System(
    name="k2",
    title="Joomla K2",
    marks=re.compile(
        r"/(?:media|components)/(?:com_)?k2/|option=com_k2|class=[\w -]*itemView|id=k2Container", re.IGNORECASE
    ),
    layout=Layout(
        body=".itemBody, .itemFullText, .itemIntroText",
        title=".itemTitle",
        lead=".itemIntroText",
        published=".itemDateCreated, .itemDatePublished",
        modified=".itemDateModified",
        views=".itemHits",
        section=".itemCategory a",
        bylines=".itemAuthor a, .itemAuthor, .itemAuthorName",
        tags=".itemTags li a, .itemTagsBlock li a",
        drop=(
            ".itemToolbar, .itemRatingBlock, .itemHits, .itemDateModified, .itemHeader, "
            ".itemExtraFields, .itemSocialSharing, .itemTagsBlock, .itemAuthorBlock, .itemVideoBlock"
        ),
    ),
    article_url=(r"/(?:[\w%-]+/){0,4}item/\d+(?:-[\w%-]+)?",),
    sources=(Feed("/?format=feed&type=rss"),),
)
