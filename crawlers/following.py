"""From what a list shows to what is asked for next: articles that are new, changed or gone, and further lists."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from scrapy import Request

from archive.records import natural_key
from crawlers.finding import Call, Finding, Role
from crawlers.links import canonical_url
from crawlers.memory import Line, Place
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

    def follow(self, call: Call, listing: Listing) -> Iterator[Request]:
        """Yield what the answer to *call* leads to, then remember what it shows."""
        source = self.finding.sources[call.path]
        shown = self._articles(listing)
        if call.role is Role.INVENTORY:
            yield from self._count(call, listing, shown)
            return
        listed = call.path if source.kind is Kind.API else call.url
        lines = [one.line for one in shown]
        is_part = isinstance(source, Sitemap) and not listing.further
        place = Place(
            listed=listed,
            path=call.path,
            whole=source.kind is Kind.API or (is_part and not listing.newest_only),
        )
        news = self.finding.news(place, lines)
        if news.doubted:
            logger.info("%s is not believed: %s", call.url, news.doubted)
            self.visit.frontier.looks.distrust(call.path, self.finding.now)
        fresh = 0
        for one in shown:
            request = self._wanted(one, call, is_new=one.line.url in news.new, changed=one.line.url in news.changed)
            if request is not None:
                fresh += not self.spider.is_asked_for(request)
                yield request
        if source.kind is not Kind.API and (is_part or call.number == 1):
            yield from self._checks(news.lost, call)
        if self.finding.lost_overlap(call.path, listed, lines):
            yield from self.instead_of(call)
        if fresh and self.finding.is_audit(call.path):
            self.visit.frontier.memory.useful(call.path, self.finding.now)
        yield from self._further(call, listing, lines, fresh)
        memory = self.visit.frontier.memory
        memory.asked(call.path, self.finding.now, news.doubted)
        if source.kind is Kind.API:
            memory.add(place, lines)
        elif is_part or call.number == 1:
            memory.put(place, lines)

    def does_not_serve(self, call: Call, why: str) -> Iterator[Request]:
        """Remember that the list of *call* does not serve, and yield the requests for those that can take its place."""
        self.visit.frontier.memory.failed(call.path, self.finding.now, why)
        self.visit.frontier.looks.distrust(call.path, self.finding.now)
        yield from self.instead_of(call)

    def instead_of(self, call: Call) -> Iterator[Request]:
        """Yield the requests for the lists that can take the place of *call*'s."""
        for other in self.finding.other_calls(call.path):
            yield self.spider.list_request(other)

    def _articles(self, listing: Listing) -> list[Shown]:
        """Return the articles of the paper that *listing* shows, each once, in its order."""
        paper, home = self.spider.paper(), self.spider.publisher.home
        shown: dict[str, Shown] = {}
        for entry in listing.entries:
            if self.spider.is_own(entry.url) and paper.may_be_article(entry.url):
                url = canonical_url(entry.url, home)
                line = Line(url=url, stamp=entry.stamp, published=entry.published)
                shown.setdefault(url, Shown(entry=entry, line=line))
        return list(shown.values())

    def _wanted(self, one: Shown, call: Call, *, is_new: bool, changed: bool) -> Request | None:
        """Return the request for an article that is new or *changed*; None for one that is neither, or taken down."""
        if not (is_new or changed):
            return None
        article = natural_key(one.line.url)
        if self.visit.archive.is_taken_down(article) or self._is_too_old(one.line):
            return None
        request = self.spider.article_request(one.entry.url, priority=call.priority)
        since = self.finding.now - ASK_AGAIN_AFTER
        if not changed and self.visit.archive.knows(article, request.url, since):
            return None
        return request

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
        gone, unknown = self.finding.take_stock(call, [one.line.url for one in shown], listing.total)
        yield from self._checks(gone, call)
        for one in shown:
            if one.line.url in unknown:
                request = self._wanted(one, call, is_new=True, changed=False)
                if request is not None:
                    yield request
        for page in self.finding.pages_to_count(call):
            yield self.spider.list_request(page)
        memory = self.visit.frontier.memory
        memory.drop(call.path, gone)
        place = Place(listed=call.path, path=call.path, whole=True)
        memory.add(place, [one.line for one in shown if one.line.url in unknown])

    def _further(self, call: Call, listing: Listing, lines: Sequence[Line], fresh: int) -> Iterator[Request]:
        """Yield the requests for the lists that this one leads to, while the walk has not come far enough.

        It has where all articles of the page before, whose dates are known by now, are older than its last day.
        """
        since = self.finding.since
        if since and call.before:
            articles = [natural_key(url) for url in call.before]
            if self.visit.archive.are_older(articles, _midnight(since)):
                self.visit.frontier.memory.walked(call.path, since)
                return
        shown = [line.url for line in lines]
        for following in self.finding.following(call, listing, shown, fresh=fresh):
            yield self.spider.list_request(following)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
