"""What differs between two texts of an article, paragraph by paragraph and word by word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MOST_PARAGRAPHS = 1_000
"""Paragraphs of a text up to which they are compared one by one."""
MOST_PAIRS = 10_000
"""Pairs of changed paragraphs up to which the ones most alike are found."""
MOST_EFFORT = 60_000
"""Pairs of equal words in two paragraphs up to which words are compared: the effort grows with them."""
ALIKE = 0.3
"""Share of words that two paragraphs must have in common to be one, changed."""
WORDS = re.compile(r"\S+\s*|\s+")

Fate = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of words that stayed, went or came."""

    text: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of both texts, or of one of them."""

    runs: tuple[Run, ...]
    """All its words, what went before what came in its place."""

    @property
    def is_changed(self) -> bool:
        """Whether anything of it went or came."""
        return any(run.fate != "same" for run in self.runs)

    @property
    def old(self) -> tuple[Run, ...]:
        """What the text before prints of it."""
        return tuple(run for run in self.runs if run.fate != "added")

    @property
    def new(self) -> tuple[Run, ...]:
        """What the text after prints of it."""
        return tuple(run for run in self.runs if run.fate != "removed")


def compared(before: Sequence[str], after: Sequence[str]) -> list[Paragraph]:
    """Return the paragraphs of both texts in order, with what went and what came.

    >>> compared(["Су 5 метрге көтерілді.", "Жол жабық."], ["Су 6 метрге көтерілді.", "Жол жабық."])[0].runs[1:3]
    (Run(text='5 ', fate='removed'), Run(text='6 ', fate='added'))
    """
    if max(len(before), len(after)) > MOST_PARAGRAPHS:
        return [_whole("\n\n".join(before), "removed"), _whole("\n\n".join(after), "added")]
    paragraphs: list[Paragraph] = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            paragraphs += [_whole(text, "same") for text in before[i1:i2]]
        else:
            paragraphs += _aligned(before[i1:i2], after[j1:j2])
    return paragraphs


def changed_only(before: Sequence[str], after: Sequence[str]) -> list[Paragraph]:
    """Return the paragraphs that are not the same in both texts."""
    return [paragraph for paragraph in compared(before, after) if paragraph.is_changed]


def _whole(text: str, fate: Fate) -> Paragraph:
    return Paragraph((Run(text=text, fate=fate),))


def _aligned(before: Sequence[str], after: Sequence[str]) -> Iterator[Paragraph]:
    """Yield changed paragraphs, those most alike as one, in the order of both texts."""
    i = j = 0
    for a, b in [*_pairs(before, after), (len(before), len(after))]:
        yield from (_whole(text, "removed") for text in before[i:a])
        yield from (_whole(text, "added") for text in after[j:b])
        if a < len(before):
            yield _by_words(before[a], after[b])
        i, j = a + 1, b + 1


def _pairs(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Return which of *before* became which of *after*: the choice, in order, that has most words in common."""
    if len(before) * len(after) > MOST_PAIRS:
        return [(place, place) for place in range(min(len(before), len(after)))]
    likeness = [[_likeness(old, new) for new in map(_counted, after)] for old in map(_counted, before)]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            together = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    pairs, i, j = [], 0, 0
    while i < len(before) and j < len(after):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((i, j))
            i, j = i + 1, j + 1
    return pairs


def _counted(text: str) -> Counter[str]:
    return Counter(text.split())


def _likeness(old: Counter[str], new: Counter[str]) -> float:
    """Return which share of the words of both paragraphs, as often as they stand there, is common to them."""
    return 2 * (old & new).total() / max(1, old.total() + new.total())


def _by_words(old: str, new: str) -> Paragraph:
    old_words, new_words = WORDS.findall(old), WORDS.findall(new)
    old_keys, new_keys = [word.strip() for word in old_words], [word.strip() for word in new_words]
    counts = Counter(new_keys)
    if sum(counts[word] for word in old_keys) > MOST_EFFORT:
        return Paragraph((Run(text=old, fate="removed"), Run(text=new, fate="added")))
    runs: list[Run] = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old_keys, new_keys, autojunk=False).get_opcodes():
        if what == "equal":
            runs.append(Run(text="".join(new_words[j1:j2]), fate="same"))
            continue
        if i2 > i1:
            runs.append(Run(text="".join(old_words[i1:i2]), fate="removed"))
        if j2 > j1:
            runs.append(Run(text="".join(new_words[j1:j2]), fate="added"))
    return Paragraph(tuple(runs))
