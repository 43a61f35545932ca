"""Elements by CSS selector, quickly: classes and ids are looked up in indexes of the page, the rest goes to lxml."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from heapq import merge
from typing import cast

from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

SIMPLE = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?:\.(?P<class>[\w-]+)|#(?P<id>[\w-]+))")
"""`.date`, `h1.title`, `#content`: what most selectors are made of."""


IDENTIFIED = etree.XPath("descendant-or-self::*[@id]")
CLASSED = etree.XPath("descendant-or-self::*[@class]")


class Selecting:
    """Indexes of a page's classes and ids, each made at the first question."""

    def __init__(self, root: HtmlElement) -> None:
        """Serve the page at *root*."""
        self.root = root
        self._by_class: dict[str, list[list[tuple[int, HtmlElement]]]] | None = None
        """Elements by class, with their places: a list for each spelling of the attribute that names it."""
        self._by_id: dict[str, list[HtmlElement]] | None = None

    def first(self, selector: str | None) -> HtmlElement | None:
        """Return the first element that *selector* names, or None."""
        return next(iter(self.all(selector)), None)

    def all(self, selector: str | None) -> list[HtmlElement]:
        """Return the elements that the first alternative of *selector* names that names any, in document order.

        Alternatives are parted by a comma and tried one by one, unlike in a browser.
        """
        return next((found for found in self.each(selector) if found), []) if selector else []

    def each(self, selector: str) -> Iterator[list[HtmlElement]]:
        """Yield what each alternative of *selector* names."""
        for alternative in selector.split(", "):
            steps = alternative.split()
            if all(SIMPLE.fullmatch(step) for step in steps):
                yield self._along(steps)
            else:
                yield _css(alternative)(self.root)

    def _along(self, steps: list[str]) -> list[HtmlElement]:
        """Return the elements that the last of *steps* names within those that the steps before it name."""
        found = self._named(steps[-1])
        for step in reversed(steps[:-1]):
            holders = set(self._named(step))
            found = [element for element in found if not holders.isdisjoint(element.iterancestors())] if holders else []
        return found

    def _named(self, step: str) -> list[HtmlElement]:
        match = SIMPLE.fullmatch(step)
        assert match is not None  # noqa: S101 - asked before
        found = self._classed(match["class"]) if match["class"] else self._identified(match["id"])
        return [element for element in found if element.tag == match["tag"]] if match["tag"] else found

    def _classed(self, name: str) -> list[HtmlElement]:
        """Return the elements of a class, in document order."""
        if self._by_class is None:
            self._by_class = self._index()
        spelt = self._by_class.get(name, ())
        found = merge(*spelt) if len(spelt) > 1 else next(iter(spelt), ())
        return [element for _, element in found]

    def _index(self) -> dict[str, list[list[tuple[int, HtmlElement]]]]:
        """Return the page's elements by class; a page has few spellings of its class attributes."""
        spelt: dict[str, list[tuple[int, HtmlElement]]] = defaultdict(list)
        for place, element in enumerate(cast("list[HtmlElement]", CLASSED(self.root))):
            spelt[element.attrib["class"]].append((place, element))
        by_class: dict[str, list[list[tuple[int, HtmlElement]]]] = defaultdict(list)
        for names, elements in spelt.items():
            for name in set(names.split()):
                by_class[name].append(elements)
        return by_class

    def _identified(self, name: str) -> list[HtmlElement]:
        if self._by_id is None:
            self._by_id = defaultdict(list)
            for element in cast("list[HtmlElement]", IDENTIFIED(self.root)):
                self._by_id[element.get("id") or ""].append(element)
        return self._by_id.get(name, [])


@cache
def _css(selector: str) -> Callable[[HtmlElement], list[HtmlElement]]:
    """Return what finds the elements that *selector* names, compiled once."""
    return cast("Callable[[HtmlElement], list[HtmlElement]]", CSSSelector(selector, translator="html"))
