"""All articles that match some words, as columns of numbers: what counts, orders and filters are made of.

One walk through the index and `search_rows` side by side fetches them; everything else is arithmetic on the columns.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import chain
from sqlite3 import Connection
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.searching.filters import Filters

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
YEAR, MONTH = 10_000, 100
"""What a day such as 20260330 is divided by to get its year or month."""
_COLUMNS = "s.number, s.kind, s.byline, s.day, s.at"
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
    day: Numbers
    """Such as 20260330; 0 where no date is printed."""
    at: Numbers
    """Unix time; before everything else where no date is printed."""

    @cached_property
    def kinds(self) -> Mapping[int, Kind]:
        """The kinds of the archive by their numbers."""
        listed = ", ".join(Kind._fields)
        rows = plain_rows(self.connection, f"select kind, {listed} from search_kinds")  # noqa: S608 - literal
        return {number: Kind(*facts) for number, *facts in rows}

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
            return np.isin(self.day // YEAR, [int(year) for year in filters.year])
        first, last = span_of(filters)
        return (self.day >= first) & (self.day <= last)


def matches(connection: Connection, expression: str) -> Matches:
    """Return the articles that match *expression*; all where it is empty."""
    rows = plain_rows(connection, _MATCHING, (expression,)) if expression else plain_rows(connection, _ALL)
    table = np.fromiter(chain.from_iterable(rows), dtype=np.int64).reshape(-1, 5)
    return Matches(connection, *(np.ascontiguousarray(column) for column in table.T))


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


def span_of(filters: Filters) -> tuple[int, int]:
    """Return the first and last day that *filters* leave, as `search_rows.day` has them; no date is before all."""
    first = int(filters.since.strftime("%Y%m%d")) if filters.since else 1
    return first, int(filters.until.strftime("%Y%m%d")) if filters.until else 99_991_231


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
