"""Whether crawls come to their end, and whether the disk holds what they will bring."""

from collections.abc import Sequence

from archive.faults import Exit
from crawlers.health.verdicts import DISK, FAILING, Verdict

SEVERAL = 3
"""Visits in a row that fail before it is said."""
FAILED = frozenset({Exit.FAULT, Exit.DISK, Exit.UNFINISHED})
GIGABYTE = 1_000_000_000


def judge_ends(ends: Sequence[tuple[Exit, str]]) -> Verdict:
    """Return whether the last visits, the newest first, came to their end; what stopped by a signal says nothing.

    >>> down = (Exit.FAULT, "nothing could be fetched")
    >>> judge_ends([down, down, down]).text
    'the last 3 visits failed: nothing could be fetched'
    >>> judge_ends([down, down, (Exit.FINISHED, "")]).text is None
    True
    """
    failed = 0
    for code, _ in ends:
        if code not in FAILED:
            break
        failed += 1
    if failed < SEVERAL:
        return Verdict(code=FAILING)
    return Verdict(code=FAILING, text=f"the last {failed} visits failed: {ends[0][1]}", essence=str(int(ends[0][0])))


def judge_disk(free: int, a_week: int, min_free: int, fault: str | None) -> Verdict:
    """Return whether *free* bytes hold what a week brings and what is to stay free; a *fault* says that they do not.

    >>> judge_disk(500_000_000, 900_000_000, 100_000_000, None).text
    '0.5 GB are free; a week brings 0.9 GB, and 0.1 GB are to stay free'
    """
    if fault is None and free >= a_week + min_free:
        return Verdict(code=DISK)
    free_now, brings, stays = (f"{size / GIGABYTE:.1f} GB" for size in (free, a_week, min_free))
    text = fault or f"{free_now} are free; a week brings {brings}, and {stays} are to stay free"
    return Verdict(code=DISK, text=text, essence="full" if fault else "soon")
