"""What is remembered of each host between crawls and processes: when it was asked last, and until when it rests."""

import fcntl
import os
import re
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from scrapy.crawler import Crawler

from crawlers.links import bare_host
from crawlers.lock import LOCKS
from crawlers.manners.addresses import is_loopback, port_of
from crawlers.operations import open_operations

SCHEMA = """
create table if not exists hosts (
    host text primary key,
    asked_at real not null default 0,
    rests_until real not null default 0,
    why text
) strict;
"""
"""Moments are seconds since 1970, as `unixepoch` of SQLite counts them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """What is remembered of one host."""

    asked_at: float = 0.0
    """When the last request to it ended; while one is under way, when it began."""
    rests_until: float = 0.0
    why: str = ""
    """What it answered that it rests for."""


def host_of(url: str) -> str:
    """Return who is asked at *url*: a host, whatever its port; on loopback each port is one of its own.

    >>> host_of("https://Example.kz:8443/a"), host_of("http://127.0.0.1:8010/a")
    ('example.kz', '127.0.0.1:8010')
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    return f"{host}:{port_of(url)}" if is_loopback(host) else host


def is_home(crawler: Crawler, url: str) -> bool:
    """Tell whether *url* is on the host of the paper's home page, without which a crawl makes no sense."""
    publisher = getattr(crawler.spidercls, "publisher", None)
    return publisher is not None and bare_host(host_of(url)) == bare_host(host_of(publisher.home))


class Hosts:
    """The hosts that an archive's crawls ask; without a folder they are remembered while the process runs."""

    def __init__(self, folder: Path | None, *, busy_seconds: float = 30.0) -> None:
        """Remember them in the archive in *folder*; a Fault where that cannot be written."""
        self._folder = folder
        if folder is None:
            self._connection = sqlite3.connect(":memory:", isolation_level=None)
            self._connection.executescript(SCHEMA)
        else:
            self._connection = open_operations(folder, SCHEMA, busy_seconds=busy_seconds)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def find(self, host: str) -> Host:
        """Return what is remembered of *host*."""
        row = self._connection.execute(
            "select asked_at, rests_until, coalesce(why, '') from hosts where host = ?", (host,)
        ).fetchone()
        return Host(asked_at=row[0], rests_until=row[1], why=row[2]) if row else Host()

    def asked(self, host: str) -> None:
        """Remember that *host* is asked now."""
        self._connection.execute(
            "insert into hosts (host, asked_at) values (?, ?) on conflict do update set asked_at = excluded.asked_at",
            (host, time.time()),
        )

    def rest(self, host: str, seconds: float, why: str) -> None:
        """Remember that *host* rests for *seconds* from now; a longer rest it is in already stays."""
        self._connection.execute(
            "insert into hosts (host, rests_until, why) values (?, ?, ?) on conflict do update set "
            "rests_until = excluded.rests_until, why = excluded.why where excluded.rests_until > rests_until",
            (host, time.time() + seconds, why),
        )

    def lock(self, host: str) -> IO[str] | None:
        """Return the file that says that *host* is being asked, closed when it is over; None while another asks."""
        return host_lock(self._folder, host)


def host_lock(folder: Path | None, host: str, what: str = "") -> IO[str] | None:
    """Return the open file of *host* in the archive in *folder*, locked; None while another has it.

    *what* tells it from other files of the host. The kernel lets go of it when the process ends, however it ends.
    """
    if folder is None:
        return Path(os.devnull).open("a", encoding="ascii")
    place = folder / LOCKS / "hosts"
    place.mkdir(parents=True, exist_ok=True)
    file = (place / f"{what}{re.sub(r'[^a-z0-9.-]', '_', host)}.lock").open("a", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file
