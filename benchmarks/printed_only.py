"""Saved pages with all that they state to machines taken away: what is left is what a person reads."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree, html
from truth import TruePage

from crawlers.metadata import read_metadata
from pipelines.dates import read_date

DATED = re.compile(
    r"(?<!\d)(?:19|20)\d\d[-/.]?(?:0[1-9]|1[0-2])(?:[-/.]?[0-3]\d)?(?!\d)|(?<!\d)1[0-9]{9}(?:\d{3})?(?!\d)"
)
"""A date as machines write it, or a count of seconds or milliseconds since 1970."""
WORDED_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
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
    """Return *page* without its statements, in a file of *folder* and at an address of its host that tells no date."""
    root = html.document_fromstring(page.file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    for element in list(root.iter("script", "meta", "link")):
        if _states(element):
            element.drop_tree()
    for element in root.iter():
        kept_content = element.tag == "meta"
        for name, value in element.items():
            if (name in STATEMENTS and not kept_content) or (name not in ADDRESSES and DATED.search(value)):
                del element.attrib[name]
    file = folder / f"{page.id}.printed.html"
    file.write_bytes(etree.tostring(root, encoding="utf-8", method="html", doctype="<!DOCTYPE html>"))
    parts = urlsplit(page.url)
    return replace(page, file=file, url=f"{parts.scheme}://{parts.netloc}/page.html")


def stated_day(page: TruePage) -> date | None:
    """Return the day that the whole *page* states to machines, as it writes it; None where it states none."""
    root = html.document_fromstring(page.file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    read = read_date(read_metadata(root, page.url).published or "")
    return read.moment.date() if read else None


def _states(element: html.HtmlElement) -> bool:
    """Tell whether *element* is a statement to machines; a script that holds no date is none."""
    if element.tag == "meta":
        is_charset = element.get("charset") or (element.get("http-equiv") or "").lower() == "content-type"
        return not is_charset
    if element.tag == "link":
        return "stylesheet" not in (element.get("rel") or "").lower()
    text = element.text or ""
    return "json" in (element.get("type") or "") or bool(DATED.search(text) or WORDED_DATE.search(text))
