"""Which lists a visit asks for, the cheapest first, and how far each is walked (docs/decisions/0005-coming-back.md)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from crawlers.memory import BEGINNING, Line, Memory, Place, Said, Way, compare, fallen_out
from crawlers.sources import LISTS_LIMIT, DayArchive, Kind, Listing, Sitemap, Source, WordPress
from crawlers.sources.inventory import MOST_PAGES, Inventory
from crawlers.sources.wordpress import PER_PAGE

AUDIT_EVERY = timedelta(days=1)
"""How often a list is asked that the cheaper ones make needless, to see whether they really do."""
USEFUL_FOR = timedelta(days=14)
"""How long a list is asked at every visit after it showed an article that no cheaper one had shown."""
TRY_AGAIN_AFTER = timedelta(days=1)
"""How long a list that failed is left alone where another one serves."""
ASK_AGAIN_AFTER = timedelta(minutes=10)
MARGIN = timedelta(days=1)
"""Taken off the moment since which changes are asked for: clocks and time zones differ."""
FEW = 20
MANY = 0.3
"""A list that calls more than these changed, or has lost as many, is not believed: it was made anew."""
SAMPLE = 5
"""How many articles are looked at of those that a list has lost, where it lost too many to be believed."""
PAGES_WITHOUT_NEWS = 5
"""Pages in a row that show only what other lists have shown end a walk back."""
PAGES_OF_CHANGES = 5
FEW_PARTS = 3
"""Parts of a sitemap that may all have changed at once; where more have, their `lastmod` is not believed."""
BETWEEN_KINDS = 20
"""By how much the priority of a kind's lists and articles is lower than that of the cheaper kind."""


class Role(StrEnum):
    """What a list is asked for."""

    WALK = "walk"
    """What is new, or all there is."""
    CHANGES = "changes"
    """What has changed since the last visit."""
    INVENTORY = "inventory"
    """How much there is, and what is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One list to ask for."""

    url: str
    path: str
    """The source that it belongs to."""
    role: Role = Role.WALK
    number: int = 1
    """Which page of it this is."""
    stale: int = 0
    """How many pages before it showed nothing new."""
    priority: int = 0
    instead: bool = False
    """Whether it stands in for a list that does not serve, or that may have lost some: what this visit has found
    already does not end the walk then, only what was known before."""
    before: tuple[str, ...] = ()
    """Canonical addresses of the articles of the page before, where the walk ends at a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a list says, compared with what it said last."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    """Canonical addresses that it should still show and does not."""
    doubted: str | None = None
    """Why what it says of changes or losses is not believed; None where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When a visit is, and how far back it goes."""

    now: datetime
    today: date
    """The paper's own day."""
    since: date | None = None
    """The day back to which lists are walked; None for as far as they were, or lead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one page of a list brought."""

    shown: tuple[str, ...]
    """Canonical addresses of its articles."""
    wanted: int
    """How many of them are new to the archive or changed; in place of another list, new since the visit began."""
    fresh: int
    """How many of those no other list of this round had shown."""


class Finding:
    """The lists of one paper on one visit."""

    def __init__(self, sources: Sequence[Source], home: str, memory: Memory, when: When) -> None:
        """Find articles of the paper at *home* by its *sources* and what its *memory* holds of them."""
        self.sources = {source.path: source for source in sources}
        self.memory = memory
        self.now = when.now
        self.since = when.since
        self._home = home
        self._today = when.today
        ordered = sorted(sources, key=lambda source: source.kind)
        self._kinds = [list(group) for _, group in groupby(ordered, key=lambda source: source.kind)]
        self._called: set[str] = set()
        self._inventories: dict[str, Inventory] = {}

    def first_calls(self) -> Iterator[Call]:
        """Yield the lists to begin with: the cheapest kind, and of the others what the memory says is needed."""
        served = covered = False
        for group in self._kinds:
            ways = [self.memory.way(source.path) for source in group]
            failed = any(self._failed_lately(way) for way in ways)
            if failed and (served or group is not self._kinds[-1]):
                continue
            if any(self._is_needed(source, way, served=served, covered=covered) for source, way in self._both(group)):
                yield from self._calls(group)
            served = True
            covered = covered or group[0].whole

    def other_calls(self, path: str) -> Iterator[Call]:
        """Yield the lists of the kinds after that of *path* that this visit has not asked for yet."""
        kind = self.sources[path].kind
        for group in self._kinds:
            if group[0].kind > kind and not any(source.path in self._called for source in group):
                yield from (replace(call, instead=True) for call in self._calls(group))
                if group[0].whole:
                    return

    def is_old(self, path: str) -> bool:
        """Tell whether the source at *path* was asked so long ago that a round that goes on asks it once more."""
        asked = self.memory.way(path).asked_at
        return asked is not None and self.now - asked > ASK_AGAIN_AFTER

    def was_asked_before(self, path: str) -> bool:
        """Tell whether an earlier visit asked the source at *path*."""
        asked = self.memory.way(path).asked_at
        return asked is not None and asked < self.now

    def is_audit(self, path: str) -> bool:
        """Tell whether the source at *path* is asked to see whether the cheaper ones make it needless."""
        source = self.sources[path]
        cheaper = [group for group in self._kinds if group[0].kind < source.kind]
        ways = [self.memory.way(one.path) for group in cheaper for one in group]
        served = any(way.asked_at and not way.failed_at for way in ways)
        return served and (self._is_walked(self.memory.way(path)) or any(group[0].whole for group in cheaper))

    def news(self, place: Place, lines: Sequence[Line]) -> News:
        """Return what the list at *place* says with *lines*, beside what it said last."""
        before = self.memory.lines(place.listed)
        said = {line.url: compare(line, before) for line in lines}
        new = tuple(url for url, one in said.items() if one is Said.NEW)
        changed = tuple(url for url, one in said.items() if one is Said.CHANGED)
        is_api = self.sources[place.path].kind is Kind.API
        gone = [url for url in before if url not in said] if place.whole else fallen_out(before, said)
        gone = [] if is_api else gone  # what is gone from there is found by counting: a page is never all of it
        lost = tuple(url for url in gone if not self.memory.stands_in_another(url, place.listed))
        few = max(FEW, MANY * len(before))
        doubted = None
        if len(changed) > few and not is_api:
            doubted, changed = f"it calls {len(changed)} of {len(before)} changed at once", ()
        if len(lost) > few:
            doubted, lost = f"it has lost {len(lost)} of {len(before)} at once", lost[:SAMPLE]
        return News(new=new, changed=changed, lost=lost, doubted=doubted)

    def following(self, call: Call, listing: Listing, page: Page) -> Iterator[Call]:
        """Yield the lists that *call*'s answer leads to and that are worth asking for, after what its *page* showed.

        Where nothing is left to walk, that is remembered.
        """
        source = self.sources[call.path]
        is_return = self._is_walked(self.memory.way(call.path)) or self.is_audit(call.path)
        stale = 0 if (page.wanted if is_return else page.fresh) else call.stale + 1
        if listing.further and isinstance(source, Sitemap):
            yield from self._children(call, listing)
        elif listing.further and self._goes_on(call, source, stale):
            before = page.shown if self.since else ()
            following = replace(call, url=listing.further[0].url, number=call.number + 1, stale=stale, before=before)
            yield following
            return
        if call.role is Role.WALK and not self._is_walked(self.memory.way(call.path)):
            self.memory.walked(call.path, self.since or BEGINNING)

    def lost_overlap(self, path: str, listed: str, lines: Sequence[Line]) -> bool:
        """Tell whether a list of the newest shows nothing that it showed last: more may have come than it can hold."""
        before = self.memory.lines(listed)
        return not self.sources[path].whole and bool(before) and all(line.url not in before for line in lines)

    def take_stock(self, call: Call, shown: Sequence[str], total: int | None) -> tuple[list[str], list[str]]:
        """Take in a page of all posts; return what is gone and what nobody knew of the pages seen so far.

        `pages_to_count` tells what to ask for next.
        """
        stock = self._inventories.get(call.path)
        if stock is None and total is not None and call.number == 1:
            lines = self.memory.lines(call.path).values()
            known = sorted(lines, key=lambda line: line.published or self.now, reverse=True)
            stock = Inventory(known=[line.url for line in known], per_page=PER_PAGE, total=total)
            self._inventories[call.path] = stock
        if stock is None:
            return [], []
        stock.add(call.number, shown)
        known_now = set(stock.known)
        return stock.gone(), [url for url in shown if url not in known_now]

    def pages_to_count(self, call: Call) -> Iterator[Call]:
        """Yield the pages of all posts to ask for next, where more or fewer are there than are known."""
        stock, source = self._inventories.get(call.path), self.sources[call.path]
        if stock is None or not isinstance(source, WordPress) or len(stock) >= MOST_PAGES:
            return
        for number in stock.next_pages():
            url = source.page_of_all(self._home, number)
            yield Call(url=url, path=call.path, role=Role.INVENTORY, number=number, priority=call.priority)

    def _calls(self, group: Sequence[Source]) -> Iterator[Call]:
        priority = -BETWEEN_KINDS * next(n for n, kind in enumerate(self._kinds) if kind[0].kind is group[0].kind)
        for source in group:
            self._called.add(source.path)
            way = self.memory.way(source.path)
            asked = way.asked_at if self._is_walked(way) else None
            if isinstance(source, WordPress) and asked:
                changes = source.changed_since(self._home, asked - MARGIN)
                yield Call(url=changes, path=source.path, role=Role.CHANGES, priority=priority)
                if way.walked_back_to == BEGINNING:
                    stock = source.page_of_all(self._home, 1)
                    yield Call(url=stock, path=source.path, role=Role.INVENTORY, priority=priority - 1)
                continue
            since = (asked - MARGIN).date() if asked and isinstance(source, DayArchive) else self.since
            for url in source.first_lists(self._home, self._today, since):
                yield Call(url=url, path=source.path, priority=priority)

    def _is_needed(self, source: Source, way: Way, *, served: bool, covered: bool) -> bool:
        """Tell whether the source is to be asked: *served* and *covered* say what cheaper kinds do already."""
        if not served or way.asked_at is None or self.now - way.asked_at >= AUDIT_EVERY:
            return True
        if source.whole and not covered and not self._is_walked(way):
            return True
        return way.useful_at is not None and self.now - way.useful_at < USEFUL_FOR

    def _is_walked(self, way: Way) -> bool:
        return way.walked_back_to is not None and (self.since is None or way.walked_back_to <= self.since)

    def _failed_lately(self, way: Way) -> bool:
        return way.failed_at is not None and self.now - way.failed_at < TRY_AGAIN_AFTER

    def _both(self, group: Sequence[Source]) -> Iterator[tuple[Source, Way]]:
        return ((source, self.memory.way(source.path)) for source in group)

    def _goes_on(self, call: Call, source: Source, stale: int) -> bool:
        """Tell whether the page after *call*'s is worth asking for."""
        if call.number >= LISTS_LIMIT:
            return False
        if call.role is Role.CHANGES:
            return stale == 0 or call.number < PAGES_OF_CHANGES
        if self._is_walked(self.memory.way(call.path)) or self.is_audit(call.path):
            return stale == 0
        siblings = [one for one in self.sources.values() if one.kind is source.kind and one.path != call.path]
        elsewhere = any(self._is_walked(self.memory.way(one.path)) for one in siblings)
        return stale < PAGES_WITHOUT_NEWS or not elsewhere

    def _children(self, call: Call, listing: Listing) -> Iterator[Call]:
        """Yield the parts of a sitemap index: all at first; then those that are new or changed, or may have."""
        before = self.memory.lines(call.url)
        walked = self._is_walked(self.memory.way(call.path)) and bool(before)
        stamps = [entry for entry in listing.further if entry.stamp is not None]
        moved = [entry for entry in stamps if entry.url in before and before[entry.url].stamp != entry.stamp]
        believed = len(stamps) == len(listing.further) and (len(moved) < len(stamps) or len(stamps) <= FEW_PARTS)
        newest = next(iter(listing.further)).url
        for entry in listing.further:
            same = entry.url in before and before[entry.url].stamp == entry.stamp
            if walked and entry.url in before and (same if believed else entry.url != newest):
                continue
            yield replace(call, url=entry.url, number=call.number + 1)
        place = Place(listed=call.url, path=call.path, whole=False, stays=True)
        self.memory.put(place, [Line(url=entry.url, stamp=entry.stamp) for entry in listing.further])
