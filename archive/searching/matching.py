"""All articles that match some words, as columns of numbers: what counts, orders and filters are made of.

One walk through the index and `search_rows` side by side fetches them; everything else is arithmetic on the columns.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from sqlite3 import Connection
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.migrations import NO_MOMENT
from archive.searching.filters import Filters

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
EPOCH = date(1970, 1, 1).toordinal()
MINUTE, DAY = 60, 86_400
BYLINES = 2**32
"""Kind and byline are fetched as one number: kind · `BYLINES` + byline."""
_COLUMNS = f"group_concat(s.number), group_concat(s.kind * {BYLINES} + s.byline), group_concat(s.at)"
_ALL = f"select {_COLUMNS} from search_rows s"  # noqa: S608 - literal
_MATCHING = (
    f"select {_COLUMNS} from articles_fts f cross join search_rows s on s.number = f.rowid where articles_fts match ?"  # noqa: S608
)


class Kind(NamedTuple):
    """What many articles have in common; a row of `search_kinds`."""

    site: str
    language: str
    section: str
    pictures: int
    changed: int
    withdrawn: int
    offset: int
    """Minutes by which the paper's own time was ahead of UTC."""


KIND_OF = {
    "paper": "site",
    "language": "language",
    "section": "section",
    "pictures": "pictures",
    "changed": "changed",
    "withdrawn": "withdrawn",
}
"""Filters by what a kind says."""
NARROWING = (*KIND_OF, "byline", "year", "dates")
"""What can narrow a search, one by one; `dates` are the first and the last day."""


@dataclass(frozen=True)
class Matches:
    """Articles that match, before any filter, as columns of one length."""

    connection: Connection
    number: Numbers
    kind: Numbers
    byline: Numbers
    at: Numbers
    """Unix time; `NO_MOMENT` where no date is printed."""

    @cached_property
    def kinds(self) -> Mapping[int, Kind]:
        """The kinds of the archive by their numbers."""
        listed = ", ".join(Kind._fields)
        rows = plain_rows(self.connection, f"select kind, {listed} from search_kinds")  # noqa: S608 - literal
        return {number: Kind(*facts) for number, *facts in rows}

    @cached_property
    def day(self) -> Numbers:
        """Days since 1970 in the paper's own time; far below zero where no date is printed."""
        offsets = np.zeros(max(self.kinds, default=0) + 1, dtype=np.int64)
        for number, kind in self.kinds.items():
            offsets[number] = kind.offset * MINUTE
        days: Numbers = (self.at + offsets[self.kind]) // DAY
        return days

    @cached_property
    def is_dated(self) -> Mask:
        """Which of the articles have a date."""
        dated: Mask = self.at != NO_MOMENT
        return dated

    def narrowed(self, filters: Filters, *, but: str = "") -> Mask:
        """Return which of the articles *filters* leave, all of them applied *but* one of `NARROWING`."""
        chosen = [self._left_by(name, filters) for name in NARROWING if name != but and is_set(filters, name)]
        return reduce(np.logical_and, chosen, np.ones(len(self.number), dtype=np.bool_))

    def _left_by(self, name: str, filters: Filters) -> Mask:
        if name in KIND_OF:
            return _one_of(self.kind, kinds_left(self.kinds, name, filters))
        if name == "byline":
            return _one_of(self.byline, bylines_with(self.connection, filters.byline))
        if name == "year":
            spans = [self._within(date(int(year), 1, 1), date(int(year), 12, 31)) for year in filters.year]
            return reduce(np.logical_or, spans)
        return self._within(filters.since, filters.until)

    def _within(self, first: date | None, last: date | None) -> Mask:
        left = self.is_dated
        if first:
            left = left & (self.day >= day_number(first))
        return left & (self.day <= day_number(last)) if last else left


def matches(connection: Connection, expression: str) -> Matches:
    """Return the articles that match *expression*; all where it is empty.

    SQLite writes each column into one text: fetched row by row, a million rows take twice the time.
    """
    (row,) = plain_rows(connection, _MATCHING, (expression,)) if expression else plain_rows(connection, _ALL)
    number, kind, at = (read_numbers(text) for text in row)
    return Matches(connection, number, kind // BYLINES, kind % BYLINES, at)


def read_numbers(text: str | None) -> Numbers:
    """Return the whole numbers that *text* lists.

    >>> read_numbers("3,-5").tolist(), read_numbers(None).tolist()
    ([3, -5], [])
    """
    return np.fromstring(text, dtype=np.int64, sep=",") if text else np.zeros(0, dtype=np.int64)


def day_number(day: date) -> int:
    """Return the days from 1970 to *day*."""
    return day.toordinal() - EPOCH


def is_set(filters: Filters, name: str) -> bool:
    """Tell whether *filters* narrow by *name*, one of `NARROWING`."""
    return bool(filters.since or filters.until) if name == "dates" else bool(getattr(filters, name))


def kinds_left(kinds: Mapping[int, Kind], name: str, filters: Filters) -> list[int]:
    """Return the numbers of the *kinds* that the filter *name* leaves."""
    wanted = getattr(filters, name)
    values = {1} if wanted is True else set(wanted)
    return [number for number, kind in kinds.items() if getattr(kind, KIND_OF[name]) in values]


def bylines_with(connection: Connection, names: Sequence[str]) -> list[int]:
    """Return the numbers of the bylines that hold one of *names*."""
    marks = ", ".join("?" * len(names))
    query = f"select b.byline from search_bylines b, json_each(b.names) n where n.value in ({marks})"  # noqa: S608 - marks
    return [byline for (byline,) in plain_rows(connection, query, tuple(names))]


def _one_of(column: Numbers, wanted: Iterable[int]) -> Mask:
    chosen = np.fromiter(wanted, dtype=np.int64)
    table = np.zeros(int(max(column.max(initial=0), chosen.max(initial=0))) + 1, dtype=np.bool_)
    table[chosen] = True
    return table[column]


def plain_rows(connection: Connection, query: str, values: tuple[object, ...] = ()) -> Iterable[tuple[Any, ...]]:
    """Yield rows as tuples, whatever kind of rows the connection is set to make: a million of them take time."""
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor.execute(query, values)
