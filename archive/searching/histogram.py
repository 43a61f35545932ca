"""How many of the found articles were published when: bars over the days, months or years that are looked at."""

from bisect import bisect_left
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from archive.searching.days import per_day
from archive.searching.filters import Filters
from archive.searching.matching import EPOCH, Mask, Matches

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
    dated = found.day[found.is_dated]
    if not len(dated):
        return None
    first, last = (date.fromordinal(int(day) + EPOCH) for day in (dated.min(), dated.max()))
    first, last = _chosen(filters, first, last)
    if first >= last:
        return None
    unit = _unit(first, last)
    bars = tuple(_bars(per_day(found, left), first, last, unit))
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


def _bars(days: Mapping[date, int], first: date, last: date, unit: Unit) -> Iterator[Bar]:
    spans = list(_spans(first, last, unit))
    ends = [end for _, end in spans]
    counted: Counter[int] = Counter()
    for day, count in days.items():
        counted[bisect_left(ends, day)] += count
    for place, (begin, end) in enumerate(spans):
        yield Bar(begin, end, counted[place])


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
