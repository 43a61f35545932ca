"""WARC files: the bytes as they came from the paper (WARC 1.1, ISO 28500:2017), one gzip member a record."""

import errno
import gzip
import hashlib
import io
import zlib
from base64 import b32encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO
from uuid import uuid4

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from archive.faults import DamagedWarc
from archive.gzip_members import members
from archive.moments import read_moment, written_exactly
from archive.records import Capture, Crawl

GZIP_LEVEL = 6
FILE_LIMIT_BYTES = 1_000_000_000
UNKEPT_HEADERS = frozenset({"transfer-encoding"})
"""Headers that no longer describe the bytes: HTTP chunking is gone when a response reaches us."""
RESPONSE_TYPE = "application/http; msgtype=response"
FIELDS_TYPE = "application/warc-fields"
REASONS = MappingProxyType({200: "OK", 301: "Moved Permanently", 302: "Found", 404: "Not Found", 410: "Gone"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What came over the wire for one request."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    """Header names and values, in order."""
    body: bytes
    """The payload as received, content coding kept."""
    fetched_at: datetime
    ip_address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptResponse:
    """A response read back from its WARC record."""

    capture: Capture
    headers: tuple[tuple[str, str], ...]
    body: bytes
    """The payload with its content coding removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Where a WARC file breaks off, and how."""

    file: str
    offset: int
    """Where the record that cannot be read begins, in bytes."""
    reason: str


def payload_digest(payload: bytes) -> str:
    """Return the SHA-256 of *payload* as WARC-Payload-Digest writes it.

    >>> payload_digest(b"")
    'sha256:4OYMIQUY7QOBJGX36TEJS35ZEQT24QPEMSNZGTFESWMRW6CSXBKQ===='
    """
    return "sha256:" + b32encode(hashlib.sha256(payload).digest()).decode("ascii")


class WarcWriter:
    """The WARC files of one crawl: new ones, never appended to after the crawl."""

    def __init__(self, folder: Path, site: str, software: str, started_at: datetime) -> None:
        """Begin a crawl of *site* below *folder*; the first file is made with the first record."""
        self.folder = folder
        self.crawl = Crawl(id=_new_id(), site=site, started_at=started_at, finished_at=None, reason=None)
        self._software = software
        self._serial = 0
        self._offset = 0
        self._file: io.FileIO | None = None
        self._name = ""

    def write_response(self, exchange: Exchange) -> Capture:
        """Write *exchange* down as a `response` record and return where it lies; the bytes are out when it returns."""
        record = self._record(WarcRecordType.response, RESPONSE_TYPE, exchange.fetched_at)
        digest = payload_digest(exchange.body)
        record.headers["WARC-Target-URI"] = exchange.url
        record.headers["WARC-Payload-Digest"] = digest
        if exchange.ip_address:
            record.headers["WARC-IP-Address"] = exchange.ip_address
        self._open_file()
        offset, length = self._write(record, _http_block(exchange))
        return Capture(
            id=_bare(record.record_id),
            site=self.crawl.site,
            crawl=self.crawl.id,
            url=exchange.url,
            fetched_at=exchange.fetched_at,
            status=exchange.status,
            media_type=_media_type(exchange.headers),
            digest=digest,
            file=self._name,
            offset=offset,
            length=length,
        )

    def close(self, finished_at: datetime, reason: str) -> None:
        """Write how the crawl ended as a `metadata` record of its warcinfo record, and close the file."""
        if self._file is None:
            return
        record = self._record(WarcRecordType.metadata, FIELDS_TYPE, finished_at)
        record.headers["WARC-Refers-To"] = f"<{self.crawl.id}>"
        self._write(record, _fields({"crawl-finished": written_exactly(finished_at), "crawl-reason": reason}))
        self._file.close()
        self._file = None

    def _open_file(self) -> None:
        if self._file is not None and self._offset < FILE_LIMIT_BYTES:
            return
        if self._file is not None:
            self._file.close()
        stamp = self.crawl.started_at.astimezone(UTC).strftime("%Y%m%d%H%M%S%f")[:17]
        folder = self.folder / self.crawl.site
        folder.mkdir(parents=True, exist_ok=True)
        short = self.crawl.id.rsplit("-", 1)[-1][-6:]
        self._name = f"{self.crawl.site}/{self.crawl.site}-{stamp}-{short}-{self._serial:05d}.warc.gz"
        self._file = io.FileIO(self.folder / self._name, "x")
        self._serial += 1
        self._offset = 0
        self._write_warcinfo()

    def _write_warcinfo(self) -> None:
        first = self._serial == 1
        record = self._record(WarcRecordType.warcinfo, FIELDS_TYPE, self.crawl.started_at)
        if first:
            record.record_id = f"<{self.crawl.id}>"
        record.headers["WARC-Filename"] = self._name.rpartition("/")[2]
        fields = {
            "software": self._software,
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "isPartOf": self.crawl.site,
            "crawl-id": self.crawl.id,
            "crawl-started": written_exactly(self.crawl.started_at),
        }
        self._write(record, _fields(fields))

    def _record(self, kind: WarcRecordType, content_type: str, moment: datetime) -> WarcRecord:
        record = WarcRecord()
        record.init_headers(kind)
        record.headers["WARC-Date"] = written_exactly(moment)
        record.headers["Content-Type"] = content_type
        return record

    def _write(self, record: WarcRecord, block: bytes) -> tuple[int, int]:
        record.set_bytes_content(block)
        plain = io.BytesIO()
        record.write(plain, checksum_data=True)
        member = gzip.compress(plain.getvalue(), GZIP_LEVEL, mtime=0)
        offset = self._offset
        file = self._file
        if file is None or file.write(member) != len(member):
            if file is not None:
                file.truncate(file.seek(offset))
            message = f"the disk took only a part of a record of {self._name}"
            raise OSError(errno.ENOSPC, message)
        self._offset += len(member)
        return offset, len(member)


def read_at(folder: Path, file: str, offset: int) -> KeptResponse:
    """Return the response whose record begins at *offset* of *file*; `DamagedWarc` where there is none."""
    try:
        with (folder / file).open("rb") as stream:
            stream.seek(offset)
            record = next(iter(_iterate(stream)))
            if record.record_type != WarcRecordType.response:
                message = f"the record at {offset} in {file} is no response"
                raise DamagedWarc(message)
            return _kept(record, _Place(file=file, offset=offset, length=0), crawl="")
    except (OSError, StopIteration, zlib.error, ValueError) as error:
        message = f"no readable record at {offset} in {file}: {error}"
        raise DamagedWarc(message) from error


def read_all(
    folder: Path, on_damage: Callable[[Damage], None], on_progress: Callable[[int], None] | None = None
) -> Iterator[KeptResponse | Crawl]:
    """Yield what every WARC file below *folder* holds, oldest crawl first: its visits and its responses, in order.

    A visit comes at its beginning and once more, with how it ended, at its end. Where a file breaks off, what stands
    before is yielded and *on_damage* is called; *on_progress* is told the bytes that are done.
    """
    for path in sorted(folder.glob("*/*.warc.gz"), key=lambda path: (path.name.split("-", 1)[-1], path.name)):
        yield from _read_file(folder, path, on_damage, on_progress)


def _read_file(
    folder: Path, path: Path, on_damage: Callable[[Damage], None], on_progress: Callable[[int], None] | None
) -> Iterator[KeptResponse | Crawl]:
    name = path.relative_to(folder).as_posix()
    crawl: Crawl | None = None
    for offset, member in members(
        path, lambda offset, reason: on_damage(Damage(file=name, offset=offset, reason=reason))
    ):
        record = next(iter(_iterate(io.BytesIO(member.plain))))
        if on_progress:
            on_progress(member.length)
        if record.record_type == WarcRecordType.warcinfo:
            crawl = _crawl_from(record, path.parent.name)
            yield crawl
        elif record.record_type == WarcRecordType.metadata and crawl is not None:
            yield _ended(crawl, record)
        elif record.record_type == WarcRecordType.response and crawl is not None:
            yield _kept(record, _Place(file=name, offset=offset, length=member.length), crawl.id)


def _iterate(stream: BinaryIO) -> ArchiveIterator:
    return ArchiveIterator(stream, auto_decode="content")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a record lies: file, offset and length of its gzip member in bytes."""

    file: str
    offset: int
    length: int


def _kept(record: WarcRecord, place: _Place, crawl: str) -> KeptResponse:
    headers = record.http_headers.to_tuples()
    capture = Capture(
        id=_bare(record.record_id),
        site=Path(place.file).parts[0],
        crawl=crawl,
        url=record.headers["WARC-Target-URI"],
        fetched_at=read_moment(record.headers["WARC-Date"]),
        status=record.http_headers.status_code or 0,
        media_type=_media_type(headers),
        digest=record.headers["WARC-Payload-Digest"],
        file=place.file,
        offset=place.offset,
        length=place.length,
    )
    return KeptResponse(capture=capture, headers=headers, body=record.reader.read())


def _crawl_from(record: WarcRecord, site: str) -> Crawl:
    fields = _read_fields(record.reader.read())
    started = fields.get("crawl-started") or record.headers["WARC-Date"]
    crawl = fields.get("crawl-id") or _bare(record.record_id)
    return Crawl(id=crawl, site=site, started_at=read_moment(started), finished_at=None, reason=None)


def _ended(crawl: Crawl, record: WarcRecord) -> Crawl:
    fields = _read_fields(record.reader.read())
    return Crawl(
        id=crawl.id,
        site=crawl.site,
        started_at=crawl.started_at,
        finished_at=read_moment(fields["crawl-finished"]),
        reason=fields["crawl-reason"],
    )


def _http_block(exchange: Exchange) -> bytes:
    lines = [f"HTTP/1.1 {exchange.status} {REASONS.get(exchange.status, '')}".rstrip()]
    lines += [f"{name}: {value}" for name, value in exchange.headers if name.lower() not in UNKEPT_HEADERS]
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape") + exchange.body


def _media_type(headers: tuple[tuple[str, str], ...]) -> str | None:
    for name, value in headers:
        if name.lower() == "content-type":
            return value.partition(";")[0].strip().lower() or None
    return None


def _fields(fields: Mapping[str, str]) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()


def _read_fields(block: bytes) -> dict[str, str]:
    lines = block.decode("utf-8", "replace").splitlines()
    return {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines) if value}


def _new_id() -> str:
    return f"urn:uuid:{uuid4()}"


def _bare(record_id: str | None) -> str:
    return (record_id or "").strip("<>")
