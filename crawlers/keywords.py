"""The keywords of an article: links named for them, or whose addresses are those of keywords."""

import re
from typing import cast
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from crawlers.inside import is_listed
from crawlers.links import bare_host
from crawlers.marks import says
from crawlers.shape import is_aside, is_within, names_of, nearest, plain_text

SHARED = re.compile(r"shar(?:e|ing)|social|likely|pluso|addtoany|addthis|uptolike", re.IGNORECASE)
"""Names of share buttons."""
TAG_LINKS = re.compile(
    r"(?:^|[\s_-])(?!more-?tag)(?:\w*tags?|keywords|hashtags?|teg|tegi|metki)(?:$|[\s_-])", re.IGNORECASE
)
TAG_LINK_PLACES = etree.XPath(
    ".//a[contains(@rel, 'tag')] | .//*[contains(@class, 'tag') or contains(@class, 'keyword') or "
    "contains(@class, 'teg') or contains(@class, 'metki') or contains(@id, 'tag')]/descendant-or-self::a"
)
TAG_ADDRESS = re.compile(r"/(?:tags?|hashtags?|teg|tegi|metki|keywords?)/[^/?]+", re.IGNORECASE)
LINKS_BEHIND = etree.XPath("following::a[@href]")


def tag_links(whole: HtmlElement, url: str = "") -> tuple[str, ...]:
    """Return the keywords that links with `rel=tag`, or in a block named for tags, print in the story at *url*."""
    if whole.tag in {"body", "html"}:
        return ()
    found: list[str] = []
    for link in cast("list[HtmlElement]", TAG_LINK_PLACES(whole)):
        text = plain_text(link).lstrip("#")
        if text and text not in found and _is_tag(link, url):
            found.append(text)
    return tuple(found)


def tags_below(body: HtmlElement, whole: HtmlElement, url: str) -> tuple[str, ...]:
    """Return what links to addresses of keywords print below the text column *body*, up to other articles.

    Where class names are hashes, the address alone tells.
    """
    found: list[str] = []
    for link in cast("list[HtmlElement]", LINKS_BEHIND(body)):
        if not is_within(link, whole) or any(map(is_listed, nearest(link))):
            break
        text = plain_text(link).lstrip("#")
        is_keyword = TAG_ADDRESS.search(unquote(link.get("href") or "")) is not None and not _leaves_paper(link, url)
        if is_keyword and text and text not in found and not any(map(is_aside, link.iterancestors())):
            found.append(text)
    return tuple(found)


def _is_tag(link: HtmlElement, url: str) -> bool:
    """Tell whether *link* on the page at *url* is a keyword: by its `rel`, or by the nearest name around it.

    A block for keywords may hold share buttons as well, and be named for both.
    """
    if any(says(around) == "section" for around in nearest(link)):
        return False
    if "tag" in (link.get("rel") or "").split():
        return True
    if _leaves_paper(link, url):
        return False
    for around in nearest(link):
        if says(around) == "other" or SHARED.search(names_of(around)):
            return False
        if TAG_LINKS.search(names_of(around)):
            return True
    return False


def _leaves_paper(link: HtmlElement, url: str) -> bool:
    """Tell whether *link* leads to another host than the page's own: a share button, an advertisement."""
    to = urlsplit(urljoin(url, (link.get("href") or "").strip()))
    if to.scheme in {"mailto", "tg", "viber", "whatsapp"}:
        return True
    there, here = bare_host(to.netloc), bare_host(urlsplit(url).netloc)
    return bool(there and here) and not f".{there}".endswith(f".{here}") and not f".{here}".endswith(f".{there}")
