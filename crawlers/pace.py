"""How fast a crawl advances, and when it will be through, where that can be told."""

from collections import deque
from dataclasses import dataclass, field

WINDOW = 60.0
"""Seconds that the rate is told of."""
TELLING = 10.0
"""Seconds from which on the rate tells when a crawl will be through."""
STABLE = 0.1
"""How many new pages may be found for each that came, so that their number is taken for known."""


@dataclass(slots=True)
class Pace:
    """The pages that came in the last minute."""

    _seen: deque[tuple[float, int, int]] = field(default_factory=deque)

    def see(self, now: float, came: int, known: int) -> None:
        """Note that *came* of *known* pages are here *now*, in seconds of a clock that only goes on."""
        if not self._seen or now - self._seen[-1][0] >= 1:
            self._seen.append((now, came, known))
        while self._seen[-1][0] - self._seen[0][0] > WINDOW:
            self._seen.popleft()

    def a_minute(self, now: float, came: int) -> float | None:
        """Return how many pages come in a minute; None before anything can be told.

        >>> pace = Pace()
        >>> for second in range(30): pace.see(second, second // 2, 100)
        >>> pace.a_minute(30, 15), pace.seconds_left(30, 15, 100)
        (30.0, 170.0)
        """
        if not self._seen or now - self._seen[0][0] < 1:
            return None
        return (came - self._seen[0][1]) * 60 / (now - self._seen[0][0])

    def seconds_left(self, now: float, came: int, known: int) -> float | None:
        """Return in how many seconds all pages will be here; None while more and more are found.

        >>> pace = Pace()
        >>> for second in range(30): pace.see(second, second, 20 * second)
        >>> pace.seconds_left(30, 30, 600) is None
        True
        """
        rate = self.a_minute(now, came)
        if not rate or now - self._seen[0][0] < TELLING:
            return None
        _, came_then, known_then = self._seen[0]
        if known - known_then > STABLE * (came - came_then):
            return None
        return max(known - came, 0) * 60 / rate
