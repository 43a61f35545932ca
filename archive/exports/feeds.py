"""Lists of what is new, for programs that people subscribe with: Atom (RFC 4287) and JSON Feed 1.1."""

import json
import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
ATOM_TYPE = "application/atom+xml; charset=utf-8"
JSON_FEED_TYPE = "application/feed+json; charset=utf-8"
NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""What no XML document may hold (XML 1.0, 2.2)."""
NEVER = "1970-01-01T00:00:00Z"
"""When a feed without an entry was changed: Atom wants a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened: an article came out, was changed, was withdrawn."""

    id: str
    """An IRI that stays for ever and is this entry's alone."""
    title: str
    address: str
    """Page of the archive that shows it."""
    original: str | None
    """Address at the paper."""
    published: str | None
    """UTC, ISO 8601; None where no date is printed."""
    updated: str
    """When the archive saw it so, UTC, ISO 8601."""
    summary: str
    language: str | None
    """BCP 47."""
    authors: tuple[str, ...] = ()
    picture: str | None = None
    """Address of a picture in the archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What somebody subscribes to."""

    title: str
    address: str
    """Page of the archive that shows the same to people."""
    here: str
    """Address of this feed, and its id."""
    language: str
    entries: tuple[Entry, ...]
    following: str | None = None
    """Address of the feed's next page (RFC 5005, 3; JSON Feed's `next_url`); None where there is no more."""
    total: int | None = None
    """How many entries all pages have together, where that is known."""

    @property
    def updated(self) -> str:
        """When the latest of its entries was seen, UTC."""
        return max((entry.updated for entry in self.entries), default=NEVER)


def atom(feed: Feed) -> bytes:
    """Return *feed* as an Atom document."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed", {"xml:lang": feed.language})
    _add(root, "id", feed.here)
    _add(root, "title", feed.title)
    _add(root, "updated", feed.updated)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.here)
    _add(root, "link", rel="alternate", type="text/html", href=feed.address)
    if feed.following:
        _add(root, "link", rel="next", type="application/atom+xml", href=feed.following)
    _add(_add(root, "author"), "name", feed.title)
    _add(root, "generator", "aimaq")
    for entry in feed.entries:
        root.append(_atom_entry(entry))
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _atom_entry(entry: Entry) -> ET.Element:
    element = ET.Element(f"{{{ATOM}}}entry", {"xml:lang": entry.language or ""})
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "updated", entry.updated)
    if entry.published:
        _add(element, "published", entry.published)
    for name in entry.authors:
        _add(_add(element, "author"), "name", name)
    _add(element, "link", rel="alternate", type="text/html", href=entry.address)
    if entry.original:
        _add(element, "link", rel="via", href=entry.original)
    if entry.picture:
        _add(element, "link", rel="enclosure", type="image/webp", href=entry.picture)
    _add(element, "summary", entry.summary)
    return element


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    clean = {key: NOT_IN_XML.sub("", value) for key, value in attributes.items()}
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}", clean)
    element.text = None if text is None else NOT_IN_XML.sub("", text)
    return element


def json_feed(feed: Feed) -> bytes:
    """Return *feed* as a JSON Feed."""
    told: dict[str, object] = {
        "version": JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.address,
        "feed_url": feed.here,
        "language": feed.language,
        "items": [_json_item(entry) for entry in feed.entries],
    }
    if feed.following:
        told["next_url"] = feed.following
    if feed.total is not None:
        told["_aimaq"] = {"total": feed.total}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _json_item(entry: Entry) -> dict[str, object]:
    item: dict[str, object] = {
        "id": entry.id,
        "url": entry.address,
        "external_url": entry.original,
        "title": entry.title,
        "content_text": entry.summary,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "language": entry.language,
        "authors": [{"name": name} for name in entry.authors] or None,
        "image": entry.picture,
    }
    return {key: value for key, value in item.items() if value is not None}
