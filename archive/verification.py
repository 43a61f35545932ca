"""Whether an archive is whole: every record's digests, every row's capture, every picture, the database itself."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fastwarc.warc import WarcRecord, WarcRecordType

from archive.store import connect_for_reading
from archive.warc import payload_digest, warc_files
from archive.warc.members import Member, members
from archive.warc.messages import read_message
from archive.warc.reading import bare, is_kept, read_record

SHA256 = "sha256:"
MOST_ROWS = 20
"""Rows of one kind that are named; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it should be."""

    where: str
    """WARC file with byte, or table with row."""
    what: str
    advice: str
    """What mends it, or what is lost."""


@dataclass(slots=True, kw_only=True)
class Verified:
    """What was looked at."""

    files: int = 0
    records: int = 0
    captures: int = 0
    images: int = 0


FROM_A_BACKUP = "what stands elsewhere in the file stays usable; this record needs a copy from a backup"
REBUILD = "aimaq rebuild mends it"


def verify(folder: Path, on_progress: Callable[[int], None], result: Verified) -> Iterator[Finding]:
    """Yield what is damaged in the archive in *folder*, and count in *result* what was looked at.

    *on_progress* is told the bytes of WARC files that are done. Nothing is changed.
    """
    connection = connect_for_reading(folder / "archive.db")
    try:
        yield from _database(connection)
        named = {file for (file,) in connection.execute("select distinct file from captures")}
        for path in warc_files(folder / "warc"):
            file = path.relative_to(folder / "warc").as_posix()
            named.discard(file)
            result.files += 1
            yield from _file(connection, path, file, on_progress, result)
        for file in sorted(named):
            (count,) = connection.execute("select count(*) from captures where file = ?", (file,)).fetchone()
            yield Finding(
                where=file, what=f"the file is gone, and with it {count} captures", advice="bring it back from a backup"
            )
        yield from _rows(connection)
        (result.images,) = connection.execute("select count(*) from images").fetchone()
    except sqlite3.DatabaseError as error:
        yield Finding(where="archive.db", what=f"the database is damaged: {error}", advice=REBUILD)
    finally:
        connection.close()


def _database(connection: sqlite3.Connection) -> Iterator[Finding]:
    for (line,) in connection.execute(f"pragma integrity_check({MOST_ROWS})").fetchall():
        if line != "ok":
            yield Finding(where="archive.db", what=line, advice=REBUILD)
    for table, row, parent, _ in connection.execute("pragma foreign_key_check").fetchmany(MOST_ROWS):
        yield Finding(where=f"{table}, row {row}", what=f"what it refers to in {parent} is not there", advice=REBUILD)


def _file(
    connection: sqlite3.Connection, path: Path, file: str, on_progress: Callable[[int], None], result: Verified
) -> Iterator[Finding]:
    """Yield what is wrong in one file, and between it and the rows that lead to it."""
    columns = "id, offset, length, digest, payload_digest"
    rows = {row[0]: row for row in connection.execute(f"select {columns} from captures where file = ?", (file,))}  # noqa: S608
    broken: list[Finding] = []
    seen: set[str] = set()
    done = 0

    def on_damage(offset: int, reason: str) -> None:
        broken.append(
            Finding(where=f"{file}, byte {offset}", what=f"the file breaks off: {reason}", advice=FROM_A_BACKUP)
        )

    for offset, member in members(path, on_damage):
        result.records += 1
        on_progress(member.length)
        done = offset + member.length
        where = f"{file}, byte {offset}"
        try:
            record = read_record(member)
        except ValueError as error:
            yield Finding(where=where, what=str(error), advice=FROM_A_BACKUP)
            continue
        yield from _digests(record, where)
        identity = bare(record.record_id)
        if is_kept(record) and identity not in seen:  # a file of others may hold a record twice
            seen.add(identity)
            yield from _row(rows.pop(identity, None), offset, member, where)
            result.captures += 1
    on_progress(path.stat().st_size - done)
    yield from broken
    for identity, offset, *_ in sorted(rows.values(), key=lambda row: row[1]):
        yield Finding(where=f"{file}, byte {offset}", what=f"capture {identity} is not there", advice=FROM_A_BACKUP)


def _digests(record: WarcRecord, where: str) -> Iterator[Finding]:
    """Yield the digests of *record* that its bytes do not have; those by other algorithms FastWARC checks."""
    block = record.reader.read()
    stated = record.headers.get("WARC-Block-Digest") or ""
    if stated.startswith(SHA256) and stated != payload_digest(block):
        yield Finding(where=where, what="WARC-Block-Digest is not that of the bytes", advice=FROM_A_BACKUP)
    if int(record.headers.get("Content-Length") or 0) != len(block):
        yield Finding(where=where, what="Content-Length is not that of the bytes", advice=FROM_A_BACKUP)
    stated = record.headers.get("WARC-Payload-Digest") or ""
    is_response = record.record_type == WarcRecordType.response
    if is_response and stated.startswith(SHA256) and stated != payload_digest(read_message(block).payload):
        yield Finding(where=where, what="WARC-Payload-Digest is not that of the bytes", advice=FROM_A_BACKUP)


def _row(row: tuple[str, int, int, str, str] | None, offset: int, member: Member, where: str) -> Iterator[Finding]:
    if row is None:
        yield Finding(where=where, what="no row of captures leads to this record", advice=REBUILD)
    elif row[1:3] != (offset, member.length):
        yield Finding(where=where, what=f"capture {row[0]} is said to lie at byte {row[1]}", advice=REBUILD)


ORPHANS = {
    "capture refers to a payload that is not there": (
        "select c.id from captures c left join captures o on o.id = c.refers_to "
        "where c.refers_to is not null and o.id is null"
    ),
    "picture has another digest than its capture": (
        "select i.digest from images i join captures c on c.id = i.capture where c.digest <> i.digest"
    ),
    "article without any revision": (
        "select a.id from articles a left join revisions r on r.article = a.id "
        "where r.id is null and a.state <> 'taken-down'"
    ),
    "article without the capture it was read from": (
        "select a.id from articles a left join captures c on c.id = a.capture "
        "where c.id is null and a.state <> 'taken-down'"
    ),
}
"""What the rows say of each other that cannot be so → the rows for which it is."""


def _rows(connection: sqlite3.Connection) -> Iterator[Finding]:
    for what, query in ORPHANS.items():
        for (identity,) in connection.execute(query).fetchmany(MOST_ROWS):
            yield Finding(where=f"archive.db, {identity}", what=what, advice=REBUILD)
