"""NewsSpider: from a paper's sources to its articles and their pictures; every site subclasses it."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urldefrag, urlsplit
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from archive.faults import Fault
from archive.records import Publisher, natural_key
from archive.refusals import refusals
from crawlers.capture import CAPTURE, Visit
from crawlers.frontier import CRAWLS_TRIED, RESUMED
from crawlers.kinds import ARTICLE, KIND, LIST, PICTURE
from crawlers.layout import Layout
from crawlers.links import AMP, bare_host, canonical_url, script_variant
from crawlers.observation import ArticleGone, ArticleSeen, Observation, observe
from crawlers.paper import SHORT_ADDRESS, Paper
from crawlers.recovery import recover
from crawlers.redirects import REDIRECTS, target_of
from crawlers.schedule.rhythm import EVERY
from crawlers.settling import Handled, of_failure
from crawlers.site_facts import check_facts
from crawlers.sources import LISTS_LIMIT, NoListError, Source
from crawlers.stopping import NotKeptError, Stopping
from crawlers.tails import relearn, with_tails
from pipelines.images import is_picture

REVISIT_PRIORITY = -10
PICTURE_PRIORITY = 5
MISSING = (404, 410)
MOST_HOPS = 5
"""Redirects from one article's address to the next that are followed."""
HOPS = "aimaq_hops"
ANSWERS_TOO = {KIND: ARTICLE, "handle_httpstatus_list": [*MISSING, *REDIRECTS], "dont_redirect": True}
"""An article is asked for; what its address answers besides is read here: it tells what became of the article."""


class NewsSpider(Spider):
    """A paper that is visited: class attributes are the facts about it."""

    publisher: ClassVar[Publisher]
    sources: ClassVar[tuple[Source, ...]]
    article_url: ClassVar[str]
    layouts: ClassVar[tuple[Layout, ...]] = ()
    revisit_for: ClassVar[timedelta] = timedelta(days=30)
    """How long after its first sight an article is looked at again."""
    visit_every: ClassVar[tuple[timedelta, timedelta]] = EVERY
    """No sooner and no later than this `aimaq watch` visits the paper again."""
    quiet_hours: ClassVar[str] = ""
    """When `aimaq watch` leaves the paper alone, such as "23:00-06:00" in its own zone."""

    allowed_domains: ClassVar[list[str]]
    visit: Visit | None = None
    _reader: Paper | None = None

    def __init_subclass__(cls, **kwargs: object) -> None:
        """Check the facts of a site file when it is imported; `FaultySiteError` names the file and the field."""
        super().__init_subclass__(**kwargs)
        check_facts(cls)
        cls.allowed_domains = [urlsplit(cls.publisher.home).hostname or "", *cls.publisher.hosts]

    @classmethod
    def paper(cls) -> Paper:
        """Return what reading this paper's pages must know of it."""
        return Paper(name=cls.name, publisher=cls.publisher, article_url=cls.article_url, layouts=cls.layouts)

    @classmethod
    def check(cls) -> None:
        """Raise a Fault where this paper cannot be visited now; asked before anything is written."""

    async def start(self) -> AsyncIterator[Request]:
        """Open the visit; ask for the lists, then for known articles that no list may show any more.

        Where the last visit was broken off, only what it had not asked for yet is new to the frontier.
        """
        self.visit = self._begun_visit()
        for source in self.sources:
            for url in source.first_lists(self.publisher.home, self._today()):
                yield self._list_request(url, source, number=1)
        since = datetime.now(UTC) - self.revisit_for
        for url in self.visit.archive.articles_to_revisit(self.name, since):
            yield self._article_request(url, priority=REVISIT_PRIORITY)

    def parse_list(self, response: Response, path: str, number: int) -> Iterator[Request]:
        """Yield requests for the articles that a list shows and for the lists it leads to.

        *path* is that of its source, *number* counts from 1.
        """
        source = next((source for source in self.sources if source.path == path), None)
        if source is None or response.status in MISSING:
            return
        try:
            listing = source.read(response)
        except NoListError as why:
            self.logger.warning("%s was declared as %s, but %s", response.url, source, why)
            return
        paper = self.paper()
        for link in listing.links:
            if self._is_own(link) and paper.may_be_article(link):
                request = self._article_request(link)
                if not self._is_taken_down(request.url):
                    yield request
        for url in listing.lists if number < LISTS_LIMIT else ():
            if self._is_own(url):
                yield self._list_request(url, source, number + 1)

    def parse(self, response: Response, **_: Any) -> Iterator[Observation | Request]:  # noqa: ANN401 - Scrapy's own
        """Yield what a kept response tells, and requests for the pictures of an article."""
        if CAPTURE not in response.meta:
            return
        seen = observe(response, self.reader(), response.meta[CAPTURE])
        if seen is not None:
            yield seen
        if isinstance(seen, ArticleSeen):
            yield from self._picture_requests(seen)
        elif not isinstance(seen, ArticleGone):
            yield from self._redirected(response)

    def reader(self) -> Paper:
        """Return what reading this paper's pages must know, with the tails that the archive has learnt of it."""
        if self._reader is None:
            self._reader = (
                with_tails(self.paper(), self.visit.archive.connection, self.name) if self.visit else self.paper()
            )
        return self._reader

    def unreachable(self, failure: Failure) -> Iterator[Handled]:
        """Say in one line what could not be fetched; what robots.txt forbids was not to be fetched."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if isinstance(failure.value, HttpError):
            self.logger.warning("%s answered %d", request.url, failure.value.response.status)
        elif not isinstance(failure.value, IgnoreRequest):
            why = failure.getErrorMessage() or type(failure.value).__name__
            self.logger.warning("%s could not be fetched: %s", request.url, why)
        yield from of_failure(failure, self.crawler)

    def closed(self, reason: str) -> None:
        """End the visit; what can no longer be put down then, the next crawl finds out."""
        if self.visit is None:
            return
        stopping = Stopping.of(self.crawler)
        with suppress(NotKeptError), stopping.guard():
            if not stopping.broken:
                relearn(self.visit.archive, self.paper(), self.name)
        with suppress(NotKeptError), stopping.guard():
            self.visit.end(reason)
        self.visit.close()

    def _begun_visit(self) -> Visit:
        """Return the visit that begins now; CloseSpider where it cannot."""
        stopping = Stopping.of(self.crawler)
        try:
            stopping.check_space()
            folder, busy_seconds = Path(self.settings["AIMAQ_DATA"]), self.settings.getfloat("AIMAQ_BUSY_SECONDS")
            visit = Visit(folder, self.name, self.publisher, busy_seconds=busy_seconds)
            with refusals(folder):
                interrupted = visit.frontier.begin(afresh=self.settings.getbool("AIMAQ_AFRESH"))
                given_up = visit.frontier.given_up()
                recover(visit.archive, self.paper())
        except Fault as fault:
            raise stopping.refuse(fault) from fault
        if interrupted:
            self.crawler.signals.send_catch_log(RESUMED, interrupted=interrupted, spider=self)
        for request, why in given_up:
            url = json.loads(request)["url"]
            self.logger.warning("%s is given up after %d crawls: %s", url, CRAWLS_TRIED, why)
        return visit

    def _list_request(self, url: str, source: Source, number: int) -> Request:
        meta = {KIND: LIST} | ({"handle_httpstatus_list": list(MISSING)} if source.may_miss else {})
        cb_kwargs = {"path": source.path, "number": number}
        return Request(url, self.parse_list, errback=self.unreachable, cb_kwargs=cb_kwargs, meta=meta)

    def _article_request(self, link: str, priority: int = 0) -> Request:
        """Return the request for the article at *link*: its full page in place of AMP, a short address resolved."""
        url = AMP.sub("", urldefrag(link).url)
        if script_variant(url):
            url = canonical_url(url, self.publisher.home)
        if SHORT_ADDRESS.search(urlsplit(url).query) and self.visit is not None:
            url = self.visit.archive.article_fetched_from(url) or url
        return Request(url, self.parse, errback=self.unreachable, priority=priority, meta=dict(ANSWERS_TOO))

    def _redirected(self, response: Response) -> Iterator[Request]:
        """Yield the request for what an article's address leads to, another article's or its own spelt otherwise."""
        hops = response.meta.get(HOPS, 0) + 1
        target = target_of(response)
        if target is None or not self._is_own(target):
            return
        if hops > MOST_HOPS:
            self.logger.warning("%s: more than %d redirects", response.url, MOST_HOPS)
            return
        request = response.request
        assert request is not None  # noqa: S101 - Scrapy's own
        same = canonical_url(target) == canonical_url(response.url)
        yield request.replace(url=target, meta={**ANSWERS_TOO, HOPS: hops}, dont_filter=same)

    def _picture_requests(self, seen: ArticleSeen) -> Iterator[Request]:
        for block in seen.printed.blocks:
            if block.image and is_picture(block.image) and not self._has_picture(block.image.src):
                yield Request(
                    block.image.src,
                    self.parse,
                    errback=self.unreachable,
                    priority=PICTURE_PRIORITY,
                    meta={KIND: PICTURE, "allow_offsite": True},
                )

    def _is_taken_down(self, url: str) -> bool:
        """Tell whether the article at *url* was taken down, so that it is never asked for again."""
        article = natural_key(canonical_url(url, self.publisher.home))
        return self.visit is not None and self.visit.archive.is_taken_down(article)

    def _has_picture(self, url: str) -> bool:
        return self.visit is not None and self.visit.archive.has_image(url)

    def _today(self) -> date:
        """Return the day it is where the paper is made; in UTC where nobody knows."""
        zone = self.publisher.timezone
        return datetime.now(ZoneInfo(zone) if zone else UTC).date()

    def _is_own(self, url: str) -> bool:
        host = bare_host(urlsplit(url).netloc)
        return host in {bare_host(urlsplit(self.publisher.home).netloc), *self.publisher.hosts}
