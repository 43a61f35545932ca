"""A counter over time as a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.moments import read_moment

WIDTH, HEIGHT = 240, 48
"""The drawing in its own units."""
FEWEST = 2
"""Observations that make a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How often something was seen, over time, from nought upwards."""

    points: str
    """For the attribute `points` of an SVG `polyline`."""
    first: int
    last: int
    since: str
    """When it was first observed, UTC."""
    until: str
    width: int = WIDTH
    height: int = HEIGHT


def line_of(observed: Sequence[tuple[str, int]]) -> Line | None:
    """Return what was *observed*, the earliest first, as a line; None where it was once, or at one moment.

    >>> line_of([("2026-03-30T00:00:00Z", 0), ("2026-03-30T12:00:00Z", 50), ("2026-03-31T00:00:00Z", 100)]).points
    '0,47 120,24 240,1'
    """
    if len(observed) < FEWEST:
        return None
    moments = [read_moment(at).timestamp() for at, _ in observed]
    span, most = moments[-1] - moments[0], max(count for _, count in observed)
    if not span or not most:
        return None
    points = [
        f"{round(WIDTH * (moment - moments[0]) / span)},{round(HEIGHT - 1 - (HEIGHT - 2) * count / most)}"
        for moment, (_, count) in zip(moments, observed, strict=True)
    ]
    return Line(
        points=" ".join(points),
        first=observed[0][1],
        last=observed[-1][1],
        since=observed[0][0],
        until=observed[-1][0],
    )
