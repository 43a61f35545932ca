"""How often an article was read and answered: a printed counter into a number."""

import re

from archive.records import Article, Printed
from pipelines.text import clean

NUMBER = (
    r"(?P<number>\d{1,3}(?:(?P<comma>[ ,.'’])\d{3}(?:(?P=comma)\d{3}){0,3})(?!\d)|\d{1,12}(?!\d))(?P<fraction>[.,]\d{1,2}(?!\d))?"
    r"(?:\s*(?P<scale>мың|тысяч[аи]?|тыс\.?|млн\.?|миллион\w*|k|к|m)(?!\w))?"
)
"""A number: thousands parted by a space, comma, dot or apostrophe; a decimal only before a scale."""
SCALES = {"м": 1_000_000, "m": 1_000_000, "к": 1_000, "k": 1_000, "т": 1_000}
"""Scales by their first letter, «мың» aside."""
VIEWS = (
    r"(?:(?:(?:кол(?:ичеств|-в)о|число|всего)\s+)?(?:просмотр(?:ы|ов|а|ено|ели)?|прочтени(?:й|я|е)|показов|посещений|хит(?:ы|ов))|"
    r"просмотрен[оа]|посмотрели|посмотрело|прочитали|прочитано|прочли|читали|читателей|"
    r"оқылды|оқылған|оқыды|оқыған(?:дар)?|оқылым(?:ы|дар)?(?: саны)?|оқырман(?:дар)?(?: саны)?|"
    r"қарау(?:лар|ы)?(?: саны)?|қаралды|қарады|қараған(?:дар)?|қаралған|қаралым(?:дар|дары|ы)?(?: саны)?|қаралу(?:ы|лар)?(?: саны)?|"
    r"көрсетілді|көрілді|көрілген|көрілім(?:дер|і|дері)?(?: саны)?|көрген(?:дер)?|көру(?:лер)?(?: саны)?|көрсетілім(?:дер|і)?|"
    r"oqyldy|qaraldy|qaralym|qaraulasr?|karaldy|(?:post |page |total )?views?|viewed|hits?|reads?|times read|pageviews)(?!\w)"
)
COMMENTS = (
    r"(?:(?:(?:кол(?:ичеств|-в)о|число|всего)\s+)?(?:комментари(?:й|я|и|ев|ях)|коммент(?:ов|ы|а)?|отзыв(?:ов|а|ы)?)|"
    r"пікір(?:лер|і|лері)?(?: саны)?|түсініктеме(?:лер)?(?: саны)?|комментарий(?:лер)|pikir(?:ler)?|comments?|replies|reply)(?!\w)"
)
LABELS = {"views": VIEWS, "comments": COMMENTS}
TIMES = r"(?:\s*(?:рет|адам|раза?|человека?|times|people)(?!\w))?"
PATTERNS = {
    field: (
        rf"{label}{TIMES}\s*(?:[:=]|[-–—](?!\d))?\s*[\[(]?\s*{NUMBER}{TIMES}\s*[\])]?",
        rf"{NUMBER}{TIMES}\s*{label}{TIMES}",
    )
    for field, label in LABELS.items()
}
COUNTER_LINES = {
    field: tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns) for field, patterns in PATTERNS.items()
}
NO_COMMENTS = (
    r"(?:нет комментариев|комментариев нет|комментариев пока нет|пока нет комментариев|без комментариев|"
    r"пікір(?:лер)?\s*(?:әзірге\s*)?жоқ|әзірге пікір(?:лер)? жоқ|түсініктеме(?:лер)? жоқ|no comments(?: yet)?)(?!\w)"
)
NONE_YET = re.compile(NO_COMMENTS, re.IGNORECASE)
EMPTY_COUNTERS = {field: re.compile(rf"{label}{TIMES}\s*[:\-–—]?", re.IGNORECASE) for field, label in LABELS.items()}
LONGEST_COUNTER_LINE = 60
WHOLE_NUMBER = re.compile(NUMBER, re.IGNORECASE)


def read_number(text: str) -> int | None:
    """Return the number *text* prints, thousands parted or scaled, or None rather than a guess.

    >>> read_number("9 463"), read_number("12,5 мың"), read_number("many")
    (9463, 12500, None)
    """
    match = WHOLE_NUMBER.fullmatch(clean(text)) if len(text) <= LONGEST_COUNTER_LINE else None
    return _value(match) if match else None


def _value(match: re.Match[str]) -> int | None:
    whole = int(re.sub(r"\D", "", match["number"]))
    printed = (match["scale"] or "").lower()
    scale = 1_000 if printed == "мың" else SCALES.get(printed[:1], 1)
    if scale > 1 and match["comma"] and match["comma"] != " ":
        return None
    fraction = match["fraction"]
    if not fraction:
        return whole * scale
    return whole * scale + int(fraction[1:]) * scale // 10 ** len(fraction[1:]) if scale > 1 else None


def read_counter(text: str, field: str) -> int | None:
    """Return the number of the counter line *text*, for *field* `views` or `comments`; None for any other line.

    >>> read_counter("Оқылды: 213", "views"), read_counter("33 рет оқылды", "views")
    (213, 33)
    >>> read_counter("7 мин оқу үшін", "views") is None, read_counter("Нет комментариев", "comments")
    (True, 0)
    """
    line = clean(text)
    if len(line) > LONGEST_COUNTER_LINE:
        return None
    if field == "comments" and NONE_YET.fullmatch(line):
        return 0
    for pattern in COUNTER_LINES[field]:
        match = pattern.fullmatch(line)
        if match:
            return _value(match)
    return None


def fill_counters(article: Article, printed: Printed) -> None:
    """Fill `views` and `comments` from the counters printed around the text; a named one that is unreadable is a doubt."""
    article.views = _read_field(article, printed.views, "views")
    article.comments = _read_field(article, printed.comments, "comments")


def _read_field(article: Article, named: str | None, field: str) -> int | None:
    number = next((number for known, number in article.counters if known == field), None)
    line = clean(named or "")
    if number is None and line and not EMPTY_COUNTERS[field].fullmatch(line):
        article.doubt(field, "unreadable", line)
    return number
