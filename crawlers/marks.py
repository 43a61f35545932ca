"""What the names and the icons of elements say of the text beside them: a date, a counter, an author."""

import re
from functools import lru_cache

from lxml.html import HtmlElement

TOKEN = re.compile(r"[A-Za-z][a-z]*|[A-Z]+(?![a-z])")
FIELDS: dict[str, frozenset[str]] = {
    "other": frozenset(
        [
            "like",
            "likes",
            "rating",
            "vote",
            "votes",
            "share",
            "shares",
            "sharing",
            "duration",
            "words",
            "print",
            "font",
            "fontsize",
            "dislike",
            "favorite",
            "bookmark",
            "reading",
            "readtime",
            "weather",
            "currency",
            "phone",
            "social",
            "download",
            "subscribe",
        ]
    ),
    "views": frozenset(
        [
            "view",
            "views",
            "viewed",
            "hits",
            "hit",
            "eye",
            "eyes",
            "visits",
            "prosmotr",
            "prosmotry",
            "prosmotrov",
            "prosm",
            "readcount",
            "pageviews",
            "visibility",
            "oqylym",
            "karalym",
            "qaralym",
            "karau",
            "qarau",
            "watched",
            "viewcount",
            "viewscount",
            "counterviews",
        ]
    ),
    "comments": frozenset(
        [
            "comment",
            "comments",
            "comm",
            "comms",
            "coments",
            "commentcount",
            "replies",
            "reply",
            "bubble",
            "bubbles",
            "chat",
            "comcount",
            "pikir",
            "commenting",
        ]
    ),
    "modified": frozenset(
        ["modified", "updated", "update", "upd", "dateupdate", "changed", "modifydate", "editdate", "edited"]
    ),
    "published": frozenset(
        [
            "date",
            "dates",
            "time",
            "published",
            "publish",
            "publication",
            "posted",
            "calendar",
            "clock",
            "datetime",
            "created",
            "pubdate",
            "timestamp",
            "data",
            "kuni",
            "postdate",
            "newsdate",
            "postedon",
            "dateline",
            "createdate",
            "createddate",
            "hdate",
        ]
    ),
    "byline": frozenset(
        [
            "author",
            "authors",
            "byline",
            "avtor",
            "writer",
            "journalist",
            "reporter",
            "user",
            "pencil",
            "pen",
            "vcard",
            "autor",
            "creator",
            "postauthor",
            "createdby",
            "agency",
            "auth",
        ]
    ),
    "section": frozenset(
        [
            "category",
            "categories",
            "cat",
            "cats",
            "rub",
            "rubric",
            "rubrics",
            "rubrika",
            "rubriki",
            "section",
            "sections",
            "topic",
            "topics",
            "cathegory",
        ]
    ),
    "tags": frozenset(["tag", "tags", "keywords", "keyword", "hashtag", "hashtags", "taglist"]),
}
"""Words of class names, by what they say; the first field that fits is it."""
PHOTO_AUTHOR = re.compile(r"(?:photo|foto|image|img|picture|surets?)[_-]?(?:author|avtor)", re.IGNORECASE)
"""Who made a picture signs no text."""
BLOCKS = frozenset(
    [
        "news",
        "article",
        "item",
        "list",
        "grid",
        "detail",
        "full",
        "module",
        "container",
        "page",
        "content",
        "record",
        "page",
    ]
)
"""Words beside which `view` names a page, not a counter: news-view__title."""
FRAMES = frozenset({"header", "footer", "container", "wrapper", "layout"})
"""Words beside which `section` names a part of the page, no rubric: bx-header-section."""
ITEMPROPS = {
    "datepublished": "published",
    "datecreated": "published",
    "datemodified": "modified",
    "author": "byline",
    "articlesection": "section",
    "keywords": "tags",
    "commentcount": "comments",
    "interactioncount": "views",
    "userinteractioncount": "views",
}
LABELS = (
    ("views", re.compile(r"просмотр|қарал|оқылды|көрілім|\bviews?\b|\bhits\b|прочтен", re.IGNORECASE)),
    ("comments", re.compile(r"коммент|пікір|\bcomments?\b", re.IGNORECASE)),
    ("published", re.compile(r"дата|жариялан|опубликован|\bpublished\b|\bdate\b|күні", re.IGNORECASE)),
    ("byline", re.compile(r"\bавтор|\bauthor", re.IGNORECASE)),
)
"""What a title or an aria-label says in words."""
CATEGORY = re.compile(r"/(?:category|categories|rubric|rubrics|rubrika|section|cat)/", re.IGNORECASE)
"""Addresses of sections, in themes that call them tags."""
SHARE = re.compile(
    r"/sharer|[./]vk\.com/share|/t\.me/share|telegram\.me/share|wa\.me/\?|whatsapp\.com/send|(?:twitter|x)\.com/(?:share|intent)|"
    r"ok\.ru/(?:offer|dk)|linkedin\.com/share|pinterest\.\w+/pin/create|^(?:viber|whatsapp|tg)://|^mailto:\?",
    re.IGNORECASE,
)
"""Addresses that share buttons lead to."""
ICON_TAGS = frozenset({"i", "span", "svg", "use", "img", "em", "b", "ins", "amp-img", "path", "symbol"})


def says(element: HtmlElement) -> str | None:
    """Return the field that *element* names by its class, its itemprop, its rel or its title.

    None where it names none.
    """
    get = element.get
    prop = get("itemprop")
    if prop and prop.lower() in ITEMPROPS:
        return ITEMPROPS[prop.lower()]
    rel = get("rel") or ""
    if rel:
        if "author" in rel:
            return "byline"
        if "category" in rel:
            return "section"
        if rel == "tag":
            return "section" if CATEGORY.search(get("href") or "") else "tags"
    if element.tag == "a" and SHARE.search(get("href") or ""):
        return "other"
    names = f"{get('class') or ''} {get('id') or ''}"
    field = _field_of(names) if len(names) > 1 else None
    if field in {None, "tags"} and element.tag == "a" and CATEGORY.search((get("href") or "").partition("#")[0]):
        return None if "#" in (get("href") or "") else "section"
    return field or _labelled(get("title") or get("aria-label") or get("data-original-title"))


def icon_says(element: HtmlElement) -> str | None:
    """Return the field that an icon stands for: by its class, its alternative text, or the file it shows."""
    if element.tag not in ICON_TAGS:
        return None
    own = says(element)
    if own:
        return own
    shown = (
        element.get("uk-icon")
        or element.get("data-icon")
        or element.get("data-feather")
        or element.get("alt")
        or element.get("href")
        or element.get("{http://www.w3.org/1999/xlink}href")
        or element.get("xlink:href")
    )
    source = element.get("src") or ""
    return _field_of(f"{shown or ''} {source.rpartition('/')[2]}") or _labelled(shown)


@lru_cache(maxsize=4096)
def _field_of(names: str) -> str | None:
    tokens = {token.lower() for token in TOKEN.findall(names)}
    if {"reading", "read"} & tokens and {"time", "min", "minutes"} & tokens:
        return "other"
    if "view" in tokens and tokens & BLOCKS and not tokens & {"count", "counter", "num", "number"}:
        tokens.discard("view")
    if PHOTO_AUTHOR.search(names):
        return "other"
    found = [field for field, words in FIELDS.items() if words & tokens]
    if found == ["section"] and tokens & FRAMES:
        return None
    if found[:2] == ["modified", "published"]:
        return "published" if {"published", "publish"} & tokens else "modified"
    if len(found) > 1 and "published" in found and {"meta", "info"} & tokens:
        return None
    if len(found) > 1 and found[0] != "other":
        return None if {"meta", "info", "and", "bottom", "footer", "header"} & tokens else found[0]
    return found[0] if found else None


def _labelled(label: str | None) -> str | None:
    if not label or len(label) > 60:  # noqa: PLR2004 - a sentence names no field
        return None
    return next((field for field, pattern in LABELS if pattern.search(label)), None)
