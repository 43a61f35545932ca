"""How often an article was read and answered: a printed counter into a number."""

import re
from collections.abc import Iterator

from archive.records import Article, Printed
from pipelines.months import folded
from pipelines.text import clean

NUMBER = (
    r"(?P<number>\d{1,3}(?:(?P<comma>[ ,.'’])\d{3}(?:(?P=comma)\d{3}){0,3})(?!\d)|"
    r"\d{1,12}(?!\d))(?P<fraction>[.,]\d{1,2}(?!\d))?"
    r"(?:\s*(?P<scale>мың|тысяч[аи]?|тыс\.?|млн\.?|миллион\w*|k|к|m)(?!\w))?"
)
"""A number: thousands parted by a space, comma, dot or apostrophe; a decimal only before a scale."""
SCALES = {"м": 1_000_000, "m": 1_000_000, "к": 1_000, "k": 1_000, "т": 1_000}
"""Scales by their first letter, «мың» aside."""
VIEWS = (
    r"(?:(?:(?:кол(?:ичеств|-в)о|число|всего|жалпы|барлық)\s+)?(?:(?:просмотр(?:ы|ов|а|ено|ели)?|прочтени(?:й|я|е)|показов|посещений|хит(?:ы|ов))|"
    r"(?:статью\s+)?просмотрели|просмотрен[оа]|посмотрели|посмотрело|прочитали|прочитано|прочли|читали|читателей|"
    r"оқылды|оқылған(?:ы)?|оқыды|оқыған(?:дар)?|оқылым(?:ы|дар)?(?: саны)?|оқырман(?:дар)?(?: саны)?|"
    r"қарау(?:лар|ы)?(?: саны)?|қаралды|қарады|қараған(?:дар)?|қаралған|қаралым(?:дар|дары|ы)?(?: саны)?|қаралу(?:ы|"
    r"лар)?(?: саны)?|"
    r"көрсетілді|көрілді|көрілген|көрілім(?:дер|і|дері)?(?: саны)?|көрген(?:дер)?(?: саны)?|көру(?:лер)?(?: саны)?|"
    r"көрсетілім(?:дер|і)?(?: саны)?|"
    r"оқылу(?: саны)?|оқығандар саны|وقىلدى|وقیلدی|قارالدى|قارالدی|oqyldy|qaraldy|qaralym(?: sany)?|qaraly?y|"
    r"korsetildi|korildi|koru|karaldy|(?:post |page |total )?views?|viewed|hits?|reads?|times read|pageviews)(?!\w))"
)
COMMENTS = (
    r"(?:(?:(?:кол(?:ичеств|-в)о|число|всего)\s+)?(?:комментари(?:й|я|и|ев|ях)|коммент(?:ов|ы|а)?|отзыв(?:ов|а|ы)?)|обсуждени[ея]|"
    r"пікір(?:лер|і|лері)?(?: саны)?|түсініктеме(?:лер)?(?: саны)?|комментарий(?:лер)|pikir(?:ler)?|comments?|"
    r"replies|reply)(?!\w)"
)
LABELS = {"views": VIEWS, "comments": COMMENTS}
TIMES = r"(?:\s*(?:рет|ret|адам|оқырман|раза?|человека?|times|people)(?!\w))?"
OF_WHAT = (
    r"(?:(?:(?:бұл|осы)\s+)?(?:материал(?:ды)?|мақала(?:ны)?|жаңалық(?:ты)?|хабар(?:ды)?|жазба(?:ны)?|мәтін(?:ді)?)\s+|"
    r"(?:(?:эту|этот|данную|данный)\s+)?(?:новость|статью|материал|публикацию|запись|страницу|текст)\s+(?:уже\s+)?)?"
)
TODAY = r"(?:\s*[,(]?\s*(?:за\s+)?(?:сегодня|бүгін|today)\s*[:–-]?\s*\+?\d{1,6}\)?)?"
"""How many of all are of the day of the visit."""
PATTERNS: dict[str, tuple[str, ...]] = {
    field: (
        (
            rf"{OF_WHAT}{label}{TIMES}(?:\s+(?:всего|барлығы))?\s*(?:[:=]|[-–—](?!\d))?\s*"
            rf"[\[(]?\s*{NUMBER}{TIMES}\s*[\])]?{TODAY}"
        ),
        rf"{OF_WHAT}{NUMBER}{TIMES}\s*{label}{TIMES}{TODAY}",
    )
    for field, label in LABELS.items()
}
PATTERNS["comments"] += (
    rf"(?:пікір (?:қалдыру|жазу)|комментировать|обсудить|оставить комментарий)\s*\(\s*{NUMBER}\s*\)",
    rf"{NUMBER}\s+thoughts?\s+on\s*[“\"«]*",
    rf"{NUMBER}\s*{COMMENTS}\s*:",
    rf"(?:барлығы|жалпы|барлық|всего)\s*:?\s*{NUMBER}\s*{COMMENTS}",
    rf"{NUMBER}\s*{COMMENTS}\s+(?:білдірілді|жазылды|қалдырылды|бар)(?!\w)",
)
PATTERNS["views"] += (rf"\(?visited\s+{NUMBER}\s+times?(?:,\s*\d{{1,6}}\s+visits?\s+today)?\)?",)
COUNTER_LINES = {
    field: tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns) for field, patterns in PATTERNS.items()
}
COUNT_BEFORE = re.compile(rf"(?<!\d)\d{{1,5}}\s+{COMMENTS}", re.IGNORECASE)
THOUGHTS = re.compile(r"(?P<count>\d{1,5})\s+thoughts?\s+on\b", re.IGNORECASE)
"""«2 thoughts on “…”»: how older themes of WordPress head comments."""
COUNT_BEHIND = re.compile(rf"{COMMENTS}\s*[:(]?\s*\d{{1,5}}(?!\d)", re.IGNORECASE)
NO_COMMENTS = (
    r"(?:нет комментариев|комментариев нет|комментариев пока нет|пока нет комментариев|без комментариев|"
    r"пікір(?:лер)?\s*(?:әзірге\s*)?(?:жоқ|жазылмаған|қалдырылмаған)|"
    r"әзірге пікір(?:лер)? (?:жоқ|жазылмаған|қалдырылмаған)|түсініктеме(?:лер)? жоқ|no comments(?: yet)?)(?!\w)"
)
NONE_YET = re.compile(NO_COMMENTS, re.IGNORECASE)
EMPTY_COUNTERS = {field: re.compile(rf"{label}{TIMES}\s*[:\-–—]?", re.IGNORECASE) for field, label in LABELS.items()}
BARS = re.compile(r"\s*[|•·●;]\s*|\s+/\s+|\s+[–—]\s+")
SIGNS = (
    (re.compile("\U0001f441(?:\ufe0f?\u200d?\U0001f5e8)?\ufe0f?\\s*(?=\\d)"), " | просмотры: "),
    (re.compile("[\U0001f4ac\U0001f5e8\U0001f4ad]\ufe0f?\\s*(?=\\d)"), " | комментарии: "),
)
"""What signs before a number stand for."""
LONGEST_COUNTER_LINE = 100
WHOLE_NUMBER = re.compile(NUMBER, re.IGNORECASE)


def with_words(line: str) -> str:
    """Return *line* with a word for each sign that stands before a number: an eye, a speech bubble.

    >>> with_words("👁 1 204")
    'просмотры: 1 204'
    """
    for sign, word in SIGNS:
        line = sign.sub(word, line)
    return line.strip(" |")


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


def find_comment_count(text: str) -> str | None:
    """Return the part of *text*, the heading of readers' comments, that counts them; None where none does.

    >>> find_comment_count("“Жаңа кітапхана” жазбасына 2 пікір"), find_comment_count("Пікірлер")
    ('2 пікір', None)
    >>> find_comment_count("Пікір жоқ")
    'Пікір жоқ'
    """
    line = clean(text)
    if NONE_YET.fullmatch(line):
        return line
    thoughts = THOUGHTS.search(line)
    found = COUNT_BEFORE.search(line) or COUNT_BEHIND.search(line)
    return thoughts["count"] if thoughts else found and found[0]


def read_counter(text: str, field: str) -> int | None:
    """Return the number of the counter line *text*, for *field* `views` or `comments`; None for any other line.

    >>> read_counter("Оқылды: 213", "views"), read_counter("33 рет оқылды", "views")
    (213, 33)
    >>> read_counter("7 мин оқу үшін", "views") is None, read_counter("Нет комментариев", "comments")
    (True, 0)
    """
    line = with_words(folded(clean(text))).rstrip(".")
    if len(line) > LONGEST_COUNTER_LINE:
        return None
    if field == "comments" and NONE_YET.fullmatch(line):
        return 0
    for pattern in COUNTER_LINES[field]:
        match = pattern.fullmatch(line)
        if match:
            return _value(match)
    return next((number for known, number in _in_parts(line) if known == field), None)


def _in_parts(line: str) -> Iterator[tuple[str, int]]:
    """Yield the counters of a line that prints several facts: «Қоғам / 12.08.2025 / Қаралды: 1 502 / Пікір: 3»."""
    pieces = BARS.split(line)
    for piece in pieces:
        found, at = [], 0
        while at < len(piece):
            longest = max(
                (
                    (match.end(), field, match)
                    for field, patterns in COUNTER_LINES.items()
                    for pattern in patterns
                    if (match := pattern.match(piece, at))
                ),
                key=lambda found: found[0],
                default=None,
            )
            if longest is None:
                break
            found.append((longest[1], _value(longest[2])))
            at = longest[0]
            at += len(piece[at:]) - len(piece[at:].lstrip(" ,.;"))
        if at >= len(piece) and (len(pieces) > 1 or len(found) > 1):
            yield from ((field, number) for field, number in found if number is not None)


def fill_counters(article: Article, printed: Printed) -> None:
    """Fill `views` and `comments` from the counters printed around the text.

    A named one that is unreadable is a doubt.
    """
    article.views = _read_field(article, printed.views, "views")
    article.comments = _read_field(article, printed.comments, "comments")


def _read_field(article: Article, named: str | None, field: str) -> int | None:
    number = next((number for known, number in article.counters if known == field), None)
    line = clean(named or "")
    if number is None and line and not EMPTY_COUNTERS[field].fullmatch(line):
        article.doubt(field, "unreadable", line)
    return number
