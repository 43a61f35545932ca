"""WARC files copied without some of their records, every other record byte for byte."""

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import WarcRecord
from isal import igzip

from archive.faults import DamagedWarc
from archive.warc.members import Member, members
from archive.warc.reading import Place, bare, read_record

UNFINISHED = ".unfinished"
Replace = Callable[[WarcRecord], bytes | None]


@dataclass(slots=True, kw_only=True)
class Copied:
    """Where the records of a copied file lie now."""

    places: dict[str, Place] = field(default_factory=dict)
    """WARC-Record-ID → place."""
    left_out: int = 0


def copy_without(path: Path, to: Path, file: str, dropped: Collection[str], instead: Replace | None = None) -> Copied:
    """Copy the WARC file at *path* to *to* without the records *dropped*, and return where the others lie in it.

    A `request` or `metadata` record goes with the response that it belongs to. *instead* gives the bytes of a record to
    put in the place of a dropped response. `DamagedWarc` where the file breaks off, and *to* is not made; an existing
    one is replaced when the copy is complete.
    """
    copied = Copied()
    broken: list[str] = []
    unfinished = to.with_name(to.name + UNFINISHED)
    with path.open("rb") as source, unfinished.open("wb") as target:
        for offset, member in members(path, lambda place, why: broken.append(f"{path.name} at byte {place}: {why}")):
            record = read_record(member)
            identity = bare(record.record_id)
            if identity in dropped or bare(record.headers.get("WARC-Concurrent-To")) in dropped:
                copied.left_out += 1
                stub = instead(record) if instead and identity in dropped else None
                if stub:
                    target.write(igzip.compress(stub, mtime=0))
                continue
            copied.places[identity] = Place(file=file, offset=target.tell(), length=member.length)
            _copy(source, target, offset, member)
        target.flush()
        os.fsync(target.fileno())
    if broken:
        unfinished.unlink()
        raise DamagedWarc(broken[0])
    unfinished.replace(to)
    return copied


def _copy(source: BinaryIO, target: BinaryIO, offset: int, member: Member) -> None:
    source.seek(offset)
    target.write(source.read(member.length))
