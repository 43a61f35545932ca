"""The grammar of printed dates, Kazakh and Russian: a line into a moment and its precision."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from archive.records import Precision
from pipelines.text import clean

MONTHS: dict[str, int] = {
    **dict.fromkeys(("қаңтар", "қаң", "январь", "января", "янв"), 1),
    **dict.fromkeys(("ақпан", "ақп", "февраль", "февраля", "фев", "февр"), 2),
    **dict.fromkeys(("наурыз", "нау", "март", "марта", "мар"), 3),
    **dict.fromkeys(("сәуір", "сәу", "апрель", "апреля", "апр"), 4),
    **dict.fromkeys(("мамыр", "мам", "май", "мая"), 5),
    **dict.fromkeys(("маусым", "мау", "июнь", "июня", "июн"), 6),
    **dict.fromkeys(("шілде", "шіл", "июль", "июля", "июл"), 7),
    **dict.fromkeys(("тамыз", "там", "август", "августа", "авг"), 8),
    **dict.fromkeys(("қыркүйек", "қыр", "сентябрь", "сентября", "сен", "сент"), 9),
    **dict.fromkeys(("қазан", "қаз", "октябрь", "октября", "окт"), 10),
    **dict.fromkeys(("қараша", "қар", "ноябрь", "ноября", "ноя", "нояб"), 11),
    **dict.fromkeys(("желтоқсан", "жел", "декабрь", "декабря", "дек"), 12),
}
"""Kazakh and Russian months, full and short, Russian ones as named and as dated."""
CASE_ENDING = r"(?:да|де|та|те|дан|ден|тан|тен|нан|нен|ның|нің|дың|дің|тың|тің|ы|і|сы|сі)?"
TIME = r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
YEAR = r"(?P<year>(?:19|20)\d\d)"
MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
DATES = (
    rf"{DAY}[./](?P<number>1[0-2]|0?[1-9])[./]{YEAR}",
    rf"{YEAR}-(?P<number>1[0-2]|0[1-9])-{DAY}",
    rf"{DAY}(?:st|nd|rd|th)?\s+{MONTH}{CASE_ENDING},?\s+{YEAR}",
    rf"{MONTH}\s+{DAY}(?:st|nd|rd|th)?,?\s+{YEAR}",
    rf"{YEAR}\s+(?:жылғы|жылдың|жыл|ж\.)\s+{DAY}\s+{MONTH}{CASE_ENDING}",
)
WEEKDAY = (
    r"(?:дүйсенбі|сейсенбі|сәрсенбі|бейсенбі|жұма|сенбі|жексенбі|понедельник|вторник|среда|четверг|пятница|суббота|"
    r"воскресенье|пн|вт|ср|чт|пт|сб|вс|дс|сс|бс|жм|сн|жс)\.?,?\s+"
)
LABEL = r"(?:күні|жарияланған|жарияланды|жарияланған күні|опубликовано|дата|дата публикации)\s*:?\s*"
YEAR_WORD = r"(?:\s*(?:года|г\.|г|жыл|ж\.|ж))?"
BETWEEN = r"\s*(?:[,|•·/–—-]|сағат|в|at)?\s*"
PATTERNS = tuple(
    pattern
    for date in DATES
    for pattern in (
        rf"(?:{LABEL})?(?:{WEEKDAY})?{date}{YEAR_WORD}(?:{BETWEEN}{TIME})?",
        rf"(?:{LABEL})?{TIME}{BETWEEN}{date}{YEAR_WORD}",
    )
)
DATE_LINES = tuple(re.compile(pattern, re.IGNORECASE) for pattern in PATTERNS)
EMPTY_LABEL = re.compile(rf"{LABEL}(?=$|,)", re.IGNORECASE)
LONGEST_DATE_LINE = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedMoment:
    """A moment as printed: local to the paper unless the print gives an offset."""

    moment: datetime
    precision: Precision


def read_date(text: str) -> PrintedMoment | None:
    """Return the moment that the line *text* prints and nothing else; None rather than a guess.

    A time of 00:00 stands for an unknown time: the precision is `day`.

    >>> read_date("21.01.2026, 14:30").moment.isoformat()
    '2026-01-21T14:30:00'
    >>> read_date("13 Қаңтар, 2023").precision
    'day'
    >>> read_date("Көшет отырғызу 21.01.2026 күні басталды") is None
    True
    """
    line = clean(text)
    if len(line) > LONGEST_DATE_LINE:
        return None
    for pattern in DATE_LINES:
        match = pattern.fullmatch(line)
        if match:
            return _moment(match.groupdict())
    return _iso(line)


def _moment(parts: dict[str, str | None]) -> PrintedMoment | None:
    month = int(parts["number"] or 0) if parts.get("number") else MONTHS[(parts.get("month") or "").lower()]
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    try:
        moment = datetime(int(parts["year"] or 0), month, int(parts["day"] or 0), hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return None
    return PrintedMoment(moment=moment, precision="minute" if hour or minute or second else "day")


def _iso(text: str) -> PrintedMoment | None:
    """Return the moment that *text* tells in ISO 8601, as metadata write it; None otherwise."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    has_time = moment.hour or moment.minute or moment.second
    return PrintedMoment(moment=moment, precision="minute" if has_time else "day")


def in_utc(moment: datetime, timezone: str | None) -> datetime | None:
    """Return *moment* in UTC, read in *timezone* where it carries no offset of its own; None where neither is known.

    >>> in_utc(datetime(2024, 2, 29, 12), "Asia/Almaty").hour, in_utc(datetime(2024, 3, 1, 12), "Asia/Almaty").hour
    (6, 7)
    """
    if moment.tzinfo is None:
        if timezone is None:
            return None
        moment = moment.replace(tzinfo=ZoneInfo(timezone))
    return moment.astimezone(UTC)
