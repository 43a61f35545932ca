"""Which blocks of a page stand beside its article, told by their tag and their names."""

import re
from functools import lru_cache

TAGS = frozenset(
    {"aside", "button", "footer", "form", "nav", "noscript", "script", "select", "style", "template", "dialog"}
)
WORD = re.compile(r"[A-Za-z][a-z0-9]*|[A-Z]+(?![a-z])")
WORDS = frozenset(
    [
        "aside",
        "banner",
        "banners",
        "breadcrumb",
        "breadcrumbs",
        "comment",
        "comments",
        "cookie",
        "cookies",
        "footer",
        "login",
        "masthead",
        "menu",
        "topmenu",
        "mainmenu",
        "leftmenu",
        "nav",
        "navbar",
        "navigation",
        "popular",
        "promo",
        "promotion",
        "related",
        "relatedposts",
        "relatednews",
        "relnews",
        "rates",
        "recommend",
        "recommended",
        "recommendation",
        "recommendations",
        "share",
        "sharing",
        "shares",
        "sharedaddy",
        "sidebar",
        "similar",
        "sociable",
        "social",
        "socials",
        "subscribe",
        "subscription",
        "ticker",
        "weather",
        "widget",
        "widgets",
        "ads",
        "adv",
        "advert",
        "advertisement",
        "advertising",
        "adsbygoogle",
        "reklama",
        "yarpp",
        "pagination",
        "pager",
        "rating",
        "ratings",
        "toc",
        "newsletter",
        "addtoany",
        "addthis",
        "likely",
        "pluso",
        "uptolike",
        "readalso",
        "alsoread",
        "lastnews",
        "latestnews",
        "morenews",
        "topnews",
        "hotnews",
        "othernews",
        "currency",
        "feedback",
        "copyright",
        "toolbar",
        "tooltip",
        "offcanvas",
        "disqus",
        "hypercomments",
        "cackle",
        "jlikes",
        "bookmarks",
        "backtotop",
        "pagenav",
        "prevnext",
    ]
)
"""Words of class and id names of blocks beside the article."""
PAIRS = re.compile(
    r"table[-_]?of[-_]?contents|read[-_]?(?:also|more|next)|also[-_]?read|see[-_]?also|ya[-_]share|news[-_]?(?:list|line|feed|block-list)|latest[-_]?(?:news|posts)|last[-_]?news|more[-_]?news|"
    r"post[-_]?nav|author[-_]?(?:box|bio|info|card|block)|about[-_]?author|top[-_]?bar|header[-_]?top|inline[-_]?related|lenta|same[-_]?news|"
    r"other[-_]?news|telegram[-_]?(?:widget|banner|link|sub)|print[-_]?(?:link|btn|button)|sub(?:scribe|scription)[-_]?(?:box|block|form)|"
    r"(?:block|list|section)[-_](?:similar|popular|related)|interesting|mistake|orphus|complaint",
    re.IGNORECASE,
)
LISTS = re.compile(
    r"elementor-(?:widget-)?(?:posts|loop-grid|share-buttons|post-navigation|author-box|nav-menu|sidebar)(?![\w])|elementor-posts-container"
)
"""Parts that page builders name like frames."""
FRAMES = re.compile(
    r"(?<![\w-])(?:elementor[\w-]*|[\w-]*(?:with|has|no|left|right)-sidebar[\w-]*|kt-adv[\w-]*|wp-block-kadence[\w-]*|[\w-]*(?:no|has|with)-(?:ads?|banner|comments?|share|sharing|related|menu|nav)[\w-]*)"
)
"""Names that hold an aside's word and frame the article: Elementor calls every part of a page a widget."""
READ_ALSO = re.compile(r"(?:^|\s)(?:read-?also|also-?read|related-?(?:news|posts?|articles?)?)(?:\s|$)", re.IGNORECASE)
"""Names of an `article` that is another one, set into the text."""
READ_ALOUD = frozenset({"visually-hidden", "element-invisible", "sr-only", "screen-reader-text"})
"""Names of what only programs that read a page aloud say: labels of fields."""
HIDDEN = frozenset({"hidden", "av-structured-data", *READ_ALOUD})
LONGEST_HIDDEN = 240
"""Letters that a theme hides from readers; a hidden text column is longer."""
WHOLES = frozenset({"html", "body", "article", "main"})


@lru_cache(maxsize=8192)
def names_aside(names: str) -> bool:
    """Tell whether the class and id *names* are those of a block beside the article.

    >>> names_aside("post-share"), names_aside("entry-content"), names_aside("content has-sidebar")
    (True, False, False)
    """
    if "elementor" in names and LISTS.search(names):
        return True
    if not READ_ALOUD.isdisjoint(names.split()):
        return True
    own = FRAMES.sub(" ", names) if "elementor" in names or "-" in names else names
    return not WORDS.isdisjoint(word.lower() for word in WORD.findall(own)) or PAIRS.search(own) is not None
