"""When a paper is visited next, from what it publishes by the hour: pure functions.

A paper that publishes L articles an hour and is looked at every I hours costs 1/I visits an hour, and its L articles
wait I/2 hours each. The sum of both, a visit weighed as W hours of waiting, is least where I = sqrt(2W / L): a paper
with four times the articles is looked at twice as often.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from zlib import crc32
from zoneinfo import ZoneInfo

from crawlers.schedule.quiet import QuietHours

EVERY = (timedelta(minutes=10), timedelta(hours=6))
"""No sooner and no later than this after a visit, where the site file says nothing else."""
WEIGHT = 1 / 6
"""Hours of waiting that a visit weighs: a paper with four articles an hour is then looked at every 17 minutes."""
SPREAD = 0.1
"""Share of an interval by which the name of a paper moves it back or forth, so that papers do not come together."""
HOURS = 24
Rates = tuple[float, ...]
"""Articles an hour, by hour of the day in the paper's own zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """What the next visit to a paper depends on."""

    name: str
    rates: Rates
    zone: str | None = None
    """Where the paper is made; None for UTC."""
    every: tuple[timedelta, timedelta] = EVERY
    quiet: QuietHours | None = None


def next_visit(after: datetime, rhythm: Rhythm) -> datetime:
    """Return when the paper is looked at again that was looked at *after*.

    >>> from datetime import UTC
    >>> busy, still = Rhythm(name="a", rates=(20.0,) * HOURS), Rhythm(name="a", rates=(0.001,) * HOURS)
    >>> midnight = datetime(2026, 1, 21, tzinfo=UTC)
    >>> next_visit(midnight, busy) - midnight, next_visit(midnight, still) - midnight
    (datetime.timedelta(seconds=600), datetime.timedelta(seconds=21600))
    """
    soonest, latest = rhythm.every
    zone = zone_of(rhythm.zone)
    due = min(max(_enough_waiting(after, rhythm, zone), after + soonest), after + latest)
    return after_quiet(due, rhythm.quiet, rhythm.name, zone)


def after_quiet(moment: datetime, quiet: QuietHours | None, name: str, zone: ZoneInfo) -> datetime:
    """Return *moment*, or where it is in *quiet*, one soon after: not all papers begin when the quiet hours end.

    >>> from datetime import UTC
    >>> night, oral = QuietHours.read("23:00-06:00"), ZoneInfo("Asia/Oral")
    >>> after_quiet(datetime(2026, 1, 21, 19, tzinfo=UTC), night, "zhaikpress", oral).isoformat(timespec="minutes")
    '2026-01-22T01:03+00:00'
    """
    if quiet is None or not quiet.covers(moment, zone):
        return moment
    return quiet.over(moment, zone) + place(name) * timedelta(minutes=15)


def place(name: str) -> float:
    """Return a number from 0 to 1 that the paper *name* always has.

    >>> round(place("zhaikpress"), 2)
    0.25
    """
    return crc32(name.encode()) / 2**32


def zone_of(name: str | None) -> ZoneInfo:
    """Return the zone *name*, UTC where nobody knows it."""
    return ZoneInfo(name or "UTC")


def _enough_waiting(after: datetime, rhythm: Rhythm, zone: ZoneInfo) -> datetime:
    """Return when a visit is worth its cost: hour by hour, as each hour has a rate of its own."""
    left = 1 + SPREAD * (2 * place(rhythm.name) - 1)
    moment, latest = after, after + rhythm.every[1]
    while moment < latest:
        local = moment.astimezone(zone)
        over = moment + timedelta(hours=1) - timedelta(minutes=local.minute, seconds=local.second)
        over -= timedelta(microseconds=local.microsecond)
        visits_an_hour = sqrt(rhythm.rates[local.hour] / (2 * WEIGHT))
        hours = (over - moment) / timedelta(hours=1)
        if visits_an_hour * hours >= left:
            return moment + timedelta(hours=left / visits_an_hour)
        left -= visits_an_hour * hours
        moment = over
    return latest


def rates_from(moments: tuple[datetime, ...], days: tuple[datetime, ...], known: timedelta, zone: ZoneInfo) -> Rates:
    """Return the rates of a paper that published at *moments*, and some time on *days*, in the time that is *known*.

    What is not known yet is taken to be as papers mostly are: one day of `USUAL` is added to what is known. What came
    at one hour counts for the hours beside it as well, as a fair guess for tomorrow.

    >>> from datetime import UTC
    >>> rates = rates_from((datetime(2026, 1, 21, 9, 30, tzinfo=UTC),) * 40, (), timedelta(days=9), ZoneInfo("UTC"))
    >>> [round(rate, 2) for rate in rates[7:12]]
    [0.01, 1.05, 2.05, 1.05, 0.05]
    """
    counts = [0.0] * HOURS
    for moment in moments:
        hour = moment.astimezone(zone).hour
        for beside, share in ((-1, 0.25), (0, 0.5), (1, 0.25)):
            counts[(hour + beside) % HOURS] += share
    for hour in WORKING:
        counts[hour] += len(days) / len(WORKING)
    return tuple((count + usual) / (known / timedelta(days=1) + 1) for count, usual in zip(counts, USUAL, strict=True))


WORKING = range(8, 20)
"""Hours of the day in which newspapers publish."""
USUAL: Rates = tuple(0.5 if hour in WORKING else 0.05 for hour in range(HOURS))
"""The rates of a paper that nobody knows."""
