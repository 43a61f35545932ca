"""Saved pages with all that they state to machines taken away: what is left is what a person reads."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree, html
from truth import TruePage

from crawlers.metadata import read_metadata
from pipelines.dates import read_date
from pipelines.published import FIRST_YEAR

EPOCH = r"(?<!\d)1\d{9}(?:\d{3})?(?!\d)"
"""A count of seconds or milliseconds since 1970."""
DATED = re.compile(rf"(?<!\d)(?:19|20)\d\d[-/.]?(?:0[1-9]|1[0-2])(?:[-/.]?[0-3]\d)?(?!\d)|{EPOCH}")
"""A date as machines write it."""
WITH_YEAR = re.compile(rf"(?<!\d)(?:19|20)\d\d(?!\d)|{DATED.pattern}")
WEST, EAST = timedelta(hours=-8), timedelta(hours=9)
"""Offsets of Los Angeles and Seoul: the papers of the saved pages lie between them."""
RUSSIAN_HOST = re.compile(r"\.ru$")
STATEMENTS = frozenset(
    {
        "about",
        "content",
        "datatype",
        "datetime",
        "itemid",
        "itemprop",
        "itemref",
        "itemscope",
        "itemtype",
        "property",
        "pubdate",
        "resource",
        "typeof",
        "vocab",
    }
)
"""Attributes of microdata and RDFa, and those of `time`."""
ADDRESSES = frozenset({"action", "class", "href", "id", "poster", "src", "srcset", "style"})
"""Attributes that are left as they are although they may hold a date: they show something, or lead to it."""


def printed_only(page: TruePage, folder: Path) -> TruePage:
    """Return *page* without its statements, in a file of *folder* and at an address of its host that tells no date.

    It tells its zone instead, so that no date is left out for want of one.
    """
    root = html.document_fromstring(page.file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    for element in list(root.iter("script", "meta", "link")):
        if element.tag != "script" or _holds_date(element):
            element.drop_tree()
    for element in root.iter():
        for name, value in element.items():
            sign = WITH_YEAR if name.startswith("data-") else DATED
            if name in STATEMENTS or (name not in ADDRESSES and sign.search(value)):
                del element.attrib[name]
    file = folder / f"{page.id}.printed.html"
    file.write_bytes(etree.tostring(root, encoding="utf-8", method="html", doctype="<!DOCTYPE html>"))
    parts = urlsplit(page.url)
    is_russian = page.set == "cyrillic" or RUSSIAN_HOST.search(parts.netloc) is not None
    timezone = "Europe/Moscow" if is_russian else "UTC"
    return replace(page, file=file, url=f"{parts.scheme}://{parts.netloc}/page.html", timezone=timezone)


def stated_days(page: TruePage) -> frozenset[date]:
    """Return the days that the moment which the whole *page* states to machines may fall on where its paper is.

    That is one day, unless the moment is given in UTC; none where nothing that can be true is stated.
    """
    root = html.document_fromstring(page.file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    read = read_date(read_metadata(root, page.url).published or "")
    if read is None or read.moment.year < FIRST_YEAR:
        return frozenset()
    moment = read.moment
    if moment.utcoffset() != timedelta(0):
        return frozenset({moment.date()})
    return frozenset((moment + offset).date() for offset in (WEST, timedelta(0), EAST))


def _holds_date(script: html.HtmlElement) -> bool:
    return "json" in (script.get("type") or "") or WITH_YEAR.search(script.text or "") is not None
