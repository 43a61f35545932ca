"""Whether a paper publishes as it usually does, and as its site file promises."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from crawlers.health.past import WEEKS
from crawlers.health.usual import DAY, days_between, rhythm_of
from crawlers.health.verdicts import SILENT, TOO_MANY, Verdict

LONGER = 1.5
"""How many times the longest pause it must be for silence."""
WEEK = timedelta(days=7)
A_FEW = 4
"""Articles in three days below which fewer of them mean nothing."""
PROMISED_PAUSES = 3
"""How many times the pause that the promised number leaves between two articles it must be for silence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """What is known of a paper's publishing."""

    moments: Sequence[datetime]
    """When its articles were published, of the eight weeks up to the newest, in ascending order."""
    zone: ZoneInfo
    now: datetime
    watched_since: datetime | None
    """When it was visited first."""
    was_silent: bool = False
    """Whether an alert says so already, which then stays however long the silence is."""


def judge_silence(paper: Publishing, promised: tuple[float, float] | None) -> Verdict | None:
    """Return whether the paper is silent; None where no article has a date."""
    if not paper.moments:
        return None
    text = next((said for said in (_longer_than_usual(paper), _fewer_than_promised(paper, promised)) if said), None)
    return Verdict(code=SILENT, text=text, essence="silent" if text else "")


def judge_flood(paper: Publishing, promised: tuple[float, float] | None) -> Verdict | None:
    """Return whether more articles came on a day of the last week than are promised; None without a promise."""
    if promised is None:
        return None
    counts = _by_day(paper)
    today = paper.now.astimezone(paper.zone).date()
    floods = [(counts[day], day) for day in days_between(today - WEEK, today) if counts[day] > promised[1]]
    if not floods:
        return Verdict(code=TOO_MANY)
    most, day = max(floods)
    return Verdict(
        code=TOO_MANY, text=f"{most} articles are dated {day}, {promised[1]:g} a day are promised", essence="flood"
    )


def _longer_than_usual(paper: Publishing) -> str | None:
    rhythm = rhythm_of(paper.moments, paper.zone)
    silence = paper.now - paper.moments[-1]
    if rhythm is None or (silence > WEEKS and not paper.was_silent):
        return None
    usual = f"usually {rhythm.a_day:g} a day (±{rhythm.spread:g})"
    if silence > max(rhythm.longest_pause * LONGER, rhythm.longest_pause + DAY):
        pause = f"the longest pause before was {_duration(rhythm.longest_pause)}"
        return f"no new article for {_duration(silence)}, since {paper.moments[-1]:%Y-%m-%d}; {usual}, {pause}"
    return _fewer_than_ever(paper, usual)


def _fewer_than_ever(paper: Publishing, usual: str) -> str | None:
    """Return what is wrong where the last three whole days brought less than half of what any three did before."""
    today = paper.now.astimezone(paper.zone).date()
    earlier = [moment for moment in paper.moments if moment.astimezone(paper.zone).date() < today - 3 * DAY]
    before = rhythm_of(earlier, paper.zone)
    if before is None or before.least_in_three_days < A_FEW:
        return None
    late = sum(_by_day(paper)[day] for day in days_between(today - 3 * DAY, today - DAY))
    if not late or late * 2 >= before.least_in_three_days:  # none at all is a pause, of which enough is said
        return None
    return f"{late} articles in three days, {before.least_in_three_days} were the fewest before; {usual}"


def _fewer_than_promised(paper: Publishing, promised: tuple[float, float] | None) -> str | None:
    if promised is None or promised[0] <= 0:
        return None
    least = promised[0]
    silence = paper.now - paper.moments[-1]
    if silence > max(PROMISED_PAUSES * DAY / least, 2 * DAY):
        return f"no new article for {_duration(silence)}; at least {least:g} a day are promised"
    if paper.watched_since is None or paper.now - paper.watched_since < WEEK + DAY:
        return None
    today = paper.now.astimezone(paper.zone).date()
    late = sum(_by_day(paper)[day] for day in days_between(today - WEEK, today - DAY))
    if late >= least * WEEK.days:
        return None
    return f"{late} articles in seven days; at least {least:g} a day are promised"


def _by_day(paper: Publishing) -> Counter[date]:
    return Counter(moment.astimezone(paper.zone).date() for moment in paper.moments)


def _duration(span: timedelta) -> str:
    """Return *span* for people.

    >>> _duration(timedelta(hours=31)), _duration(timedelta(days=9, hours=5))
    ('31 hours', '9 days')
    """
    hours = round(span / timedelta(hours=1))
    return f"{hours} hours" if hours < 2 * 24 else f"{span.days} days"


def both(paper: Publishing, promised: tuple[float, float] | None) -> Iterator[Verdict]:
    """Yield what can be said of the paper's publishing."""
    for verdict in (judge_silence(paper, promised), judge_flood(paper, promised)):
        if verdict is not None:
            yield verdict
