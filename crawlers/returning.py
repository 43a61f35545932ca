"""When an article is looked at again: once the chance that it has changed since the last look is worth a request.

Papers correct an article in its first hours and rarely later, and each paper has its own habits. So changes are counted
by the age of the article, for each paper; the interval at an age is the one in which `WORTH_A_LOOK` of the articles of
that age have changed. A paper of which little is known is taken for a usual one (`USUAL`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

WORTH_A_LOOK = 0.2
"""The chance of a change that is worth a request."""
SHORTEST = timedelta(hours=1)
LONGEST = timedelta(days=180)
"""Bounds of the interval between two looks at an article."""
GONE_FOR = timedelta(days=30)
"""When an article that was withdrawn is looked at again: it may return."""
AGES = (
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
    timedelta(days=30),
    timedelta(days=90),
    timedelta(days=365),
    timedelta.max,
)
"""Up to which age an article belongs to each class of age."""
USUAL = (0.06, 0.024, 0.0072, 0.0015, 4e-4, 1e-4, 4e-5, 1.5e-5, 5e-6)
"""Changes an hour of an article of each class of age, where nothing is known of the paper."""
WEIGHT = 3.0
"""How many changes of a paper's own count for as much as what is usual."""
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """What was seen of articles of one class of age."""

    hours: float = 0.0
    """Between two looks at one article, summed over all."""
    changes: int = 0
    """Looks that found another version, or the article gone."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a paper changes its articles, by the class of age."""

    seen: Mapping[int, Habit] = field(default_factory=dict)

    def changes_an_hour(self, age_class: int) -> float:
        """Return how often an article of that class of age is changed, a mean of what is usual and what was seen.

        >>> Habits().changes_an_hour(0)
        0.06
        >>> round(Habits({0: Habit(hours=1000, changes=0)}).changes_an_hour(0), 4)
        0.0029
        """
        habit, usual = self.seen.get(age_class, Habit()), USUAL[age_class]
        return (WEIGHT + habit.changes) / (WEIGHT / usual + habit.hours)


def class_of(age: timedelta) -> int:
    """Return the class of an article of that *age*; what is dated in the future is as young as can be.

    >>> class_of(timedelta(minutes=5)), class_of(timedelta(days=2)), class_of(timedelta(days=4000))
    (0, 3, 8)
    """
    return next(number for number, limit in enumerate(AGES) if age < limit)


def next_look(now: datetime, changed_at: datetime, habits: Habits) -> datetime:
    """Return when to look again at an article that was seen *now* and was published or last changed at *changed_at*.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 1, 21, 12, tzinfo=UTC)
    >>> next_look(noon, noon, Habits()) - noon
    datetime.timedelta(seconds=12000)
    >>> next_look(noon, noon - timedelta(days=500), Habits()) - noon
    datetime.timedelta(days=180)
    """
    hours = WORTH_A_LOOK / habits.changes_an_hour(class_of(now - changed_at))
    return now + min(max(hours * HOUR, SHORTEST), LONGEST)
