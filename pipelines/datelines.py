"""A line that prints dates and counters: cut into its parts."""

import re
from functools import cache, lru_cache

from pipelines import counters, dates, relative
from pipelines.months import folded
from pipelines.text import clean

READING_TIME = (
    r"(?:время чтения|оқу уақыты|reading time)\s*:?\s*(?:~|≈)?\s*\d+\s*(?:мин(?:ут\w*)?\.?|"
    r"min(?:utes?)?)(?:\s*\d+\s*(?:сек\w*|s)\.?)?|"
    r"(?:~|≈)?\d+\s*(?:мин(?:ут\w*)?\.?|min(?:utes?)?)\s*(?:оқу(?:ға)?(?:\s+(?:үшін|уақыты))?|чтения|на чтение|"
    r"read(?:ing)?|оқылады)|"
    r"\d+\s*min(?:ut)?\s*oq(?:u|y)(?:\s+ushin)?"
)
EDGE = r"(?=$|[\s,|•·;/])"
RELATIVE = (relative.NAMED.pattern, relative.AGO_LINE.pattern, relative.NOW_LINE.pattern)
DATE, CHANGE, VIEWS, COMMENTS, LABEL, NOTHING = "date", "change", "views", "comments", "label", "nothing"
UNCHANGED_PARTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern + EDGE, re.IGNORECASE))
    for kind, patterns in (
        (DATE, tuple(f"{dates.LABEL}?{pattern}" for pattern in dates.PATTERNS)),
        (DATE, RELATIVE),
        (VIEWS, counters.PATTERNS["views"]),
        (COMMENTS, (*counters.PATTERNS["comments"], counters.NO_COMMENTS)),
        (LABEL, (dates.LABEL, dates.CHANGED)),
        (NOTHING, (READING_TIME,)),
    )
    for pattern in patterns
)
"""What a line prints that does not begin with the label of a change."""
IN_BRACKETS = re.compile(r"\(\s*(\d{1,2}[./-]\d{1,2}[./-]\d{4}[^()]*?)\s*\)")
"""A date that brackets part from its label."""
PICTOGRAMS = re.compile(dates.PICTOGRAM)
SEPARATORS = re.compile(r"[\s,|•·;/–—-]+")
LONGEST_DATELINE = 120
SIGNS = re.compile(
    r"[\d:]|күн|жариялан|опублик|дата|date|бүгін|кеше|сегодня|вчера|комментар|пікір|жаңа ғана|только что|"
    r"бұрын|назад|\bago\b|today|yesterday|just now|қазір|алдың|bug[iı]n|ke[sş]h?e|بۇگ|که|کە",
    re.IGNORECASE,
)
"""What a dateline has at least one of."""


def cut(line: str) -> list[tuple[str, str]]:
    """Return the parts of a dateline with what each is, or nothing where *line* prints anything besides.

    >>> cut("27.08.2021, 13:17 | Просмотры: 47")
    [('date', '27.08.2021, 13:17'), ('views', 'Просмотры: 47')]
    >>> cut("Күні: , 33 рет оқылды")
    [('label', 'Күні:'), ('views', '33 рет оқылды')]
    >>> cut("Жиын 27.08.2021 күні өтті")
    []
    """
    return list(_cut(line)) if len(line) <= 2 * LONGEST_DATELINE else []


@lru_cache(maxsize=1024)
def _cut(line: str) -> tuple[tuple[str, str], ...]:
    """Return the parts; several stages ask for the same line."""
    rest = _plain(clean(line).strip(" ."))
    if len(rest) > LONGEST_DATELINE or not SIGNS.search(rest):
        return ()
    parts: list[tuple[str, str]] = []
    while rest:
        kind, length = _longest(folded(rest))
        if not length:
            return ()
        parts.append((kind, rest[:length].strip()))
        rest = rest[length:]
        rest = SEPARATORS.sub("", rest, count=1) if SEPARATORS.match(rest) else rest
    return tuple(parts)


def _plain(line: str) -> str:
    """Return *line* with words in place of pictograms, without brackets and marks round a date."""
    line = dates.QUOTED_DAY.sub(r"\1", line)
    line = IN_BRACKETS.sub(r"\1", line) if "(" in line else line
    if not PICTOGRAMS.search(line):
        return line
    return PICTOGRAMS.sub(" | ", counters.with_words(line)).strip(" |")


def _longest(line: str) -> tuple[str, int]:
    """Return what the longest part at the beginning of *line* is and how long; nought where there is none."""
    found = ("", 0)
    for kind, pattern in _parts() if dates.CHANGED_AHEAD.match(line) else UNCHANGED_PARTS:
        match = pattern.match(line)
        if match and match.end() > found[1]:
            found = (kind, match.end())
    return found


@cache
def _parts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return what any line prints; few pages label a change, and to compile that takes a while."""
    changes = (re.compile(f"{dates.CHANGED}{pattern}{EDGE}", re.IGNORECASE) for pattern in (*dates.PATTERNS, *RELATIVE))
    return (*((CHANGE, pattern) for pattern in changes), *UNCHANGED_PARTS)
