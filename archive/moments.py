"""How a moment is written down: UTC, ISO 8601 with Z."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def written(moment: datetime) -> str:
    """Return *moment* as text in UTC, whole seconds: the form of every date a paper prints.

    >>> from datetime import timedelta, timezone
    >>> written(datetime(2026, 1, 21, 14, 30, tzinfo=timezone(timedelta(hours=5))))
    '2026-01-21T09:30:00Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"


def written_exactly(moment: datetime) -> str:
    """Return *moment* as text in UTC to the millisecond: the form of every moment we observed ourselves.

    >>> written_exactly(datetime(2026, 1, 21, 9, 30, 5, 123456, tzinfo=UTC))
    '2026-01-21T09:30:05.123Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def read_moment(text: str) -> datetime:
    """Return the moment that *text* tells in either form; ValueError where it tells none.

    >>> read_moment("2026-01-21T09:30:05.123Z")
    datetime.datetime(2026, 1, 21, 9, 30, 5, 123000, tzinfo=datetime.timezone.utc)
    """
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def this_moment() -> datetime:
    """Return this moment, UTC, to the millisecond that a WARC-Date keeps."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@cache
def zone_of(name: str | None) -> ZoneInfo:
    """Return the time zone *name*, or UTC where it is unknown."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
