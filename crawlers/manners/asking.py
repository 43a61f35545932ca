"""Downloader middlewares: what every request is asked before it goes out, and what every answer says of its host."""

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawlers.manners.crawl import Manners


class RefusingMiddleware:
    """Asks only for http and https, only public addresses and such as the site file names; see also `connecting`."""

    def __init__(self, crawler: Crawler) -> None:
        """Serve *crawler*; a request is looked at when it is put down, and again when it is about to go out."""
        self.manners = Manners.of(crawler)
        crawler.signals.connect(self.process_request, signals.request_scheduled)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RefusingMiddleware":
        """Return the middleware for *crawler*, as Scrapy asks."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise `RefusedError` where *request* is not to be made."""
        self.manners.check(request.url)


class IdentityMiddleware:
    """Says in every request who asks."""

    def __init__(self, crawler: Crawler) -> None:
        """Serve *crawler*."""
        self.headers = Manners.of(crawler).identity.headers

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "IdentityMiddleware":
        """Return the middleware for *crawler*, as Scrapy asks."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Put User-Agent and From into *request*."""
        for name, value in self.headers.items():
            request.headers[name] = value


class RestMiddleware:
    """Lets a host rest that says it has too much to do."""

    def __init__(self, crawler: Crawler) -> None:
        """Serve *crawler*."""
        self.manners = Manners.of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RestMiddleware":
        """Return the middleware for *crawler*, as Scrapy asks."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Return *response* as it is."""
        self.manners.pace.answered(request, response)
        return response
