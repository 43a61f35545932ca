"""A paper's rhythm in the words of cron and systemd, which know no rhythm but the clock: pure functions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from crawlers.schedule.quiet import QuietHours
from crawlers.schedule.rhythm import HOURS, Rhythm, next_visit, place, zone_of

STEPS = (10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440)
"""Minutes from one visit to the next that divide the hour or the day."""
HOUR, DAY = 60, 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """At which minutes of which hours a paper is visited every day."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]

    def cron(self) -> str:
        """Return the five fields of a crontab line (crontab(5)).

        >>> Cadence(minutes=(7, 37), hours=(6, 18)).cron()
        '7,37 6,18 * * *'
        """
        return f"{_listed(self.minutes)} {_hours(self.hours, '-')} * * *"

    def calendar(self, zone: str) -> str:
        """Return the value of OnCalendar (systemd.time(7)), in the time of *zone*.

        >>> Cadence(minutes=(7, 37), hours=tuple(range(24))).calendar("Asia/Oral")
        '*-*-* *:07,37:00 Asia/Oral'
        """
        return f"*-*-* {_hours(self.hours, '..', '02')}:{_listed(self.minutes, '02')}:00 {zone}"


def cadence_of(rhythm: Rhythm, now: datetime, told_in: ZoneInfo) -> Cadence:
    """Return the visits that come next to those of *rhythm* in the day after *now*, by the clock of *told_in*.

    >>> from datetime import UTC
    >>> busy = Rhythm(name="zhaikpress", rates=(20.0,) * HOURS, quiet=QuietHours.read("23:00-06:00"))
    >>> cadence_of(busy, datetime(2026, 1, 21, tzinfo=UTC), ZoneInfo("UTC")).cron()
    '2,12,22,32,42,52 6-22 * * *'
    """
    step = _step(rhythm, now)
    minutes = tuple(range(int(place(rhythm.name) * min(step, HOUR)), HOUR, step))
    apart = max(step // HOUR, 1)
    first = int(place(rhythm.name) * HOURS) % apart
    may = _may_at(rhythm.quiet, zone_of(rhythm.zone), now, told_in)
    awake = [hour for hour in range(HOURS) if all(may(hour, minute) for minute in minutes)]
    return Cadence(minutes=minutes, hours=tuple(hour for hour in awake if hour % apart == first) or tuple(awake[:1]))


def _step(rhythm: Rhythm, now: datetime) -> int:
    """Return the longest of `STEPS` that gives as many visits in the waking hours as the rhythm has."""
    visits, moment, waking = 0, now, DAY
    while (moment := next_visit(moment, rhythm)) < now + timedelta(days=1):
        visits += 1
    if rhythm.quiet:
        waking -= sum(
            rhythm.quiet.covers(now + timedelta(minutes=minute), zone_of(rhythm.zone)) for minute in range(DAY)
        )
    soonest = rhythm.every[0] / timedelta(minutes=1)
    wanted = max(waking / max(visits, 1), soonest)
    return next((step for step in reversed(STEPS) if soonest <= step <= wanted), STEPS[0] if soonest <= HOUR else DAY)


def _may_at(quiet: QuietHours | None, zone: ZoneInfo, now: datetime, told_in: ZoneInfo) -> Callable[[int, int], bool]:
    def may(hour: int, minute: int) -> bool:
        moment = now.astimezone(told_in).replace(hour=hour, minute=minute, second=0, microsecond=0)
        return quiet is None or not quiet.covers(moment, zone)

    return may


def _hours(hours: tuple[int, ...], to: str, form: str = "") -> str:
    """Return *hours* as cron or systemd lists them; a run of them by its ends, with *to* between."""
    if len(hours) == HOURS:
        return "*"
    if len(hours) > 1 and hours == tuple(range(hours[0], hours[-1] + 1)):
        return f"{hours[0]:{form}}{to}{hours[-1]:{form}}"
    return _listed(hours, form)


def _listed(numbers: tuple[int, ...], form: str = "") -> str:
    return ",".join(format(number, form) for number in numbers)
