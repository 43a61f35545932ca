"""From what a list shows to what is asked for next: articles that are new, changed or gone, and further lists."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import HtmlResponse

from archive.records import natural_key
from crawlers.announced import announced_by
from crawlers.finding import Call, Finding, News, Page, Role
from crawlers.health.counting import note_list
from crawlers.links import canonical_url
from crawlers.memory import BEGINNING, Line, Place
from crawlers.sources import Entry, Kind, Listing, Sitemap

if TYPE_CHECKING:
    from crawlers.capture import Visit
    from crawlers.spider import NewsSpider

ASK_AGAIN_AFTER = timedelta(days=1)
"""When an address that a list shows and that was no page is asked for again."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An article's address as a list shows it."""

    entry: Entry
    line: Line


class Following:
    """Follows the lists of one visit."""

    def __init__(self, spider: "NewsSpider", visit: "Visit", finding: Finding) -> None:
        """Follow what *finding* asks for."""
        self.spider = spider
        self.visit = visit
        self.finding = finding
        self._remembers = visit.frontier.memory.is_used()

    def follow(self, call: Call, listing: Listing) -> Iterator[Request]:
        """Yield what the answer to *call* leads to, then remember what it shows."""
        shown = self._entries(call, listing)
        articles = [one.entry.url for one in shown if self._is_article(one.entry.url)]
        declared = call.path in self.spider.declared_paths()
        if declared and call.role is not Role.CHANGES:
            note_list(self.spider.crawler, call.path, articles, len(listing.further))
        if self._is_far_enough(call):
            self.visit.frontier.memory.walked(call.path, self.finding.since or BEGINNING)
        elif call.role is Role.INVENTORY:
            yield from self._count(call, listing, shown)
        elif not (declared or articles or listing.further or call.number > 1):
            yield from self.does_not_serve(call, "it lists no article of the paper")
        else:
            yield from self._compare(call, listing, shown)

    def _compare(self, call: Call, listing: Listing, shown: Sequence[Shown]) -> Iterator[Request]:
        """Yield what is new, changed or lost beside what the list showed last, and the lists it leads to."""
        place, lines = self._place(call, listing), [one.line for one in shown]
        news = self.finding.news(place, lines)
        if news.doubted:
            logger.info("%s is not believed: %s", call.url, news.doubted)
            self.visit.frontier.looks.distrust(call.path, self.finding.now)
        requests = list(self._requests(shown, call, news))
        page = self._page(call, lines, requests)
        yield from requests
        if place.stays:
            yield from self._checks(news.lost, call)
        if self.finding.lost_overlap(call.path, place.listed, lines):
            yield from self.instead_of(call)
        if page.fresh and self.finding.is_audit(call.path) and self.finding.was_asked_before(call.path):
            self.visit.frontier.memory.useful(call.path, self.finding.now)
        for following in self.finding.following(call, listing, page):
            if self.spider.is_own(following.url):
                yield self.spider.list_request(following)
        self.visit.frontier.memory.shown(place, lines, self.finding.now, news.doubted)

    def note_announced(self, page: HtmlResponse) -> None:
        """Remember the API and the feeds that *page* announces: the next visit may try them."""
        for source in announced_by(page.selector.root, page.url):
            self.visit.frontier.memory.announce(source.path, source.kind, self.finding.now)

    def does_not_serve(self, call: Call, why: str) -> Iterator[Request]:
        """Remember that the list of *call* does not serve, and yield the requests for those that can take its place."""
        self.visit.frontier.memory.failed(call.path, self.finding.now, why)
        self.visit.frontier.looks.distrust(call.path, self.finding.now)
        yield from self.instead_of(call)

    def instead_of(self, call: Call) -> Iterator[Request]:
        """Yield the requests for the lists that can take the place of *call*'s."""
        for other in self.finding.other_calls(call.path):
            yield self.spider.list_request(other)

    def _entries(self, call: Call, listing: Listing) -> list[Shown]:
        """Return the articles of the paper that *listing* shows, each once, in its order.

        Of a WordPress all posts are returned, those too that are no articles: they are counted.
        """
        home, counted = self.spider.publisher.home, self.finding.sources[call.path].kind is Kind.API
        shown: dict[str, Shown] = {}
        for entry in listing.entries:
            if counted or self._is_article(entry.url):
                url = canonical_url(entry.url, home)
                line = Line(url=url, stamp=entry.stamp, published=entry.published)
                shown.setdefault(url, Shown(entry=entry, line=line))
        return list(shown.values())

    def _is_article(self, url: str) -> bool:
        return self.spider.is_own(url) and self.spider.paper().may_be_article(url)

    def _place(self, call: Call, listing: Listing) -> Place:
        """Return which list it is that *call* asked for, and what is to be remembered of it."""
        source = self.finding.sources[call.path]
        if source.kind is Kind.API:
            return Place(listed=call.path, path=call.path, whole=True, stays=False)
        if isinstance(source, Sitemap):
            is_part = not listing.further
            return Place(listed=call.url, path=call.path, whole=is_part and not listing.newest_only, stays=is_part)
        return Place(listed=call.url, path=call.path, whole=False, stays=call.number == 1)

    def _page(self, call: Call, lines: Sequence[Line], requests: Sequence[Request]) -> Page:
        """Return what the page brought: told before its *requests* are made."""
        wanted = len(requests)
        if call.instead:
            wanted += self.visit.archive.count_new([natural_key(line.url) for line in lines], self.finding.now)
        fresh = sum(not self.spider.is_asked_for(request) for request in requests)
        return Page(shown=tuple(line.url for line in lines), wanted=wanted, fresh=fresh)

    def _requests(self, shown: Sequence[Shown], call: Call, news: News) -> Iterator[Request]:
        """Yield the requests for the articles that are new or changed."""
        new, changed = set(news.new), set(news.changed)
        for one in shown:
            if one.line.url in new or one.line.url in changed:
                request = self._wanted(one, call, changed=one.line.url in changed)
                if request is not None:
                    yield request

    def _wanted(self, one: Shown, call: Call, *, changed: bool) -> Request | None:
        """Return the request for an article that is new to the archive, or *changed*; None where it was taken down."""
        article = natural_key(one.line.url)
        if not self._is_article(one.entry.url):
            return None
        if self.visit.archive.is_taken_down(article) or self._is_too_old(one.line):
            return None
        request = self.spider.article_request(one.entry.url, priority=call.priority)
        if not changed and self._is_known(article, request.url):
            return None
        return request

    def _is_known(self, article: str, url: str) -> bool:
        """Tell whether *article* is known at *url*, or that there is none.

        The latter is believed where the lists are remembered: a crawl that was killed may have captured what it did
        not read, and its frontier, which knows of that, is gone then.
        """
        archive, since = self.visit.archive, self.finding.now - ASK_AGAIN_AFTER
        return archive.holds(article) or (self._remembers and archive.answered(article, url, since))

    def _is_too_old(self, line: Line) -> bool:
        """Tell whether the list itself says that the article is from before the walk's last day."""
        since = self.finding.since
        return since is not None and line.published is not None and line.published < _midnight(since)

    def _checks(self, lost: Sequence[str], call: Call) -> Iterator[Request]:
        """Yield requests that look whether the articles *lost* from a list are still there."""
        for url in lost:
            place = self.visit.archive.fetched_from(natural_key(url))
            if place is not None:
                yield self.spider.article_request(place, priority=call.priority, again=True)

    def _count(self, call: Call, listing: Listing, shown: Sequence[Shown]) -> Iterator[Request]:
        """Yield what counting all posts finds: what is gone, what nobody knew, and the next pages to count."""
        if listing.total is None:
            self.visit.frontier.looks.distrust(call.path, self.finding.now)
        gone, unknown = self.finding.take_stock(call, [one.line.url for one in shown], listing.total)
        yield from self._checks(gone, call)
        for one in shown:
            if one.line.url in unknown:
                request = self._wanted(one, call, changed=False)
                if request is not None:
                    yield request
        for page in self.finding.pages_to_count(call):
            yield self.spider.list_request(page)
        memory = self.visit.frontier.memory
        memory.drop(call.path, gone)
        place = Place(listed=call.path, path=call.path, whole=True, stays=False)
        memory.add(place, [one.line for one in shown if one.line.url in unknown])

    def _is_far_enough(self, call: Call) -> bool:
        """Tell whether all articles of the page before, whose dates are known by now, are older than the last day."""
        since = self.finding.since
        if since is None or not call.before:
            return False
        return self.visit.archive.are_older([natural_key(url) for url in call.before], _midnight(since))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
