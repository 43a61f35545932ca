"""How long a host is left alone that says it has too much to do."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_BACKOFF_SECONDS = 300.0
SHORTEST_BACKOFF_SECONDS = 0.25
LONGEST_REMEMBERED_SECONDS = 30 * 86_400.0
"""The longest rest that is kept: what asks for more is taken for a mistake."""
DELAYS = 4
"""How many times the usual pause the first backoff is."""
JITTER = 0.25


def retry_after(header: str | None, now: datetime) -> float | None:
    """Return how many seconds a Retry-After header asks for, in either form; None where it asks for nothing readable.

    RFC 9110, 10.2.3: a number of seconds, or an HTTP-date.

    >>> retry_after("120", datetime(2026, 1, 21, tzinfo=UTC))
    120.0
    >>> retry_after("Wed, 21 Jan 2026 00:00:30 GMT", datetime(2026, 1, 21, tzinfo=UTC))
    30.0
    >>> retry_after("soon", datetime(2026, 1, 21, tzinfo=UTC))
    """
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        seconds = float(text[:12])
    else:
        try:
            at = parsedate_to_datetime(text)
        except ValueError:
            return None
        seconds = (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds()
    return min(max(seconds, 0.0), LONGEST_REMEMBERED_SECONDS)


def backoff(troubles: int, delay: float, chance: Callable[[], float] = random.random) -> float:
    """Return how long to wait after the *troubles*-th answer in a row that says nothing: doubled each time, bounded.

    A little is added by *chance* (0 to 1), so that several crawlers do not come back together.

    >>> [backoff(number, 1.0, lambda: 0.0) for number in (1, 2, 3, 20)]
    [4.0, 8.0, 16.0, 300.0]
    """
    first = max(SHORTEST_BACKOFF_SECONDS, DELAYS * delay)
    return min(first * 2.0 ** min(troubles - 1, 30), LONGEST_BACKOFF_SECONDS) * (1 + JITTER * chance())
