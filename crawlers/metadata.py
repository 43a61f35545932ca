"""What a page says about itself to machines: JSON-LD, OpenGraph, microdata, meta elements."""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

from archive.records import Metadata

ARTICLE_TYPES = frozenset(
    {
        "AnalysisNewsArticle",
        "Article",
        "BlogPosting",
        "NewsArticle",
        "OpinionNewsArticle",
        "ReportageNewsArticle",
    }
)
"""Types of schema.org that stand for a news article."""


@cache
def _xpath(path: str) -> Callable[[HtmlElement], list[Any]]:
    """Return what finds *path*, compiled once."""
    return cast("Callable[[HtmlElement], list[Any]]", etree.XPath(path))


def read_metadata(root: HtmlElement) -> Metadata:
    """Return what the page at *root* states, each value as printed; the most exact vocabulary first."""
    facts = _json_ld_article(root)
    metas = _metas(root)
    return Metadata(
        title=_text(facts.get("headline")) or _meta(metas, "og:title") or _first(root, "/html/head/title/text()"),
        published=_text(facts.get("datePublished"))
        or _meta(metas, "article:published_time")
        or _itemprop(root, "datePublished"),
        modified=_text(facts.get("dateModified"))
        or _meta(metas, "article:modified_time")
        or _itemprop(root, "dateModified"),
        language=_first(root, "/html/@lang") or _text(facts.get("inLanguage")) or _meta(metas, "og:locale"),
        section=_text(facts.get("articleSection")) or _meta(metas, "article:section"),
        canonical=_first(root, "//link[@rel='canonical']/@href"),
        site_name=_meta(metas, "og:site_name"),
        body=_text(facts.get("articleBody")),
        authors=tuple(_names(facts.get("author"))) or _all(metas, "article:author", "author"),
        tags=tuple(_keywords(facts.get("keywords"))) or _all(metas, "article:tag"),
    )


def _json_ld_article(root: HtmlElement) -> dict[str, object]:
    for script in _xpath("//script[@type='application/ld+json']/text()")(root):
        try:
            data = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(data):
            if ARTICLE_TYPES.intersection(_types(thing)):
                return thing
    return {}


def _things(data: object) -> Iterator[dict[str, object]]:
    """Yield the objects that a JSON-LD document describes at its top, in lists, and in `@graph`."""
    if isinstance(data, list):
        for entry in data:
            yield from _things(entry)
    elif isinstance(data, dict):
        yield data
        if isinstance(data.get("@graph"), list):
            yield from _things(data["@graph"])


def _types(thing: dict[str, object]) -> Iterable[str]:
    kind = thing.get("@type")
    return [entry for entry in kind if isinstance(entry, str)] if isinstance(kind, list) else [str(kind)]


def _text(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
    return value if isinstance(value, str) and value.strip() else None


def _names(value: object) -> Iterator[str]:
    for entry in value if isinstance(value, list) else [value]:
        name = _text(entry)
        if name:
            yield name


def _keywords(value: object) -> Iterator[str]:
    if isinstance(value, str):
        value = value.split(",")
    yield from (name.strip() for name in _names(value))


def _metas(root: HtmlElement) -> dict[str, list[str]]:
    """Return the contents of meta elements by property or name; some sites use the one for the other."""
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        key = (meta.get("property") or meta.get("name") or "").strip().lower()
        content = meta.get("content") or ""
        if key and content.strip():
            found.setdefault(key, []).append(content)
    return found


def _meta(metas: dict[str, list[str]], key: str) -> str | None:
    """Return the first content under *key*, also where a site sets a prefix before it: `og:article:…`."""
    values = metas.get(key) or metas.get(f"og:{key}")
    return values[0] if values else None


def _all(metas: dict[str, list[str]], *keys: str) -> tuple[str, ...]:
    return tuple(value for key in keys for value in metas.get(key, []))


def _itemprop(root: HtmlElement, name: str) -> str | None:
    for element in _xpath(f"//*[@itemprop='{name}']")(root):
        value = element.get("content") or element.get("datetime")
        if value and value.strip():
            return str(value)
    return None


def _first(root: HtmlElement, path: str) -> str | None:
    found = _xpath(path)(root)
    return str(found[0]) if found and str(found[0]).strip() else None
