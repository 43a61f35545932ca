"""Who is quoted saying what.

Label-and-quote pairs, dash speech, and words in marks with a verb of speech beside them.
"""

import re

from archive.records import Article, Block, Printed, Quote
from pipelines.names import is_likely_name
from pipelines.posts import POST, POST_AT_END
from pipelines.quotation_marks import DASH, is_quotation, without_marks
from pipelines.speakers import NOBODY, Speaker, read_speaker
from pipelines.speech import OBJECT, SHORT_ROLE, read_inline
from pipelines.verbs import VERB_AT_END

LONGEST_LABEL = 260


def is_label(text: str) -> bool:
    """Tell whether a paragraph announces a speaker: a name, with or without a post, and a colon."""
    return read_label(text) is not None


def read_label(text: str) -> tuple[str, str | None] | None:
    """Return the speaker and the post that a label names, or None where *text* is no label.

    >>> read_label("Фариза Султашева, бөлім басшысы:")
    ('Фариза Султашева', 'бөлім басшысы')
    >>> read_label("Жиында мынадай мәселелер қаралды:") is None
    True
    """
    if len(text) > LONGEST_LABEL or not text.rstrip().endswith(":"):
        return None
    line = " ".join(text.split())
    speaker = read_speaker(line.rstrip(": ").removesuffix(","))
    if speaker.name is None or len(speaker.name.split()) < 2:  # noqa: PLR2004 - a word alone may be anything
        return None
    if any(mark in line[:-1] for mark in ".!?:") and "." not in speaker.name:
        return None
    return speaker.name, speaker.role


def _narrated_label(text: str) -> tuple[str, str | None] | None:
    """Return the speaker whom the last sentence before the words announces with a verb.

    «Директор Ерлан Қасымов айтты:».
    """
    sentence = re.split(r"(?<=\w\w[.!?…])\s", " ".join(text.split()))[-1].rstrip(": ")
    verb = VERB_AT_END.search(sentence) if len(sentence) <= LONGEST_LABEL else None
    if verb is None:
        return None
    before = sentence[: verb.start()]
    speaker = read_speaker(before)
    if speaker.name is None:
        speaker = read_speaker(OBJECT.sub("", before))
    if speaker.name is None or len(speaker.name.split()) < 2:  # noqa: PLR2004 - a word alone may be anything
        return None
    role = speaker.role if speaker.role and len(speaker.role.split()) <= SHORT_ROLE else None
    return speaker.name, ABOUT.sub("", role) if role else None


ABOUT = re.compile(r"^(?:\w+\s+туралы|об этом|осы\w*\s+туралы)\s+", re.IGNORECASE)


def fill_quotes(article: Article, _printed: Printed) -> None:
    """Fill `quotes` in reading order; labels and words stay in the text."""
    words = [block for block in article.blocks if _is_words(block)]
    set_apart = frozenset(index for index, block in enumerate(words) if block.kind == "quote")
    article.quotes.extend(read_quotes([" ".join((block.text or "").split()) for block in words], set_apart))


def _is_words(block: Block) -> bool:
    return block.kind in {"paragraph", "quote", "list"} and bool(block.text)


def read_quotes(paragraphs: list[str], set_apart: frozenset[int] = frozenset()) -> list[Quote]:
    """Return what *paragraphs*, printed in a row, put into somebody's mouth; words of nobody's are no quote.

    *set_apart* are the places of paragraphs that the page sets as a quotation, so that they need no marks.

    >>> read_quotes(["Фариза Султашева, бөлім басшысы:", "«Жұмыс басталды»."])[0].speaker
    'Фариза Султашева'
    """
    found: list[Quote] = []
    index = 0
    unclaimed = False
    while index < len(paragraphs):
        labelled, used = _after_label(paragraphs, index, set_apart)
        if labelled is None and index not in set_apart and not (unclaimed and is_quotation(paragraphs[index - 1])):
            labelled, used = _after_name(paragraphs, index)
        if labelled is None and index not in set_apart:
            labelled, used = _signed_below(paragraphs, index)
        if labelled is None and index in set_apart:
            labelled, used = _set_apart(paragraphs, index, set_apart)
        if labelled:
            found.append(labelled)
        else:
            found.extend(read_inline(paragraphs[index]))
            used = 1
        unclaimed = labelled is None
        index += used
    return found


def read_attribution(text: str) -> Speaker | None:
    """Return the speaker whom a line behind a quotation names, or None where it is no such line.

    >>> read_attribution("Болат Серкебаев, садовод").role, read_attribution("Жиын өтті.") is None
    ('садовод', True)
    """
    line = text.strip().lstrip(f"{DASH}~© ").strip()
    if len(line) > LONGEST_ATTRIBUTION or (line.endswith((".", "!", "?", ":", "…")) and not line.endswith("г.")):
        return None
    speaker = read_speaker(line)
    if speaker.name is None or not (speaker.role or is_likely_name(speaker.name)) or len(speaker.name.split()) < 2:  # noqa: PLR2004 - a word alone may be anything
        return None
    whole = len(speaker.name) + len(speaker.role or "")
    return speaker if whole >= len(line) - LEFT_OVER else None


LONGEST_ATTRIBUTION = 160
LEFT_OVER = 5
"""Signs between a name and a post: comma, brackets, dash."""


def _signed_below(paragraphs: list[str], index: int) -> tuple[Quote | None, int]:
    """Return the quotation at *index*, all of it in marks, whose speaker's name and post are the next line."""
    words = paragraphs[index].strip()
    whole = words.startswith("«") and words.rstrip(".").endswith("»") and words.count("«") == words.count("»")
    if not whole or index + 1 == len(paragraphs) or len(words.split()) < FEWEST_SIGNED or read_inline(words):
        return None, 1
    speaker = read_attribution(paragraphs[index + 1])
    if speaker is None or not speaker.role or not is_likely_name(speaker.name or ""):
        return None, 1
    return Quote(speaker=speaker.name, role=speaker.role, text=without_marks(words)), 2


FEWEST_SIGNED = 3
"""Words in marks with a signature below; fewer may be a title and its author."""


def _after_name(paragraphs: list[str], index: int) -> tuple[Quote | None, int]:
    """Return the quotation behind a name and a post, in one line or two, that no colon follows."""
    for size in (1, 2):
        if index + size >= len(paragraphs):
            break
        words = paragraphs[index + size]
        before = [line.rstrip(", ") for line in paragraphs[index : index + size]]
        speaker = read_attribution(", ".join(before)) if _may_announce(before, words) else None
        below = size > 1 and paragraphs[index].endswith(",") and before[-1][:1].islower()
        if speaker and (below or _is_post(speaker.role)) and is_likely_name(speaker.name or ""):
            inside = read_inline(words)
            if any(quote.speaker or quote.role for quote in inside):
                return None, 1
            whole, more = _whole_speech(paragraphs, index + size)
            return Quote(speaker=speaker.name, role=speaker.role, text=without_marks(whole)), size + more
    return None, 1


def _is_post(role: str | None) -> bool:
    return role is not None and (POST_AT_END.search(role) is not None or POST.match(role.split()[0]) is not None)


def _may_announce(before: list[str], words: str) -> bool:
    """Tell whether the lines *before* the *words* can be a name and a post: no sentence, and words all in marks."""
    is_speech = words.startswith(tuple(DASH)) or (words.startswith("«") and words.rstrip(".").endswith("»"))
    return is_speech and is_quotation(words) and len(" ".join(before)) <= LONGEST_ATTRIBUTION


def _set_apart(paragraphs: list[str], index: int, set_apart: frozenset[int]) -> tuple[Quote | None, int]:
    """Return the quotation at *index*, set apart by the page, and how many paragraphs it takes."""
    end = index + 1
    while end in set_apart:
        end += 1
    lines = paragraphs[index:end]
    speaker = read_attribution(lines[-1]) if len(lines) > 1 else None
    if speaker:
        lines = lines[:-1]
    elif end < len(paragraphs) and not any(read_inline(line) for line in lines):
        speaker = read_attribution(paragraphs[end])
        end += speaker is not None
    words = " ".join(lines)
    if speaker is None and (not is_quotation(words) or read_inline(words)):
        return None, 1
    named = speaker or NOBODY
    return Quote(speaker=named.name, role=named.role, text=without_marks(words)), end - index


def _after_label(paragraphs: list[str], index: int, set_apart: frozenset[int]) -> tuple[Quote | None, int]:
    """Return the quote whose label begins at *index*, and how many paragraphs both take; a label may take two lines."""
    if not paragraphs[index].rstrip().endswith((":", ",")):
        return None, 1
    for size in (1, 2):
        label = " ".join(paragraphs[index : index + size])
        if size > 1 and not paragraphs[index].endswith(","):
            break
        named = (read_label(label) or _narrated_label(label)) if index + size < len(paragraphs) else None
        if named and (is_quotation(paragraphs[index + size]) or index + size in set_apart):
            words, more = _whole_speech(paragraphs, index + size)
            inside = read_inline(words)
            if len(inside) == 1 and inside[0].speaker:
                return None, 1
            return Quote(speaker=named[0], role=named[1], text=without_marks(words)), size + more
    return None, 1


MOST_PARAGRAPHS = 12


def _whole_speech(paragraphs: list[str], index: int) -> tuple[str, int]:
    """Return the words that begin at *index*, to the closing mark, and how many paragraphs they take."""
    text = paragraphs[index]
    if not text.startswith("«") or text.count("«") <= text.count("»"):
        return text, 1
    for size in range(2, MOST_PARAGRAPHS):
        whole = " ".join(paragraphs[index : index + size])
        if index + size > len(paragraphs) or read_label(paragraphs[index + size - 1]):
            break
        if whole.count("«") <= whole.count("»"):
            return whole, size
    return text, 1
