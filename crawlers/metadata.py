"""What a page says about itself to machines: JSON-LD, OpenGraph, microdata, meta elements."""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, cast
from urllib.parse import urlsplit

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


PAGE_TYPES = frozenset({"ItemPage", "WebPage"})
"""Types that stand for the article's page where no article is described."""


@cache
def _xpath(path: str) -> Callable[[HtmlElement], list[Any]]:
    """Return what finds *path*, compiled once."""
    return cast("Callable[[HtmlElement], list[Any]]", etree.XPath(path, smart_strings=False))


def read_metadata(root: HtmlElement, url: str = "") -> Metadata:
    """Return what the page at *root*, fetched from *url*, states, each value as printed.

    The most exact vocabulary first.
    """
    things = list(_json_ld(root))
    facts = _article(things, root, url)
    metas = _metas(root)
    properties = _attributes(root, "itemprop")
    return Metadata(
        title=_text(facts.get("headline")) or _meta(metas, "og:title") or _first(root, "//head/title/text()"),
        published=_text(facts.get("datePublished"))
        or _meta(metas, *PUBLISHED)
        or (_itemprop(root, "datePublished") if "datePublished" in properties else None)
        or _rdfa_date(root)
        or _text(facts.get("dateCreated")),
        modified=_text(facts.get("dateModified"))
        or _meta(metas, *MODIFIED)
        or (_itemprop(root, "dateModified") if "dateModified" in properties else None),
        language=_first(root, "/html/@lang") or _text(facts.get("inLanguage")) or _meta(metas, "og:locale"),
        section=_text(facts.get("articleSection")) or _meta(metas, "article:section"),
        canonical=_canonical(root),
        site_name=_meta(metas, "og:site_name") or _publisher(facts),
        authors=tuple(_names(facts.get("author"))) or _all(metas, "article:author", "author", "dc.creator"),
        tags=tuple(_keywords(facts.get("keywords"))) or _all(metas, "article:tag"),
        breadcrumbs=tuple(_crumbs(things)),
    )


PUBLISHED = (
    "article:published_time",
    "article:published",
    "datepublished",
    "dc.date.issued",
    "dc.date",
    "pubdate",
    "publishdate",
    "date.published",
)
MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "dc.date.modified", "lastmod")
RDFA_DATE = (
    "//*[contains(@property, 'dc:date') or contains(@property, 'dc:created') "
    "or contains(@property, 'schema:datePublished')]/@content"
)
"""Where Drupal 7 states the moment of a node (RDFa Core 1.1)."""
RDFA_PREFIXES = ("dc:", "schema:date")


def _canonical(root: HtmlElement) -> str | None:
    stated = (link.get("href") for link in root.iter("link") if link.get("rel") == "canonical")
    return (next(stated, None) or "").strip() or None


def _publisher(facts: dict[str, object]) -> str | None:
    publisher = facts.get("publisher")
    return _text(publisher) if isinstance(publisher, dict) else None


def _json_ld(root: HtmlElement) -> Iterator[dict[str, object]]:
    """Yield the things that the page's JSON-LD describes (JSON-LD 1.1, 7.3)."""
    for script in root.iter("script"):
        if script.get("type") != "application/ld+json" or not script.text:
            continue
        try:
            data = json.loads(script.text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _things(data)


def _article(things: list[dict[str, object]], root: HtmlElement, url: str) -> dict[str, object]:
    """Return the article that the page is: of several, the one whose address or headline is the page's own."""
    articles = [thing for thing in things if ARTICLE_TYPES.intersection(_types(thing))]
    if not articles:
        articles = [thing for thing in things if "datePublished" in thing and PAGE_TYPES.intersection(_types(thing))]
    if len(articles) <= 1:
        return articles[0] if articles else {}
    headings = _xpath("//h1")(root)
    heading = " ".join("".join(headings[0].itertext()).split()) if headings else ""
    path = urlsplit(url).path.rstrip("/")
    for thing in articles:
        stated = thing.get("url") or thing.get("@id") or thing.get("mainEntityOfPage")
        address = str(stated.get("@id") or "") if isinstance(stated, dict) else str(stated or "")
        headline = " ".join((_text(thing.get("headline")) or "").split())
        if (heading and headline and headline == heading) or (path and urlsplit(address).path.rstrip("/") == path):
            return thing
    whole = {json.dumps(thing.get("datePublished")) for thing in articles}
    return articles[0] if len(whole) == 1 else {}


def _crumbs(things: list[dict[str, object]]) -> Iterator[str]:
    """Yield the names of the page's BreadcrumbList."""
    lists = [thing.get("itemListElement") for thing in things if "BreadcrumbList" in _types(thing)]
    for entry in lists[0] if lists and isinstance(lists[0], list) else []:
        if isinstance(entry, dict):
            name = _text(entry.get("name")) or _text(entry.get("item"))
            if name:
                yield name


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


def _meta(metas: dict[str, list[str]], *keys: str) -> str | None:
    """Return the first content under one of *keys*, also where a site sets a prefix before it: `og:article:…`."""
    for key in keys:
        values = metas.get(key) or metas.get(f"og:{key}")
        if values:
            return values[0]
    return None


def _all(metas: dict[str, list[str]], *keys: str) -> tuple[str, ...]:
    return tuple(value for key in keys for value in metas.get(key, []))


def _attributes(root: HtmlElement, name: str) -> set[str]:
    """Return the values of an attribute on the whole page: most pages have none of a vocabulary."""
    return set(_xpath(f"//@{name}")(root))


def _rdfa_date(root: HtmlElement) -> str | None:
    stated = any(prefix in name for name in _attributes(root, "property") for prefix in RDFA_PREFIXES)
    return _first(root, RDFA_DATE) if stated else None


def _itemprop(root: HtmlElement, name: str) -> str | None:
    """Return the first value of the microdata property *name* that is not a comment's or a listed article's."""
    for element in _xpath(f"//*[@itemprop='{name}']")(root):
        scopes = [
            around.get("itemtype") or "" for around in element.iterancestors() if around.get("itemscope") is not None
        ]
        if scopes and not any(
            kind in scopes[0] for kind in ("Article", "NewsArticle", "BlogPosting", "WebPage", "CreativeWork")
        ):
            continue
        if any("Comment" in kind for kind in scopes):
            continue
        value = element.get("content") or element.get("datetime")
        if value and value.strip():
            return str(value)
    return None


def _first(root: HtmlElement, path: str) -> str | None:
    found = _xpath(path)(root)
    return str(found[0]) if found and str(found[0]).strip() else None
