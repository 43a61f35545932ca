"""When a request is finished: all that its answer led to is kept, and not a moment before."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.misc import load_object
from twisted.python.failure import Failure

from crawlers.manners.refusing import NotNowError
from crawlers.stopping import NotKeptError, Stopping
from crawlers.writing import TASK, write_request

if TYPE_CHECKING:
    from crawlers.capture import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """The last item of every callback and errback: items are stored one after the other, so all before it are."""

    task: str
    put_off: str | None = None
    """Why the request is to be tried again by the next crawl; None where it is done."""


class SettlingMiddleware:
    """Spider middleware that lets `Handled` follow what a callback yields; one that raises is put off."""

    def __init__(self, crawler: Crawler) -> None:
        """Serve *crawler*."""
        self.crawler = crawler
        crawler.signals.connect(self._failed, signals.spider_error)
        crawler.signals.connect(self._failed, signals.item_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "SettlingMiddleware":
        """Return the middleware for *crawler*, as Scrapy asks."""
        return cls(crawler)

    async def process_spider_output(self, response: Response, result: AsyncIterator[object]) -> AsyncIterator[object]:
        """Yield what the callback yields, then that *response* is handled; TypeError names a request we cannot keep."""
        task = response.meta.get(TASK)
        async for one in result:
            if task and isinstance(one, Request) and self.crawler.spider:
                write_request(one, self.crawler.spider)
            yield one
        if task:
            yield Handled(task=task)

    def _failed(self, response: Response | Failure | None, failure: Failure) -> None:
        """Put the request off whose answer could not be handled; the log has the traceback."""
        request: Request | None = getattr(response, "request", None)
        task = request.meta.get(TASK) if request else None
        if task:
            settle(self.crawler, Handled(task=task, put_off=f"not handled: {failure.getErrorMessage()}"))


class SettlingPipeline:
    """Item pipeline, the first of all: tells the frontier what is handled, and ends it there."""

    def __init__(self, crawler: Crawler) -> None:
        """Serve *crawler*."""
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "SettlingPipeline":
        """Return the pipeline for *crawler*, as Scrapy asks."""
        return cls(crawler)

    def process_item(self, item: object) -> object:
        """Return *item*, unless it says that a request is handled."""
        if not isinstance(item, Handled):
            return item
        settle(self.crawler, item)
        message = "handled"
        raise DropItem(message, log_level="DEBUG")


def settle(crawler: Crawler, handled: Handled) -> None:
    """Put down in the frontier that a request is done, or put off; nothing once something could not be kept."""
    visit: Visit | None = getattr(crawler.spider, "visit", None)
    stopping = Stopping.of(crawler)
    if visit is None or stopping.broken:
        return
    try:
        with stopping.guard():
            if handled.put_off:
                visit.frontier.defer(handled.task, handled.put_off)
            else:
                visit.frontier.finish(handled.task)
    except NotKeptError:
        return


def of_failure(failure: Failure, crawler: Crawler) -> Iterator[Handled]:
    """Yield how the request of *failure* ended: put off where it may be answered another day, done where not.

    What the network or an overloaded server fails to give is put off, by the lists of Scrapy's own retries, and so is
    what may not be asked for now; what may never be, or is answered with another status, is done. What came and could
    not be kept is neither, nor what the crawl stops for.
    """
    request: Request = failure.request  # type: ignore[attr-defined]
    task = request.meta.get(TASK)
    if task is None or isinstance(failure.value, NotKeptError):
        return
    if isinstance(failure.value, NotNowError):
        if not failure.value.stops:
            yield Handled(task=task, put_off=str(failure.value))
        return
    if is_passing(failure, crawler):
        yield Handled(task=task, put_off=failure.getErrorMessage() or type(failure.value).__name__)
    else:
        yield Handled(task=task)


def is_passing(failure: Failure, crawler: Crawler) -> bool:
    """Tell whether what failed may succeed another day."""
    if isinstance(failure.value, HttpError):
        return str(failure.value.response.status) in map(str, crawler.settings.getlist("RETRY_HTTP_CODES"))
    kinds = tuple(load_object(kind) for kind in crawler.settings.getlist("RETRY_EXCEPTIONS"))
    return isinstance(failure.value, kinds)
