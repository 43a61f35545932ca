"""What goes over the wire, byte for byte, taken where Scrapy's download handler reads and writes.

A response that reaches a middleware has lost its chunks, the case and order of its headers, and the reason behind its
status. So the bytes are taken at the connection. This relies on names that Scrapy 2.19 and Twisted keep for themselves;
`tests/crawlers/test_wire.py` tells when one of them is gone.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers import http11
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.web._newclient import HTTP11ClientProtocol
from twisted.web._newclient import Request as TxRequest
from twisted.web.client import Agent
from twisted.web.client import Response as TxResponse
from twisted.web.iweb import IResponse

from archive.moments import this_moment
from crawlers.manners.connecting import Certificates, GuardedReactor, why_not_trusted
from crawlers.manners.crawl import Manners

WIRE = "wire"
"""Key of a request's `meta` under which what went over the wire for it travels."""
_HELD = "_aimaq_wire"
NOT_PERSISTENT = b"HTTP/1.0 "
"""How an answer begins after which the connection is not used again: only since HTTP/1.1 does it stay open unless its
end is announced (RFC 9112, 9.3)."""


@dataclass(slots=True, kw_only=True)
class Wire:
    """The bytes of one request and of what was received for it."""

    began_at: datetime
    """When the first byte was sent, to the millisecond that a WARC-Date keeps."""
    ip_address: str | None
    sent: bytearray = field(default_factory=bytearray)
    received: bytearray = field(default_factory=bytearray)


class WireDownloadHandler(http11.HTTP11DownloadHandler):
    """Scrapy's download handler for http and https, which besides leaves the bytes in `request.meta`."""

    def __init__(self, crawler: Crawler) -> None:
        """Serve *crawler*, as Scrapy asks."""
        super().__init__(crawler)
        self._pool._factory = _WireFactory  # noqa: SLF001 - what Scrapy's own handler does
        self._pool.retryAutomatically = False  # a second request would keep no pause
        self._contextFactory: Any = Certificates(self._contextFactory, crawler)

    async def download_request(self, request: Request) -> Response:
        """Return the response to *request* as Scrapy makes it; its Wire is in the request's `meta`, whole or not."""
        agent = _WireAgent(
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        manners = Manners.of(self._crawler)
        async with manners.pace.turn(request):
            try:
                with wrap_twisted_exceptions():
                    return await maybe_deferred_to_future(agent.download_request(request))
            except DownloadFailedError as error:
                why = why_not_trusted(error)
                if why is None:
                    raise
                raise manners.not_trusted(request, why) from error


class _WireAgent(http11._ScrapyAgent):  # noqa: SLF001 - pinned by tests/crawlers/test_wire.py
    def _get_agent(self, request: Request, timeout: float) -> Agent:
        agent = super()._get_agent(request, timeout)
        factory: Any = agent._endpointFactory  # noqa: SLF001
        factory._reactor = GuardedReactor(factory._reactor, request, self._crawler)  # noqa: SLF001
        return agent

    def _cb_bodyready(self, txresponse: TxResponse, request: Request) -> Any:  # noqa: ANN401 - Scrapy's own
        request.meta[WIRE] = getattr(txresponse, _HELD)
        return super()._cb_bodyready(txresponse, request)


class _WireProtocol(http11._LenientHTTP11ClientProtocol):  # noqa: SLF001
    _wire: Wire | None = None

    def request(self, request: TxRequest) -> Deferred[IResponse]:
        assert self.transport is not None  # noqa: S101 - a connection has one
        wire = self._wire = Wire(began_at=this_moment(), ip_address=_peer(self.transport))
        write: Any = request.writeTo
        setattr(request, "writeTo", lambda transport: write(_Tee(transport, wire.sent)))  # noqa: B010 - a method of it

        def hold(response: IResponse) -> IResponse:
            setattr(response, _HELD, wire)
            return response

        return super().request(request).addCallback(hold)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        if self._wire is not None:
            self._wire.received += data
            if self._currentRequest and self._wire.received.startswith(NOT_PERSISTENT):  # before a body of none ends it
                self._currentRequest.persistent = False  # Twisted looks for "close" alone
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _WireFactory(http11._LenientHTTP11ClientFactory):  # noqa: SLF001
    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: ARG002, N802 - Twisted's name
        return _WireProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class _Tee:
    """A transport that keeps what is written to it; in all else the transport itself."""

    def __init__(self, transport: Any, kept: bytearray) -> None:  # noqa: ANN401 - any of Twisted's transports
        self._transport = transport
        self._kept = kept

    def write(self, data: bytes) -> None:
        self._kept += data
        self._transport.write(data)

    def writeSequence(self, pieces: Any) -> None:  # noqa: ANN401, N802 - Twisted's name
        self.write(b"".join(pieces))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._transport, name)


def _peer(transport: Any) -> str | None:  # noqa: ANN401 - any of Twisted's transports
    """Return the address that *transport* is connected to; None where it is none of the Internet's."""
    return getattr(transport.getPeer(), "host", None)
