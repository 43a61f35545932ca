"""httpx connections to addresses that may be asked, and to no others."""

import socket
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any

import httpcore
import httpx

from crawlers.manners.addresses import Places

_BACKEND = httpcore.SyncBackend()


class GuardedTransport(httpx.HTTPTransport):
    """httpx's own transport, over one connection, which looks at each address before it is connected to."""

    def __init__(self, places: Places) -> None:
        """Ask the public Internet, and *places*."""
        super().__init__(trust_env=False)
        # httpx hands on no backend of its own making; the pool, which does, is httpcore's public one.
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=1,
            network_backend=_GuardedBackend(places),
        )


class _GuardedBackend(httpcore.NetworkBackend):
    def __init__(self, places: Places) -> None:
        self._places = places

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of *host* that may be asked and answers."""
        why: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in _addresses(host, port):
            refused = self._places.why_not(host, port, ip_address(address))
            if refused:
                why = httpcore.ConnectError(refused)
                continue
            try:
                return _BACKEND.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                why = error
        raise why


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(str(error)) from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))
