"""How long a paper is left alone that could not be visited to the end: pure functions."""

from datetime import timedelta

from archive.faults import Exit

BUSY = timedelta(minutes=5)
"""Another process has the paper or the database: nobody's fault, and over soon."""
PASSING = timedelta(minutes=2)
"""The first pause after a visit that broke off; each further one is twice as long."""
FAULT = timedelta(minutes=10)
"""The first pause after a fault that somebody has to mend."""
LONGEST_PASSING = timedelta(hours=2)
LONGEST = timedelta(days=1)


def pause_after(end: int, failures: int) -> timedelta:
    """Return how long to wait after a visit that ended with exit code *end*, the last of *failures* in a row.

    >>> [str(pause_after(Exit.FAULT, failures)) for failures in (1, 2, 3, 20)]
    ['0:10:00', '0:20:00', '0:40:00', '1 day, 0:00:00']
    >>> str(pause_after(Exit.UNFINISHED, 1)), str(pause_after(Exit.BUSY, 7))
    ('0:02:00', '0:05:00')
    """
    if end == Exit.BUSY:
        return BUSY
    first, longest = (PASSING, LONGEST_PASSING) if end == Exit.UNFINISHED else (FAULT, LONGEST)
    doublings = min(max(failures, 1) - 1, 20)
    doubled: timedelta = first * 2**doublings
    return min(doubled, longest)


def failures_after(end: int, failures: int) -> int:
    """Return how many visits in a row have failed after one that ended with *end*, when *failures* had before it.

    >>> failures_after(Exit.FINISHED, 4), failures_after(Exit.BUSY, 4), failures_after(Exit.FAULT, 4)
    (0, 4, 5)
    """
    if end == Exit.FINISHED:
        return 0
    return failures if end == Exit.BUSY else failures + 1
