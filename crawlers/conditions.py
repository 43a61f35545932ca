"""Conditional requests: is the page still what was captured last? (RFC 9110, 13)."""

import sqlite3

from scrapy import Request

from archive.captures import validators_of

CONDITIONS = ("If-None-Match", "If-Modified-Since")


def conditions(connection: sqlite3.Connection, url: str) -> dict[str, str]:
    """Return the headers that ask for *url* only if it has changed since its last capture; empty where none can ask.

    The ETag comes first, and Last-Modified besides for servers that know no ETag (RFC 9110, 13.1.3).
    """
    etag, last_modified = validators_of(connection, url)
    return {name: value for name, value in zip(CONDITIONS, (etag, last_modified), strict=True) if value}


def is_conditional(request: Request) -> bool:
    """Tell whether *request* asks for a page only if it has changed."""
    return any(name in request.headers for name in CONDITIONS)


def without_conditions(request: Request) -> Request:
    """Return *request* for the whole page, whatever has become of it.

    >>> asked = Request("https://example.kz/", headers={"If-None-Match": '"a"', "Accept": "*/*"})
    >>> dict(without_conditions(asked).headers)
    {b'Accept': [b'*/*']}
    """
    kept = {name: values for name, values in request.headers.items() if name.decode("latin-1") not in CONDITIONS}
    return request.replace(headers=kept, dont_filter=True)
