"""Quotation marks and dashes: where quoted words begin and end, and the words without them."""

import re

OPENING = "«“„\"‹'"
CLOSING = "»”“\"›'"
STOPS = ".,;"
DASH = "−–—―-"
OPENS_SPEECH = re.compile(rf"^\s*[{DASH}]+\s*(?=\S)")


def is_quotation(text: str) -> bool:
    """Tell whether a paragraph is somebody's words: it opens with a quotation mark or a dash.

    >>> is_quotation("«Қала тазарды»."), is_quotation("Қала тазарды.")
    (True, False)
    """
    return text.startswith(("«", "“", "„", '"', "–", "—", "−", "- ")) or OPENS_SPEECH.match(text) is not None


def without_marks(text: str) -> str:
    """Return quoted words without the outer quotation marks, the opening dash, and the stop behind the closing mark.

    Guillemets that collapse are the paper's own: of `««A» …»` one pair is taken, of `«A» …»` the last mark only
    where the first opens a name within the words.

    >>> without_marks("«Қала тазарды».")
    'Қала тазарды'
    >>> without_marks("«Таза Қазақстан» – өмір салты».")
    '«Таза Қазақстан» – өмір салты'
    """
    words = OPENS_SPEECH.sub("", text.strip()).strip()
    bare = words.rstrip(STOPS + " ")
    if not bare or bare[-1] not in CLOSING:
        opened = words[0] in OPENING and words.count("«") > words.count("»") if words else False
        return words[1:].strip() if opened else words
    closed = bare[:-1]
    if bare[0] not in OPENING:
        return words if bare.count("«") == bare.count("»") and bare[-1] == "»" else closed.rstrip()
    if _opens_a_name(closed):
        return closed.rstrip()
    if bare[0] == "«" and bare[-1] == "»" and _ends_in_a_name(bare[1:]):
        return bare[1:].strip()
    return bare[1:-1].strip()


def _ends_in_a_name(text: str) -> bool:
    """Tell whether the one mark that closes *text* closes a name within it, and the speech's own is missing."""
    last = text.rfind("«")
    return (
        text.count("«") >= text.count("»")
        and last > 0
        and "»" not in text[last:-1]
        and len(text[last:].split()) <= LONGEST_WORK
    )


LONGEST_WORK = 5
"""Words of a title in marks."""


def _opens_a_name(text: str) -> bool:
    """Tell whether the mark that *text* begins with is closed before its end: it opens a name, not the speech.

    *text* is without its last mark. In `«A» … ` every mark opened is closed, in `«A … «B» …` the first is not.
    """
    return text.startswith("«") and text.count("«") == text.count("»")
