"""What differs between two texts of an article, paragraph by paragraph and word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_WORDS = 2_000
"""Words of a paragraph up to which single words are compared; the effort grows with their square."""
MOST_PARAGRAPHS = 1_000
WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of words that stayed, went or came."""

    text: str
    fate: str
    """same, removed or added."""


Paragraph = tuple[Run, ...]


def changed_paragraphs(before: Sequence[str], after: Sequence[str]) -> list[Paragraph]:
    """Return the paragraphs that are not the same in both texts, with what went and what came.

    >>> changed_paragraphs(["Су 5 метрге көтерілді.", "Жол жабық."], ["Су 6 метрге көтерілді.", "Жол жабық."])[0][1:3]
    (Run(text='5', fate='removed'), Run(text='6', fate='added'))
    """
    if max(len(before), len(after)) > MOST_PARAGRAPHS:
        return [_one_fate("\n\n".join(before), "removed"), _one_fate("\n\n".join(after), "added")]
    changed: list[Paragraph] = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        pairs = min(i2 - i1, j2 - j1)
        changed += [_compared(old, new) for old, new in zip(before[i1:i2], after[j1:j2], strict=False)]
        changed += [_one_fate(old, "removed") for old in before[i1 + pairs : i2]]
        changed += [_one_fate(new, "added") for new in after[j1 + pairs : j2]]
    return changed


def _one_fate(text: str, fate: str) -> Paragraph:
    return (Run(text=text, fate=fate),)


def _compared(old: str, new: str) -> Paragraph:
    old_words, new_words = WORDS.findall(old), WORDS.findall(new)
    if max(len(old_words), len(new_words)) > MOST_WORDS:
        return (*_one_fate(old, "removed"), *_one_fate(new, "added"))
    return tuple(_runs(old_words, new_words))


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield Run(text="".join(old[i1:i2]), fate="same")
            continue
        if i2 > i1:
            yield Run(text="".join(old[i1:i2]), fate="removed")
        if j2 > j1:
            yield Run(text="".join(new[j1:j2]), fate="added")
