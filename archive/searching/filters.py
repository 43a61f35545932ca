"""Which articles a search is narrowed to, as the arguments of an address say it, and as arguments again."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Self

LISTS = ("paper", "language", "section", "byline", "year")
"""Filters of which several values may be chosen: an article with any of them will do."""
SWITCHES = ("pictures", "changed", "withdrawn")
"""Filters that are on or off."""
DATES = ("from", "to")
ARGUMENTS = (*LISTS, *SWITCHES, *DATES)
"""Names of the filters in an address, in the order in which they are written there."""
MOST_VALUES = 50
"""Values of one filter that are read."""
LONGEST_VALUE = 300
_DAY = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?", re.ASCII)
_YEAR = re.compile(r"[1-9]\d{3}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What articles must be to be listed; by default all are.

    >>> filters = Filters.from_arguments([("q", "су"), ("paper", "tany"), ("paper", "dala"), ("from", "2026-02")])
    >>> filters.paper, filters.since
    (('tany', 'dala'), datetime.date(2026, 2, 1))
    >>> filters.arguments()
    [('paper', 'tany'), ('paper', 'dala'), ('from', '2026-02-01')]
    """

    paper: tuple[str, ...] = ()
    """Names of papers, `sites.name`."""
    language: tuple[str, ...] = ()
    """BCP 47 primary tags."""
    section: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    """Names that sign the article."""
    year: tuple[str, ...] = ()
    """Years of publication, in the paper's own time."""
    pictures: bool = False
    """Whether a picture of the article must be kept."""
    changed: bool = False
    """Whether the article must have been changed after it was first seen."""
    withdrawn: bool = False
    """Whether the article must have been withdrawn."""
    since: date | None = None
    """First day of publication, in the paper's own time."""
    until: date | None = None
    """Last day of publication."""

    @classmethod
    def from_arguments(cls, arguments: Iterable[tuple[str, str]]) -> Self:
        """Return the filters that the *arguments* of an address name, pairs as `urllib.parse.parse_qsl` gives them.

        Other arguments, and values that mean nothing, are passed over: no address is an error.
        """
        lists: dict[str, dict[str, None]] = {name: {} for name in LISTS}
        switches: dict[str, Any] = dict.fromkeys(SWITCHES, False)
        days: dict[str, date | None] = {}
        for name, text in arguments:
            value = text.strip()
            if name in lists:
                if value and len(value) <= LONGEST_VALUE and (name != "year" or _YEAR.fullmatch(value)):
                    lists[name][value] = None
            elif name in switches:
                switches[name] = value == "1"
            elif name in DATES:
                days[name] = read_day(value, is_last=name == "to")
        chosen: dict[str, Any] = {name: tuple(values)[:MOST_VALUES] for name, values in lists.items()}
        return cls(**chosen, **switches, since=days.get("from"), until=days.get("to"))

    def arguments(self) -> list[tuple[str, str]]:
        """Return the arguments that name these filters, in one order whatever order they were read in."""
        return list(self._arguments())

    def _arguments(self) -> Iterator[tuple[str, str]]:
        for name in LISTS:
            yield from ((name, value) for value in getattr(self, name))
        yield from ((name, "1") for name in SWITCHES if getattr(self, name))
        if self.since:
            yield "from", self.since.isoformat()
        if self.until:
            yield "to", self.until.isoformat()

    def with_value(self, name: str, value: str) -> Self:
        """Return these filters and the argument *name* with *value* besides; a date or switch in place of its own.

        >>> Filters(paper=("tany",)).with_value("paper", "dala").paper
        ('tany', 'dala')
        """
        kept = [(own, old) for own, old in self._arguments() if own != name or name in LISTS]
        return type(self).from_arguments([*kept, (name, value)])

    def without_value(self, name: str, value: str) -> Self:
        """Return these filters without the argument *name* that has *value*."""
        return type(self).from_arguments([pair for pair in self._arguments() if pair != (name, value)])

    def without(self, *names: str) -> Self:
        """Return these filters without all arguments of these *names*."""
        return type(self).from_arguments([pair for pair in self._arguments() if pair[0] not in names])

    def between(self, first: date, last: date) -> Self:
        """Return these filters for the days from *first* to *last*, whatever years and days they named before."""
        return replace(self, year=(), since=first, until=last)

    def __bool__(self) -> bool:
        """Tell whether anything is left out."""
        return any(getattr(self, field.name) for field in fields(self))


def read_day(text: str, *, is_last: bool = False) -> date | None:
    """Return the day that *text* names, the first or last one of a month or year; None where it names none.

    >>> read_day("2024-02", is_last=True), read_day("2024"), read_day("31.02.2024")
    (datetime.date(2024, 2, 29), datetime.date(2024, 1, 1), None)
    """
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    year = int(match[1])
    month = int(match[2] or (12 if is_last else 1))
    try:
        return date(year, month, int(match[3] or (monthrange(year, month)[1] if is_last else 1)))
    except ValueError:
        return None
