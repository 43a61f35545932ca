"""The keys of a Russian word: the dictionary forms that pymorphy3 knows for it, without readings hardly ever meant."""

from collections import defaultdict
from functools import cache
from typing import Protocol


class _Tag(Protocol):
    POS: str | None
    """The part of speech, as OpenCorpora names it; None for numbers, Latin letters and signs."""


class _Parse(Protocol):
    normal_form: str
    score: float
    """How likely the reading is, as OpenCorpora counts them, from 0 to 1."""

    tag: _Tag


LEAST = 0.01
"""Likelihood below which a reading is left out: «для» is no form of «длить» that anybody looks for."""

LEAST_BESIDE_FUNCTION = 0.3
"""The same for a word that is most likely a function word: who asks for «что» does not ask for «чем»."""

FUNCTION = {"PREP", "CONJ", "PRCL", "NPRO"}
"""OpenCorpora's prepositions, conjunctions, particles and pronouns."""


class _Analyzer(Protocol):
    def parse(self, word: str) -> list[_Parse]: ...

    def word_is_known(self, word: str) -> bool: ...


def keys(word: str) -> tuple[str, ...]:
    """Return the dictionary forms of *word*, in small Cyrillic letters, the likeliest reading first; ё is е.

    >>> keys("шёл"), keys("людей"), keys("стали"), keys("чем")
    (('идти',), ('человек',), ('стать', 'сталь'), ('чем',))
    """
    parses = _analyzer().parse(word)
    likely: dict[str, float] = defaultdict(float)
    for parse in parses:
        likely[parse.normal_form.replace("ё", "е")] += parse.score
    least = LEAST_BESIDE_FUNCTION if parses[0].tag.POS in FUNCTION else LEAST
    return tuple(form for form, score in likely.items() if score >= least) or (parses[0].normal_form.replace("ё", "е"),)


def is_known(word: str) -> bool:
    """Tell whether the dictionaries hold *word*, rather than words that end like it.

    >>> is_known("городе"), is_known("астанада")
    (True, False)
    """
    return _analyzer().word_is_known(word)


@cache
def _analyzer() -> _Analyzer:
    """Return pymorphy3 with its dictionaries, which take a moment and 50 MB, and so are loaded when first needed."""
    from pymorphy3 import MorphAnalyzer  # noqa: PLC0415 - see above

    analyzer: _Analyzer = MorphAnalyzer(lang="ru")
    return analyzer
