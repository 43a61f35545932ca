"""Days of which the archive has unusually few articles."""

import random
from datetime import date, timedelta

from archive.gaps import DAY, Gap, gaps

BEGIN = date(2024, 1, 1)


def paper(a_day, days=400, seed=1):
    """Return the days of a paper that publishes as chance will have it, less at the end of the week."""
    draw = random.Random(seed)
    shares = (1.2, 1.2, 1.2, 1.2, 1.2, 0.5, 0.5)
    return {BEGIN + n * DAY: sum(draw.random() < a_day * shares[n % 7] / 200 for _ in range(200)) for n in range(days)}


def test_chance_makes_few_gaps():
    """What varies by chance is no gap: of two years of a paper hardly a day is shown."""
    shown = [gap for seed in range(4) for gap in gaps(paper(20, 730, seed), BEGIN + 730 * DAY)]

    assert len(shown) <= 8


def test_hole_is_shown():
    """A fortnight that is missing is one gap, with what is usual there."""
    days = paper(20)
    hole = {BEGIN + n * DAY: 0 for n in range(203, 217)}

    (gap,) = [gap for gap in gaps(days | hole, BEGIN + 400 * DAY) if gap.last - gap.first > timedelta(days=5)]

    assert (gap.first, gap.last, gap.articles) == (min(hole), max(hole), 0)
    assert 240 < gap.usual < 320


def test_sparse_paper_is_told_by_the_week():
    """Of a paper with two articles a day an empty day says nothing, an empty week does."""
    days = paper(2)
    hole = {BEGIN + n * DAY: 0 for n in range(210, 217)}

    found = gaps(days | hole, BEGIN + 400 * DAY)

    assert [(BEGIN + 210 * DAY, BEGIN + 216 * DAY)] == [(gap.first, gap.last) for gap in found]


def test_no_article_no_gap():
    """Before a paper's first article and without any there is nothing to miss."""
    assert [] == gaps({}, BEGIN)
    assert [] == gaps({BEGIN: 3}, BEGIN + DAY)


def test_the_end_may_be_missing():
    """A paper that has been silent for days is a gap that reaches to yesterday."""
    days = paper(20, 100)

    newest = gaps(days, BEGIN + 110 * DAY)[0]

    assert newest == Gap(first=BEGIN + 100 * DAY, last=BEGIN + 109 * DAY, articles=0, usual=newest.usual)
