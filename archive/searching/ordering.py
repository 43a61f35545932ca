"""The order of the articles that match: by date, or by how well they match where these are not too many to weigh."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from archive.migrations import NO_MOMENT
from archive.searching.cursor import Order, Place
from archive.searching.matching import Mask, Matches, Numbers, plain_rows, read_numbers

MOST_WEIGHED = 100_000
"""Articles that are weighed; of more than these a word tells so little that the newest come first instead."""
_WEIGHT = "bm25(articles_fts, 8.0, 3.0, 1.0)"
"""A word in the title weighs eight times as much as one in the text, one in the lead three times."""
_BY_NUMBER = f"select f.rowid as number, {_WEIGHT} as weight from articles_fts f where articles_fts match ?"  # noqa: S608
_ONLY = "and +f.rowid in (select value from json_each(?))"
_LISTED = "select group_concat(number), group_concat(weight) from ({} limit -1)"
_WEIGHED = _LISTED.format(_BY_NUMBER)
_WEIGHED_OF = _LISTED.format(f"{_BY_NUMBER} {_ONLY}")
"""The limit, which is none, keeps SQLite from merging the two queries: `bm25` cannot stand inside an aggregate."""


@dataclass(frozen=True)
class Ordered:
    """Articles with what they are ordered by: the lightest first, of equals the one that came into the archive last."""

    weight: NDArray[np.float64]
    number: Numbers

    def after(self, place: Place | None) -> Self:
        """Return those that stand behind *place*; all where it is None.

        Weights of words change a little with every article that comes in; so that nothing is shown twice, what
        counts is where the article of *place* stands now.
        """
        if place is None:
            return self
        now = self.weight[self.number == place.number]
        limit = float(now[0]) if len(now) else place.weight
        behind = (self.weight > limit) | ((self.weight == limit) & (self.number < place.number))
        return type(self)(self.weight[behind], self.number[behind])

    def first(self, most: int) -> list[Place]:
        """Return the places of the first *most*."""
        weight, number = self.weight, self.number
        if len(number) > most:
            last = np.partition(weight, most - 1)[most - 1]
            weight, number = weight[weight <= last], number[weight <= last]
        chosen = np.lexsort((-number, weight))[:most]
        return [Place(float(weight[one]), int(number[one])) for one in chosen]

    def all_numbers(self) -> Iterator[int]:
        """Yield the numbers of all articles in order."""
        for place in np.lexsort((-self.number, self.weight)):
            yield int(self.number[place])


def order_for(wanted: Order, expression: str, count: int) -> Order:
    """Return the order that *count* articles can be had in: the *wanted* one, or the newest first."""
    if wanted is Order.RELEVANCE and (not expression or count > MOST_WEIGHED):
        return Order.NEWEST
    return wanted


def ordered(found: Matches, left: Mask, expression: str, order: Order) -> Ordered:
    """Return the articles that are *left* of those *found* for *expression*, in *order*; those without a date last."""
    if order is Order.RELEVANCE:
        return _weighed(found, left, expression)
    at = found.at[left].astype(np.float64)
    if order is Order.NEWEST:
        return Ordered(-at, found.number[left])
    return Ordered(np.where(at == NO_MOMENT, -NO_MOMENT, at), found.number[left])


def _weighed(found: Matches, left: Mask, expression: str) -> Ordered:
    if left.all():
        (row,) = plain_rows(found.connection, _WEIGHED, (expression,))
    else:
        numbers = json.dumps(found.number[left].tolist())
        (row,) = plain_rows(found.connection, _WEIGHED_OF, (expression, numbers))
    number, weight = row
    return Ordered(np.fromstring(weight or "", dtype=np.float64, sep=","), read_numbers(number))
