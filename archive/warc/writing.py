"""Writing WARC files: new ones for each crawl, every record whole or not at all (WARC 1.1, ISO 28500:2017)."""

import errno
import io
import os
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from isal import igzip

from archive.moments import written_exactly
from archive.records import Capture, Crawl, CrawlCounts
from archive.warc.counting import FIELD, counts_line
from archive.warc.digests import payload_digest
from archive.warc.records import (
    FIELDS_TYPE,
    NOT_MODIFIED,
    REQUEST_TYPE,
    RESPONSE_TYPE,
    SAME_PAYLOAD,
    SPECIFICATION,
    Exchange,
    KeptResponse,
    Original,
    media_type,
    validators,
    without_codings,
)

GZIP_LEVEL = 2
"""Of ISA-L's levels (0 to 3): a tenth of the time of zlib's level 6 on HTML, files a seventh larger."""
FILE_LIMIT_BYTES = 1_000_000_000
SECONDS_BETWEEN_SYNCS = 5.0
"""How much a power cut may take of what was written; a killed process takes nothing."""
UNCHANGED = 304
Headers = Sequence[tuple[str, str]]
Lookup = Callable[[str], Original | None]


class WarcWriter:
    """The WARC files of one crawl: new ones, never appended to after the crawl."""

    def __init__(self, folder: Path, site: str, software: str, started_at: datetime) -> None:
        """Begin a crawl of *site* below *folder*; the first file is made with the first record."""
        self.folder = folder
        self.crawl = Crawl(id=new_id(), site=site, started_at=started_at, finished_at=None, reason=None)
        self._software = software
        self._serial = 0
        self._offset = 0
        self._file: io.FileIO | None = None
        self._name = ""
        self._synced_at = 0.0

    def write_exchange(
        self, exchange: Exchange, same_payload: Lookup | None = None, unchanged: Lookup | None = None
    ) -> KeptResponse:
        """Write *exchange* down as a `response` and a `request` record, and return it as it will be read back.

        The response becomes a `revisit` record without a payload where *same_payload* knows an earlier capture with
        the same payload digest, or where it says 304 and *unchanged* knows one of the same address (WARC 1.1, 6.7).
        The bytes are out of this process when it returns; where the disk does not take all of them, OSError, and the
        file is as it was before.
        """
        message, plain = without_codings(exchange.response)
        digest = payload_digest(message.body)
        wire_digest = digest if message.body == message.payload else payload_digest(message.payload)
        truncated = exchange.truncated or (None if message.whole else "disconnect")
        lookup, asked_for, profile = same_payload, wire_digest, SAME_PAYLOAD
        if message.status == UNCHANGED:
            lookup, asked_for, profile = unchanged, exchange.url, NOT_MODIFIED
        elif truncated or not message.payload:
            lookup = None
        original = lookup(asked_for) if lookup else None
        capture = Capture(
            id=new_id(),
            site=self.crawl.site,
            crawl=self.crawl.id,
            url=exchange.url,
            fetched_at=exchange.fetched_at,
            status=message.status,
            media_type=media_type(message),
            digest=digest,
            payload_digest=wire_digest,
            file="",
            offset=0,
            length=0,
            refers_to=original.id if original else None,
            fault=truncated or plain.fault,
            **validators(message),
        )
        response = (
            *_response_headers(capture, exchange),
            *_revisit_headers(original, profile),
            *((("WARC-Truncated", truncated),) if truncated else ()),
        )
        self._open_file()
        offset, length = self._write(
            warc_record(
                "revisit" if original else "response",
                capture.id,
                exchange.fetched_at,
                RESPONSE_TYPE,
                response,
                message.head if original else exchange.response,
            ),
            _request_record(capture, exchange),
        )
        return KeptResponse(
            capture=replace(capture, file=self._name, offset=offset, length=length),
            headers=message.headers,
            body=plain.body,
            mislabelled=plain.mislabelled,
        )

    def close(self, finished_at: datetime, reason: str, counts: CrawlCounts | None = None) -> None:
        """Write how the crawl ended, and what it counted, as a `metadata` record of its warcinfo; close the file."""
        if self._file is None:
            return
        headers = [("WARC-Refers-To", f"<{self.crawl.id}>")]
        fields = {"crawl-finished": written_exactly(finished_at), "crawl-reason": reason}
        if counts:
            fields[FIELD] = counts_line(counts)
        block = warc_fields(fields)
        try:
            self._write(warc_record("metadata", new_id(), finished_at, FIELDS_TYPE, headers, block))
        finally:
            self._close_file()

    def _open_file(self) -> None:
        if self._file is not None and self._offset < FILE_LIMIT_BYTES:
            return
        self._close_file()
        stamp = self.crawl.started_at.astimezone(UTC).strftime("%Y%m%d%H%M%S%f")[:17]
        folder = self.folder / self.crawl.site
        folder.mkdir(parents=True, exist_ok=True)
        short = self.crawl.id.rsplit("-", 1)[-1][-6:]
        self._name = f"{self.crawl.site}/{self.crawl.site}-{stamp}-{short}-{self._serial:05d}.warc.gz"
        self._file = io.FileIO(self.folder / self._name, "x")
        self._serial += 1
        self._offset = 0
        self._write(self._warcinfo())

    def _close_file(self) -> None:
        if self._file is not None:
            os.fsync(self._file)
            self._file.close()
            self._file = None

    def _warcinfo(self) -> bytes:
        identity = self.crawl.id if self._serial == 1 else new_id()
        fields = {
            "software": self._software,
            "format": "WARC File Format 1.1",
            "conformsTo": SPECIFICATION,
            "isPartOf": self.crawl.site,
            "crawl-id": self.crawl.id,
            "crawl-started": written_exactly(self.crawl.started_at),
        }
        name = [("WARC-Filename", self._name.rpartition("/")[2])]
        return warc_record("warcinfo", identity, self.crawl.started_at, FIELDS_TYPE, name, warc_fields(fields))

    def _write(self, first: bytes, *others: bytes) -> tuple[int, int]:
        """Write the records, each a gzip member of its own, and return offset and length of the *first*, in bytes."""
        members = [igzip.compress(record, GZIP_LEVEL, mtime=0) for record in (first, *others)]
        offset, whole = self._offset, b"".join(members)
        file = self._file
        assert file is not None  # noqa: S101 - every caller opened it
        try:
            taken = file.write(whole)
        except OSError:
            self._cut_back()
            raise
        if taken != len(whole):
            self._cut_back()
            message = f"the disk took only a part of a record of {self._name}"
            raise OSError(errno.ENOSPC, message)
        self._offset += len(whole)
        if time.monotonic() - self._synced_at > SECONDS_BETWEEN_SYNCS:
            os.fsync(file)
            self._synced_at = time.monotonic()
        return offset, len(members[0])

    def _cut_back(self) -> None:
        """Take back what the disk took of a record: half of one would hide all that follow."""
        assert self._file is not None  # noqa: S101 - it was being written to
        self._file.truncate(self._offset)
        self._file.seek(self._offset)


def _request_record(capture: Capture, exchange: Exchange) -> bytes:
    headers = [
        ("WARC-Target-URI", exchange.url),
        ("WARC-Concurrent-To", f"<{capture.id}>"),
        *((("WARC-IP-Address", exchange.ip_address),) if exchange.ip_address else ()),
    ]
    return warc_record("request", new_id(), exchange.fetched_at, REQUEST_TYPE, headers, exchange.request)


def _response_headers(capture: Capture, exchange: Exchange) -> list[tuple[str, str]]:
    headers = [("WARC-Target-URI", exchange.url)]
    if capture.status != UNCHANGED:
        headers.append(("WARC-Payload-Digest", capture.payload_digest))
    if exchange.ip_address:
        headers.append(("WARC-IP-Address", exchange.ip_address))
    return headers


def _revisit_headers(original: Original | None, profile: str) -> list[tuple[str, str]]:
    if original is None:
        return []
    return [
        ("WARC-Profile", profile),
        ("WARC-Refers-To", f"<{original.id}>"),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", written_exactly(original.fetched_at)),
    ]


def warc_record(  # noqa: PLR0913, PLR0917 - the parts that every record has
    kind: str, identity: str, moment: datetime, content_type: str, headers: Headers, block: bytes
) -> bytes:
    """Return the bytes of a record, not packed, with the digest of its *block* (WARC 1.1, 4 and 5)."""
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <{identity}>",
        f"WARC-Date: {written_exactly(moment)}",
        *(f"{name}: {value}" for name, value in headers),
        f"WARC-Block-Digest: {payload_digest(block)}",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def warc_fields(fields: Mapping[str, str]) -> bytes:
    """Return *fields* as `application/warc-fields` writes them (WARC 1.1, 4)."""
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()


def new_id() -> str:
    """Return a WARC-Record-ID that nobody has given yet, without angle brackets.

    It is a UUID of version 7 (RFC 9562, 5.7), which begins with the time: what is captured together stands together in
    the index of a database, and is found and written faster.
    """
    milliseconds = time.time_ns() // 1_000_000
    number = (milliseconds << 80) | (7 << 76) | (secrets.randbits(12) << 64) | (2 << 62) | secrets.randbits(62)
    return f"urn:uuid:{UUID(int=number)}"
