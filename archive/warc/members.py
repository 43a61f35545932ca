"""A file of gzip members, cut into them (RFC 1952, 2.2): one member is one WARC record (WARC 1.1, annex D)."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from isal import isal_zlib

CHUNK_BYTES = 1 << 16
LIMIT_BYTES = 1 << 27
"""Most bytes that a record is unpacked to; a longer one is taken for broken."""
NOT_GZIP: type[Exception] = isal_zlib.IsalError  # type: ignore[assignment]  # a class, whatever its stub says
GZIP_WINDOW = 31
"""What zlib calls a gzip header with the largest window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One gzip member of a file: a whole record."""

    plain: bytes
    length: int
    """Length in the file, in bytes."""


def members(path: Path, on_damage: Callable[[int, str], None], start: int = 0) -> Iterator[tuple[int, Member]]:
    """Yield the gzip members of the file at *path* with their offsets; the first broken one ends it, with a word."""
    offset = start
    with path.open("rb") as stream:
        stream.seek(start)
        held = b""
        while True:
            plain, used, rest, reason = _inflate(stream, held)
            if reason:
                on_damage(offset, reason)
                return
            if not used:
                return
            yield offset, Member(plain=plain, length=used)
            offset += used
            held = rest


def _inflate(stream: io.BufferedReader, held: bytes) -> tuple[bytes, int, bytes, str]:
    """Return one member's plain bytes, its length in the file, what was read beyond it, and what is wrong with it."""
    inflater = isal_zlib.decompressobj(wbits=GZIP_WINDOW)
    plain: list[bytes] = []
    size = used = 0
    while not inflater.eof:
        chunk = held or stream.read(CHUNK_BYTES)
        held = b""
        if not chunk:
            return b"", 0, b"", "the file ends in the middle of a record" if used else ""
        used += len(chunk)
        try:
            plain.append(inflater.decompress(chunk))
            size += len(plain[-1])
        except NOT_GZIP as error:
            return b"", 0, b"", str(error)
        if size > LIMIT_BYTES:
            return b"", 0, b"", f"the record is longer than {LIMIT_BYTES} bytes"
    return b"".join(plain), used - len(inflater.unused_data), inflater.unused_data, ""
