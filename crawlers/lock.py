"""One crawl of a paper at a time."""

import fcntl
import os
from pathlib import Path

from archive.faults import CrawlRunning


class CrawlLock:
    """Held while a paper is crawled; the kernel lets go of it when the process ends, however it ends."""

    def __init__(self, folder: Path, site: str) -> None:
        """Take the lock of *site* in the archive in *folder*; `CrawlRunning` names the process that has it."""
        place = folder / "locks"
        place.mkdir(parents=True, exist_ok=True)
        self._file = (place / f"{site}.lock").open("a+", encoding="ascii")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.seek(0)
            holder = self._file.read().strip() or "that has just begun"
            self._file.close()
            message = f"{site} is being crawled into {folder} by process {holder}; wait for it, or end it"
            raise CrawlRunning(message) from None
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def release(self) -> None:
        """Let the next crawl begin."""
        self._file.close()
