"""Publishing systems: how a page tells which one made it, and where each prints things."""

from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawlers.cms import bitrix, dle, drupal, joomla, k2, wordpress
from crawlers.cms.system import System

SYSTEMS: tuple[System, ...] = (
    wordpress.SYSTEM,
    dle.SYSTEM,
    bitrix.SYSTEM,
    k2.SYSTEM,
    joomla.SYSTEM,
    drupal.SYSTEM,
)
"""The systems that are recognised, in the order in which they are asked; K2 lives inside Joomla."""
MOST_ADDRESSES = 100


def recognise(root: HtmlElement) -> System | None:
    """Return the system that made the page at *root*, told by its generator and by the addresses of its files."""
    told = "\n".join(_tells(root))
    return next((system for system in SYSTEMS if system.marks.search(told)), None)


def _tells(root: HtmlElement) -> Iterator[str]:
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() == "generator":
            yield f"generator={meta.get('content') or ''}"
    for element in islice(root.iter("link", "script", "img", "body", "form", "div"), MOST_ADDRESSES):
        if element.tag == "script" and not element.get("src"):
            yield (element.text or "")[:400]
        elif element.tag in {"body", "div"}:
            yield f"class={element.get('class') or ''} id={element.get('id') or ''}"
        else:
            yield element.get("href") or element.get("src") or element.get("action") or ""
