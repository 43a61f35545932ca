"""Who is quoted saying what: label-and-quote pairs, and words in marks with «– деді X» behind them."""

import re

from archive.records import Article, Block, Printed, Quote
from pipelines.bylines import CAPITALISED, is_quotation

LABEL = re.compile(
    rf"^(?P<speaker>{CAPITALISED}(?:\s+{CAPITALISED}){{1,3}})(?:\s*[,–—-]\s*(?P<role>\S.*?))?\s*:$", re.DOTALL
)
OPENING = "«“„\"'"
CLOSING = "»”“\"'"
STOPS = ".,;"
VERBS = (
    r"(?:де(?:ді|йді|ген)|деп\s+(?:атап\s+өтті|толықтырды|түсіндірді|хабарлады|мәлімдеді|айтты|жауап\s+берді|ескертті)|"
    r"отметил[аи]?|сказал[аи]?|говорит|рассказал[аи]?|сообщил[аи]?|подчеркнул[аи]?|добавил[аи]?|пояснил[аи]?|"
    r"заявил[аи]?|считает|написал[аи]?|ответил[аи]?|поделил(?:ся|ась|ись)|объяснил[аи]?)"
)
"""Verbs of speech, Kazakh and Russian, in the forms that stand behind quoted words."""
ATTRIBUTION = re.compile(rf"[»”\"]\s*,?\s*[–—-]\s*{VERBS}\s+(?P<who>[^.!?…:«“\"]{{2,200}})", re.IGNORECASE)
NAME_AT_END = re.compile(rf"^(?:(?P<role>\S.*?)\s+)?(?P<name>{CAPITALISED}(?:\s+{CAPITALISED}){{1,2}})$")
NAME_FIRST = re.compile(rf"^(?P<name>{CAPITALISED}(?:\s+{CAPITALISED}){{1,2}})(?:,\s*(?P<role>\S.*))?$")
LONGEST_LABEL = 240


def read_label(text: str) -> tuple[str, str | None] | None:
    """Return the speaker and the post that a label names, or None where *text* is no label.

    >>> read_label("Фариза Султашева, бөлім басшысы:")
    ('Фариза Султашева', 'бөлім басшысы')
    >>> read_label("Жиында мынадай мәселелер қаралды:") is None
    True
    """
    match = LABEL.match(text) if len(text) <= LONGEST_LABEL else None
    return (match["speaker"], _one_line(match["role"])) if match else None


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split()) if text else None


def without_marks(text: str) -> str:
    """Return quoted words without the outer quotation marks, the opening dash, and the stop behind the closing mark.

    Guillemets that collapse are the paper's own: of `««A» …»` one pair is taken, of `«A» …»` the last mark only
    where the first opens a name within the words.

    >>> without_marks("«Қала тазарды».")
    'Қала тазарды'
    >>> without_marks("«Таза Қазақстан» – өмір салты».")
    '«Таза Қазақстан» – өмір салты'
    """
    words = text.strip().lstrip("–—-").strip() if text.startswith(("–", "—", "-")) else text.strip()
    bare = words.rstrip(STOPS)
    if not bare or bare[-1] not in CLOSING:
        return words
    closed = bare[:-1]
    if bare[0] not in OPENING or _opens_a_name(closed):
        return closed.rstrip()
    return bare[1:-1].strip()


def _opens_a_name(text: str) -> bool:
    """Tell whether the mark that *text* begins with is closed before its end: it opens a name, not the speech.

    *text* is without its last mark. In `«A» … ` every mark opened is closed, in `«A … «B» …` the first is not.
    """
    return text.startswith("«") and text.count("«") == text.count("»")


def fill_quotes(article: Article, _printed: Printed) -> None:
    """Fill `quotes` in reading order; labels and words stay in the text."""
    named: tuple[str, str | None] | None = None
    for block in article.blocks:
        text = _one_line(block.text) or ""
        if named and _is_words(block) and is_quotation(text):
            speaker, role = named
            article.quotes.append(Quote(speaker=speaker, role=role, text=without_marks(text)))
        elif _is_words(block):
            article.quotes.extend(read_inline(text))
        named = read_label(text) if _is_words(block) else None


def read_inline(text: str) -> list[Quote]:
    """Return the words in marks that a paragraph gives to a named speaker behind them.

    A pronoun or a bare post names nobody: no quote is made of it here.

    >>> read_inline("«Жылу берілді», – дейді цех бастығы Олжас Қуанышев.")[0].role
    'цех бастығы'
    """
    found: list[Quote] = []
    begin = 0
    for match in ATTRIBUTION.finditer(text):
        opening = min((at for at in (text.find(mark, begin, match.start()) for mark in '«“"') if at >= 0), default=-1)
        begin = match.end()
        who = match["who"].strip(" ,–—-")
        named = NAME_FIRST.match(who) or NAME_AT_END.match(who)
        if opening >= 0 and named:
            words = without_marks(text[opening : match.start() + 1])
            found.append(Quote(speaker=named["name"], role=named["role"], text=words))
    return found


def _is_words(block: Block) -> bool:
    return block.kind in {"paragraph", "quote"} and bool(block.text)
