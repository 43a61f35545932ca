"""The faults a user can do something about: each says in one line what was wrong and what to do."""


class Fault(Exception):  # noqa: N818 - a fault is no error of the program
    """Something on the user's side that stops the work."""


class UnwritableArchive(Fault):
    """The archive's folder cannot be written."""


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
