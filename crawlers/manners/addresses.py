"""Which addresses are public ones of the Internet, in whatever spelling, and which others a site file names."""

import socket
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
_remembered = lru_cache(maxsize=1024)
"""A crawl asks few hosts, and each of them often."""
WEB = {"http": 80, "https": 443}
"""The schemes that are asked, and their ports (RFC 9110, 4.2)."""
LOCAL_NAMES = ("localhost", ".localhost")
"""Names that mean the machine itself (RFC 6761, 6.3)."""
UNICAST = ip_network("2000::/3")
"""All that is given out of IPv6 for use on the Internet (RFC 4291, 2.4; IANA's registry)."""
TRANSLATED = ip_network("64:ff9b::/96")
"""IPv6 addresses that hold the IPv4 address they lead to (RFC 6052, 2.1)."""
NOT_GLOBAL = tuple(
    map(
        ip_network,
        (
            "192.88.99.0/24",  # relays of 6to4, given up (RFC 7526)
            "2001::/32",  # Teredo leads to any IPv4 address behind a relay (RFC 4380)
            "3fff::/20",  # documentation (RFC 9637), unknown to Python before 3.13
        ),
    )
)
"""What `is_global` of Python 3.11 takes for global and is not to be asked."""


@_remembered
def is_public(address: Address) -> bool:
    """Tell whether *address* is one of the public Internet: no loopback, no private net, no multicast, none reserved.

    What an IPv6 address carries of IPv4 counts: mapped (RFC 4291, 2.5.5.2), 6to4 (RFC 3056), translated (RFC 6052).

    >>> [is_public(ip_address(one)) for one in ("93.184.215.14", "2001:4860:4860::8888", "64:ff9b::808:808")]
    [True, True, True]
    >>> [is_public(ip_address(one)) for one in ("169.254.169.254", "::ffff:10.0.0.1", "2002:7f00:1::", "::127.0.0.1")]
    [False, False, False, False]
    """
    address = _carried(address)
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, IPv6Address) and address not in UNICAST:
        return False
    return not any(address in net for net in NOT_GLOBAL)


def _carried(address: Address) -> Address:
    if not isinstance(address, IPv6Address):
        return address
    if address in TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


@_remembered
def literal(host: str) -> Address | None:
    """Return the address that *host* spells, as the system's resolver would read it; None where it is a name.

    >>> [str(literal(host)) for host in ("127.1", "0x7f.1", "2130706433", "0177.0.0.1", "[::1]", "１２７.0.0.1.")]
    ['127.0.0.1', '127.0.0.1', '127.0.0.1', '127.0.0.1', '::1', '127.0.0.1']
    >>> literal("example.kz")
    """
    plain = unicodedata.normalize("NFKC", host).strip("[]").rstrip(".")
    try:
        return ip_address(plain)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(plain))
    except (OSError, ValueError):  # no IPv4 address in any of the spellings of inet_aton; a null byte in it
        return None


@_remembered
def is_loopback(host: str) -> bool:
    """Tell whether *host* is this machine by its own word: a loopback address or `localhost`.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("example.kz"), is_loopback("10.0.0.1")
    (True, True, False, False)
    """
    address = literal(host)
    if address is None:
        return host.lower().rstrip(".").endswith(LOCAL_NAMES)
    return _carried(address).is_loopback


def port_of(url: str) -> int:
    """Return the port that *url* asks; 0 where it names none that there is.

    >>> port_of("https://example.kz/"), port_of("http://127.0.0.1:8010/")
    (443, 8010)
    """
    parts = urlsplit(url)
    try:
        return parts.port or WEB.get(parts.scheme, 0)
    except ValueError:  # no number, or one above 65535
        return 0


@dataclass(frozen=True, slots=True)
class Places:
    """Hosts off the public Internet that may be asked all the same, because somebody named them: host and port."""

    named: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def at(cls, addresses: Iterable[str]) -> "Places":
        """Return the places named by *addresses*: whole ones, or hosts with or without a port.

        Only an address literal or `localhost` counts: a name may lead to another address tomorrow.

        >>> sorted(Places.at(["http://127.0.0.1:8010/", "localhost:8011", "example.kz"]).named)
        [('127.0.0.1', 8010), ('localhost', 8011)]
        """
        named = set()
        for address in addresses:
            url = address if "//" in address else f"http://{address}"
            host = urlsplit(url).hostname or ""
            spelt = literal(host)
            if spelt is not None or is_loopback(host):
                named.add((str(spelt or host), port_of(url)))
        return cls(frozenset(named))

    def why_not(self, host: str, port: int, address: Address) -> str | None:
        """Return why *address*, to which *host* led, is not to be connected to at *port*; None where it may be."""
        if is_public(address):
            return None
        spelt = literal(host)
        if (str(spelt or host), port) in self.named and (spelt == address or is_loopback(str(address))):
            return None
        where = f"{address}" if str(address) == host.strip("[]") else f"{host} is {address}, which"
        return f"{where} is no public address, and the site file does not name it"
