"""Other versions of an article that its page links: translations, and the same text in another script."""

import re
from collections.abc import Iterator
from typing import cast
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archive.records import Variant
from crawlers.links import canonical_url, script_variant

ALTERNATES = etree.XPath("//a[@hreflang] | //link[@hreflang][contains(@rel, 'alternate')]")
LANGUAGES_TOLD = etree.XPath("//@hreflang", smart_strings=False)
LINKS = etree.XPath("//a/@href", smart_strings=False)
LANGUAGE_FOLDER = re.compile(r"^/(?P<language>kz|kk|qaz|ru|rus|en|eng)(?=/)")
LANGUAGES = {"kz": "kk", "qaz": "kk", "rus": "ru", "eng": "en"}
"""What papers call languages in their addresses, where that is no BCP 47 tag."""


def read_variants(root: HtmlElement, url: str, home: str) -> tuple[Variant, ...]:
    """Return the versions that the page at *url* links, each once, in the order of the page."""
    found: dict[str, Variant] = {}
    own = canonical_url(url, home)
    for variant in (*_declared(root, url), *_linked(root, url, own, home)):
        if canonical_url(variant.url, home) != own or variant.script:
            found.setdefault(variant.url, variant)
    return tuple(found.values())


def _declared(root: HtmlElement, url: str) -> Iterator[Variant]:
    """Yield the versions that the page declares with `hreflang` (HTML Standard, 4.6.7.1)."""
    for link in cast("list[HtmlElement]", ALTERNATES(root)) if LANGUAGES_TOLD(root) else ():
        tag = (link.get("hreflang") or "").strip()
        href = link.get("href")
        if not href or tag.lower() == "x-default":
            continue
        address = urljoin(url, href.strip())
        language, _, rest = tag.partition("-")
        script = rest.title() if rest.lower() in {"latn", "arab", "cyrl"} else script_variant(address)
        yield Variant(url=address, language=_language(language), script=script)


def _linked(root: HtmlElement, url: str, own: str, home: str) -> Iterator[Variant]:
    """Yield what a switch of languages or scripts links: the same path below another folder or on another host."""
    name = own.rpartition("/")[2]
    path = urlsplit(url).path
    here = LANGUAGE_FOLDER.match(path)
    rest = path[here.end() :] if here else ""
    for href in cast("list[str]", LINKS(root)):
        if (not name or name not in href) and (not rest or rest not in href):
            continue
        address = urljoin(url, href.strip())
        script = script_variant(address)
        if script and canonical_url(address, home) == own and address != url:
            yield Variant(url=address, language="kk", script=script)
            continue
        other = urlsplit(address).path
        there = LANGUAGE_FOLDER.match(other)
        if here and there and here["language"] != there["language"] and rest == other[there.end() :]:
            yield Variant(url=address, language=_language(there["language"]), script=None)


def _language(tag: str) -> str | None:
    tag = tag.lower()
    return LANGUAGES.get(tag, tag) or None
