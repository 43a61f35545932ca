"""Elements by CSS selector, quickly: classes and ids are looked up in indexes of the page, the rest goes to lxml."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from heapq import merge
from typing import cast

from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

SIMPLE = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?:\.(?P<class>[\w-]+)|#(?P<id>[\w-]+))")
"""`.date`, `h1.title`, `#content`: what most selectors are made of."""


NAMED = etree.XPath("descendant-or-self::*[@class or @id]")
Placed = list[tuple[int, HtmlElement]]
"""Elements with their places in the page."""


class Selecting:
    """Indexes of a page's classes and ids, made at the first question."""

    def __init__(self, root: HtmlElement) -> None:
        """Serve the page at *root*."""
        self.root = root
        self._by_class: dict[str, list[Placed]] = {}
        """Elements by class: a list for each spelling of the attribute that names it."""
        self._by_id: dict[str, Placed] = {}
        self._spelt: dict[str, Placed] = {}
        """Elements by their whole class attribute, of which a page has few spellings."""
        self._indexed = False

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

    def called(self, *parts: str) -> list[HtmlElement]:
        """Return the elements whose class attribute or id has any of *parts* in it, in document order."""
        self._index()
        found = {
            place: element
            for names in (self._spelt, self._by_id)
            for name, elements in names.items()
            if any(part in name for part in parts)
            for place, element in elements
        }
        return [found[place] for place in sorted(found)]

    def _classed(self, name: str) -> list[HtmlElement]:
        """Return the elements of a class, in document order."""
        self._index()
        spelt = self._by_class.get(name, [])
        return [element for _, element in (spelt[0] if len(spelt) == 1 else merge(*spelt))]

    def _identified(self, name: str) -> list[HtmlElement]:
        self._index()
        return [element for _, element in self._by_id.get(name, ())]

    def _index(self) -> None:
        """Make the indexes, once."""
        if self._indexed:
            return
        self._indexed = True
        for place, element in enumerate(cast("list[HtmlElement]", NAMED(self.root))):
            names, identity = element.get("class"), element.get("id")
            if names:
                self._spelt.setdefault(names, []).append((place, element))
            if identity:
                self._by_id.setdefault(identity, []).append((place, element))
        for names, elements in self._spelt.items():
            for name in set(names.split()):
                self._by_class.setdefault(name, []).append(elements)


@cache
def _css(selector: str) -> Callable[[HtmlElement], list[HtmlElement]]:
    """Return what finds the elements that *selector* names, compiled once."""
    return cast("Callable[[HtmlElement], list[HtmlElement]]", CSSSelector(selector, translator="html"))
