"""What the disk or SQLite refuses, as faults that say what to do."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.faults import DatabaseLocked, DiskFull, Fault, UnwritableArchive

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
UNWRITABLE = frozenset({errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.ENOTDIR})
PRIMARY = 0xFF
"""The bits of an extended SQLite result code that hold the primary one (sqlite.org/rescode.html)."""
SQLITE_FULL = frozenset({sqlite3.SQLITE_FULL})
SQLITE_LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
SQLITE_UNWRITABLE = frozenset(
    {
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)


@contextmanager
def refusals(folder: Path) -> Iterator[None]:
    """Raise what the disk or SQLite refuses within as a Fault about *folder*; bugs stay what they are."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        fault = refusal(error, folder)
        if fault is None:
            raise
        raise fault from error


def refusal(error: OSError | sqlite3.Error, folder: Path) -> Fault | None:
    """Return the fault that *error* is about the archive in *folder*, or None where it is a bug of ours.

    >>> refusal(OSError(errno.ENOSPC, "No space left on device"), Path("data"))
    DiskFull('the disk of data is full (No space left on device); make room, what was kept is safe')
    """
    if isinstance(error, OSError):
        code, full, locked, unwritable = error.errno, FULL, frozenset[int](), UNWRITABLE
    else:
        code = getattr(error, "sqlite_errorcode", 0) & PRIMARY
        full, locked, unwritable = SQLITE_FULL, SQLITE_LOCKED, SQLITE_UNWRITABLE
    told = getattr(error, "strerror", None) or str(error)
    if code in full:
        return DiskFull(f"the disk of {folder} is full ({told}); make room, what was kept is safe")
    if code in locked:
        return DatabaseLocked(f"another program holds the database in {folder} ({told}); end it or try again later")
    if code in unwritable:
        return UnwritableArchive(
            f"cannot write the archive in {folder}: {told}; make it writable or choose another folder with --data DIR"
        )
    return None
