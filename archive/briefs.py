"""An article in short, as every list of articles needs it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """An article in short."""

    id: str
    url: str
    site: str
    title: str | None
    language: str | None
    script: str | None
    published_at: str | None
    """UTC, ISO 8601; None where no date is printed."""
    published_precision: str | None
    state: str


NAMES = tuple(field.name for field in fields(Brief))
COLUMNS = ", ".join(f"a.{name}" for name in NAMES)
"""Columns of `articles a` that make a Brief, in order."""


def brief_from(row: Sequence[str | None]) -> Brief:
    """Return the article whose `COLUMNS` *row* begins with."""
    return Brief(**dict(zip(NAMES, row, strict=False)))  # type: ignore[arg-type] # rows have no types
