"""When a paper is visited next: often where it publishes, rarely where it does not."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest

from archive.faults import Exit
from crawlers.schedule.cadence import cadence_of
from crawlers.schedule.pauses import failures_after, pause_after
from crawlers.schedule.quiet import QuietHours
from crawlers.schedule.rhythm import EVERY, HOURS, USUAL, Rhythm, next_visit, rates_from

ORAL = ZoneInfo("Asia/Oral")
MONDAY = datetime(2026, 1, 19, tzinfo=ORAL)


def visits(rhythm, begin=MONDAY, duration=timedelta(days=1)):
    """Return when a paper is visited from *begin* on, as moments in its own zone."""
    moments, moment = [], begin
    while (moment := next_visit(moment, rhythm)) < begin + duration:
        moments.append(moment.astimezone(ORAL))
    return moments


def test_bounds_hold():
    """No pause is shorter or longer than the bounds, whatever a paper publishes."""
    random = Random(1)
    for _ in range(300):
        rates = tuple(random.choice((0.0, 0.001, 0.3, 5.0, 1000.0)) for _ in range(HOURS))
        rhythm = Rhythm(name=str(random.random()), rates=rates, zone="Asia/Oral")
        after = MONDAY + timedelta(seconds=random.random() * 86400)

        pause = next_visit(after, rhythm) - after
        assert EVERY[0] <= pause <= EVERY[1]


def test_often_by_day_and_rarely_at_night():
    """A paper that publishes three articles an hour by day is asked three times an hour then, rarely at night."""
    rates = tuple(3.0 if 9 <= hour < 18 else 0.01 for hour in range(HOURS))
    day = visits(Rhythm(name="zhaikpress", rates=rates, zone="Asia/Oral"))

    busy = [moment for moment in day if 9 <= moment.hour < 18]
    gaps = [after - before for before, after in pairwise(busy)]
    assert max(gaps) < timedelta(minutes=21)
    assert len(day) - len(busy) <= 5
    assert len(day) < 60


def test_the_first_busy_hour_is_not_slept_through():
    """A pause that begins at night ends soon after the hours begin in which the paper publishes."""
    rates = tuple(4.0 if hour >= 9 else 0.0 for hour in range(HOURS))

    due = next_visit(MONDAY.replace(hour=7), Rhythm(name="a", rates=rates, zone="Asia/Oral"))
    assert MONDAY.replace(hour=9) < due < MONDAY.replace(hour=9, minute=20)


def test_names_spread_papers():
    """Papers with the same rhythm do not come at the same moments."""
    rates = (1.0,) * HOURS

    moments = {next_visit(MONDAY, Rhythm(name=f"paper{number}", rates=rates)) for number in range(50)}
    assert len(moments) == 50


@pytest.mark.parametrize("hours", ["23:00-06:00", "12:30-14:00", "00:00-08:15"])
def test_quiet_hours_are_kept(hours):
    """No visit of a week begins in the quiet hours."""
    quiet = QuietHours.read(hours)
    rhythm = Rhythm(name="zhaikpress", rates=(2.0,) * HOURS, zone="Asia/Oral", quiet=quiet)

    week = visits(rhythm, duration=timedelta(days=7))
    assert len(week) > 100
    assert not [moment for moment in week if quiet.covers(moment, ORAL)]


@pytest.mark.parametrize("text", ["", "23-06", "25:00-06:00", "06:00-06:00", "23:00", "night"])
def test_no_hours(text):
    """What tells no hours, or all of the day, is refused."""
    with pytest.raises(ValueError, match="are no hours such as"):
        QuietHours.read(text)


def test_rates_are_what_was_published():
    """Sixty articles at nine in twenty-nine days are two a day, shared out to nine and the hours beside it."""
    moments = tuple(datetime(2026, 1, 20, 9, 5, tzinfo=ORAL) for _ in range(60))

    rates = rates_from(moments, (), timedelta(days=29), ORAL)
    assert pytest.approx(60, abs=0.1) == sum(rate * 30 - usual for rate, usual in zip(rates, USUAL, strict=True))
    assert max(rates) == rates[9]


def test_days_count_in_working_hours():
    """An article of which only the day is known counts in the hours in which newspapers publish."""
    days = (datetime(2026, 1, 20, tzinfo=ORAL),) * 120

    rates = rates_from((), days, timedelta(days=9), ORAL)
    assert pytest.approx(120 / 12 / 10 + USUAL[12] / 10) == rates[12]
    assert pytest.approx(USUAL[3] / 10) == rates[3]


def test_pauses_grow_to_a_day_and_success_forgets():
    """Faults are answered with twice the pause each time, up to a day; a finished visit begins anew."""
    pauses = [pause_after(Exit.FAULT, failures) for failures in range(1, 12)]

    assert sorted(pauses) == pauses
    assert timedelta(minutes=10) == pauses[0]
    assert timedelta(days=1) == pauses[-1]
    assert failures_after(Exit.FINISHED, 11) == 0


@pytest.mark.parametrize("quiet", [None, "23:00-06:00"])
@pytest.mark.parametrize("rate", [0.0, 0.05, 0.5, 4.0, 100.0])
def test_cadence_is_about_the_rhythm(rate, quiet):
    """Cron visits a paper at most twice as rarely as its rhythm, hardly more often, and never in its quiet hours."""
    hours = QuietHours.read(quiet) if quiet else None
    rhythm = Rhythm(name="zhaikpress", rates=(rate,) * HOURS, zone="Asia/Oral", quiet=hours)
    wanted = len(visits(rhythm, MONDAY.astimezone(UTC)))

    cadence = cadence_of(rhythm, MONDAY.astimezone(UTC), ORAL)
    got = len(cadence.minutes) * len(cadence.hours)
    assert wanted / 2 <= got <= wanted * 2
    times = [MONDAY.replace(hour=hour, minute=minute) for hour in cadence.hours for minute in cadence.minutes]
    assert not [moment for moment in times if hours and hours.covers(moment, ORAL)]
