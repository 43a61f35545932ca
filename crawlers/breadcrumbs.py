"""The breadcrumb that a page prints: the way from the home page to its article."""

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

NAMES = tuple(
    cast("Callable[[HtmlElement], list[str]]", etree.XPath(path, smart_strings=False))
    for path in ("//@class", "//@id", "//@itemtype", "//@aria-label")
)
CRUMB_SIGNS = ("crumb", "Crumb", "bread", "speedbar", "\npath", "kroshk", "nav-path", "nav_path")
"""What the names of breadcrumbs hold: hardly a page without them has one of these among its names."""
CRUMBS = etree.XPath(
    "//*[contains(translate(@class, 'BC', 'bc'), 'breadcrumb') or contains(@class, 'crumb') "
    "or contains(@class, 'bread') or @class='path' or contains(@id, 'breadcrumb') "
    "or contains(@class, 'speedbar') or contains(@class, 'pathway') or contains(@class, 'kroshk') "
    "or contains(@class, 'nav-path') or contains(@class, 'nav_path') or contains(@aria-label, 'readcrumb') "
    "or contains(@itemtype, 'BreadcrumbList')]",
)
CRUMB_MARKS = re.compile(r"\s*(?:(?<![\w.!?…])»|[›>→|]|&raquo;|\s/\s|::|\s[–—-]\s)\s*")
"""What parts breadcrumbs; a » right behind a word closes a name."""
LONGEST_CRUMB = 160


def printed_crumbs(root: HtmlElement) -> Iterator[str]:
    """Yield what the page's printed breadcrumb names, from the home page on."""
    names = "\n".join(chain([""], *(names(root) for names in NAMES)))
    crumbs = cast("list[HtmlElement]", CRUMBS(root)) if any(sign in names for sign in CRUMB_SIGNS) else []
    if not crumbs:
        return
    trail = crumbs[0]
    links = [" ".join("".join(link.itertext()).split()) for link in trail.iter("a")]
    if links and not CRUMB_MARKS.search(" ".join(links)):
        yield from (link for link in links if link and len(link) <= LONGEST_CRUMB)
        return
    text = " ".join(" ".join(trail.itertext()).split())
    if len(text) <= 3 * LONGEST_CRUMB:
        yield from (crumb for crumb in CRUMB_MARKS.split(text) if crumb and len(crumb) <= LONGEST_CRUMB)
