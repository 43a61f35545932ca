"""A year of a paper on a virtual clock: what each way of coming back costs, and how late it notices what was changed.

The paper publishes by day, edits some articles, most in their first hours, and takes a few out of print. It is visited
by two plain policies (every article every day; the feed alone, no article ever again) and by aimaq's own: the looks of
`crawlers/looks.py`, at the visits that `crawlers/schedule/rhythm.py` plans, with what the paper's lists tell.
"""

import random
import sqlite3
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles

import click

from crawlers.looks import Look, Looks
from crawlers.schedule.rhythm import Rhythm, next_visit

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EDIT_AGES = (
    (0.45, timedelta(minutes=5), timedelta(hours=2)),
    (0.25, timedelta(hours=2), timedelta(days=1)),
    (0.15, timedelta(days=1), timedelta(days=7)),
    (0.10, timedelta(days=7), timedelta(days=60)),
    (0.05, timedelta(days=60), timedelta(days=365)),
)
"""Which share of edits comes at which age of the article."""
BY_WEEKDAY = (1.24, 1.24, 1.24, 1.24, 1.24, 0.4, 0.4)
"""Articles of a day, to their mean."""
EDITS = (72, 20, 6, 2)
"""Of a hundred articles, how many are edited never, once, twice and three times."""
WITHDRAWN = 0.01
LOOKS_AT_ONCE = 500
COMPARED = 20
"""How many times cheaper than the first policy the others are to be."""


@dataclass(eq=False)
class Story:
    """One article of the year."""

    number: int
    published: datetime
    edits: list[datetime]
    withdrawn: datetime | None
    seen: datetime | None = None
    noticed: int = 0
    """How many of its edits were noticed."""
    gone: bool = False

    def changed(self, at: datetime) -> int:
        """Return how many edits there are at the moment *at*."""
        return sum(edit <= at for edit in self.edits)

    def is_out(self, at: datetime) -> bool:
        """Tell whether it is out of print at the moment *at*."""
        return self.withdrawn is not None and self.withdrawn <= at


@dataclass
class Tally:
    """What one policy cost, and how late it was."""

    requests: int = 0
    edits: list[timedelta] = field(default_factory=list)
    withdrawals: list[timedelta] = field(default_factory=list)
    firsts: list[timedelta] = field(default_factory=list)
    """Delays until an article was seen for the first time."""
    lost: int = 0
    """Edits that were made before the first sight: what stood there before nobody will know."""


def year_of(articles_a_day: int, seed: int) -> list[Story]:
    """Return what the paper does in a year: news by day, more edits early than late, one withdrawal in a hundred."""
    draw = random.Random(seed)
    stories = []
    for day in range(YEAR.days):
        for _ in range(round(articles_a_day * BY_WEEKDAY[day % 7])):
            at = BEGIN + day * DAY + timedelta(hours=draw.triangular(8, 22, 13))
            edits = sorted(at + _age(draw) for _ in range(draw.choices(range(4), EDITS)[0]))
            out = at + _age(draw) * 3 if draw.random() < WITHDRAWN else None
            stories.append(Story(number=len(stories), published=at, edits=edits, withdrawn=out))
    return sorted(stories, key=lambda story: story.published)


def _age(draw: random.Random) -> timedelta:
    _, low, high = draw.choices(EDIT_AGES, [share for share, _, _ in EDIT_AGES])[0]
    return low + (high - low) * draw.random()


def look(story: Story, at: datetime, tally: Tally) -> bool:
    """Look at *story* and note what is noticed only now; tell whether anything had changed."""
    tally.requests += 1
    if story.is_out(at):
        if not story.gone:
            tally.withdrawals.append(at - story.withdrawn)
        story.gone = True
        return True
    edits = story.changed(at)
    if story.seen is None:
        tally.firsts.append(at - story.published)
        story.seen, story.noticed = at, edits
        tally.lost += edits
        return True
    fresh = story.edits[story.noticed : edits]
    tally.edits += [at - edit for edit in fresh]
    story.noticed = edits
    return bool(fresh)


def never_noticed(stories: list[Story], tally: Tally, end: datetime) -> None:
    """Count what nobody noticed by the *end* of the year as noticed then: it is at least so late."""
    for story in stories:
        if story.is_out(end) and not story.gone and story.seen:
            tally.withdrawals.append(end - story.withdrawn)
        if story.seen and not story.gone:
            tally.edits += [end - edit for edit in story.edits[story.noticed :] if edit <= end]


def daily(stories: list[Story]) -> Tally:
    """Visit every article every day at six in the morning."""
    tally = Tally()
    for day in range(1, YEAR.days + 1):
        at = BEGIN + day * DAY + 6 * HOUR
        tally.requests += 1
        for story in stories:
            if story.published > at:
                break
            if not story.gone:
                look(story, at, tally)
    return tally


def feed_only(stories: list[Story], visits: list[datetime]) -> Tally:
    """Ask the feed at every visit and each article once."""
    tally, waiting = Tally(), iter(stories)
    story = next(waiting, None)
    for at in visits:
        tally.requests += 1
        while story and story.published <= at:
            look(story, at, tally)
            story = next(waiting, None)
    return tally


def ours(stories: list[Story], visits: list[datetime], *, lists_tell: bool, requests_a_visit: int) -> Tally:
    """Visit as aimaq does: new articles by a list, changes by a list where it tells them, and articles that are due."""
    tally, looks = Tally(), Looks(sqlite3.connect(":memory:", isolation_level=None))
    named = {str(story.number): story for story in stories}
    news = deque(sorted(_news(stories, lists_tell=lists_tell), key=lambda one: one[0]))
    for at in visits:
        tally.requests += requests_a_visit
        told = []
        while news and news[0][0] <= at:
            told.append(news.popleft()[1])
        due = [named[key] for key, _ in looks.due(at, LOOKS_AT_ONCE)]
        for one in dict.fromkeys([*told, *due]):
            changed = look(one, at, tally)
            seen = Look(
                article=str(one.number),
                url=str(one.number),
                at=at,
                published_at=one.published,
                changed=changed,
                told_by="list" if lists_tell else None,
            )
            (looks.gone if one.gone else looks.seen)(seen)
    return tally


def _news(stories: list[Story], *, lists_tell: bool) -> Iterator[tuple[datetime, Story]]:
    """Yield what lists tell, and when: what is new and, where they do, what was edited and withdrawn."""
    for story in stories:
        yield story.published, story
        if lists_tell:
            yield from ((edit, story) for edit in story.edits)
            if story.withdrawn:
                yield story.withdrawn, story


def fewest_looks(share: float, delay: timedelta) -> float:
    """Return the looks an article takes, in the mean, for *share* of all edits to be noticed within *delay*.

    That is what the best of all policies needs that looks and is told nothing: it knows how many edits come at which
    age, looks once in *delay* while an article has the ages that most edits come at, and never again.
    """
    looks, left = 0.0, share
    for part, low, high in sorted(EDIT_AGES, key=lambda band: band[0] / ((band[2] - band[1]) / HOUR), reverse=True):
        end = low + (high - low) * min(left / part, 1)
        looks += (end - low) / delay * (1 - (low + end) / 2 / YEAR)
        left = max(left - part, 0)
    return looks


def visits_of_a_year(stories: list[Story]) -> Iterator[datetime]:
    """Yield the moments at which `aimaq watch` visits a paper that publishes *stories*."""
    days = YEAR.days
    by_hour = Counter(story.published.hour for story in stories)
    rhythm = Rhythm(name="year", rates=tuple(by_hour[hour] / days for hour in range(24)))
    at = BEGIN
    while at < BEGIN + YEAR:
        yield at
        at = next_visit(at, rhythm)


def told(name: str, tally: Tally, articles: int, first: Tally) -> str:
    """Return one line of the table."""
    cells = [
        f"{tally.requests / articles:9.2f}",
        f"{first.requests / tally.requests:7.1f}",
        _hours(median(tally.firsts)),
        f"{tally.lost:8}",
        *(_hours(median(delays)) + _hours(quantiles(delays, n=20)[-1]) for delays in (tally.edits, tally.withdrawals)),
    ]
    return f"{name:<44}" + "".join(cells)


def bounds(first: Tally, articles_a_year: int) -> str:
    """Return how near a policy that looks and is told nothing can come to the *first* one."""
    cost, late = first.requests / articles_a_year, quantiles(first.edits, n=20)[-1]
    most = cost / (1 + fewest_looks(0.95, late))
    least = fewest_looks(0.95, HOUR) / (cost / COMPARED - 1)
    return (
        f"A policy that looks and is told nothing has 95 % of edits within {late / HOUR:.0f} h at best {most:.1f}\n"
        f"times cheaper than the first; {COMPARED} times cheaper, within {least:.0f} h at best."
    )


def _hours(delay: timedelta) -> str:
    return f"{delay / HOUR:9.1f}"


@click.command()
@click.option("--articles", default=20, show_default=True, help="Articles a day.")
@click.option("--seed", default=1, show_default=True)
def main(articles: int, seed: int) -> None:
    """Print what each policy costs, in requests an article, and how late it is, in hours."""
    visits = list(visits_of_a_year(year_of(articles, seed)))
    policies = {
        "every article every day": daily,
        "feed only, never again": lambda stories: feed_only(stories, visits),
        "aimaq, lists tell of changes (WordPress)": lambda stories: ours(
            stories, visits, lists_tell=True, requests_a_visit=2
        ),
        "aimaq, lists tell of news alone (feed)": lambda stories: ours(
            stories, visits, lists_tell=False, requests_a_visit=1
        ),
    }
    print(f"{articles} articles a day for a year, {len(visits)} visits; delays in hours: median, 95th percentile")
    print(f"{'policy':<44} requests cheaper    first    lost     edit      p95 withdrawn    p95")
    first = None
    for name, policy in policies.items():
        stories = year_of(articles, seed)
        tally = policy(stories)
        never_noticed(stories, tally, BEGIN + YEAR)
        first = first or tally
        print(told(name, tally, len(stories), first))
    assert first is not None
    print(bounds(first, articles_a_year=len(year_of(articles, seed))))


if __name__ == "__main__":
    main()
