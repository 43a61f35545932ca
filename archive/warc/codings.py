"""Content codings: a payload as it was meant to be read (RFC 9110, 8.4), and what is wrong with it."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import brotli
from backports import zstd
from isal import isal_zlib

from archive.warc.members import NOT_GZIP

LIMIT_BYTES = 32 * 1024 * 1024
"""Most bytes that a payload is unpacked to."""
PIECE_BYTES = 1 << 20
GZIP_WINDOW = 31
"""What zlib calls a gzip header with the largest window."""
RAW_WINDOW = -15
"""What zlib calls deflate without any header, as some servers send it."""
GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A payload with its content codings removed."""

    body: bytes
    fault: str | None = None
    """Why *body* is not whole: cut, broken, too-large, unknown-coding; None where it is."""
    mislabelled: bool = False
    """Whether a coding was declared that the bytes do not have."""


class _Inflater(Protocol):
    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...
    @property
    def eof(self) -> bool: ...


def decode(payload: bytes, codings: str, limit: int = LIMIT_BYTES) -> Decoded:
    """Return *payload* without the *codings* that Content-Encoding lists, at most *limit* bytes of it.

    A body that is declared as packed and is not is taken as it stands.

    >>> decode(b"<p>", "gzip").mislabelled
    True
    """
    body, mislabelled = payload, False
    for coding in reversed([part.strip().lower() for part in codings.split(",")]):
        if coding in {"", "identity"} or not body:
            continue
        undo = _CODINGS.get(coding)
        if undo is None:
            return Decoded(body=b"", fault="unknown-coding")
        one = undo(body, limit)
        if one.fault:
            return one
        body, mislabelled = one.body, mislabelled or one.mislabelled
    return Decoded(body=body, mislabelled=mislabelled)


def _gzip(body: bytes, limit: int) -> Decoded:
    if not body.startswith(GZIP_MAGIC):
        return Decoded(body=body, mislabelled=True)
    return _inflate(isal_zlib.decompressobj(GZIP_WINDOW), body, limit, NOT_GZIP)


def _deflate(body: bytes, limit: int) -> Decoded:
    """Undo deflate: with the zlib header that RFC 9110, 8.4.1.2, asks for, or without it."""
    with_header = _inflate(zlib.decompressobj(), body, limit, zlib.error)
    if with_header.fault != "broken":
        return with_header
    without = _inflate(zlib.decompressobj(RAW_WINDOW), body, limit, zlib.error)
    return Decoded(body=body, mislabelled=True) if without.fault == "broken" else without


def _zstd(body: bytes, limit: int) -> Decoded:
    if not body.startswith(ZSTD_MAGIC):
        return Decoded(body=body, mislabelled=True)
    return _inflate(zstd.ZstdDecompressor(), body, limit, zstd.ZstdError)


def _inflate(inflater: _Inflater, body: bytes, limit: int, error: type[Exception]) -> Decoded:
    try:
        plain = inflater.decompress(body, limit + 1)
    except error:
        return Decoded(body=b"", fault="broken")
    if len(plain) > limit:
        return Decoded(body=plain[:limit], fault="too-large")
    return Decoded(body=plain, fault=None if inflater.eof else "cut")


def _brotli(body: bytes, limit: int) -> Decoded:
    inflater = brotli.Decompressor()
    plain = bytearray()
    try:
        plain += inflater.process(body, output_buffer_limit=PIECE_BYTES)
        while not inflater.can_accept_more_data() and len(plain) <= limit:
            plain += inflater.process(b"", output_buffer_limit=PIECE_BYTES)
    except brotli.error:
        text = not plain and body[:1] in b"<{[ \t\r\n"
        return Decoded(body=body, mislabelled=True) if text else Decoded(body=b"", fault="broken")
    if len(plain) > limit:
        return Decoded(body=bytes(plain[:limit]), fault="too-large")
    return Decoded(body=bytes(plain), fault=None if inflater.is_finished() else "cut")


_CODINGS: dict[str, Callable[[bytes, int], Decoded]] = {
    "br": _brotli,
    "deflate": _deflate,
    "gzip": _gzip,
    "x-gzip": _gzip,
    "zstd": _zstd,
}
