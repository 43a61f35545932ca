"""WARC files that others made, as this archive keeps them: one gzip member a record, every record byte for byte."""

import gzip
import re
import shutil
from collections.abc import Iterator
from io import BufferedIOBase
from pathlib import Path
from typing import IO

from isal import igzip

from archive.faults import DamagedWarc
from archive.warc.members import members

VERSION = b"WARC/"
LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d+)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
GZIP_MAGIC = b"\x1f\x8b"
LONGEST_HEAD = 1 << 20


def bring_in(path: Path, to: Path) -> bool:
    """Put the WARC file at *path* at *to*, and return whether it could stay as it is.

    One that is not packed, or packed as a whole, is packed record by record. `DamagedWarc` where it is no WARC file or
    breaks off before its first record ends; of a file that breaks off later the whole records are taken.
    """
    unfinished = to.with_name(to.name + ".unfinished")
    as_it_is = _is_packed_by_record(path)
    if as_it_is:
        shutil.copy2(path, unfinished)
    else:
        with _opened(path) as source, unfinished.open("wb") as target:
            written = [target.write(igzip.compress(record, mtime=0)) for record in records(source)]
        if not written:
            unfinished.unlink()
            message = f"{path} is no WARC file, or breaks off in its first record"
            raise DamagedWarc(message)
    unfinished.replace(to)
    return as_it_is


def records(stream: IO[bytes] | BufferedIOBase) -> Iterator[bytes]:
    """Yield the whole records of an unpacked *stream*, with the two line ends behind each."""
    while True:
        head = _head(stream)
        length = LENGTH.search(head)
        if not head or not length:
            return
        block = stream.read(int(length[1]))
        if len(block) < int(length[1]):
            return
        yield head + block + b"\r\n\r\n"


def _head(stream: IO[bytes] | BufferedIOBase) -> bytes:
    """Return the next record's version line and headers, with the empty line that ends them; empty at the end."""
    lines: list[bytes] = []
    size = 0
    while size < LONGEST_HEAD:
        line = stream.readline(LONGEST_HEAD)
        if not lines:
            if not line or (line.strip() and not line.startswith(VERSION)):
                return b""
            if not line.strip():
                continue
        if not line:
            return b""
        lines.append(line)
        size += len(line)
        if not line.strip():
            return b"".join(lines)
    return b""


def _is_packed_by_record(path: Path) -> bool:
    """Tell whether every gzip member of the file at *path* is one WARC record."""
    with path.open("rb") as stream:
        if stream.read(2) != GZIP_MAGIC:
            return False
    seen = False
    for _, member in members(path, lambda _offset, _reason: None):
        head, _, rest = member.plain.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if not head.startswith(VERSION) or not length or rest[int(length[1]) :].strip():
            return False
        seen = True
    return seen


def _opened(path: Path) -> BufferedIOBase:
    with path.open("rb") as stream:
        packed = stream.read(2) == GZIP_MAGIC
    return gzip.open(path, "rb") if packed else path.open("rb")
