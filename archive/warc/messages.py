"""HTTP messages as they go over the wire (RFC 9112), taken apart without losing a byte."""

import re
from dataclasses import dataclass

END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
STATUS_LINE = re.compile(rb"\S+[ \t]+(?P<status>\d{1,4})[ \t]*(?P<reason>[^\r\n]*)")
INTERIM = range(100, 200)
SWITCHING_PROTOCOLS = 101
CHUNK_SIZE = re.compile(rb"[ \t]*(?P<size>[0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A response taken apart."""

    status: int
    """Status code; 0 where the first line is no status line."""
    headers: tuple[tuple[str, str], ...]
    """Header names and values in order, case and duplicates kept; a folded line is joined by a space."""
    head: bytes
    """Status line and headers, with the empty line that ends them."""
    payload: bytes
    """All that follows the head, transfer coding and all."""
    body: bytes
    """The payload without its transfer coding, content coding kept; no longer than Content-Length says."""
    whole: bool
    """Whether the body is as long as the message itself says."""

    def header(self, name: str) -> str:
        """Return the values of the header *name*, joined as RFC 9110, 5.3, joins them; empty where it is not sent."""
        return ", ".join(value for key, value in self.headers if key.lower() == name)


def final_response(received: bytes) -> bytes:
    """Return what was *received* from the status line of the final response on: interim ones (1xx) are no answer."""
    while True:
        line = STATUS_LINE.match(received)
        end = END_OF_HEAD.search(received)
        if not line or not end or int(line["status"]) not in INTERIM or int(line["status"]) == SWITCHING_PROTOCOLS:
            return received
        received = received[end.end() :]


def read_message(response: bytes) -> Message:
    """Return the *response* taken apart; what has no status line has status 0, what has no head is all head."""
    end = END_OF_HEAD.search(response)
    head, payload = (response[: end.end()], response[end.end() :]) if end else (response, b"")
    line = STATUS_LINE.match(head)
    headers = tuple(_headers(head))
    body, whole = _body(payload, {name.lower(): value for name, value in headers})
    status = int(line["status"]) if line else 0
    return Message(
        status=status, headers=headers, head=head, payload=payload, body=body, whole=whole and end is not None
    )


def dechunk(payload: bytes) -> tuple[bytes, bool]:
    r"""Return *payload* without chunked transfer coding (RFC 9112, 7.1), and whether it came to its end.

    >>> dechunk(b"3\r\nabc\r\n0\r\n\r\n")
    (b'abc', True)
    >>> dechunk(b"5\r\nab")
    (b'ab', False)
    """
    pieces: list[bytes] = []
    place = 0
    while match := CHUNK_SIZE.match(payload, place):
        size = int(match["size"], 16)
        if not size:
            return b"".join(pieces), True
        piece = payload[match.end() : match.end() + size]
        pieces.append(piece)
        if len(piece) < size:
            break
        place = match.end() + size
        place += 2 if payload.startswith(b"\r\n", place) else 1
    return b"".join(pieces), False


def _body(payload: bytes, headers: dict[str, str]) -> tuple[bytes, bool]:
    if "chunked" in headers.get("transfer-encoding", "").lower():
        if payload and not CHUNK_SIZE.match(payload):
            return payload, True  # kept by a program that undid the chunks and left the header
        return dechunk(payload)
    length = headers.get("content-length", "").strip()
    if length.isdecimal() and length.isascii():
        return payload[: int(length)], len(payload) >= int(length)
    return payload, True


def _headers(head: bytes) -> list[tuple[str, str]]:
    headers: list[tuple[str, str]] = []
    for line in head.split(b"\n")[1:]:
        if line[:1] in {b" ", b"\t"} and headers:
            name, value = headers[-1]
            headers[-1] = (name, f"{value} {_text(line.strip())}".strip())
        elif b":" in line:
            name_bytes, _, value_bytes = line.partition(b":")
            headers.append((_text(name_bytes.strip()), _text(value_bytes.strip())))
    return headers


def _text(value: bytes) -> str:
    """Return header bytes as text: UTF-8 as many servers send it, else ISO 8859-1 (RFC 9110, 5.5)."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
