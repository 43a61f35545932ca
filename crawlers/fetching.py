"""Single pages, fetched politely outside a crawl: what `aimaq save` and `aimaq add` use."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx
from scrapy.http import Response

from archive.faults import Fault, Unreachable, WrongArgument
from crawlers.capture import as_response
from crawlers.manners.addresses import Places, is_loopback
from crawlers.manners.guarded import GuardedTransport
from crawlers.manners.identity import Identity
from crawlers.manners.pace import LONGEST_CRAWL_DELAY, SHORTEST_DELAY
from crawlers.manners.rules import MOST_REDIRECTS, READ_BYTES, Rules, origin_of, text_of
from crawlers.settings import DOWNLOAD_DELAY, DOWNLOAD_MAXSIZE, DOWNLOAD_TIMEOUT

REDIRECTS = frozenset({301, 302, 303, 307, 308})


class ForbiddenError(Fault):
    """The paper's robots.txt asks programs not to fetch this."""


class TooManyRequestsError(Fault):
    """The number of requests that was allowed is used up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one address answered."""

    url: str
    """Address that answered, after redirects."""
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    """Bytes as received, content coding undone."""
    fetched_at: datetime

    @property
    def content_type(self) -> str:
        """The Content-Type header; empty where none was sent."""
        return next((value for name, value in self.headers if name.lower() == "content-type"), "")

    def response(self) -> Response:
        """Return the page as Scrapy would hand it on."""
        return as_response(self.url, self.status, self.headers, self.body)


class Visitor:
    """Fetches one page at a time, under our name, with a pause between two, as robots.txt allows."""

    def __init__(
        self,
        url: str,
        *,
        delay: float = DOWNLOAD_DELAY,
        limit: int | None = None,
        on_request: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Visit the paper at *url*, the only place off the public Internet that is asked, if it is one.

        Wait *delay* seconds between requests, and a second at least where not on loopback; make at most *limit*, and
        tell *on_request* each address. `NoContact` where nobody has said who asks.
        """
        self.delay = delay
        self.limit = limit
        self.on_request = on_request
        self.requests = 0
        self._identity = Identity.of(os.environ)
        self._identity.check(web_address(url))
        self._robots: dict[str, Rules] = {}
        self._client = httpx.Client(
            headers=self._identity.headers,
            timeout=DOWNLOAD_TIMEOUT,
            transport=GuardedTransport(Places.at([url])),
            trust_env=False,
        )

    def __enter__(self) -> Self:
        """Return the visitor."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close its connections."""
        self._client.close()

    def fetch(self, url: str) -> Page:
        """Return what *url* answers, after redirects to http and https alone.

        `WrongArgument` where it is no such address, `ForbiddenError` where robots.txt says no, `Unreachable` where
        nothing came or too much.
        """
        for _ in range(MOST_REDIRECTS + 1):
            url = web_address(url)
            if not self.robots(url).allows(url):
                message = f"robots.txt of {urlsplit(url).netloc} forbids {urlsplit(url).path}; ask the paper first"
                raise ForbiddenError(message)
            page = self._get(url, DOWNLOAD_MAXSIZE)
            target = _redirect(page)
            if target is None:
                return page
            url = _followed(url, target)
        message = f"{url}: more than {MOST_REDIRECTS} redirects"
        raise Unreachable(message)

    def robots(self, url: str) -> Rules:
        """Return the robots.txt of the host of *url*; `Unreachable` where nobody knows what it allows (RFC 9309)."""
        origin = origin_of(url)
        if origin not in self._robots:
            self._robots[origin] = Rules(self._robots_text(f"{origin}/robots.txt"))
        return self._robots[origin]

    def _robots_text(self, url: str) -> str:
        for hops in range(MOST_REDIRECTS + 1):
            page = self._get(url, READ_BYTES, cut=True)
            target = _redirect(page)
            if target is None or hops == MOST_REDIRECTS:
                break
            url = _followed(page.url, target)
        text = text_of(page.status, page.body)
        if text is None:
            message = f"{url} answered {page.status}, so that nobody knows what is allowed there; try again later"
            raise Unreachable(message)
        return text

    def _pause(self, url: str) -> float:
        """Return the seconds to wait before *url* is asked for."""
        shortest = 0.0 if is_loopback(urlsplit(url).hostname or "") else SHORTEST_DELAY
        rules = self._robots.get(origin_of(url))
        return max(shortest, self.delay, min((rules and rules.crawl_delay) or 0.0, LONGEST_CRAWL_DELAY))

    def _get(self, url: str, most_bytes: int, *, cut: bool = False) -> Page:
        """Return what *url* answers, without redirects; a larger body is *cut*, or `Unreachable`."""
        if self.limit is not None and self.requests >= self.limit:
            message = f"stopped after {self.limit} requests"
            raise TooManyRequestsError(message)
        self._identity.check(url)
        if self.requests:
            time.sleep(self._pause(url))
        self.requests += 1
        self.on_request(url)
        begun, body = time.monotonic(), bytearray()
        try:
            with self._client.stream("GET", url) as answer:
                for chunk in answer.iter_bytes():
                    body += chunk
                    if len(body) > most_bytes and not cut:
                        _refuse(url, f"it is larger than {most_bytes // 1024**2} MB")
                    if len(body) > most_bytes:
                        break
                    if time.monotonic() - begun > DOWNLOAD_TIMEOUT:
                        _refuse(url, f"it took longer than {DOWNLOAD_TIMEOUT} seconds")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            _refuse(url, str(error) or type(error).__name__, error)
        self._client.cookies.clear()
        return Page(
            url=url,
            status=answer.status_code,
            headers=tuple((name.title(), value) for name, value in answer.headers.multi_items()),
            body=bytes(body[:most_bytes]),
            fetched_at=datetime.now(UTC),
        )


def web_address(url: str) -> str:
    """Return *url* without its fragment; `WrongArgument` where it is no http or https address.

    >>> web_address("https://example.kz/news#top")
    'https://example.kz/news'
    """
    try:
        parts = urlsplit(url.strip())
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets that do not close, a port that is no number
        usable = False
    if not usable:
        message = f"{url!r} is no web address such as https://example.kz/news/1"
        raise WrongArgument(message)
    return urldefrag(url.strip()).url


def _redirect(page: Page) -> str | None:
    location = next((value for name, value in page.headers if name.lower() == "location"), None)
    if page.status not in REDIRECTS or location is None:
        return None
    return urljoin(page.url, location)


def _followed(url: str, target: str) -> str:
    if urlsplit(target).scheme not in {"http", "https"}:
        message = f"{url} redirects to {target}, which is no web address"
        raise Unreachable(message)
    return target


def _refuse(url: str, why: str, cause: Exception | None = None) -> None:
    message = f"{url} could not be fetched: {' '.join(why.split())}"
    raise Unreachable(message) from cause
