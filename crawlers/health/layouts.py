"""Whether a paper's pages are read as usual: fields that can no longer be filled, pages that fit no layout."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from crawlers.health.past import PastCrawl
from crawlers.health.usual import SURELY, at_most
from crawlers.health.verdicts import LAYOUT, Verdict

WATCHED = ("title", "published_at", "views", "body")
"""Fields whose loss says that the pages have changed."""
DOUBTS = ("layout", "empty")
"""Codes of doubts that say the same."""
FEW = 5
"""Pages below which the crawls right before, where they saw as few, are taken together with this one."""
TELLING = 3
"""Pages below which nothing is so improbable that it would be said; so few do not say that all is well either."""
LEAST_HISTORY = 8
"""Pages from which on something is usual."""
LEVEL, PROMISED_LEVEL = 0.001, 0.01
"""How improbable a fall must be by chance: by what is usual, and by what the site file promises."""
LEAST_FALL = 0.2
MASS, MASS_SHARE = 10, 0.5
"""How many articles, and which share of those looked at again, are gone at once where a paper changes its addresses."""


@dataclass(slots=True)
class Sample:
    """Pages that were read, and of how many each field was filled."""

    pages: int = 0
    filled: Counter[str] = field(default_factory=Counter)
    doubted: Counter[str] = field(default_factory=Counter)

    def add(self, pages: int, filled: Counter[str], doubted: Counter[str]) -> None:
        """Take more pages into the sample."""
        self.pages += pages
        self.filled.update(filled)
        self.doubted.update(doubted)


def samples(now: Sample, past: Sequence[PastCrawl], raised_at: datetime | None) -> tuple[Sample, list[Sample]]:
    """Return the pages of late, this crawl's *now* and where they are few those right before, and all crawls before.

    Since an alert was *raised_at* the pages are those that it is about: none of them is taken for usual.
    """
    late, before = Sample(), list[Sample]()
    late.add(now.pages, now.filled, now.doubted)
    for crawl in past:
        is_late = crawl.articles < FEW and not before if raised_at is None else crawl.started_at >= raised_at
        if is_late and late.pages < FEW:
            late.add(crawl.articles, crawl.filled, crawl.doubted)
        elif not is_late or raised_at is None:
            before.append(Sample(crawl.articles, crawl.filled, crawl.doubted))
    return late, before


def judge_layout(
    now: Sample, past: Sequence[PastCrawl], promised: Mapping[str, float], raised_at: datetime | None = None
) -> Verdict | None:
    """Return whether the pages read are as usual and as promised; None where too few were read to tell.

    >>> usual = PastCrawl(id="a", started_at=None, new=0, articles=40, filled=Counter(title=40, views=39),
    ...                   doubted=Counter(), lists={})
    >>> judge_layout(Sample(6, Counter(title=6)), [usual], {}).text
    'views is read on 0 of 6 pages, usually on 39 of 40'
    >>> judge_layout(Sample(6, Counter(title=6, views=5)), [usual], {"title": 1.0}).text is None
    True
    >>> judge_layout(Sample(3, Counter(title=3)), [usual], {}).text
    'views is read on 0 of 3 pages, usually on 39 of 40'
    >>> judge_layout(Sample(2, Counter(title=1)), [], {"title": 1.0}).text
    'title is read on 1 of 2 pages, 100 % are promised'
    """
    if not now.pages:
        return None
    late, before = samples(now, past, raised_at)
    found = dict([*_as_promised(now, promised), *_as_usual(late, before)])
    if not found and late.pages < TELLING:
        return None
    text = "; ".join(found.values()) or None
    return Verdict(code=LAYOUT, text=text, essence=" ".join(sorted(found)))


def judge_addresses(withdrawn: int, seen_again: int) -> str | None:
    """Return what is wrong where most articles that are looked at again are gone at once: their addresses changed."""
    if withdrawn < MASS or withdrawn < MASS_SHARE * (withdrawn + seen_again):
        return None
    return f"{withdrawn} of {withdrawn + seen_again} articles that were looked at again are gone at once"


def _as_usual(late: Sample, before: Sequence[Sample]) -> Iterator[tuple[str, str]]:
    pages = sum(crawl.pages for crawl in before)
    if pages < LEAST_HISTORY:
        return
    for name in WATCHED:
        usually = sum(crawl.filled[name] for crawl in before)
        lowest = _lowest((crawl.filled[name], crawl.pages) for crawl in before)
        if _has_fallen(late.filled[name], late.pages, (usually + 1) / (pages + 2), lowest):
            told = f"{name} is read on {late.filled[name]} of {late.pages} pages"
            yield name, f"{told}, usually on {usually} of {pages}"
    for code in DOUBTS:
        doubted, usually = late.doubted[code], sum(crawl.doubted[code] for crawl in before)
        lowest = _lowest((crawl.pages - crawl.doubted[code], crawl.pages) for crawl in before)
        if _has_fallen(late.pages - doubted, late.pages, 1 - (usually + 1) / (pages + 2), lowest):
            told = f"{doubted} of {late.pages} pages have a doubt «{code}»"
            yield f"doubt:{code}", f"{told}, usually {usually} of {pages}"


def _lowest(crawls: Iterable[tuple[int, int]]) -> float:
    """Return the lowest share that a crawl of more than a few pages had; 1 where there was none."""
    return min((found / of for found, of in crawls if of >= FEW), default=1.0)


def _has_fallen(found: int, of: int, usually: float, lowest: float) -> bool:
    """Tell whether so few are no chance, and fewer than ever: articles that lack a field often come together."""
    share = min(usually, SURELY)
    return found / of < min(share - LEAST_FALL, lowest) and at_most(found, of, share) < LEVEL


def _as_promised(now: Sample, promised: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    for name, rate in promised.items():
        found = now.filled[name]
        if found < rate * now.pages and at_most(found, now.pages, rate) < PROMISED_LEVEL:
            yield name, f"{name} is read on {found} of {now.pages} pages, {rate:.0%} are promised".replace("%", " %")
