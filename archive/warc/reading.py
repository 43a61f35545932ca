"""Reading WARC files back: a record at its offset, or everything in order, up to where a file breaks off."""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from archive.faults import DamagedWarc
from archive.moments import read_moment
from archive.records import Capture, Crawl
from archive.warc.counting import FIELD, counts_from
from archive.warc.digests import payload_digest
from archive.warc.members import Member, members
from archive.warc.records import NOT_MODIFIED, Damage, KeptResponse, Revisit, media_type, validators, without_codings

KEPT = WarcRecordType.response | WarcRecordType.revisit
HTTP = ("application/http", "application/http;")
WARCINFO = re.compile(rb"^WARC-Type:[ \t]*warcinfo[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
HEAD_BYTES = 1000
"""Where a record says what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a record lies: file, offset and length of its gzip member in bytes."""

    file: str
    offset: int
    length: int


def read_at(folder: Path, file: str, offset: int) -> KeptResponse:
    """Return the response whose record begins at *offset* of *file*; `DamagedWarc` where there is none.

    Of a `revisit` record the payload is elsewhere: `archive.captures` puts it in.
    """
    faults: list[str] = []
    try:
        for place, member in members(folder / file, lambda _, reason: faults.append(reason), offset):
            record = read_record(member)
            if not record.record_type & KEPT:
                message = f"the record at {offset} in {file} is no response"
                raise DamagedWarc(message)
            return read_response(record, Place(file=file, offset=place, length=member.length), crawl="")
    except (OSError, StopIteration, ValueError) as error:
        faults.append(str(error))
    message = f"no readable record at {offset} in {file}: {' '.join(faults) or 'the file is shorter'}"
    raise DamagedWarc(message)


def warc_files(folder: Path) -> list[Path]:
    """Return the WARC files below *folder*, those of the oldest crawl first."""
    return sorted(folder.glob("*/*.warc.gz"), key=lambda path: (path.name.split("-", 1)[-1], path.name))


def read_all(folder: Path) -> Iterator[KeptResponse | Crawl | Damage]:
    """Yield what every WARC file below *folder* holds, oldest crawl first: its visits and its responses, in order.

    A visit comes at its beginning and once more, with how it ended, at its end. Where a file breaks off, what stands
    before is yielded, then the damage.
    """
    for path in warc_files(folder):
        file = path.relative_to(folder).as_posix()
        broken: list[tuple[int, str]] = []
        yield from read_members(members(path, _noting(broken)), file, None)
        yield from (Damage(file=file, offset=offset, reason=reason) for offset, reason in broken)


def _noting(broken: list[tuple[int, str]]) -> Callable[[int, str], None]:
    return lambda offset, reason: broken.append((offset, reason))


def read_segment(
    path: Path, file: str, start: int, end: int, crawl: Crawl | None
) -> Iterator[KeptResponse | Crawl | Damage]:
    """Yield what the records from byte *start* to *end* of *path* hold, which belong to *crawl* unless they say."""
    found = members(path, lambda _offset, _reason: None, start)
    yield from read_members(takewhile(lambda one: one[0] < end, found), file, crawl)


def read_members(
    found: Iterable[tuple[int, Member]], file: str, crawl: Crawl | None
) -> Iterator[KeptResponse | Crawl | Damage]:
    """Yield the visits and the responses among the members *found* of *file*, and a damage for what is no record."""
    for offset, member in found:
        place = Place(file=file, offset=offset, length=member.length)
        try:
            for kept in _read_member(member, place, crawl):
                crawl = kept if isinstance(kept, Crawl) else crawl
                yield kept
        except (KeyError, ValueError) as error:
            yield Damage(file=file, offset=offset, reason=f"no readable WARC record: {error}")


def _read_member(member: Member, place: Place, crawl: Crawl | None) -> Iterator[KeptResponse | Crawl]:
    record = read_record(member)
    if record.record_type == WarcRecordType.warcinfo:
        yield _crawl_from(record, Path(place.file).parts[0])
    elif record.record_type == WarcRecordType.metadata and crawl is not None:
        yield from _ended(crawl, record)
    elif is_kept(record):
        if crawl is None:
            crawl = _unnamed_crawl(record, place.file)
            yield crawl
        yield read_response(record, place, crawl.id)


def is_kept(record: WarcRecord) -> bool:
    """Tell whether *record* holds an HTTP response, whole or as a revisit: what becomes a capture."""
    return bool(record.record_type & KEPT) and (record.headers.get("Content-Type") or "").startswith(HTTP)


def is_warcinfo(member: Member) -> bool:
    """Tell whether *member* holds a `warcinfo` record."""
    return WARCINFO.search(member.plain[:HEAD_BYTES]) is not None


def crawl_in(member: Member, site: str) -> Crawl:
    """Return the visit to *site* that the `warcinfo` record in *member* begins."""
    return _crawl_from(read_record(member), site)


def read_record(member: Member) -> WarcRecord:
    """Return the record in *member*; ValueError where there is none."""
    record = next(iter(ArchiveIterator(io.BytesIO(member.plain), parse_http=False)), None)
    if record is None:
        message = "no WARC record"
        raise ValueError(message)
    return record


def read_response(record: WarcRecord, place: Place, crawl: str) -> KeptResponse:
    """Return the `response` or `revisit` *record* at *place* as a response of the visit *crawl*."""
    message, plain = without_codings(record.reader.read())
    stated = record.headers.get("WARC-Payload-Digest") or ""
    wire_digest = stated if stated.startswith("sha256:") else payload_digest(message.payload)
    revisit = _revisit(record) if record.record_type == WarcRecordType.revisit else None
    same = revisit is not None or message.body == message.payload
    capture = Capture(
        id=bare(record.record_id),
        site=Path(place.file).parts[0],
        crawl=crawl,
        url=bare(record.headers["WARC-Target-URI"]),
        fetched_at=read_moment(record.headers["WARC-Date"]),
        status=message.status,
        media_type=media_type(message),
        digest=wire_digest if same else payload_digest(message.body),
        payload_digest=wire_digest,
        file=place.file,
        offset=place.offset,
        length=place.length,
        refers_to=revisit.id if revisit else None,
        fault=None if revisit else record.headers.get("WARC-Truncated") or _fault(whole=message.whole) or plain.fault,
        **validators(message),
    )
    return KeptResponse(
        capture=capture,
        headers=message.headers,
        body=plain.body,
        mislabelled=plain.mislabelled,
        revisit=revisit,
    )


def _fault(*, whole: bool) -> str | None:
    return None if whole else "disconnect"


def _revisit(record: WarcRecord) -> Revisit:
    headers = record.headers
    date = headers.get("WARC-Refers-To-Date")
    return Revisit(
        id=bare(headers.get("WARC-Refers-To")) or None,
        url=bare(headers.get("WARC-Refers-To-Target-URI")) or None,
        fetched_at=_moment(date) if date else None,
        unchanged=(headers.get("WARC-Profile") or "").rpartition("/")[2] == NOT_MODIFIED.rpartition("/")[2],
    )


def _moment(text: str) -> datetime | None:
    try:
        return read_moment(text)
    except ValueError:
        return None


def _crawl_from(record: WarcRecord, site: str) -> Crawl:
    fields = _read_fields(record.reader.read())
    started = fields.get("crawl-started") or record.headers["WARC-Date"]
    crawl = fields.get("crawl-id") or bare(record.record_id)
    return Crawl(id=crawl, site=site, started_at=read_moment(started), finished_at=None, reason=None)


def _unnamed_crawl(record: WarcRecord, file: str) -> Crawl:
    """Return the visit that a file without a `warcinfo` record stands for."""
    started = read_moment(record.headers["WARC-Date"])
    return Crawl(id=f"file:{file}", site=Path(file).parts[0], started_at=started, finished_at=None, reason=None)


def _ended(crawl: Crawl, record: WarcRecord) -> Iterator[Crawl]:
    """Yield *crawl* with how it ended, where that is what the `metadata` record tells."""
    fields = _read_fields(record.reader.read())
    if "crawl-finished" not in fields or bare(record.headers.get("WARC-Refers-To")) != crawl.id:
        return
    yield Crawl(
        id=crawl.id,
        site=crawl.site,
        started_at=crawl.started_at,
        finished_at=read_moment(fields["crawl-finished"]),
        reason=fields.get("crawl-reason"),
        counts=counts_from(fields.get(FIELD)),
    )


def _read_fields(block: bytes) -> dict[str, str]:
    lines = block.decode("utf-8", "replace").splitlines()
    return {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines) if value}


def bare(text: str | None) -> str:
    """Return *text* without angle brackets, which WARC 1.0 puts around addresses too."""
    return (text or "").strip("<>")
