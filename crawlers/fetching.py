"""Single pages, fetched politely outside a crawl: what `aimaq save` and `aimaq add` use."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx
from protego import Protego
from scrapy.http import Response

from archive.faults import Fault, Unreachable, WrongArgument
from crawlers.capture import as_response
from crawlers.settings import DOWNLOAD_DELAY, DOWNLOAD_MAXSIZE, DOWNLOAD_TIMEOUT, USER_AGENT

MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
LONGEST_ROBOTS = 512 * 1024
"""Bytes of a robots.txt that are read (RFC 9309, 2.5)."""


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
        *,
        delay: float = DOWNLOAD_DELAY,
        limit: int | None = None,
        on_request: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Wait *delay* seconds between requests, make at most *limit*, and tell *on_request* each address."""
        self.delay = delay
        self.limit = limit
        self.on_request = on_request
        self.requests = 0
        self._robots: dict[str, Protego] = {}
        self._client = httpx.Client(headers={"User-Agent": USER_AGENT}, timeout=DOWNLOAD_TIMEOUT)

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
            if not self.robots(url).can_fetch(url, USER_AGENT):
                message = f"robots.txt of {urlsplit(url).netloc} forbids {urlsplit(url).path}; ask the paper first"
                raise ForbiddenError(message)
            page = self._get(url, DOWNLOAD_MAXSIZE)
            target = _redirect(page)
            if target is None:
                return page
            if urlsplit(target).scheme not in {"http", "https"}:
                message = f"{url} redirects to {target}, which is no web address"
                raise Unreachable(message)
            url = target
        message = f"{url}: more than {MOST_REDIRECTS} redirects"
        raise Unreachable(message)

    def robots(self, url: str) -> Protego:
        """Return the robots.txt of the host of *url* (RFC 9309): none allows all, a failing server nothing."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = Protego.parse(self._robots_text(f"{origin}/robots.txt"))
        return self._robots[origin]

    def _robots_text(self, url: str) -> str:
        for _ in range(MOST_REDIRECTS + 1):
            page = self._get(url, LONGEST_ROBOTS, cut=True)
            target = _redirect(page)
            if target is None or urlsplit(target).scheme not in {"http", "https"}:
                break
            url = target
        if page.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            message = f"{url} answered {page.status}, so that nobody knows what is allowed there; try again later"
            raise Unreachable(message)
        return page.body.decode("utf-8", "replace") if page.status == HTTPStatus.OK else ""

    def _get(self, url: str, most_bytes: int, *, cut: bool = False) -> Page:
        """Return what *url* answers, without redirects; a larger body is *cut*, or `Unreachable`."""
        if self.limit is not None and self.requests >= self.limit:
            message = f"stopped after {self.limit} requests"
            raise TooManyRequestsError(message)
        if self.requests:
            time.sleep(self.delay)
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


def _refuse(url: str, why: str, cause: Exception | None = None) -> None:
    message = f"{url} could not be fetched: {' '.join(why.split())}"
    raise Unreachable(message) from cause
