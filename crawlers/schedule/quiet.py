"""Quiet hours: when a paper is not asked for anything."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

SAID = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time of day to another, in the paper's own zone; past midnight where the second is the earlier one."""

    begin: time
    end: time

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the hours that *text* tells; ValueError where it tells none, or all of the day.

        >>> QuietHours.read("23:00-06:00")
        QuietHours(begin=datetime.time(23, 0), end=datetime.time(6, 0))
        """
        said = SAID.fullmatch(text.strip())
        if said is None or said.group(1, 2) == said.group(3, 4):
            message = f"{text!r} are no hours such as 23:00-06:00"
            raise ValueError(message)
        first, second, third, fourth = map(int, said.groups())
        return cls(time(first, second), time(third, fourth))

    def __str__(self) -> str:
        """Return the hours as they are written down."""
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"

    def covers(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Tell whether *moment* is in them where the paper is made.

        >>> oral = ZoneInfo("Asia/Oral")
        >>> QuietHours.read("23:00-06:00").covers(datetime.fromisoformat("2026-01-21T19:30Z"), oral)
        True
        """
        local = moment.astimezone(zone).time()
        if self.begin < self.end:
            return self.begin <= local < self.end
        return local >= self.begin or local < self.end

    def over(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """Return *moment*, or where it is in them, when they are over.

        >>> oral = ZoneInfo("Asia/Oral")
        >>> QuietHours.read("23:00-06:00").over(datetime.fromisoformat("2026-01-21T19:30Z"), oral).isoformat()
        '2026-01-22T01:00:00+00:00'
        """
        if not self.covers(moment, zone):
            return moment
        local = moment.astimezone(zone)
        end = datetime.combine(local.date(), self.end, zone)
        if end <= local:
            end = datetime.combine(local.date() + timedelta(days=1), self.end, zone)
        return end.astimezone(moment.tzinfo)


def are_hours(text: str) -> bool:
    """Tell whether *text* tells quiet hours.

    >>> are_hours("23:00-06:00"), are_hours("at night")
    (True, False)
    """
    try:
        QuietHours.read(text)
    except ValueError:
        return False
    return True
