"""The place in a list from which the next page goes on: after an article, wherever that stands by then.

A page that counts entries would show some twice while articles come in. A place that is an article's does not: what
comes in before it shifts nothing behind it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_PLACE = re.compile(r"(-?\d{1,15}(?:\.\d{1,20})?(?:e-?\d{1,3})?)~(\d{1,18})", re.ASCII)


class Order(StrEnum):
    """What comes first."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Place:
    """An article's place in a list."""

    weight: float
    """By which the list is ordered: moment, or how well it matches."""
    number: int
    """Of the article, `articles.number`."""

    def __str__(self) -> str:
        """Return the place as an address has it."""
        weight = repr(self.weight) if self.weight % 1 else str(int(self.weight))
        return f"{weight}~{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Which part of a list is wanted, and in which order."""

    order: Order = Order.RELEVANCE
    after: Place | None = None
    """Place behind which it begins; None for the beginning."""
    limit: int = 20
    """Most articles of it."""


def read_place(text: str | None) -> Place | None:
    """Return the place that *text* names; None, the beginning, where it names none.

    >>> read_place("1774843200~17"), read_place("rubbish")
    (Place(weight=1774843200.0, number=17), None)
    >>> read_place(str(Place(-3.25, 8)))
    Place(weight=-3.25, number=8)
    """
    match = _PLACE.fullmatch(text or "")
    return Place(float(match[1]), int(match[2])) if match else None
