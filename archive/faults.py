"""The faults a user can do something about: each says in one line what was wrong and what to do, and its exit code."""

from enum import IntEnum
from typing import ClassVar


class Exit(IntEnum):
    """How a command ended, as the exit code of its process; docs/operations.md has the table."""

    FINISHED = 0
    FAULT = 1
    """Something on the user's side was wrong; what was done before is kept."""
    USAGE = 2
    """A wrong word on the command line; nothing was begun."""
    UNFINISHED = 3
    """Stopped before the end, by a signal or for want of a network; the next crawl goes on."""
    DISK = 4
    """The disk is full, or below the limit."""
    BUSY = 5
    """Another process is crawling the paper or has locked the database."""
    DAMAGED = 6
    """Something kept is damaged; what is damaged was named."""


class Fault(Exception):  # noqa: N818 - a fault is no error of the program
    """Something on the user's side that stops the work."""

    exit_code: ClassVar[Exit] = Exit.FAULT
    reason: ClassVar[str | None] = None
    """What the row of a crawl that it stops says, where its exit code does not tell."""


class UnwritableArchive(Fault):
    """The archive's folder cannot be written."""


class DiskFull(Fault):
    """There is no room, or less than is to stay free."""

    exit_code = Exit.DISK


class DatabaseLocked(Fault):
    """Another program holds the database for longer than we wait."""

    exit_code = Exit.BUSY


class CrawlRunning(Fault):
    """Another process is crawling the same paper into the same archive."""

    exit_code = Exit.BUSY


class ArchiveBusy(Fault):
    """Another process is making the whole archive anew, or a crawl keeps this one from it."""

    exit_code = Exit.BUSY


class WatchRunning(Fault):
    """Another process watches the papers of the same archive."""

    exit_code = Exit.BUSY


class NothingToWatch(Fault):
    """There is no paper that could be watched."""

    exit_code = Exit.USAGE


class NetworkLost(Fault):
    """Nothing of a paper answers any more."""

    exit_code = Exit.UNFINISHED


class BudgetSpent(Fault):
    """A paper was asked for as much as is allowed in a day."""

    exit_code = Exit.UNFINISHED
    reason = "budget"


class OtherReading(Fault):
    """The archive's rows were read by another version of this program."""


class DamagedWarc(Fault):
    """A WARC file ends or breaks in the middle of a record."""


class NoArchive(Fault):
    """There is no archive at the place named."""


class PortInUse(Fault):
    """Another program listens on the port."""


class Unreachable(Fault):
    """Nothing of a paper could be fetched."""


class WrongArgument(Fault):
    """A word on the command line that means nothing."""

    exit_code = Exit.USAGE


class UnknownSite(WrongArgument):
    """No site of this name is declared."""


class UnknownArticle(WrongArgument):
    """No article in the archive has this address or id."""


class UnknownDoubt(WrongArgument):
    """No doubt in the archive is of this paper, field or code."""


class UnreadablePage(Fault):
    """A file is no web page."""


class UnusableAddress(Fault):
    """The host and port named are none that this machine can listen on."""


class UnwritableFile(Fault):
    """A file or folder that was named cannot be written."""
