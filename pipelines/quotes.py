"""Who is quoted saying what: label-and-quote pairs, a name with its post and then the words."""

import re

from archive.records import Article, Block, Printed, Quote
from pipelines.bylines import CAPITALISED, is_quotation

LABEL = re.compile(rf"^(?P<speaker>{CAPITALISED}(?:\s+{CAPITALISED}){{1,3}})(?:\s*[,–—-]\s*(?P<role>\S.*?))?\s*:$", re.DOTALL)
OPENING = "«“„\"'"
CLOSING = "»”“\"'"
STOPS = ".,;"
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
    """Fill `quotes` with the label-and-quote pairs of the text; label and words stay in it."""
    for label, block in zip(article.blocks, article.blocks[1:], strict=False):
        if not _is_words(label) or not _is_words(block):
            continue
        named = read_label(label.text or "")
        if named and is_quotation(block.text or ""):
            speaker, role = named
            article.quotes.append(Quote(speaker=speaker, role=role, text=without_marks(_one_line(block.text) or "")))


def _is_words(block: Block) -> bool:
    return block.kind in {"paragraph", "quote"} and bool(block.text)
