"""How often a number, and with it a day, stands in a column."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from archive.searching.matching import EPOCH, Mask, Matches, Numbers


def tally(column: Numbers) -> dict[int, int]:
    """Return how often each number stands in *column*.

    >>> tally(np.array([3, -2, 3]))
    {-2: 1, 3: 2}
    """
    if not len(column):
        return {}
    least = int(column.min())
    counts = np.bincount(column - least)
    return {int(number) + least: int(counts[number]) for number in np.flatnonzero(counts)}


def per_day(found: Matches, left: Mask) -> Mapping[date, int]:
    """Return how many of the articles that are *left* were published on each day, in their papers' own time."""
    days = tally(found.day[left & found.is_dated])
    return {date.fromordinal(day + EPOCH): count for day, count in days.items()}
