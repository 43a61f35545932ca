"""When the demo paper published what: four stretches of years, one per theme of its pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from crawlers.demo.article import Generation, Language
from crawlers.demo.draw import Draw


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of the paper's life in one theme."""

    generation: Generation
    begins: date
    ends: date
    kazakh: int
    russian: int
    first_number: int


PERIODS = (
    Period(generation=1, begins=date(2017, 8, 14), ends=date(2017, 12, 1), kazakh=4, russian=2, first_number=1204),
    Period(generation=2, begins=date(2020, 1, 9), ends=date(2020, 11, 20), kazakh=6, russian=4, first_number=48310),
    Period(generation=3, begins=date(2021, 2, 1), ends=date(2021, 12, 20), kazakh=7, russian=7, first_number=97116),
    Period(generation=4, begins=date(2025, 3, 3), ends=date(2026, 3, 27), kazakh=68, russian=52, first_number=201480),
    Period(generation=4, begins=date(2026, 3, 28), ends=date(2026, 4, 1), kazakh=1, russian=1, first_number=203960),
)
"""The last stretch is what only edition 2 prints."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place in the paper: a moment, a language and a post ID, waiting for a text."""

    number: int
    language: Language
    generation: Generation
    published: datetime


def slots() -> tuple[Slot, ...]:
    """Return every slot of the paper, the oldest first."""
    return tuple(slot for period in PERIODS for slot in _slots_of(period))


def _slots_of(period: Period) -> Iterator[Slot]:
    """Yield the slots of *period* at even distances, by daylight, its languages well mixed."""
    draw = Draw(f"schedule {period.begins}")
    count = period.kazakh + period.russian
    days = (period.ends - period.begins).days
    number = period.first_number
    for place in range(count):
        day = period.begins + timedelta(days=days * place // count)
        moment = time(draw.between(8, 19), draw.below(60))
        is_kazakh = place * period.kazakh % count < period.kazakh
        yield Slot(
            number=number,
            language="kk" if is_kazakh else "ru",
            generation=period.generation,
            published=datetime.combine(day, moment),
        )
        number += draw.between(7, 29)
