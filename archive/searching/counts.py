"""How many of the found articles each filter would leave: papers, languages, years, sections, names, and so on."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.searching.days import per_day, tally
from archive.searching.filters import Filters
from archive.searching.matching import KIND_OF, NARROWING, Mask, Matches, is_set, plain_rows

CHOICES = ("paper", "language", "year", "section", "byline", "pictures", "changed", "withdrawn")
"""Filters whose values are counted, in the order in which they are shown."""
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
    return tuple(_choice(found, filters, name, whole) for name in CHOICES)


def left_without(found: Matches, filters: Filters) -> dict[str, int]:
    """Return how many articles there would be without each one of `NARROWING` that *filters* set, and without `all`."""
    set_ones = [name for name in NARROWING if is_set(filters, name)]
    left = {name: int(found.narrowed(filters, but=name).sum()) for name in set_ones}
    return left | ({"all": len(found.number)} if len(set_ones) > 1 else {})


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
        return _years(found, left)
    if name == "byline":
        return _names(found, left)
    counted: Counter[str] = Counter()
    for number, count in tally(found.kind[left]).items():
        value = getattr(found.kinds.get(number), KIND_OF[name], "")
        if value:
            counted[str(value)] += count
    return counted


def _years(found: Matches, left: Mask) -> Mapping[str, int]:
    counted: Counter[str] = Counter()
    for day, count in per_day(found, left).items():
        counted[str(day.year)] += count
    return counted


def _names(found: Matches, left: Mask) -> Mapping[str, int]:
    """Return the names of most articles; an article of several counts for each."""
    articles = tally(found.byline[left])
    articles.pop(0, None)
    first = sorted(articles, key=lambda number: -articles[number])[:NAMES_WEIGHED]
    names = {name for _, listed in _bylines(found, first) for name in listed}
    counted: Counter[str] = Counter()
    for number, listed in _bylines(found, articles):
        for name in names.intersection(listed):
            counted[name] += articles[number]
    return counted


def _bylines(found: Matches, numbers: Iterable[int]) -> list[tuple[int, list[str]]]:
    query = "select byline, names from search_bylines where byline in (select value from json_each(?))"
    rows = plain_rows(found.connection, query, (json.dumps(list(numbers)),))
    return [(number, json.loads(names)) for number, names in rows]
