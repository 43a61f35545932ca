"""What a watch does, as it is shown and told: papers and their state, visits begun and ended."""

from dataclasses import dataclass, field
from datetime import datetime

from crawlers.schedule.messages import Counts


@dataclass(slots=True, kw_only=True)
class State:
    """One paper as the watch sees it; moments are real ones."""

    name: str
    failures: int = 0
    next_at: datetime | None = None
    due_since: datetime | None = None
    """Since when it has been waiting for a place; None where it is not due."""
    begun_at: datetime | None = None
    """When the visit began that runs; None where none does."""
    ended_at: datetime | None = None
    exit: int | None = None
    why: str | None = None
    counts: Counts = field(default_factory=Counts)
    """Of the visit that runs, else of the last one."""
    visits: int = 0
    lasts_long: bool = False
    """Whether the last visit lasted longer than a visit may while others wait."""
    late: float = 0.0
    """Seconds from the moment it was due to the beginning of its last visit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a visit ended."""

    exit: int
    why: str | None
    reason: str
    seconds: float
    counts: Counts
    made_room: bool
    """Whether it was asked to end because others waited."""
