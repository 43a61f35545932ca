"""What the watch tells a child process to do, and what that tells the watch: a line of JSON each."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from crawlers.schedule.clock import Clock

LINES_SHOWN = 20
"""Warnings of one visit that are passed on; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a child is to do."""

    folder: Path
    clock: Clock
    site: str = ""
    module: str = ""
    """Where the paper's class was when it was last looked for."""
    min_free: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How far a visit is, or was when it ended."""

    requests: int = 0
    responses: int = 0
    waiting: int = 0
    """Requests that are still to be made, as far as is known."""
    changes: dict[str, int] = field(default_factory=dict)
    kilobytes: int = 0


@dataclass(slots=True, kw_only=True)
class Told:
    """All that a visit has told so far."""

    exit: int | None = None
    """The exit code that `aimaq crawl` would have had; None where the process ended without a word."""
    why: str | None = None
    """What was wrong, in a line."""
    reason: str = ""
    """How Scrapy calls the end."""
    counts: Counts = field(default_factory=Counts)
    facts: list[str] = field(default_factory=list)
    """Facts of papers, written down."""
    lines: int = 0
    """Warnings that it had to say."""

    def take(self, line: bytes) -> str | None:
        """Take in what *line* tells; return a warning that is to be shown."""
        told: dict[str, Any] = json.loads(line)
        if "counts" in told:
            self.counts = Counts(**told["counts"])
        if "facts" in told:
            self.facts.append(told["facts"])
        if "exit" in told:
            self.exit, self.why, self.reason = told["exit"], told.get("why"), told.get("reason", "")
        if "line" not in told:
            return None
        self.lines += 1
        return str(told["line"]) if self.lines <= LINES_SHOWN else None


def written_counts(counts: Counts) -> dict[str, Any]:
    """Return *counts* as a message says them."""
    return {"counts": asdict(counts)}
