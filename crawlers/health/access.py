"""Whether a paper lets us in: refusals, challenges, certificates, and what its robots.txt says."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from difflib import ndiff

from archive.moments import read_moment
from crawlers.health.counts import NONE, REFUSED, Counts
from crawlers.health.verdicts import BLOCKED, CERTIFICATE, ROBOTS, Verdict
from crawlers.kinds import ARTICLE, LIST

FEW, SHARE = 2, 0.2
"""Articles that keep us out, and their share, from which on the paper does; single ones are closed to all."""
NEWS_OF_ROBOTS = timedelta(days=7)
"""How long a changed robots.txt is news."""
LINES_SHOWN = 4


def judge_access(counts: Counts) -> Verdict | None:
    """Return whether the paper keeps us out; None where nothing was answered."""
    asked = sum(n for how, n in counts.requests_by[ARTICLE].items() if how not in {NONE, REFUSED})
    if not counts.total(NONE, REFUSED):
        return None
    lists, articles = counts.barriers[LIST], counts.barriers[ARTICLE]
    if not lists and (len(articles) < FEW or len(articles) < SHARE * asked):
        return Verdict(code=BLOCKED)
    barriers = [*lists, *articles]
    kinds = sorted({one.what for one in barriers})
    first = barriers[0]
    how = f"answers {first.what}" if first.what.isdecimal() else f"shows the challenge of {first.what}"
    if first.what == "a captcha":
        how = "shows a captcha"
    pages = "1 page keeps" if len(barriers) == 1 else f"{len(barriers)} pages keep"
    return Verdict(
        code=BLOCKED,
        text=f"{pages} programs out; {first.url} {how}",
        essence=" ".join(kinds),
        capture=first.capture,
    )


def judge_certificate(counts: Counts) -> Verdict | None:
    """Return whether the paper's certificate is good; None where nothing came over TLS and nothing failed for it."""
    if counts.certificate:
        return Verdict(code=CERTIFICATE, text=f"TLS fails: {counts.certificate}", essence=counts.certificate)
    return Verdict(code=CERTIFICATE) if counts.secure else None


def judge_robots(operations: sqlite3.Connection, origins: frozenset[str], now: datetime) -> Iterator[Verdict]:
    """Yield, for each of *origins*, whether its robots.txt changed within a week, as the table `robots` tells."""
    columns = {row[1] for row in operations.execute("pragma table_info(robots)")}
    if not columns >= {"origin", "changed_at", "text", "previous"}:
        return
    for origin, changed_at, text, previous in operations.execute(
        "select origin, changed_at, text, previous from robots where previous is not null and changed_at is not null"
    ):
        if origin not in origins:
            continue
        if now - read_moment(changed_at) > NEWS_OF_ROBOTS:
            yield Verdict(code=ROBOTS, subject=origin)
            continue
        said = f"{origin}/robots.txt changed: {'; '.join(_changed(previous, text or '')) or 'comments alone'}"
        yield Verdict(code=ROBOTS, subject=origin, text=said, essence=changed_at)


def _changed(before: str, after: str) -> list[str]:
    r"""Return the first lines that came or went, comments left out.

    >>> _changed("User-agent: *\nDisallow:\n", "User-agent: *\nDisallow: /kk/\n# new\n")
    ['-Disallow:', '+Disallow: /kk/']
    """
    lines = [line for line in ndiff(before.splitlines(), after.splitlines()) if line[:2] in {"+ ", "- "}]
    rules = [line[0] + line[2:].strip() for line in lines if line[2:].strip() and not line[2:].lstrip().startswith("#")]
    return rules[:LINES_SHOWN]
