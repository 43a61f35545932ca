"""What stands between a request and the network: the address connected to, and the certificate shown."""

import copy
from collections.abc import Iterator
from typing import Any

from OpenSSL import SSL
from scrapy import Request
from scrapy.crawler import Crawler
from service_identity import VerificationError
from twisted.internet.interfaces import IConnector, IReactorPluggableNameResolver, IReactorTCP, IReactorTime
from twisted.web.client import ResponseFailed
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from crawlers.manners.crawl import Manners


@implementer(IReactorPluggableNameResolver, IReactorTCP, IReactorTime)
class GuardedReactor:
    """Twisted's reactor, but for one thing: a connection to an address that is not to be asked is refused.

    It is asked for each connection, with the address that is connected to, after names were looked up.
    """

    def __init__(self, reactor: Any, request: Request, crawler: Crawler) -> None:  # noqa: ANN401 - any of Twisted's
        """Guard *reactor* while *request* of *crawler* is sent."""
        self._reactor = reactor
        self._request = request
        self._crawler = crawler

    def connectTCP(self, host: str, port: int, *more: Any, **named: Any) -> IConnector:  # noqa: ANN401, N802 - Twisted's
        """Connect to the address *host*; `RefusedError` where it is not to be asked."""
        Manners.of(self._crawler).check_connection(self._request, host, port)
        connector: IConnector = self._reactor.connectTCP(host, port, *more, **named)
        return connector

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        """Return what else the reactor can do."""
        return getattr(self._reactor, name)


@implementer(IPolicyForHTTPS)
class Certificates:
    """Certificates are verified, but for hosts of a paper whose site file says why not."""

    def __init__(self, verifying: Any, crawler: Crawler) -> None:  # noqa: ANN401 - Scrapy's own
        """Verify as *verifying* does, Scrapy's context factory under DOWNLOAD_VERIFY_CERTIFICATES."""
        self._verifying = verifying
        self._trusting = copy.copy(verifying)
        self._trusting._verify_certificates = False  # noqa: SLF001 - told by tests/crawlers/test_connecting.py
        self._crawler = crawler

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: ANN401, N802 - Twisted's
        """Return what makes the TLS connection to *hostname*."""
        reason = getattr(self._crawler.spidercls, "unverified_certificate", None)
        own = getattr(self._crawler.spidercls, "allowed_domains", ())
        policy = self._trusting if reason and hostname.decode("ascii") in own else self._verifying
        return policy.creatorForNetloc(hostname, port)


def why_not_trusted(error: BaseException) -> str | None:
    """Return what was wrong with the certificate where that made a request fail with *error*; None where it was not."""
    for cause in _causes(error):
        if isinstance(cause, VerificationError):
            return "it is another host's"
        if isinstance(cause, SSL.Error):
            told = [reason for _, _, reason in cause.args[0] if "certificate" in reason] if cause.args else []
            if told:
                return str(told[0])
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        if isinstance(error, ResponseFailed):
            for reason in error.reasons:
                yield from _causes(reason.value)
        error = error.__cause__
