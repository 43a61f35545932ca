"""The grammar of printed dates, Kazakh, Russian and English: a line into a moment and its precision."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from archive.records import Precision
from pipelines.months import MONTH, MONTHS, WEEKDAY, folded, read_weekday
from pipelines.text import clean

DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
ORDINAL = r"(?:\s?-?\s?(?:ші|шы|інші|ыншы|го|ое|е|st|nd|rd|th)(?!\w))?"
YEAR_WORD = r"(?:\s*(?:года|год|году|г|ج|жылғы|жылы|жыл|ж|jyly|jyl|zhyl|جیل|جیلی)(?!\w)\.?)?"
OF_YEAR = r"(?:\s*-?\s*(?:жылғы|жылдың|жылы|жыл|ж\.|года|год|г\.|jylgy|jyldyn|jyly|jyl|جیلعی|جیلی)),?\s*"
DATES = (
    rf"{DAY}\s?(?P<mark>[./-])\s?(?P<number>1[0-2]|0?[1-9])\s?(?P=mark)\s?{YEAR}",
    rf"(?P<number>1[0-2]|0?[1-9])/(?P<day>1[3-9]|2\d|3[01])/{YEAR}",
    r"(?P<day>3[01]|[12]\d|0[1-9])\.(?P<number>1[0-2]|0[1-9])\.(?P<short>[0-4]\d)(?![\d.])",
    rf"{YEAR}\s?(?P<mark>[./-])\s?(?P<number>1[0-2]|0?[1-9])\s?(?P=mark)\s?{DAY}",
    rf"{DAY}{ORDINAL}[\s.-]*(?:of\s+)?(?:{MONTH})(?:\s*[,(]\s*{WEEKDAY}\s*[,)])?\s*[,.-]?\s*{YEAR}",
    rf"(?:{MONTH})\s+{DAY}{ORDINAL}\s*,?\s+{YEAR}",
    rf"{YEAR}{OF_YEAR}{DAY}{ORDINAL}[\s-]*(?:{MONTH})",
)
CLOCK = r"(?P<hour>[01]?\d|2[0-3])\s?[:.]\s?(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d+)?)?(?![\d:]|\.\d)"
HALF = r"(?:\s*(?P<half>[ap])\.?m\.?(?!\w))?"
WORDED = (
    r"(?P<hour2>[01]?\d|2[0-3])\s*(?:ч|час|часов|часа|сағ|сағат)\.?\s*(?P<minute2>[0-5]\d)\s*(?:минут|мин|м)(?!\w)\.?"
)
OFFSET = (
    r"(?:(?:gmt|utc)\s*(?P<sign>[+−-])\s?(?P<offset>0?\d|1[0-4])(?::?(?P<part>[03]0|45))?|"
    r"\+(?P<plus>0\d|1[0-4]):?(?P<rest>[03]0|45)?)(?!\d)"
)
ZONE = (
    rf"(?:\s*,?\s*\(?(?:{OFFSET}|(?P<zero>gmt|utc|z)(?!\w)|(?:время\s+)?(?P<moscow>мск|msk|московское время)(?!\w)|"
    r"(?:по\s+)?(?P<capital>(?:времени\s+)?(?:астан\w*|алмат\w*|нур-султан\w*)(?:\s+(?:уақыт\w*|времени|время|бойынша|time))*"
    r"|(?:времени|время)\s+(?:астан\w*|алмат\w*))(?!\w))\)?)?"
)
TIME = (
    rf"(?:сағат|сағ\.|время|уақыты|saghat|sagat|ساعات|ساعت|в|at)?\s*:?\s*(?:{WORDED}|{CLOCK}{HALF})"
    r"(?:-?(?:да|де|та|те))?(?!\w)\s*(?:ч\.?|час\w*)?"
)
BETWEEN = r"\s*(?:[,|•·/–—-]|г\.,|,\s*[|•·–—-])?\s*"
LABEL = (
    r"(?:(?:от|номер\s+«[^»]{1,20}»\s+за|күні|жарияланған(?: күні| уақыты)?|жарияланды|жариялану күні|"
    r"жарияланым күні|жарық көрген күні|шыққан күні|уақыты|"
    r"қосылған(?: күні)?|орналастырылған(?: күні)?|"
    r"(?:(?:запись|статья|новость|материал)\s+)?(?:была?\s+)?опубликован[ао]?|дата|дата и время|дата публикации|"
    r"дата создания|"
    r"дата добавления|добавлено|добавлен|размещено|создано|публикация|date|published(?: on| at)?|posted(?: on| at)?|"
    r"publication date|created(?: on)?|jariyalangan(?: kuni)?|jarialangan(?: kuni)?|kuni|كۇنی|کۇنی)(?!\w)\s*[:–—-]?\s*)"
)
LOGIN = r"[\w.@-]{2,30}(?:\s[\w.@-]{2,30})?"
"""Who changed an article, as publishing systems sign: «Новость отредактировал: admin - 7-11-2025, 11:40» (DLE)."""
CHANGED = (
    r"(?:(?:(?:бет|мақала|материал|парақша|публикация|страница|статья)\s+)?"
    r"(?:жаңартылған(?: күні| уақыты)?|жаңартылды|соңғы жаңарту|соңғы өзгеріс|өзгертілген(?: күні)?|өзгертілді|"
    r"өңделген(?: күні)?|түзетілді|"
    rf"(?:(?:новость|статью|материал|хабарды|жаңалықты|мақаланы|материалды)\s+)?(?:отредактировал[аи]?|изменил[аи]?|өңдеген|өзгерткен|түзеткен)\s*:?\s*{LOGIN}\s*[–—,-]|"
    r"обновлено|обновлена|обновлен|обновлён|последнее обновление|дата обновления|изменено|"
    r"последнее изменение|дата изменения|отредактировано|updated(?: on| at)?|last updated(?: on)?|modified(?: on)?|"
    r"last modified(?: on)?|update)(?!\w)\s*[:–—-]?\s*)"
)
PATTERNS = tuple(
    pattern
    for date in DATES
    for pattern in (
        (
            rf"(?:\(?{WEEKDAY}\)?\s*[,|–—-]?\s*)?{date}{YEAR_WORD}(?:\s*,?\s*\(?{WEEKDAY}\)?)?"
            rf"(?:(?:{BETWEEN}|\s*t)(?:{TIME}){ZONE})?"
        ),
        (
            rf"(?:{WEEKDAY}\s*,?\s*)?{TIME}{ZONE}{BETWEEN}(?:{WEEKDAY}\s*,?\s*)?{date}{YEAR_WORD}"
            rf"(?:\s*[|•·,]?\s*{ZONE.replace('?P<', '?P<z')})"
        ),
    )
)
"""A printed date with all that may belong to it, in a folded line."""
TRAILING = r"(?:\s+(?:жарияланды|жарияланған|жарық көрді|опубликовано|by\s+[\w.-]{2,30}))?\.?"
PICTOGRAM = "[\U0001f300-\U0001faff\u2600-\u27bf\u23f0-\u23ff]\ufe0f?"
BARS = re.compile(
    rf"\s*(?:[|•·●▪►;]|{PICTOGRAM})\s*|\s+[/»]\s+|\.\s+(?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])|\s+[–—]\s+(?=\D)|,\s+(?=\d{{1,2}}[\s.]\D)|,\s+(?=\d\d?\.\d)|"
    r"\s+(?=(?i:просмотр|прочит|қарал|оқыл|көрілім|пікір|коммент|views|comments)\w*\s*:)"
)
LONGEST_PIECE = 6
"""Words of a piece of a line that prints facts; more are a sentence."""
CLOCK_ALONE = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d")
DATE_LINES = tuple(re.compile(rf"{LABEL}?{pattern}{TRAILING}") for pattern in PATTERNS)
CHANGED_AHEAD = re.compile(CHANGED, re.IGNORECASE)
EMPTY_LABEL = re.compile(rf"{LABEL}(?=$|,)", re.IGNORECASE)
YEARLESS = re.compile(rf"(?:{WEEKDAY}\s*,?\s*)?{DAY}{ORDINAL}[\s-]*(?:{MONTH})(?:{BETWEEN}{TIME})?")
"""A day without its year: as often as not the masthead's (PAGES.md, D14)."""
LONGEST_DATE_LINE = 120
PLACE = re.compile(r"^[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][a-zа-яёәғқңөұүһі]{2,20}\.\s+(?=\d{1,2}\s)")
"""The town before a date with full stops: «Орал. 13 сәуір. 2023 жыл.»."""
ISSUE = re.compile(r"№\s*\d")
"""An issue of the printed paper: its date is not the article's for certain."""
QUOTED_DAY = re.compile(r"^[«\"“](\d{1,2})[»\"”](?=\s)")
"""The day of an official form: «3» наурыз 2026 ж."""
MOSCOW, CAPITAL = "Europe/Moscow", "Asia/Almaty"
LAST_MONTH = 12
NOON = 12
THIS_CENTURY = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedMoment:
    """A moment as printed: local to the paper unless the print gives an offset."""

    moment: datetime
    precision: Precision
    either_way: bool = False
    """Whether day and month may be meant the other way round: 03/04/2026."""


@lru_cache(maxsize=256)
def read_date(text: str) -> PrintedMoment | None:
    """Return the moment that the line *text* prints and nothing else; None rather than a guess.

    A time of 00:00 stands for an unknown time: the precision is `day`. Several rules of trust ask for the same line.

    >>> read_date("21.01.2026, 14:30").moment.isoformat()
    '2026-01-21T14:30:00'
    >>> read_date("13 Қаңтар, 2023").precision
    'day'
    >>> read_date("18:57, 17 Ноябрь 2025 | GMT +5").moment.isoformat()
    '2025-11-17T18:57:00+05:00'
    >>> read_date("Көшет отырғызу 21.01.2026 күні басталды") is None
    True
    """
    line = PLACE.sub("", QUOTED_DAY.sub(r"\1", clean(text)).strip("[]() "))
    if not _could_be_date(line) or ISSUE.search(line):
        return None
    return _read(DATE_LINES, line) or _iso(line) or _only_one(line)


def _only_one(line: str) -> PrintedMoment | None:
    """Return the only date among what bars part in *line*.

    «Қоғам | 12.08.2025 | 09:45»; None where there are two or a sentence.
    """
    pieces = [piece for piece in BARS.split(line) if piece]
    if len(pieces) < 2 or any(len(piece.split()) > LONGEST_PIECE for piece in pieces):  # noqa: PLR2004 - nothing is parted
        return None
    found: list[PrintedMoment] = []
    index = 0
    while index < len(pieces):
        both = _read(DATE_LINES, ", ".join(pieces[index : index + 2])) if index + 1 < len(pieces) else None
        read = both or _read(DATE_LINES, pieces[index])
        found += [read] if read else []
        index += 2 if both else 1
    clocks = [piece for piece in pieces if CLOCK_ALONE.fullmatch(piece)]
    if len(found) == 1 and found[0].precision == "day" and len(clocks) == 1:
        day = next(piece for piece in pieces if _read(DATE_LINES, piece))
        return _read(DATE_LINES, f"{day}, {clocks[0]}")
    return found[0] if len(found) == 1 else None


def read_change(text: str) -> PrintedMoment | None:
    """Return the moment of the last change that the line *text* prints with a label that says so.

    >>> read_change("Обновлено: 22.01.2026, 09:10").moment.isoformat(), read_change("22.01.2026") is None
    ('2026-01-22T09:10:00', True)
    """
    line = clean(text)
    if not _could_be_date(line):
        return None
    pieces = (line, *BARS.split(line))
    labelled = (piece for piece in pieces if CHANGED_AHEAD.match(folded(piece)))
    return next((read for read in (_read(_change_lines(), piece) for piece in labelled) if read), None)


@cache
def _change_lines() -> tuple[re.Pattern[str], ...]:
    """Return what reads a labelled change; few pages print one, and to compile it takes a while."""
    return tuple(re.compile(CHANGED + pattern) for pattern in PATTERNS)


def _could_be_date(line: str) -> bool:
    return len(line) <= LONGEST_DATE_LINE and any(character.isdigit() for character in line)


def _read(patterns: tuple[re.Pattern[str], ...], line: str) -> PrintedMoment | None:
    small = folded(line)
    for pattern in patterns:
        match = pattern.fullmatch(small)
        if match:
            return _moment(match, small)
    return None


def _moment(match: re.Match[str], line: str) -> PrintedMoment | None:
    parts = match.groupdict()
    name = parts.get("month") or parts.get("latin") or parts.get("fixed")
    month = MONTHS[name] if name else int(parts["number"] or 0)
    hour = parts.get("hour") or parts.get("hour2")
    minute = parts.get("minute") or parts.get("minute2")
    clock = in_day(int(hour), parts.get("half")) if hour else 0
    if clock is None:
        return None
    year = int(parts["year"] or 0) if parts.get("year") else THIS_CENTURY + int(parts["short"] or 0)
    day = int(parts["day"] or 0)
    try:
        moment = datetime(year, month, day, clock, int(minute or 0), int(parts.get("second") or 0), tzinfo=_zone(parts))
    except ValueError:
        return None
    has_time = moment.hour or moment.minute or moment.second
    slashed = parts.get("mark") == "/" and match.start("day") < match.start("year")
    either_way = slashed and day <= LAST_MONTH and day != month
    weekday = read_weekday(line) if either_way else None
    if weekday is not None:
        turned = moment.replace(day=month, month=day)
        right = [one for one in (moment, turned) if one.weekday() == weekday]
        if len(right) != 1:
            return None
        moment, either_way = right[0], False
    return PrintedMoment(moment=moment, precision="minute" if has_time else "day", either_way=either_way)


def in_day(hour: int, half: str | None) -> int | None:
    """Return *hour* of the 24-hour clock; None where the 12-hour clock has no such hour."""
    if half is None:
        return hour
    return hour % NOON + (NOON if half == "p" else 0) if 1 <= hour <= NOON else None


def _zone(parts: dict[str, str | None]) -> tzinfo | None:
    """Return the zone that stands behind the time; None where none is printed."""
    names = ("sign", "offset", "part", "plus", "rest", "zero", "moscow", "capital")
    told = {name: parts.get(name) or parts.get(f"z{name}") for name in names}
    if told["offset"] or told["plus"]:
        hours = int(told["offset"] or told["plus"] or 0)
        distance = timedelta(hours=hours, minutes=int(told["part"] or told["rest"] or 0))
        return timezone(-distance if told["sign"] in {"-", "−"} else distance)
    if told["zero"]:
        return UTC
    if told["moscow"]:
        return ZoneInfo(MOSCOW)
    return ZoneInfo(CAPITAL) if told["capital"] else None


def _iso(text: str) -> PrintedMoment | None:
    """Return the moment that *text* tells in ISO 8601, as metadata write it; None otherwise."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    has_time = moment.hour or moment.minute or moment.second
    return PrintedMoment(moment=moment, precision="minute" if has_time else "day")


def in_utc(moment: datetime, zone: str | None) -> datetime | None:
    """Return *moment* in UTC, read in *zone* where it carries no offset of its own; None where neither is known.

    >>> in_utc(datetime(2024, 2, 29, 12), "Asia/Almaty").hour, in_utc(datetime(2024, 3, 1, 12), "Asia/Almaty").hour
    (6, 7)
    """
    if moment.tzinfo is None:
        if zone is None:
            return None
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    return moment.astimezone(UTC)
