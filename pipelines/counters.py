"""How often an article was read and answered: a printed counter into a number."""

import re

from archive.records import Article, Printed
from pipelines.text import clean

NUMBER = r"(?P<number>\d{1,3}(?: \d{3}){1,4}|\d{1,12})(?P<fraction>[.,]\d)?(?:\s*(?P<scale>мың|тыс\.?|млн\.?|k|к|m))?"
SCALES = {"мың": 1_000, "тыс": 1_000, "k": 1_000, "к": 1_000, "млн": 1_000_000, "m": 1_000_000}
VIEWS = (
    r"(?:оқылды|оқылған|қараулар|қаралды|қаралым(?:дар)?|көрсетілді|көрілді|просмотр(?:ы|ов|а)?|прочитано|прочтений|"
    r"views?|reads?)"
)
COMMENTS = r"(?:пікір(?:лер)?|комментари(?:й|я|и|ев)|comments?)"
LABELS = {"views": VIEWS, "comments": COMMENTS}
PATTERNS = {
    field: (rf"{label}\s*[:\-–—]?\s*{NUMBER}", rf"{NUMBER}\s*(?:рет\s*)?{label}") for field, label in LABELS.items()
}
COUNTER_LINES = {
    field: tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns) for field, patterns in PATTERNS.items()
}
EMPTY_COUNTERS = {field: re.compile(rf"{label}\s*:?", re.IGNORECASE) for field, label in LABELS.items()}
LONGEST_COUNTER_LINE = 60


def read_number(text: str) -> int | None:
    """Return the number *text* prints, thousands parted or scaled, or None rather than a guess.

    >>> read_number("9 463"), read_number("12,5 мың"), read_number("many")
    (9463, 12500, None)
    """
    match = re.fullmatch(NUMBER, clean(text), re.IGNORECASE)
    return _value(match) if match else None


def _value(match: re.Match[str]) -> int | None:
    whole = int(re.sub(r"\D", "", match["number"]))
    scale = SCALES.get((match["scale"] or "").lower().rstrip("."), 1)
    fraction = int(match["fraction"][1:]) if match["fraction"] else 0
    if fraction and scale == 1:
        return None
    return whole * scale + fraction * scale // 10


def read_counter(text: str, field: str) -> int | None:
    """Return the number of the counter line *text*, for *field* `views` or `comments`; None for any other line.

    >>> read_counter("Оқылды: 213", "views"), read_counter("33 рет оқылды", "views")
    (213, 33)
    >>> read_counter("7 мин оқу үшін", "views") is None
    True
    """
    line = clean(text)
    if len(line) > LONGEST_COUNTER_LINE:
        return None
    for pattern in COUNTER_LINES[field]:
        match = pattern.fullmatch(line)
        if match:
            return _value(match)
    return None


def fill_counters(article: Article, printed: Printed) -> None:
    """Fill `views` and `comments` from what the layout names, else from the lines around the title."""
    article.views = _read_field(article, printed.views, "views")
    article.comments = _read_field(article, printed.comments, "comments")


def _read_field(article: Article, named: str | None, field: str) -> int | None:
    line = clean(named or "")
    in_head = (read_counter(part, field) for part in article.head)
    candidates = (read_counter(line, field), read_number(line), *in_head)
    number = next((number for number in candidates if number is not None), None)
    if number is None and line and not EMPTY_COUNTERS[field].fullmatch(line):
        article.doubt(field, "unreadable", line)
    return number
