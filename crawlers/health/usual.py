"""What is usual: figures that single days and single pages do not move, and how improbable a sample is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import comb
from statistics import median
from zoneinfo import ZoneInfo

SURELY = 0.98
"""The highest share that is taken for usual: of no paper is it known that every page prints a field."""
LEAST_DAYS, LEAST_ARTICLES = 5, 10
"""Days with articles, and articles, from which on something is usual of a paper's rhythm."""
DAY = timedelta(days=1)


def at_most(found: int, of: int, share: float) -> float:
    """Return how probable it is that *found* or fewer *of* so many have what a *share* of all has (binomial).

    >>> round(at_most(0, 3, 0.9), 6), round(at_most(9, 10, 0.9), 3), at_most(4, 5, 1.0)
    (0.001, 0.651, 0.0)
    """
    return sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(found + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How a paper publishes: articles a day, and how long it pauses."""

    a_day: float
    """Median of the articles a day, days without any counted."""
    spread: float
    """Median distance of a day from that."""
    longest_pause: timedelta
    """Longest time between one article and the next."""
    least_in_three_days: int
    """Fewest articles that any three days in a row brought."""


def rhythm_of(moments: Sequence[datetime], zone: ZoneInfo) -> Rhythm | None:
    """Return the rhythm of articles published at *moments*, in ascending order; None where these are too few.

    Days are those of *zone*; the first and the last one are not whole and count for the pauses alone.

    >>> from datetime import UTC
    >>> daily = [datetime(2026, 3, day, hour, tzinfo=UTC) for day in range(1, 15) for hour in (4, 9)]
    >>> rhythm = rhythm_of(daily, ZoneInfo("Asia/Oral"))
    >>> rhythm.a_day, rhythm.spread, str(rhythm.longest_pause), rhythm.least_in_three_days
    (2.0, 0.0, '19:00:00', 6)
    >>> rhythm_of(daily[:6], ZoneInfo("Asia/Oral")) is None
    True
    """
    days = Counter(moment.astimezone(zone).date() for moment in moments)
    if len(moments) < LEAST_ARTICLES or len(days) < LEAST_DAYS:
        return None
    counts = [days[day] for day in days_between(min(days) + DAY, max(days) - DAY)]
    middle = median(counts)
    pauses = (later - earlier for earlier, later in pairwise(moments))
    return Rhythm(
        a_day=middle,
        spread=median(abs(count - middle) for count in counts),
        longest_pause=max(pauses),
        least_in_three_days=min((sum(counts[i : i + 3]) for i in range(len(counts) - 2)), default=0),
    )


def days_between(first: date, last: date) -> list[date]:
    """Return the days from *first* to *last*, both of them too.

    >>> days_between(date(2026, 2, 28), date(2026, 3, 1))
    [datetime.date(2026, 2, 28), datetime.date(2026, 3, 1)]
    """
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def usual_share(shares: Iterable[float]) -> float:
    """Return the median of *shares*, none taken for certain; 0 where there are none.

    >>> usual_share([1.0, 1.0, 0.002]), usual_share([])
    (0.98, 0.0)
    """
    known = [min(share, SURELY) for share in shares]
    return median(known) if known else 0.0
