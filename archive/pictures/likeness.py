"""Pictures that look the same under other names, sizes or qualities."""

import sqlite3
from dataclasses import dataclass

MOST_BITS = 8
"""Bits of 128 in which the likenesses of two copies of one picture may differ."""
MOST_STRETCH = 0.04
"""How much the proportions of two copies may differ."""
MOST_FOUND = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A picture that looks like another."""

    digest: str
    bits: int
    """Bits in which the two differ, of 128."""


def alike(connection: sqlite3.Connection, digest: str) -> list[Alike]:
    """Return the pictures that look like the picture *digest*, the most alike first; none for one without likeness."""
    row = connection.execute("select phash, width, height from images where digest = ?", (digest,)).fetchone()
    if row is None or row[0] is None:
        return []
    likeness, proportion = int(row[0], 16), _proportion(row[1], row[2])
    found = []
    others = "select digest, phash, width, height from images where phash is not null and digest <> ?"
    for other, phash, width, height in connection.execute(others, (digest,)):
        bits = (likeness ^ int(phash, 16)).bit_count()
        if bits <= MOST_BITS and abs(_proportion(width, height) - proportion) <= MOST_STRETCH * proportion:
            found.append(Alike(digest=other, bits=bits))
    return sorted(found, key=lambda one: (one.bits, one.digest))[:MOST_FOUND]


def _proportion(width: int | None, height: int | None) -> float:
    return width / height if width and height else 1.0
