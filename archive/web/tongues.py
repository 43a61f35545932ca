"""Addresses that name a language, `/kk/…`, `/ru/…` and `/en/…`: taken apart, and made for the links of a page."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from archive.web.host import Request, Urls, path_below_base
from archive.web.wording import LANGUAGES

PREFIX = rf"(?:/(?P<tongue>{'|'.join(LANGUAGES)})(?=/|$))?"
"""What stands before every pattern of ours. A database of such a name could not be opened beside an archive."""
_NAMED = re.compile(PREFIX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address of the front, taken apart."""

    language: str | None
    """The language it names; None where it leaves that to cookie and browser."""
    path: str
    """The rest, which is the same page in whatever language: below the base address, percent-encoded."""

    def named(self, language: str | None) -> str:
        """Return the address of the same page in *language*; None stands for the one that names no language.

        >>> Address(language="kk", path="/status").named("ru"), Address(language="kk", path="/").named(None)
        ('/ru/status', '/')
        """
        return f"/{language}{self.path}" if language else self.path


def address_in(path: str) -> Address:
    """Return *path*, an address below the base address, taken apart.

    >>> address_in("/ru/article/7"), address_in("/kk"), address_in("/ruble").language
    (Address(language='ru', path='/article/7'), Address(language='kk', path='/'), None)
    >>> address_in("//elsewhere.example/").path  # as a link, two slashes would lead to another host
    '/elsewhere.example/'
    """
    match = _NAMED.match(path)
    language = match["tongue"] if match else None
    return Address(language=language, path="/" + path.removeprefix(f"/{language}").lstrip("/"))


def address_of(request: Request) -> Address:
    """Return the address that *request* asks for."""
    return address_in(path_below_base(request))


def pages_among(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Return a function that tells of an address without a language whether one of *patterns* is for it.

    >>> is_page = pages_among([r"/search/?$"])
    >>> is_page("/search?q=7"), is_page("/search/7")
    (True, False)
    """
    compiled = [re.compile(pattern) for pattern in patterns]
    return lambda address: any(pattern.match(address.partition("?")[0]) for pattern in compiled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """What our templates know as `urls`: addresses of pages are in the language that the page was opened in."""

    urls: Urls
    language: str | None
    """None where the page was opened at an address that names none."""
    is_page: Callable[[str], bool]

    def path(self, path: str) -> str:
        """Return *path* below the base address; files and Datasette's own pages are the same in every language."""
        return self.urls.path(f"/{self.language}{path}" if self.language and self.is_page(path) else path)
