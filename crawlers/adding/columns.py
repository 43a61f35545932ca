"""Where a paper of no known publishing system sets its text: a class that is the same on all of its articles."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from crawlers.extraction import ARTICLE_BODY
from crawlers.selecting import Selecting
from crawlers.shape import find_body

PLAIN_NAME = re.compile(r"[A-Za-z][\w-]*")
OF_ONE_PAGE = re.compile(r"\d{2,}")
"""A name with a number in it is one article's."""
LEVELS = 2
"""How far out of the densest text its column may bear the name."""


def states_body(root: HtmlElement) -> bool:
    """Tell whether the page marks its text by microdata, so that no layout is needed."""
    return bool(Selecting(root).all(ARTICLE_BODY))


def body_selector(roots: list[HtmlElement]) -> str | None:
    """Return a selector that finds exactly the text column on each of the pages *roots*, or None."""
    if not roots:
        return None
    pages = [Selecting(root) for root in roots]
    named = [list(_selectors(root)) for root in roots]
    common = (selector for selector in named[0] if all(selector in others for others in named[1:]))
    return next((selector for selector in common if all(len(page.all(selector)) == 1 for page in pages)), None)


def _selectors(root: HtmlElement) -> Iterator[str]:
    """Yield selectors of the element that holds most running text, then of those around it."""
    element = find_body(root)
    for _ in range(LEVELS + 1):
        if element is None or element.tag in {"body", "html"}:
            return
        for name in (element.get("class") or "").split():
            if PLAIN_NAME.fullmatch(name) and not OF_ONE_PAGE.search(name):
                yield f".{name}"
        identity = element.get("id") or ""
        if PLAIN_NAME.fullmatch(identity) and not OF_ONE_PAGE.search(identity):
            yield f"#{identity}"
        element = element.getparent()
