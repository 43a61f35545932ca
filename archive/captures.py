"""From a capture to the response it keeps, wherever its payload lies."""

import sqlite3
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

from archive.faults import DamagedWarc
from archive.moments import read_moment, written_exactly
from archive.records import Capture
from archive.warc import KeptResponse, Original, read_at

COLUMNS = tuple(field.name for field in fields(Capture))
LISTED = ", ".join(COLUMNS)
NOT_MODIFIED = 304
ANSWERS_WITH_A_PAGE = (200, NOT_MODIFIED)


def capture_from(row: Sequence[object]) -> Capture:
    """Return the capture of a *row* of the table `captures` whose columns are `COLUMNS`."""
    facts = dict(zip(COLUMNS, row, strict=True))
    return Capture(**facts | {"fetched_at": read_moment(facts["fetched_at"])})  # type: ignore[arg-type]


def capture_named(connection: sqlite3.Connection, identity: str) -> Capture | None:
    """Return the capture *identity*; None where the archive has none of that id."""
    row = connection.execute(f"select {LISTED} from captures where id = ?", (identity,)).fetchone()  # noqa: S608 - literal
    return capture_from(row) if row else None


def kept_response(connection: sqlite3.Connection, warc: Path, capture: Capture) -> KeptResponse:
    """Return what *capture* keeps, its payload put in where another record holds it; `DamagedWarc` where it is lost."""
    message = f"no record {capture.id} at {capture.offset} in {capture.file}"
    if not (warc / capture.file).resolve().is_relative_to(warc.resolve()):
        raise DamagedWarc(message)
    kept = read_at(warc, capture.file, capture.offset)
    if kept.capture.id != capture.id:
        raise DamagedWarc(message)
    return with_payload(connection, warc, replace(kept, capture=capture))


def with_payload(connection: sqlite3.Connection, warc: Path, kept: KeptResponse) -> KeptResponse:
    """Return *kept* with the payload of the record it refers to; one that has its own comes back as it is.

    `DamagedWarc` where that record is not in the archive or cannot be read.
    """
    if kept.revisit is None:
        return kept
    original = _original(connection, kept)
    if original is None:
        message = f"{kept.capture.url} of {written_exactly(kept.capture.fetched_at)} repeats a record that is not here"
        raise DamagedWarc(message)
    held = kept_response(connection, warc, original)
    digest = kept.capture.digest if kept.revisit.unchanged else held.capture.digest
    capture = replace(kept.capture, refers_to=original.id, digest=digest)
    if kept.revisit.unchanged:
        since = replace(original, url=capture.url, fetched_at=kept.revisit.fetched_at or original.fetched_at)
        kept = replace(kept, headers=held.headers, unchanged_since=since)
    return replace(kept, capture=capture, body=held.body, mislabelled=held.mislabelled)


def _original(connection: sqlite3.Connection, kept: KeptResponse) -> Capture | None:
    """Return the capture that holds the payload: the record named, else by address and moment, else by digest."""
    revisit = kept.revisit
    assert revisit is not None  # noqa: S101 - asked of revisits alone
    held = "refers_to is null and fault is null"
    moment = written_exactly(revisit.fetched_at) if revisit.fetched_at else None
    ways = (
        ("id = ?", (revisit.id,)),
        ("url = ? and fetched_at = ?", (revisit.url or kept.capture.url, moment)),
        ("payload_digest = ? and status <> 304", (kept.capture.payload_digest,)),
    )
    for where, values in ways:
        if None not in values:
            query = f"select {LISTED} from captures where {where} and {held} order by fetched_at, id limit 1"  # noqa: S608 - literal
            row = connection.execute(query, values).fetchone()
            if row:
                return capture_from(row)
    return None


def same_payload(connection: sqlite3.Connection, wire_digest: str) -> Original | None:
    """Return the earliest capture whose whole payload has the digest *wire_digest*; None where there is none."""
    query = (
        "select id, url, fetched_at from captures where payload_digest = ? and refers_to is null and fault is null "
        "order by fetched_at, id limit 1"
    )
    return _named(connection.execute(query, (wire_digest,)).fetchone())


def last_whole(connection: sqlite3.Connection, url: str) -> Original | None:
    """Return the latest capture of *url* that holds a page: what a 304 says is still so."""
    query = (
        "select coalesce(refers_to, id), url, fetched_at from captures "
        "where url = ? and status = 200 and fault is null order by fetched_at desc, id desc limit 1"
    )
    return _named(connection.execute(query, (url,)).fetchone())


def validators_of(connection: sqlite3.Connection, url: str) -> tuple[str | None, str | None]:
    """Return ETag and Last-Modified by which the server can be asked whether *url* is still what was captured last.

    Both None where the last capture is no whole page: nothing could be shown for "not modified" then. A 304 need not
    repeat them (RFC 9110, 15.4.5), so that those of the page itself count where it does not.
    """
    rows = connection.execute(
        "select status, fault, etag, last_modified from captures where url = ? order by fetched_at desc, id desc",
        (url,),
    )
    for status, fault, etag, last_modified in rows:
        if status not in ANSWERS_WITH_A_PAGE or fault is not None:
            break
        if status != NOT_MODIFIED or etag or last_modified:
            return (etag, last_modified)
    return (None, None)


def _named(row: tuple[str, str, str] | None) -> Original | None:
    return Original(id=row[0], url=row[1], fetched_at=read_moment(row[2])) if row else None
