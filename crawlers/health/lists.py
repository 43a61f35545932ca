"""Whether a paper's sources still show its articles."""

from collections.abc import Callable, Iterator, Sequence

from crawlers.health.counts import NONE, ListCount
from crawlers.health.past import PastCrawl
from crawlers.health.usual import at_most, usual_share
from crawlers.health.verdicts import FEED, Verdict
from crawlers.sources import Source

ANSWERED = ("200", "304")
MISSING = frozenset({"404", "410"})
LEVEL = 0.001
"""How improbable it must be that a source shows none of the newest articles."""
MOST_SURE = 0.9
"""The highest share of new articles that a source is taken to show: three that it lacks may be chance, no more."""
LATEST = 20
"""Earlier crawls that tell which share of new articles a source shows."""


def judge_list(
    source: Source, shown: ListCount, past: Sequence[PastCrawl], newer_than: Callable[[str], int]
) -> Verdict | None:
    """Return whether *source* is alive by what it has *shown*; None where that cannot be told.

    *newer_than* tells how many of the paper's articles were published after a moment.
    """
    if shown.barred or not shown.answers:
        return None
    if source.may_miss and shown.answers.keys() <= MISSING:
        return None
    wrong = next(_faults(source, shown, past, newer_than), None)
    essence, text = wrong or ("", None)
    return Verdict(code=FEED, subject=source.path, essence=essence, text=text, capture=shown.capture)


def _faults(
    source: Source, shown: ListCount, past: Sequence[PastCrawl], newer_than: Callable[[str], int]
) -> Iterator[tuple[str, str]]:
    if not any(status in shown.answers for status in ANSWERED):
        how = shown.answers.most_common(1)[0][0]
        yield how, f"{source.path} gave no answer" if how == NONE else f"{source.path} answered {how}"
    elif shown.complaint:
        yield "no list", f"{source.path} is no list such as was declared: {shown.complaint}"
    elif "200" in shown.answers and not shown.found and not source.may_miss:
        yield "empty", f"{source.path} shows no article"
    else:
        missed = missed_articles(source.path, shown.newest, past, newer_than)
        if missed:
            yield "stale", f"{source.path} shows none of the {missed} newest articles, which other sources show"


def missed_articles(path: str, newest: str | None, past: Sequence[PastCrawl], newer_than: Callable[[str], int]) -> int:
    """Return how many newest articles the source at *path* lacks, where that is no chance; else 0.

    The share of new articles that it showed in earlier crawls tells how many it may lack by chance. A list that
    did not change has no *newest* of its own; that of an earlier crawl counts.

    >>> def crawl(new, of):
    ...     return PastCrawl(id="", started_at=None, new=of, articles=of, filled=None, doubted=None,
    ...                      lists={"/feed/": {"links": 20, "new": new, "newest": "2026-03-01T09:00:00Z"}})
    >>> missed_articles("/feed/", None, [crawl(3, 3), crawl(20, 150)], lambda since: 4)
    0
    >>> missed_articles("/feed/", None, [crawl(3, 3), crawl(4, 4), crawl(20, 150)], lambda since: 4)
    4
    """
    seen = [crawl for crawl in past if path in crawl.lists and crawl.new][:LATEST]
    newest = newest or next((crawl.lists[path]["newest"] for crawl in seen if crawl.lists[path]["newest"]), None)
    if newest is None:
        return 0
    alive = next((n for n, crawl in enumerate(seen) if crawl.lists[path]["new"]), len(seen))
    share = min(usual_share(crawl.lists[path]["new"] / crawl.new for crawl in seen[alive:]), MOST_SURE)
    missed = newer_than(newest)
    return missed if missed and at_most(0, missed, share) < LEVEL * 1.01 else 0
