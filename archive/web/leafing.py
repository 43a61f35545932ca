"""Pages of a list whose length nobody counts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One page of a list."""

    number: int
    """From 1."""
    size: int
    """Entries of a page."""
    has_more: bool = False
    """Whether there is a page after it."""

    @property
    def offset(self) -> int:
        """Entries before this page."""
        return (self.number - 1) * self.size
