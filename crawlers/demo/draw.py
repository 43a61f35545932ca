"""Chance that falls alike on every machine: draws from the digests of a seed."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

Choice = TypeVar("Choice")


class Draw:
    """Draws from a row of numbers that its seed alone decides, whatever the machine or the release of Python.

    >>> draw = Draw("steppe")
    >>> [draw.below(100) for _ in range(3)], Draw("steppe").below(100)
    ([87, 6, 12], 87)
    """

    def __init__(self, seed: str) -> None:
        """Begin the row of numbers that belongs to *seed*."""
        self._seed = seed
        self._drawn = 0

    def below(self, limit: int) -> int:
        """Return a whole number from 0 up to, not including, *limit*."""
        self._drawn += 1
        digest = hashlib.blake2b(f"{self._seed} {self._drawn}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") * limit >> 64

    def between(self, low: int, high: int) -> int:
        """Return a whole number from *low* to *high*, both included."""
        return low + self.below(high - low + 1)

    def pick(self, choices: Sequence[Choice]) -> Choice:
        """Return one of *choices*."""
        return choices[self.below(len(choices))]

    def happens(self, percent: int) -> bool:
        """Return true in *percent* of a hundred draws."""
        return self.below(100) < percent

    def digits(self, length: int) -> str:
        """Return *length* hexadecimal digits."""
        return "".join(self.pick("0123456789abcdef") for _ in range(length))
