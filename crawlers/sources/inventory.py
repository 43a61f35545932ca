"""Which articles of a long list are gone, by few of its pages: what is counted between two pages must be there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

MOST_PAGES = 40
"""Pages that one inventory asks for at most; what is left is found at the next visit."""


@dataclass(slots=True, kw_only=True)
class Inventory:
    """A list in pages, the newest first, beside what it is known to have held.

    >>> stock = Inventory(known=["e", "d", "c", "b", "a"], per_page=2, total=4)
    >>> stock.add(1, ["e", "c"])
    >>> stock.gone(), list(stock.next_pages())
    (['d'], [])
    """

    known: Sequence[str]
    """Addresses that the list held when they were last seen in it, the newest first."""
    per_page: int
    total: int
    """How many entries the list has now, as it says itself."""
    _pages: dict[int, Sequence[str]] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Learn where each known address stands."""
        self._places = {url: place for place, url in enumerate(self.known)}

    def add(self, number: int, shown: Sequence[str]) -> None:
        """Take in what page *number*, counted from 1, shows."""
        self._pages[number] = shown

    def __len__(self) -> int:
        """Return how many pages were taken in."""
        return len(self._pages)

    def gone(self) -> list[str]:
        """Return what is known, must stand on the pages taken in or at the seam of two of them, and does not."""
        shown = {url for page in self._pages.values() for url in page}
        stretches = [(self._start(page), self._end(page)) for page in self._pages]
        stretches += [
            (self._end(left), self._start(right)) for left, right in pairwise(self._edges()) if right == left + 1
        ]
        return [url for first, end in sorted(stretches) for url in self.known[first:end] if url not in shown]

    def next_pages(self) -> Iterator[int]:
        """Yield a page in the middle of each stretch that has not as many entries as are known there."""
        for left, right in pairwise(self._edges()):
            there = min((right - 1) * self.per_page, self.total) - left * self.per_page
            if right > left + 1 and self._start(right) - self._end(left) != there:
                yield (left + right) // 2

    def _edges(self) -> list[int]:
        """Return the pages taken in, between one before the first and one after the last."""
        return [0, *sorted(self._pages), -(-self.total // self.per_page) + 1]

    def _start(self, page: int) -> int:
        """Return how many known entries are newer than the first of *page*."""
        return next((self._places[url] for url in self._pages.get(page, ()) if url in self._places), len(self.known))

    def _end(self, page: int) -> int:
        """Return how many known entries are as new as the last of *page*, or newer."""
        shown = reversed(self._pages.get(page, ()))
        return next((self._places[url] + 1 for url in shown if url in self._places), 0)
