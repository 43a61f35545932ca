"""NewsSpider: from a paper's sources to its articles and their pictures; every site subclasses it."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urldefrag, urlsplit
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from archive.faults import Fault
from archive.records import Article, Publisher, natural_key
from archive.refusals import refusals
from archive.revisions import Change
from crawlers.announced import ANNOUNCED, sitemaps_of
from crawlers.capture import CAPTURE, SINCE, Visit
from crawlers.conditions import conditions
from crawlers.finding import Call, Finding, Role, When
from crawlers.following import Following
from crawlers.frontier import CRAWLS_TRIED, RESUMED
from crawlers.health.counting import counted, counts_of
from crawlers.health.expectations import Expect
from crawlers.kinds import ARTICLE, KIND, LIST, PICTURE
from crawlers.layout import Layout
from crawlers.links import AMP, bare_host, canonical_url, script_variant
from crawlers.looks import Look
from crawlers.manners.crawl import Manners
from crawlers.manners.rules import Rules, origin_of
from crawlers.manners.traps import Limits
from crawlers.memory import Way
from crawlers.observation import ArticleGone, ArticleMoved, ArticleRead, ArticleSeen, Kept, Observation, observe
from crawlers.paper import SHORT_ADDRESS, Paper
from crawlers.recovery import recover
from crawlers.redirects import REDIRECTS, target_of
from crawlers.schedule.rhythm import EVERY
from crawlers.settling import Handled, of_failure
from crawlers.site_facts import check_facts
from crawlers.sources import Kind, NoListError, Source
from crawlers.stopping import NotKeptError, Stopping
from crawlers.tails import relearn, with_tails
from pipelines.images import is_picture

REVISIT_PRIORITY = -10
LOOKS_AT_ONCE = 500
"""Articles that one visit looks at again at most; the youngest come first."""
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

    requests_a_day: ClassVar[int] = 20_000
    """Requests that all crawls of a day, in UTC, may make together; what is left waits for the next day."""

    unverified_certificate: ClassVar[str | None] = None
    """Why the certificate of the paper's own hosts is not verified; None where it is."""
    limits: ClassVar[Limits] = Limits()
    """Where what the paper links to is taken for a trap."""
    expect: ClassVar[Expect | None] = None
    """What its author promises of the paper; alerts follow where it does not hold."""
    visit_every: ClassVar[tuple[timedelta, timedelta]] = EVERY
    """No sooner and no later than this `aimaq watch` visits the paper again."""
    quiet_hours: ClassVar[str] = ""
    """When `aimaq watch` leaves the paper alone, such as "23:00-06:00" in its own zone."""

    allowed_domains: ClassVar[list[str]]
    visit: Visit | None = None
    following: Following
    """How the lists of the visit are followed; there is one once it has begun."""
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
        """Open the visit; ask for the lists that are needed, then for the articles that are due for another look.

        Where the last visit was broken off, only what it had not asked for yet is new to the frontier; a list that was
        asked for a while ago is asked for again.
        """
        visit = self._begun_visit()
        try:
            await Manners.of(self.crawler).be_alone(self.publisher.home)
        finally:
            self.visit = visit
        now = datetime.now(UTC)
        when = When(now=now, today=self._today(), since=self._back_to())
        sources = (*self.sources, *self._announced())
        finding = Finding(sources, self.publisher.home, self.visit.frontier.memory, when)
        self.following = Following(self, self.visit, finding)
        for call in finding.first_calls():
            yield self.list_request(call, again=finding.is_old(call.path))
        for url in self._due(now):
            yield self.article_request(url, priority=REVISIT_PRIORITY, only_if_changed=True, again=True)

    def parse_list(self, response: Response, call: dict[str, Any]) -> Iterator[Request]:
        """Yield requests for the articles that the list *call* shows new, changed or gone, and for what it leads to."""
        asked = self._call(call)
        if asked is None or response.status in MISSING:
            return
        try:
            listing = self.following.finding.sources[asked.path].read(response)
        except NoListError as why:
            if asked.path in self.declared_paths():
                counts_of(self.crawler).lists[asked.path].complaint = str(why)
            self.logger.warning("%s was declared as %s, but %s", response.url, asked.path, why)
            yield from self.following.does_not_serve(asked, str(why))
            return
        if asked.number == 1 and isinstance(response, HtmlResponse):
            self.following.note_announced(response)
        yield from self.following.follow(asked, listing)

    def list_failed(self, failure: Failure) -> Iterator[Handled | Request]:
        """Say that a list was not to be had; yield the requests for others where it is not to be had another day."""
        request: Request = failure.request  # type: ignore[attr-defined]
        asked, settled = self._call(request.cb_kwargs["call"]), list(self.unreachable(failure))
        if asked is not None and any(handled.put_off is None for handled in settled):
            yield from self.following.does_not_serve(asked, failure.getErrorMessage() or type(failure.value).__name__)
        yield from settled

    def parse(self, response: Response, **_: Any) -> Iterator[Observation | Request]:  # noqa: ANN401 - Scrapy's own
        """Yield what a kept response tells, and requests for the pictures of an article."""
        if CAPTURE not in response.meta:
            return
        seen = observe(response, self.reader(), response.meta[CAPTURE], response.meta.get(SINCE))
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

    def look_again(self, seen: Kept, change: Change | None) -> None:
        """Plan the next look at the article that was *seen*, which *change* has come over."""
        if self.visit is None:
            return
        looks, memory, capture = self.visit.frontier.looks, self.visit.frontier.memory, seen.capture
        if isinstance(seen, ArticleRead):
            article, changed = seen.article, change not in {None, Change.UNCHANGED}
            began, told_by = _began(article, capture.fetched_at), memory.told_by(article.url)
            look = Look(
                article=article.url,
                url=capture.url,
                at=capture.fetched_at,
                published_at=began,
                changed=changed,
                told_by=told_by,
            )
            looks.seen(look)
        elif isinstance(seen, ArticleGone | ArticleMoved):
            looks.gone(Look(article=seen.url, url=capture.url, at=capture.fetched_at, published_at=None, changed=True))

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
            self.visit.end(reason, lambda visit, seconds: counted(self.crawler, visit, seconds))
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

    def list_request(self, call: Call, *, again: bool = False) -> Request:
        """Return the request for a list, whole only if it has changed since its last capture.

        With *again* it does not matter that this round has asked for it.
        """
        source = self.following.finding.sources[call.path]
        return Request(
            call.url,
            self.parse_list,
            errback=self.list_failed,
            cb_kwargs={"call": asdict(call)},
            meta={KIND: LIST} | ({"handle_httpstatus_list": list(MISSING)} if source.may_miss else {}),
            headers=self._conditions(call.url),
            priority=call.priority,
            dont_filter=again,
        )

    def article_request(
        self, link: str, priority: int = 0, *, only_if_changed: bool = False, again: bool = False
    ) -> Request:
        """Return the request for the article at *link*: its full page in place of AMP, a short address resolved.

        With *again* it does not matter that this round has asked for it.
        """
        url = AMP.sub("", urldefrag(link).url)
        if script_variant(url):
            url = canonical_url(url, self.publisher.home)
        if SHORT_ADDRESS.search(urlsplit(url).query) and self.visit is not None:
            url = self.visit.archive.article_fetched_from(url) or url
        return Request(
            url,
            self.parse,
            errback=self.unreachable,
            priority=priority,
            meta=dict(ANSWERS_TOO),
            headers=self._conditions(url) if only_if_changed else None,
            dont_filter=again,
        )

    def is_own(self, url: str) -> bool:
        """Tell whether *url* is on a host of this paper."""
        host = bare_host(urlsplit(url).netloc)
        own = host in {bare_host(urlsplit(self.publisher.home).netloc), *self.publisher.hosts}
        if not own:
            Manners.of(self.crawler).mention(url)
        return own

    def declared_paths(self) -> set[str]:
        """Return the paths of the lists that the site file names."""
        return {source.path for source in self.sources}

    def is_asked_for(self, request: Request) -> bool:
        """Tell whether this round has asked for *request*, or will."""
        fingerprinter = self.crawler.request_fingerprinter
        if self.visit is None or fingerprinter is None:
            return False
        return self.visit.frontier.has(fingerprinter.fingerprint(request).hex())

    def _call(self, written: dict[str, Any]) -> Call | None:
        """Return the call that was *written* down; None where the site file names its source no more."""
        call = Call(**written | {"role": Role(written["role"]), "before": tuple(written["before"])})
        return call if call.path in self.following.finding.sources else None

    def _conditions(self, url: str) -> dict[str, str]:
        return conditions(self.visit.archive.connection, url) if self.visit is not None else {}

    def _due(self, now: datetime) -> list[str]:
        """Return where the articles are that are to be looked at again: those due, all or none, as `revisit` says."""
        assert self.visit is not None  # noqa: S101 - the visit has begun
        archive, looks = self.visit.archive, self.visit.frontier.looks
        if looks.count() < archive.count_in_print(self.name):
            found = archive.articles_in_print(self.name)
            looks.plan(
                Look(article=article, url=url, at=at, published_at=published, changed=True)
                for article, url, at, published in found
            )
        which = self.settings["AIMAQ_REVISIT"]
        due = looks.all() if which == "all" else looks.due(now, LOOKS_AT_ONCE) if which == "due" else []
        return [url for article, url in due if not archive.is_taken_down(natural_key(article))]

    def _announced(self) -> list[Source]:
        """Return the lists that the paper was found to announce and that are cheaper than those of the site file.

        One that was never asked is tried alone: no visit shall cost much more than the one before.
        """
        assert self.visit is not None  # noqa: S101 - the visit has begun
        memory, home = self.visit.frontier.memory, self.publisher.home
        robots = Manners.of(self.crawler).robots().fresh(origin_of(home), datetime.now(UTC)) or ""
        for source in sitemaps_of(Rules(robots).sitemaps, home):
            memory.announce(source.path, source.kind, datetime.now(UTC))
        own, least = self.declared_paths(), min(source.kind for source in self.sources)
        found = [ANNOUNCED[Kind(kind)](path) for path, kind in memory.announced() if path not in own and kind < least]
        tried = [source for source in found if memory.way(source.path) != Way(path=source.path)]
        untried = [source for source in found if source not in tried]
        return [*tried, *untried[:1]]

    def _back_to(self) -> date | None:
        """Return how far back the lists are walked: from `aimaq crawl --since`; None for as far as they were."""
        given = self.settings["AIMAQ_SINCE"]
        return date.fromisoformat(given) if given else None

    def _redirected(self, response: Response) -> Iterator[Request]:
        """Yield the request for what an article's address leads to, another article's or its own spelt otherwise."""
        hops = response.meta.get(HOPS, 0) + 1
        target = target_of(response)
        if target is None or not self.is_own(target):
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

    def _has_picture(self, url: str) -> bool:
        return self.visit is not None and self.visit.archive.has_image(url)

    def _today(self) -> date:
        """Return the day it is where the paper is made; in UTC where nobody knows."""
        zone = self.publisher.timezone
        return datetime.now(ZoneInfo(zone) if zone else UTC).date()


def _began(article: Article, seen_at: datetime) -> datetime | None:
    """Return when the life of *article* began; of one dated to the day its end, if it was not seen before."""
    if article.published_at is None or article.published_precision != "day":
        return article.published_at
    return min(article.published_at + timedelta(days=1), seen_at)
