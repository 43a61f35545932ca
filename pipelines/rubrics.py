"""Section and keywords in the lines around a title: with a label, beside a date, alone above the title."""

import re

from archive.records import Article, Printed, PrintedCell
from pipelines.bylines import LABEL_ONLY, own_names
from pipelines.counters import EMPTY_COUNTERS
from pipelines.datelines import cut
from pipelines.dates import EMPTY_LABEL
from pipelines.names import NO_NAME, is_likely_name

TRIM = " :,|•·●▪►;/–—-"
SECTION_LABEL = re.compile(
    r"^(?:рубрики|рубрика|категория|категории|раздел|рубрика записи|post category|айдары?|бөлімі?|бөлімдер|санат(?:ы|"
    r"тар)?|тақырыбы?|categor(?:y|ies)|section|in|в|ішінде|айдарында|санатында|posted in|опубликовано в)\s*:\s*",
    re.IGNORECASE,
)
TAG_LABEL = re.compile(
    r"^(?:тақырыптар|теги|метки|тегтер|тэги|тег|ключевые слова|кілт сөздер|tags?|keywords)\s*:\s*", re.IGNORECASE
)
LABEL_BEFORE = re.compile(
    r"(?:\bв\s+)?(?:айдары?|рубрик[аие]|категори[яи]|бөлімі?|раздел|автор\w*)\s*:?$", re.IGNORECASE
)
RUBRIC = re.compile(r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]{1,20}(?:[\s-](?:и|мен|және)?\s?[а-яёәғқңөұүһі]{3,20}){0,3}")
LONGEST_PIECE = 140


TRAIL = re.compile(r"\s*(?:[/›>→|]|(?<!\w)»|::)\s*")
TRAIL_BEGINS = frozenset({"басты бет", "бас бет", "главная", "home", "жаңалықтар", "новости", "news"})
"""What a printed way to the article begins with: «Новости / Промышленность»."""


def rubric_alone(text: str, printed: Printed) -> str | None:
    """Return the line right above the title where it is a rubric, or the last step of a way that leads to it.

    A word or two that are no name, no place, no paper.
    """
    first, *steps = TRAIL.split(text)
    if steps and first.lower() in TRAIL_BEGINS:
        text = steps[-1]
    if not RUBRIC.fullmatch(text) or NO_NAME.search(text) or _is_label(text) or text.lower() in own_names(printed):
        return None
    return None if is_likely_name(text) or cut(text) else text


def section_beside(cells: list[PrintedCell]) -> str | None:
    """Return the rubric that stands beside a date in the same line: a word or two that are no name and no place."""
    if not any(cut(cell.text) for cell in cells):
        return None
    words = (
        cell.text
        for cell in cells
        if not cell.says and RUBRIC.fullmatch(cell.text) and not NO_NAME.search(cell.text) and not cut(cell.text)
    )
    return next((text for text in words if not is_likely_name(text) and not _is_label(text)), None)


def _is_label(text: str) -> bool:
    """Tell whether *text* is the label of a value that stands in the next cell."""
    labels = (LABEL_ONLY, *EMPTY_COUNTERS.values(), EMPTY_LABEL)
    named = SECTION_LABEL.fullmatch(f"{text}:") or TAG_LABEL.fullmatch(f"{text}:")
    return named is not None or any(label.fullmatch(text) for label in labels)


def label_at_end(text: str) -> tuple[str, bool]:
    """Return what stands before the label of a section at the end of *text*, and whether one stands there."""
    match = LABEL_BEFORE.search(text)
    return (text[: match.start()].strip(TRIM), True) if match else (text, False)


def says_in_words(article: Article, text: str, following: str) -> bool:
    """Read a section or keywords with their label; the value may stand in the next cell."""
    for label, into in ((SECTION_LABEL, "section"), (TAG_LABEL, "tags")):
        match = label.match(text if ":" in text else f"{text}:") if len(text) <= LONGEST_PIECE else None
        if not match:
            continue
        value = text[match.end() :].strip() or following
        if ":" not in text and not following:
            return False
        if into == "section":
            article.section = article.section or value or None
        else:
            article.tags.extend(
                tag for tag in (part.strip(" #") for part in value.split(",")) if tag and tag not in article.tags
            )
        return True
    return False
