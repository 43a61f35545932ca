"""What a robots.txt allows us, and for how long that is remembered (RFC 9309)."""

import sqlite3
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from protego import Protego

from archive.moments import read_moment, written_exactly
from crawlers.manners.identity import TOKEN
from crawlers.operations import open_operations

READ_BYTES = 500 * 1024
"""Bytes of a robots.txt that are read; what comes behind is not there (RFC 9309, 2.5)."""
KEPT_FOR = timedelta(hours=24)
"""How long it is not asked for again (RFC 9309, 2.4)."""
MOST_REDIRECTS = 5
"""Redirects on the way to it that are followed, to other hosts as well (RFC 9309, 2.3.1.2)."""
SCHEMA = """
create table if not exists robots (
    origin text primary key,
    fetched_at text not null,
    status integer not null,
    text text not null,
    changed_at text,
    previous text
) strict;
"""


class Rules:
    """What one robots.txt allows us."""

    def __init__(self, text: str) -> None:
        """Read *text*; an empty one allows everything."""
        self._rules = Protego.parse(text)

    def allows(self, url: str) -> bool:
        r"""Tell whether *url* may be asked for.

        >>> Rules("User-agent: *\nDisallow: /\n\nUser-agent: Aimaq\nDisallow: /admin").allows("https://a.kz/news")
        True
        """
        return self._rules.can_fetch(url, TOKEN)

    @property
    def crawl_delay(self) -> float | None:
        """The seconds between two requests that it asks for, which RFC 9309 leaves to crawlers; None without."""
        return self._rules.crawl_delay(TOKEN)

    @property
    def sitemaps(self) -> list[str]:
        """The addresses of sitemaps that it names."""
        return list(self._rules.sitemaps)


def origin_of(url: str) -> str:
    """Return whose robots.txt speaks for *url*: scheme, host and port (RFC 9309, 2.3).

    >>> origin_of("https://example.kz/kk/?p=1")
    'https://example.kz'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def text_of(status: int, body: bytes) -> str | None:
    """Return the text that an answer to /robots.txt amounts to; None where it tells nothing, so that all is forbidden.

    RFC 9309, 2.3.1: 200 is read, as UTF-8; 4xx means that there is none, and redirects that have no end mean the same;
    5xx that nobody knows.

    >>> text_of(404, b"<h1>"), text_of(302, b""), text_of(503, b"User-agent: *")
    ('', '', None)
    """
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return body[:READ_BYTES].decode("utf-8-sig", "replace")
    return "" if status < HTTPStatus.INTERNAL_SERVER_ERROR else None


class RobotsKept:
    """The robots.txt files that an archive's crawls have fetched, in its operations.db; in memory without a folder."""

    def __init__(self, folder: Path | None, *, busy_seconds: float = 30.0) -> None:
        """Keep them in the archive in *folder*; a Fault where that cannot be written."""
        if folder is None:
            self._connection = sqlite3.connect(":memory:", isolation_level=None)
            self._connection.executescript(SCHEMA)
        else:
            self._connection = open_operations(folder, SCHEMA, busy_seconds=busy_seconds)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def fresh(self, origin: str, now: datetime) -> str | None:
        """Return the text of the robots.txt of *origin* where it need not be asked for again; else None."""
        row = self._connection.execute("select text, fetched_at from robots where origin = ?", (origin,)).fetchone()
        if row is None or not timedelta() <= now - read_moment(row[1]) < KEPT_FOR:
            return None
        return str(row[0])

    def keep(self, origin: str, status: int, text: str, now: datetime) -> None:
        """Keep *text*; where it is not what was there before, the moment and the text before are kept as well."""
        self._connection.execute(
            "insert into robots (origin, fetched_at, status, text) values (?, ?, ?, ?) on conflict do update set "
            "changed_at = iif(text is excluded.text, changed_at, excluded.fetched_at), "
            "previous = iif(text is excluded.text, previous, text), "
            "fetched_at = excluded.fetched_at, status = excluded.status, text = excluded.text",
            (origin, written_exactly(now), status, text),
        )
