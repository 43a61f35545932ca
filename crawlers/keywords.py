"""The keywords of an article: links named for them, or whose addresses are those of keywords."""

import re
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import cast
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from crawlers.inside import is_listed
from crawlers.links import bare_host
from crawlers.marks import says
from crawlers.selecting import Selecting
from crawlers.shape import is_aside, is_within, names_of, nearest, plain_text

SHARED = re.compile(r"shar(?:e|ing)|social|likely|pluso|addtoany|addthis|uptolike", re.IGNORECASE)
"""Names of share buttons."""
TAG_LINKS = re.compile(
    r"(?:^|[\s_-])(?!more-?tag)(?:\w*tags?|keywords|hashtags?|teg|tegi|metki)(?:$|[\s_-])", re.IGNORECASE
)
RELATED = etree.XPath("//a[contains(@rel, 'tag')]")
TAG_HOLDERS = ("tag", "keyword", "teg", "metki")
"""What the names of blocks of keywords hold."""
DEEPEST = 50
"""Elements around one another that are looked at; no paper's pages are as deep."""
TAG_ADDRESS = re.compile(r"/(?:tags?|t|hashtags?|teg|tegi|metki|keywords?)/[^/?]+", re.IGNORECASE)


def tag_links(page: Selecting, whole: HtmlElement, url: str) -> tuple[str, ...]:
    """Return the keywords that links with `rel=tag`, or in a block named for tags, print in the story *whole* at *url*.

    Where the story has none, those in the smallest block around it that has some.
    """
    left = _places(page)
    for element in (whole, *islice(whole.iterancestors(), DEEPEST)):
        if element.tag in {"body", "html"}:
            continue
        inside = [link for link in left if is_within(link, element)]
        named = ((plain_text(link).lstrip("#"), link) for link in inside)
        found = dict.fromkeys(text for text, link in named if text and _is_tag(link, url))
        if found:
            return tuple(found)
        seen = set(inside)
        left = [link for link in left if link not in seen]
    return ()


def _places(page: Selecting) -> list[HtmlElement]:
    """Return the links with `rel=tag` and those in blocks whose names may be those of keywords, in document order."""
    holders = page.called(*TAG_HOLDERS)
    known = set(holders)
    outer = (holder for holder in holders if known.isdisjoint(islice(holder.iterancestors(), DEEPEST)))
    places = {link for holder in outer for link in holder.iter("a")}
    places.update(cast("list[HtmlElement]", RELATED(page.root)))
    return [link for link in page.root.iter("a") if link in places] if len(places) > 1 else list(places)


def tags_below(body: HtmlElement, whole: HtmlElement, url: str) -> tuple[str, ...]:
    """Return what links to addresses of keywords print below the text column *body*, up to other articles.

    Where class names are hashes, the address alone tells.
    """
    found: list[str] = []
    for link in _links_behind(body, whole):
        if any(map(is_listed, nearest(link))):
            break
        text = plain_text(link).lstrip("#")
        is_keyword = TAG_ADDRESS.search(unquote(link.get("href") or "")) is not None and not _leaves_paper(link, url)
        if is_keyword and text and text not in found and not any(map(is_aside, link.iterancestors())):
            found.append(text)
    return tuple(found)


def _links_behind(body: HtmlElement, whole: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the links behind *body* to the end of *whole*, which holds it, in document order."""
    for around in takewhile(lambda element: element is not whole, (body, *body.iterancestors())):
        for sibling in around.itersiblings():
            yield from (link for link in sibling.iter("a") if link.get("href") is not None)


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
