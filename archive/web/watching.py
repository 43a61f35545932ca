"""The page that tells how the papers are: what is wrong, what came of late, what it cost, the last visits."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection, OperationalError
from typing import Any

from archive.alerts import Alert
from archive.health import Operations, PaperHealth, last_crawls, papers_health, read_operations
from archive.web.answers import fault, page
from archive.web.host import DATABASE, Datasette, Request, ask, require_leave
from archive.web.reading import Paper, papers

CRAWLS_SHOWN = 20
BAR, HEIGHT = 6, 36
"""Width of a day in a chart, and height of the whole, in its own units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One day of a chart."""

    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Counts by day, today last, as bars."""

    bars: tuple[Bar, ...]
    total: int
    most: int

    @property
    def width(self) -> int:
        """Width of the whole."""
        return BAR * len(self.bars)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """What the page shows."""

    health: list[PaperHealth]
    papers: dict[str, Paper]
    alerts: list[Alert]
    crawls: list[dict[str, object]]


async def status_page(datasette: Datasette, request: Request) -> Any:  # noqa: ANN401 - Datasette's Response has no types
    """Return the page; alerts are there where the crawler's own file lies beside the archive, as in its folder."""
    await require_leave(datasette, request)
    folder = Path(datasette.databases[DATABASE].path or "").parent
    operations = await asyncio.to_thread(read_operations, folder)
    try:
        board = await ask(datasette, lambda connection: _board(connection, operations))
    except OperationalError as error:
        if error.args != ("interrupted",):
            raise
        return await fault(datasette, request, "slow_doubts", 503)
    return await page(datasette, request, "status.html", {"board": board, "chart_of": chart_of})


def chart_of(counts: tuple[int, ...]) -> Chart | None:
    """Return *counts* by day as a chart; None where there is nothing to show. A day with anything has a bar.

    >>> chart_of((0, 1000, 1)).bars[1:]
    (Bar(x=6, y=0, height=36), Bar(x=12, y=35, height=1))
    >>> chart_of((0, 0)) is None
    True
    """
    most = max(counts, default=0)
    if not most:
        return None
    heights = [max(round(HEIGHT * count / most), 1) if count else 0 for count in counts]
    bars = tuple(Bar(x=BAR * n, y=HEIGHT - height, height=height) for n, height in enumerate(heights))
    return Chart(bars=bars, total=sum(counts), most=most)


def _board(connection: Connection, operations: Operations) -> Board:
    return Board(
        health=papers_health(connection, operations, datetime.now(UTC)),
        papers=papers(connection),
        alerts=operations.alerts,
        crawls=last_crawls(connection, CRAWLS_SHOWN),
    )
