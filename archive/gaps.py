"""From which days the archive has unusually few articles of a paper: a hole in it, or a holiday."""

import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

from archive.moments import read_moment

UNLIKELY = 0.002
"""A count is unusual where one so low comes by chance less often than this."""
AROUND = 8
"""Weeks before and after that tell what is usual."""
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Days in a row with unusually few articles."""

    first: date
    last: date
    articles: int
    usual: float
    """How many articles such days usually have."""


def days_of(connection: sqlite3.Connection, site: str) -> Counter[date]:
    """Return how many articles of *site* the archive has of each day, in the paper's own time."""
    row = connection.execute("select timezone from sites where name = ?", (site,)).fetchone()
    zone = ZoneInfo(row[0]) if row and row[0] else UTC
    query = "select published_at, count(*) from articles where site = ? and published_at is not null group by 1"
    days: Counter[date] = Counter()
    for moment, count in connection.execute(query, (site,)):
        days[read_moment(moment).astimezone(zone).date()] += count
    return days


def gaps(days: Mapping[date, int], today: date) -> list[Gap]:
    """Return the gaps in *days* from the first day with an article to yesterday, the newest first.

    A week is unusual beside the weeks around it, a day beside the same days of the weeks around it.

    >>> full = {date(2026, 1, 5) + n * DAY: 9 for n in range(84)}
    >>> gaps(full | {date(2026, 2, 10): 0, date(2026, 2, 11): 1}, date(2026, 3, 30))
    [Gap(first=datetime.date(2026, 2, 10), last=datetime.date(2026, 2, 11), articles=1, usual=18.0)]
    """
    if not days:
        return []
    last = today - DAY
    first = min(days)
    weeks = Counter[date]()
    for day, count in days.items():
        weeks[_monday(day)] += count
    whole = list(_steps(_monday(first) + WEEK, _monday(last) - DAY, WEEK))
    low: dict[date, float] = {}
    for week, usual in _unusual(weeks, whole):
        fewer = (week + n * DAY for n in range(7))
        low |= {day: usual / 7 for day in fewer if days.get(day, 0) < usual / 14}
    low |= {day: usual for day, usual in _unusual(days, _steps(first, last, DAY)) if day not in low}
    return [*_runs(low, days)][::-1]


def _unusual(counts: Mapping[date, int], dates: Iterable[date]) -> Iterator[tuple[date, float]]:
    """Yield each of *dates* whose count is unusually low, with what is usual there."""
    listed = list(dates)
    within = set(listed)
    for one in listed:
        around = [one + n * WEEK for n in range(-AROUND, AROUND + 1) if n]
        near = [counts.get(other, 0) for other in around if other in within]
        usual = float(median(near)) if near else 0.0
        if counts.get(one, 0) < usual / 2 and _at_most(counts.get(one, 0), usual) < UNLIKELY:
            yield one, usual


def _at_most(count: int, mean: float) -> float:
    """Return how likely *count* or fewer are where *mean* are usual (Poisson's distribution).

    >>> round(_at_most(0, 3.0), 4), round(_at_most(3, 3.0), 4)
    (0.0498, 0.6472)
    """
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))


def _runs(low: Mapping[date, float], days: Mapping[date, int]) -> Iterator[Gap]:
    """Yield the days of *low* joined where they follow each other."""
    order = sorted(low)
    starts = [0, *(n for n, (one, other) in enumerate(pairwise(order), 1) if other - one > DAY), len(order)]
    for begin, end in pairwise(starts):
        run = order[begin:end]
        if run:
            articles = sum(days.get(day, 0) for day in run)
            yield Gap(first=run[0], last=run[-1], articles=articles, usual=round(sum(low[day] for day in run), 1))


def _monday(day: date) -> date:
    return day - day.weekday() * DAY


def _steps(first: date, last: date, step: timedelta) -> Iterator[date]:
    while first <= last:
        yield first
        first += step
