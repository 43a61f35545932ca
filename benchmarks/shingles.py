r"""How well an extracted text matches the true one: the measure of the article-extraction-benchmark.

That benchmark (its `evaluate.py`, `string_shingle_matching`) cuts both texts into words (`\w+`, case kept) and counts
runs of four words, repeated ones as often as they occur. What both texts hold, what only the extracted one and what
only the true one holds are divided by their sum, so that a long page weighs no more than a short one. Precision is
averaged over the pages with an extracted text, recall over the pages with a true one, and F1 is taken of these two
averages.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

WORD = re.compile(r"\w+")
RUN = 4
"""Words in a shingle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What two texts have in common, in shares of everything that stands in either."""

    common: float
    surplus: float
    """What only the extracted text holds."""
    lost: float
    """What only the true text holds."""

    @property
    def precision(self) -> float | None:
        """Share of the extracted text that is true; None where nothing was extracted."""
        extracted = self.common + self.surplus
        return self.common / extracted if extracted else None

    @property
    def recall(self) -> float | None:
        """Share of the true text that was extracted; None where there is none to extract."""
        true = self.common + self.lost
        return self.common / true if true else None

    @property
    def f1(self) -> float:
        """F1 of this page alone: harmonic mean of precision and recall, nought where one is missing."""
        return _harmonic_mean(self.precision or 0.0, self.recall or 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How well a set of texts matches."""

    precision: float
    recall: float
    f1: float
    pages: int


def match(true: str, extracted: str) -> Match:
    """Return how *extracted* matches *true*.

    >>> match("one two three four five", "two three four five six")
    Match(common=0.3333333333333333, surplus=0.3333333333333333, lost=0.3333333333333333)
    """
    wanted, found = _shingles(true), _shingles(extracted)
    common, surplus, lost = (counts.total() for counts in (wanted & found, found - wanted, wanted - found))
    everything = (common + surplus + lost) or 1
    return Match(common=common / everything, surplus=surplus / everything, lost=lost / everything)


def score(matches: Iterable[Match]) -> Score:
    """Return the averages over *matches* as the benchmark takes them."""
    every = list(matches)
    precisions = [one.precision for one in every if one.precision is not None]
    recalls = [one.recall for one in every if one.recall is not None]
    precision = fmean(precisions) if precisions else 0.0
    recall = fmean(recalls) if recalls else 0.0
    return Score(precision=precision, recall=recall, f1=_harmonic_mean(precision, recall), pages=len(every))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of four words in *text*; of a shorter text the whole of it."""
    words = WORD.findall(text)
    if not words:
        return Counter()
    return Counter(tuple(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1)))


def _harmonic_mean(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0
