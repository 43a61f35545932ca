"""Dates told from the moment of the visit: «бүгін», «кеше, 14:30», «2 часа назад», against the capture's time."""

import re
from datetime import datetime, timedelta

from pipelines.dates import BARS, BETWEEN, LABEL, LONGEST_PIECE, TIME, PrintedMoment, in_day
from pipelines.months import folded
from pipelines.text import clean

DAYS_BACK = {
    **dict.fromkeys(("бүгін", "сегодня", "today", "bugin", "بۇگین", "بۇگىن"), 0),
    **dict.fromkeys(("кеше", "вчера", "yesterday", "keshe", "kese", "کەشە", "کهشه"), 1),
    **dict.fromkeys(("алдыңғы күні", "алдыңгүні", "алдыңғыкүні", "позавчера"), 2),
}
NAMED = re.compile(rf"{LABEL}?(?P<day>{'|'.join(DAYS_BACK)})(?!\w)(?:{BETWEEN}{TIME})?")
COUNT = r"(?P<count>\d{1,3}|бір|екі|үш|one|an?|two|three)?"
COUNTS = {"бір": 1, "one": 1, "a": 1, "an": 1, "екі": 2, "two": 2, "үш": 3, "three": 3}
UNIT = (
    r"(?:(?P<minutes>минут[ауы]?|мин\.?|minutes?|mins?)|(?P<half>полчаса|жарты сағат)|"
    r"(?P<hours>сағат|сағ\.?|час(?:а|ов)?|ч\.?|hours?|hrs?)|(?P<days>күн|день|дня|дней|дн\.?|days?))"
)
AGO = r"(?:бұрын|назад|ago)"
DONE = r"(?:\s+(?:жарияланды|жарияланған|қосылды|опубликовано|добавлено))?"
AGO_LINE = re.compile(rf"{LABEL}?{COUNT}\s*{UNIT}\s+{AGO}{DONE}")
DIGIT = re.compile(r"\d")
NOW_LINE = re.compile(rf"{LABEL}?(?:жаңа ғана|қазір ғана|тек қазір|только что|just now)")


def read_relative(text: str, now: datetime) -> PrintedMoment | None:
    """Return the moment that *text* tells from *now*, local and aware; None where it tells none, or only a week or so.

    Hours ago are precise to the hour, days ago to the day.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 3, 10, 12, 7, tzinfo=UTC)
    >>> read_relative("Кеше, 14:30", noon).moment.isoformat(), read_relative("2 часа назад", noon).moment.hour
    ('2026-03-09T14:30:00+00:00', 10)
    """
    whole = folded(clean(text)).rstrip(".")
    pieces = [piece for piece in BARS.split(whole) if piece]
    told = [read for piece in pieces if (read := _read(piece, now))]
    others = [piece for piece in pieces if not _read(piece, now)]
    if len(told) == 1 and all(len(piece.split()) <= LONGEST_PIECE and not DIGIT.search(piece) for piece in others):
        return told[0]
    return _read(whole, now)


def _read(line: str, now: datetime) -> PrintedMoment | None:
    """Return the moment that a folded *line* tells; None where it tells none."""
    named = NAMED.fullmatch(line)
    if named:
        return _on_day(named, now)
    ago = AGO_LINE.fullmatch(line)
    if ago:
        return _ago(ago, now)
    return PrintedMoment(moment=_to_minute(now), precision="minute") if NOW_LINE.fullmatch(line) else None


def _on_day(match: re.Match[str], now: datetime) -> PrintedMoment:
    midnight = _midnight(now) - timedelta(days=DAYS_BACK[match["day"]])
    hour = match["hour"] or match["hour2"]
    clock = in_day(int(hour), match["half"]) if hour else None
    if clock is None:
        return PrintedMoment(moment=midnight, precision="day")
    minute = match["minute"] or match["minute2"]
    return PrintedMoment(moment=midnight.replace(hour=clock, minute=int(minute)), precision="minute")


def _ago(match: re.Match[str], now: datetime) -> PrintedMoment:
    count = COUNTS.get(match["count"] or "a") or int(match["count"])
    if match["minutes"]:
        return PrintedMoment(moment=_to_minute(now - timedelta(minutes=count)), precision="minute")
    if match["half"]:
        return PrintedMoment(moment=_to_minute(now - timedelta(minutes=30)), precision="minute")
    if match["hours"]:
        hour = (now - timedelta(hours=count)).replace(minute=0, second=0, microsecond=0)
        return PrintedMoment(moment=hour, precision="hour")
    return PrintedMoment(moment=_midnight(now) - timedelta(days=count), precision="day")


def _to_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
