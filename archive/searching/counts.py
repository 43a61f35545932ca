"""How many of the found articles each filter would leave: papers, languages, years, sections, names, and so on."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from archive.searching.filters import LISTS, SWITCHES, Filters
from archive.searching.matching import KIND_OF, NARROWING, YEAR, Mask, Matches, Numbers, is_set, plain_rows

MOST_LISTED = 12
"""Values of a filter that are listed, those of most articles; a value that is chosen always is."""
NAMES_WEIGHED = 200
"""Bylines of most articles, among whose names the names of most articles are looked for."""


@dataclass(frozen=True, slots=True)
class Count:
    """One value that a filter may be given."""

    value: str
    articles: int
    """How many of it the other filters leave."""
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The values of one filter."""

    name: str
    """As in an address."""
    counts: tuple[Count, ...]
    """Those of most articles first; years the latest first."""
    left_out: int
    """Values more that there are."""


def choices(found: Matches, filters: Filters) -> tuple[Choice, ...]:
    """Return what can be chosen, each filter counted as if it were not set itself, so that one more can be added."""
    whole = found.narrowed(filters)
    return tuple(_choice(found, filters, name, whole) for name in (*LISTS, *SWITCHES))


def left_without(found: Matches, filters: Filters) -> dict[str, int]:
    """Return how many articles there would be without each one of `NARROWING` that *filters* set."""
    set_ones = [name for name in NARROWING if is_set(filters, name)]
    return {name: int(found.narrowed(filters, but=name).sum()) for name in set_ones}


def _choice(found: Matches, filters: Filters, name: str, whole: Mask) -> Choice:
    left = found.narrowed(filters, but=name) if is_set(filters, name) else whole
    wanted = getattr(filters, name)
    chosen = {"1"} if wanted is True else set(wanted or ())
    counted = _counted(found, name, left)
    order = sorted(counted, key=lambda value: value if name == "year" else (-counted[value], value))
    values = order[::-1] if name == "year" else order
    shown = values[:MOST_LISTED]
    listed = [*shown, *sorted(chosen.difference(shown))]
    counts = tuple(Count(value, counted.get(value, 0), value in chosen) for value in listed)
    return Choice(name, counts, len(set(values).difference(listed)))


def _counted(found: Matches, name: str, left: Mask) -> Mapping[str, int]:
    if name == "year":
        return {str(year): count for year, count in _tally(found.day[left] // YEAR).items() if year}
    if name == "byline":
        return _names(found, left)
    counted: Counter[str] = Counter()
    for number, count in _tally(found.kind[left]).items():
        value = getattr(found.kinds.get(number), KIND_OF[name], "")
        if value:
            counted[str(value)] += count
    return counted


def _tally(column: Numbers) -> dict[int, int]:
    """Return how often each number stands in *column*; none is negative."""
    counts = np.bincount(column) if len(column) else np.zeros(0, dtype=np.int64)
    return {int(number): int(counts[number]) for number in np.flatnonzero(counts)}


def _names(found: Matches, left: Mask) -> Mapping[str, int]:
    """Return the names of most articles; an article of several counts for each."""
    tally = _tally(found.byline[left])
    tally.pop(0, None)
    first = sorted(tally, key=lambda number: -tally[number])[:NAMES_WEIGHED]
    names = {name for _, listed in _bylines(found, first) for name in listed}
    counted: Counter[str] = Counter()
    for number, listed in _bylines(found, tally):
        for name in names.intersection(listed):
            counted[name] += tally[number]
    return counted


def _bylines(found: Matches, numbers: Iterable[int]) -> list[tuple[int, list[str]]]:
    query = "select byline, names from search_bylines where byline in (select value from json_each(?))"
    rows = plain_rows(found.connection, query, (json.dumps(list(numbers)),))
    return [(number, json.loads(names)) for number, names in rows]
