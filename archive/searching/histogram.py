"""How many of the found articles were published when: bars over the days, months or years that are looked at."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from archive.searching.filters import Filters
from archive.searching.matching import MONTH, YEAR, Mask, Matches

Unit = Literal["day", "month", "year"]
MOST_DAYS = 45
"""Days that are shown one by one; of more, months are."""
MOST_BARS = 40
"""Bars of months or years; more years than that are taken together by twos, threes …"""
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """Some days and how many articles are of them."""

    first: date
    last: date
    articles: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Articles over time, the earliest first, with no gap."""

    unit: Unit
    bars: tuple[Bar, ...]

    @property
    def most(self) -> int:
        """Articles of the highest bar."""
        return max((bar.articles for bar in self.bars), default=0)


def histogram(found: Matches, left: Mask, filters: Filters) -> Histogram | None:
    """Return when the articles that are *left* were published; None where fewer than two bars would stand.

    It spans what *filters* choose, as far as anything was found before they were applied; its unit follows from that.
    """
    dated = found.day[found.day > 0]
    if not len(dated):
        return None
    first, last = _chosen(filters, _as_date(int(dated.min())), _as_date(int(dated.max())))
    if first >= last:
        return None
    unit = _unit(first, last)
    bars = tuple(_bars(found.day[left], first, last, unit))
    return Histogram(unit, bars) if len(bars) > 1 else None


def _chosen(filters: Filters, first: date, last: date) -> tuple[date, date]:
    """Return the span from *first* to *last* as far as *filters* choose it."""
    if filters.year:
        first = max(first, date(int(min(filters.year)), 1, 1))
        last = min(last, date(int(max(filters.year)), 12, 31))
    return max(first, filters.since or first), min(last, filters.until or last)


def _unit(first: date, last: date) -> Unit:
    if (last - first).days < MOST_DAYS:
        return "day"
    return "month" if _months(first, last) <= MOST_BARS else "year"


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * MONTHS + last.month - first.month + 1


def _bars(days: np.ndarray, first: date, last: date, unit: Unit) -> Iterator[Bar]:
    divisor = {"day": 1, "month": MONTH, "year": YEAR}[unit]
    numbers, counts = np.unique(days // divisor, return_counts=True)
    counted = dict(zip(numbers.tolist(), counts.tolist(), strict=True))
    for begin, end in _spans(first, last, unit):
        inside = range(_as_number(begin) // divisor, _as_number(end) // divisor + 1)
        yield Bar(begin, end, sum(counted.get(number, 0) for number in inside))


def _spans(first: date, last: date, unit: Unit) -> Iterator[tuple[date, date]]:
    """Yield the first and the last day of each bar; whole months and years."""
    if unit == "day":
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            yield day, day
    elif unit == "month":
        for offset in range(_months(first, last)):
            year, month = divmod(first.year * MONTHS + first.month - 1 + offset, MONTHS)
            yield date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])
    else:
        years = last.year - first.year + 1
        step = -(-years // MOST_BARS)
        for year in range(first.year, last.year + 1, step):
            yield date(year, 1, 1), date(min(year + step - 1, last.year), 12, 31)


def _as_date(number: int) -> date:
    return date(number // YEAR, number % YEAR // MONTH, number % MONTH)


def _as_number(day: date) -> int:
    return day.year * YEAR + day.month * MONTH + day.day
