"""Pictures that were not looked at yet: size, likeness and thumbnail of each, found by a child process."""

import contextlib
import json
import os
import selectors
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from archive.captures import capture_named, kept_response
from archive.faults import DamagedWarc
from archive.store import Archive

AT_ONCE = 100
"""Pictures in one transaction, and that one process is given."""
PATIENCE_SECONDS = 20.0
THUMBNAILS = "thumbnails"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a picture shows."""

    width: int | None = None
    height: int | None = None
    phash: str | None = None
    fault: str | None = None
    """unreadable, too-large, or crashed: opening it ended the process."""
    thumbnail: bytes = b""


class Looker:
    """A child process that opens pictures."""

    def __init__(self) -> None:
        """Start it with the first picture."""
        self._child: subprocess.Popen[bytes] | None = None
        self._seen = 0

    def __enter__(self) -> Self:
        """Return the looker itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._end()

    def look(self, content: bytes) -> Look:
        """Return what the bytes of a picture show; where they bring the process down, another one serves the next."""
        child = self._serving()
        assert child.stdin is not None  # noqa: S101 - a pipe was asked for
        assert child.stdout is not None  # noqa: S101
        with contextlib.suppress(BrokenPipeError):
            child.stdin.write(struct.pack(">I", len(content)) + content)
            child.stdin.flush()
            facts, thumbnail = _piece(child.stdout), _piece(child.stdout)
            if facts is not None and thumbnail is not None:
                return Look(**json.loads(facts), thumbnail=thumbnail)
        self._end()
        return Look(fault="crashed")

    def _serving(self) -> subprocess.Popen[bytes]:
        if self._seen >= AT_ONCE:
            self._end()
        if self._child is None:
            command = [sys.executable, "-I", "-m", "archive.pictures.child"]
            self._child = subprocess.Popen(  # noqa: S603 - ourselves
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
            )
        self._seen += 1
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
        self._child = None
        self._seen = 0


def look_at_new(archive: Archive) -> int:
    """Look at every picture of *archive* that was not looked at yet, and return how many there were.

    Thumbnails go to the folder `thumbnails` of the archive.
    """
    done = 0
    with Looker() as looker:
        while digests := _unseen(archive):
            with archive.atomic():
                for digest, identity in digests:
                    _put(archive, digest, _look(archive, looker, identity))
            done += len(digests)
    return done


def thumbnail_path(folder: Path, digest: str) -> Path:
    """Return where the thumbnail of the picture *digest* is kept in the archive in *folder*, once there is one."""
    name = digest.rpartition(":")[2].rstrip("=").lower()
    return folder / THUMBNAILS / name[:2] / f"{name}.webp"


def _unseen(archive: Archive) -> list[tuple[str, str]]:
    query = "select digest, capture from images where phash is null and fault is null order by digest limit ?"
    return archive.connection.execute(query, (AT_ONCE,)).fetchall()


def _look(archive: Archive, looker: Looker, identity: str) -> Look:
    capture = capture_named(archive.connection, identity)
    try:
        kept = kept_response(archive.connection, archive.warc, capture) if capture else None
    except DamagedWarc:
        kept = None
    return looker.look(kept.body) if kept else Look(fault="lost")


def _put(archive: Archive, digest: str, look: Look) -> None:
    """Put *look* on record; one without a likeness has a fault, so that it is not looked at again."""
    fault = look.fault or (None if look.phash else "one-shade")
    archive.connection.execute("update images set phash = ?, fault = ? where digest = ?", (look.phash, fault, digest))
    if look.thumbnail:
        path = thumbnail_path(archive.folder, digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(path.name + ".unfinished")
        unfinished.write_bytes(look.thumbnail)
        unfinished.replace(path)


def _piece(stream: IO[bytes]) -> bytes | None:
    """Return the next piece of the child's answer; None where it ended, or does not answer in time."""
    head = _read(stream, 4)
    return None if head is None else _read(stream, struct.unpack(">I", head)[0])


def _read(stream: IO[bytes], length: int) -> bytes | None:
    pieces: list[bytes] = []
    with selectors.DefaultSelector() as waiting:
        waiting.register(stream, selectors.EVENT_READ)
        while length:
            piece = os.read(stream.fileno(), length) if waiting.select(PATIENCE_SECONDS) else b""
            if not piece:
                return None
            pieces.append(piece)
            length -= len(piece)
    return b"".join(pieces)
