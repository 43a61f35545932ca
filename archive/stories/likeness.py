"""How alike two texts are, counted in their runs of three words, and marks by which texts alike are found.

The marks are a MinHash (Broder, 1997): of two texts that have the share s of their runs in common, each mark is equal
with probability s. They only find candidates; what is put on record was counted in the texts.
"""

import re
import struct
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import eq

from rensa import RMinHash

RUN = 3
"""Words in a run."""
FEWEST = 8
"""Runs below which a text is too short to tell whether it is another's."""
MARKS, BAND = 48, 2
"""Marks of a text, and marks of a band; texts are candidates where a band is equal."""
FEWEST_EQUAL = 4
"""Equal marks below which two candidates are not compared: texts alike have as few once in three hundred times."""
FEWEST_EQUAL_OF_ONE_PAPER = 20
"""The same for two texts of one paper, of which `OF_EACH` asks for two thirds of all runs in common, 32 equal marks."""
OF_SMALLER = 0.5
"""Share of the runs of the shorter of two texts that stand in the longer one, from which they are one text."""
OF_BOTH = 0.25
"""Share of the runs of both that they have in common: a brief in a survey of the week does not make them one text."""
OF_EACH = 0.8
"""Share of the runs of each of two texts of one paper: forms that it fills in every day are not one text."""
SEED = 1
WORD = re.compile(r"\w+")
_PACKED = struct.Struct(f"<{MARKS}I")
_BAND = struct.Struct("<q")


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What two texts have in common."""

    common: int
    """Runs of three words that stand in both."""
    mine: int
    """Runs of the one."""
    other: int
    """Runs of the other."""

    @property
    def of_mine(self) -> float:
        """Share of the one that stands in the other as well."""
        return self.common / self.mine

    @property
    def of_other(self) -> float:
        """Share of the other that stands in the one as well."""
        return self.common / self.other

    def is_one_text(self, *, of_one_paper: bool) -> bool:
        """Tell whether both are one text, more or less changed; *of_one_paper* asks for more."""
        if of_one_paper:
            return min(self.of_mine, self.of_other) >= OF_EACH
        of_both = self.common / (self.mine + self.other - self.common)
        return max(self.of_mine, self.of_other) >= OF_SMALLER and of_both >= OF_BOTH


def runs(text: str) -> frozenset[str]:
    """Return the runs of three words in *text*, in small letters; none of a text too short to compare.

    >>> sorted(runs("Су деңгейі көтерілді. Жол жабық, көпір де жабық; тұрғындар көшірілді."))[:2]
    ['де жабық тұрғындар', 'деңгейі көтерілді жол']
    """
    words = WORD.findall(unicodedata.normalize("NFC", text).lower())
    found = frozenset(map(" ".join, zip(words, words[1:], words[2:], strict=False)))
    return found if len(found) >= FEWEST else frozenset()


def likeness(mine: frozenset[str], other: frozenset[str]) -> Likeness:
    """Return what two texts have in common that are long enough to compare."""
    return Likeness(common=len(mine & other), mine=len(mine), other=len(other))


def marks_of(text_runs: frozenset[str]) -> bytes:
    """Return the marks of a text with these runs, the same in whatever order they come."""
    minima = RMinHash(num_perm=MARKS, seed=SEED)
    minima.update(list(text_runs))
    return _PACKED.pack(*minima.digest())


def bands_of(marks: bytes) -> Iterator[int]:
    """Yield the bands of *marks* as whole numbers that SQLite can hold, each with its place, so that others differ."""
    for place in range(0, MARKS, BAND):
        (band,) = _BAND.unpack_from(marks, place * 4)
        yield band ^ (place << 56)


def may_be_one_text(one: bytes, other: bytes, *, of_one_paper: bool) -> bool:
    """Tell whether two texts have marks enough in common to be compared; less once in three hundred times."""
    mine: Sequence[int] = _PACKED.unpack(one)
    equal: int = sum(map(eq, mine, _PACKED.unpack(other)))
    return equal >= (FEWEST_EQUAL_OF_ONE_PAPER if of_one_paper else FEWEST_EQUAL)
