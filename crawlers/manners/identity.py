"""Who asks: the archive's name, and where its operator can be reached."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from urllib.parse import urlsplit

from archive.faults import WrongArgument
from crawlers.manners.addresses import is_loopback

TOKEN = "aimaq"  # noqa: S105 - what robots.txt calls us, no secret
"""Our product token: what groups of a robots.txt name us by (RFC 9309, 2.2.1)."""
CONTACT_VARIABLE, NAME_VARIABLE = "AIMAQ_CONTACT", "AIMAQ_ARCHIVE_NAME"
DEFAULT_NAME = "archive of regional newspapers"
NAME = re.compile(r"[\x20-\x27\x2a-\x5b\x5d-\x7e]{2,80}")
"""What may stand in a comment of a header as it is (RFC 9110, 5.6.5): Latin letters, no brackets, no backslash."""
MAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}", re.ASCII | re.IGNORECASE)
WEB = re.compile(r"https?://[\x21-\x27\x2a-\x5b\x5d-\x7e]+")


class NoContact(WrongArgument):
    """A paper was to be asked and nobody had said who asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who asks a paper."""

    name: str
    """The archive's name."""
    contact: str
    """An e-mail or web address; empty where none was given, which is enough for loopback alone."""

    @classmethod
    def of(cls, variables: Mapping[str, str]) -> "Identity":
        """Return who *variables* say that we are; `WrongArgument` where name or contact are of no use."""
        name = variables.get(NAME_VARIABLE, "").strip() or DEFAULT_NAME
        if not NAME.fullmatch(name):
            message = f"{NAME_VARIABLE} {name!r} cannot stand in a header: 2 to 80 Latin letters and signs, no brackets"
            raise WrongArgument(message)
        return cls(name=name, contact=checked_contact(variables.get(CONTACT_VARIABLE, "")))

    @property
    def user_agent(self) -> str:
        """The User-Agent header (RFC 9110, 10.1.5).

        >>> Identity(name="Oral city library", contact="archive@example.kz").user_agent.partition(" ")[2]
        '(Oral city library; +archive@example.kz)'
        """
        told = f"{self.name}; +{self.contact}" if self.contact else self.name
        return f"{TOKEN}/{version('aimaq')} ({told})"

    @property
    def headers(self) -> dict[str, str]:
        """The headers that say who asks; From holds an e-mail address alone (RFC 9110, 10.1.2)."""
        mail = {"From": self.contact} if "@" in self.contact and not self.contact.startswith("http") else {}
        return {"User-Agent": self.user_agent} | mail

    def check(self, url: str) -> None:
        """Raise `NoContact` where *url* is not on loopback and no contact was given."""
        if not self.contact and not is_loopback(urlsplit(url).hostname or ""):
            message = (
                f"{urlsplit(url).hostname} is not asked before it can tell who asks: give an e-mail or web address "
                f"with --contact or {CONTACT_VARIABLE}"
            )
            raise NoContact(message)


def checked_contact(text: str) -> str:
    """Return *text* where it is an e-mail or web address, or empty; else `WrongArgument`.

    >>> checked_contact(" archive@example.kz "), checked_contact("https://example.kz/archive")
    ('archive@example.kz', 'https://example.kz/archive')
    """
    contact = text.strip()
    if not contact or MAIL.fullmatch(contact):
        return contact
    if WEB.fullmatch(contact) and "." in (urlsplit(contact).hostname or ""):
        return contact
    message = f"{contact!r} is no contact: an e-mail address, or a web address such as https://example.kz/archive"
    raise WrongArgument(message)
