"""Who may write to an archive: several crawls of different papers at a time, or one who makes it anew."""

import fcntl
import os
from pathlib import Path
from typing import IO, Self

from archive.faults import ArchiveBusy, CrawlRunning, WatchRunning

LOCKS = "locks"
WHOLE = "archive"
"""Lock that every crawl shares and that a rebuild, an import or a merge has alone; no paper is called so."""
WATCH = "watch.whole"
"""Lock of the process that watches all papers; it says nothing of crawls."""


class CrawlLock:
    """Held while a paper is crawled; the kernel lets go of it when the process ends, however it ends."""

    def __init__(self, folder: Path, site: str) -> None:
        """Take the lock of *site* in the archive in *folder*.

        `CrawlRunning` names the process that crawls it, `ArchiveBusy` the one that makes the whole archive anew.
        """
        self._whole = _taken(folder, f"{WHOLE}.whole", fcntl.LOCK_SH)
        if self._whole is None:
            message = f"the archive in {folder} is being made anew by process {_holder(folder, WHOLE)}; wait for it"
            raise ArchiveBusy(message)
        self._file = _taken(folder, site, fcntl.LOCK_EX)
        if self._file is None:
            self._whole.close()
            holder = _holder(folder, site)
            message = f"{site} is being crawled into {folder} by process {holder}; wait for it, or end it"
            raise CrawlRunning(message)
        _sign(self._file)

    def release(self) -> None:
        """Let the next crawl begin."""
        for file in (self._file, self._whole):
            if file is not None:
                file.close()


class ArchiveLock:
    """Held while the whole archive is made anew, or WARC files change: no crawl may begin, none may be running."""

    def __init__(self, folder: Path) -> None:
        """Take the lock of the archive in *folder*; `ArchiveBusy` where a crawl or another such command has it."""
        self._whole = _taken(folder, f"{WHOLE}.whole", fcntl.LOCK_EX)
        if self._whole is None:
            running = [path.stem for path in (folder / LOCKS).glob("*.lock") if _is_held(path)]
            who = ", ".join(f"{site} by process {_holder(folder, site)}" for site in running if site != WHOLE)
            told = f"a crawl of {who}" if who else f"process {_holder(folder, WHOLE)}"
            message = f"the archive in {folder} is being written by {told}; wait for it, or end it"
            raise ArchiveBusy(message)
        self._sign = _taken(folder, WHOLE, fcntl.LOCK_EX)
        if self._sign is not None:
            _sign(self._sign)

    def __enter__(self) -> Self:
        """Return the lock itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let crawls begin again."""
        for file in (self._sign, self._whole):
            if file is not None:
                file.close()


class WatchLock:
    """Held while the papers of an archive are watched: by one process, that visits each when it is due."""

    def __init__(self, folder: Path) -> None:
        """Take the lock of the archive in *folder*; `WatchRunning` names the process that has it."""
        self._file = _taken(folder, WATCH, fcntl.LOCK_EX)
        if self._file is None:
            holder = (folder / LOCKS / WATCH).read_text("ascii").strip() or "that has just begun"
            message = f"the papers in {folder} are being watched by process {holder}; end it first"
            raise WatchRunning(message)
        _sign(self._file)

    def __enter__(self) -> Self:
        """Return the lock itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let another watch begin."""
        if self._file is not None:
            self._file.close()


def running(folder: Path) -> dict[str, int]:
    """Return the papers that are being crawled into the archive in *folder*, each with the number of the process.

    Only a lock whose process lives is tried, so that no crawl which begins at this moment is refused for it.
    """
    found = {}
    for path in sorted((folder / LOCKS).glob("*.lock")):
        signed = path.read_text("ascii").strip()
        if path.stem != WHOLE and signed.isdecimal() and _lives(int(signed)) and _is_held(path):
            found[path.stem] = int(signed)
    return found


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _taken(folder: Path, name: str, how: int) -> IO[str] | None:
    """Return the open lock file *name*, locked; None where another process has it."""
    place = folder / LOCKS
    place.mkdir(parents=True, exist_ok=True)
    file = (place / (name if name.endswith(".whole") else f"{name}.lock")).open("a+", encoding="ascii")
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _sign(file: IO[str]) -> None:
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()


def _holder(folder: Path, name: str) -> str:
    path = folder / LOCKS / f"{name}.lock"
    held = path.read_text("ascii").strip() if path.is_file() else ""
    return held or "that has just begun"


def _is_held(path: Path) -> bool:
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
