"""What a page of a list names as its next page: by its markup, by the words for it, or by the numbers of its pages."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml.html import HtmlElement
from scrapy.http import TextResponse

NEXT = (
    "//link[@rel='next']/@href | //a[@rel='next']/@href | "
    "//a[contains(concat(' ', normalize-space(@class), ' '), ' next ')]/@href | "
    "//*[self::li or self::span or self::div][contains(concat(' ', normalize-space(@class), ' '), ' next ')]/a/@href"
)
"""`rel=next` (HTML Standard, 4.6.7.13), or the class that WordPress, Bootstrap and others give it or what holds it."""
WORDS = re.compile(
    r"(?:(?:келесі|алға|келесi|ескілеу|бұрынғы|следующая|далее|дальше|вперед|вперёд|раньше|ранее|next|older|more)"
    r"(?:\s+(?:бет|жаңалықтар|страница|новости|page|posts|entries))?)?\s*[»›→>]*",
    re.IGNORECASE,
)
"""What the link to older articles is called in Kazakh, Russian and English, with or without an arrow."""
NUMBER = re.compile(r"\d{1,4}")
NUMBERED = re.compile(r"[?&/](?:page|paged|pagen_\d+|pg|p|start|cstart|from)[=/-]?\d", re.IGNORECASE)
HOLDERS = ("a", "span", "b", "strong", "li", "em")
CURRENT = re.compile(r"(?:^|[\s_-])(?:current|active|selected|nav_active|this)(?:$|[\s_-])", re.IGNORECASE)
NO_ADDRESS = ("#", "javascript:")


def next_page(page: TextResponse) -> str | None:
    """Return the address, as printed, of the page of the list after *page*; None where it names none."""
    named = page.xpath(NEXT).getall()
    if named:
        return str(named[0])
    return _by_number(page.selector.root, page.url) or _by_words(page.selector.root)


def _by_number(root: HtmlElement, url: str) -> str | None:
    """Return the link after the number of the current page, among numbers that stand together.

    Where none is marked as the current one, it is the one that leads to *url* itself; on an address without any number
    it is the first.
    """
    for block in _blocks(root):
        numbers = [element for element in block.iter(*HOLDERS) if _is_leaf_number(element)]
        links = {int(_words(element)): str(element.get("href")) for element in numbers if _leads(element)}
        current = next((int(_words(element)) for element in numbers if _is_current(element)), None)
        if current is None:
            current = next((number for number, href in links.items() if urljoin(url, href) == url), None)
        if current is None and 1 in links and not NUMBERED.search(url):
            current = 1
        if current is not None:
            return links.get(current + 1)
    return None


def _blocks(root: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements in which links to numbered pages stand together, each once."""
    seen: set[HtmlElement] = set()
    for link in root.iter("a"):
        if _leads(link) and NUMBER.fullmatch(_words(link)):
            parent = link.getparent()
            block = parent.getparent() if parent is not None and parent.tag == "li" else parent
            if block is not None and block not in seen:
                seen.add(block)
                yield block


def _is_leaf_number(element: HtmlElement) -> bool:
    return len(element) == 0 and NUMBER.fullmatch(_words(element)) is not None


def _is_current(element: HtmlElement) -> bool:
    """Tell whether a number is that of the page shown: it leads nowhere, or says so."""
    classes = f"{element.get('class') or ''} {element.getparent().get('class') or ''}"
    return not _leads(element) or element.get("aria-current") == "page" or CURRENT.search(classes) is not None


def _by_words(root: HtmlElement) -> str | None:
    for link in root.iter("a"):
        words = _words(link)
        if words and _leads(link) and WORDS.fullmatch(words):
            href: str | None = link.get("href")
            return href
    return None


def _leads(element: HtmlElement) -> bool:
    href = (element.get("href") or "").strip().lower() if element.tag == "a" else ""
    return bool(href) and not href.startswith(NO_ADDRESS)


def _words(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())
