"""archive.db: opening it, and the rows that come from crawling: papers, visits, captures, pictures."""

import fcntl
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, astuple, fields
from datetime import datetime
from pathlib import Path
from typing import Self

from sqlite_utils import Database

from archive.captures import COLUMNS, LISTED, capture_from
from archive.faults import NoArchive, OtherReading, UnwritableArchive
from archive.migrations import migrations
from archive.moments import read_moment, written, written_exactly
from archive.records import Article, Capture, Crawl, CrawlCounts, Publisher, Variant
from archive.refusals import refusal

SITE_FACTS = frozenset({"title", "home", "languages", "timezone", "region", "hosts"})
"""What the table `sites` keeps of a paper; the rest of its facts serve the reading of its pages alone."""
_FIRST_PICTURE = (
    "select i.digest from captures c join images i on i.digest = c.digest "
    "where c.url in (article_images.printed_url, article_images.url) order by c.fetched_at, c.id limit 1"
)
BUSY_SECONDS = 30.0
CACHE_KIB = 64 * 1024
"""Memory that SQLite may keep pages in: seeing an article again touches a page of each of its tables and indexes."""
CHECKPOINT_PAGES = 8_192
"""Pages in the write-ahead log, 32 MB, after which they go to the file; each time the disk is waited for."""


READING = 2
"""Number of the way captures are read into rows, in `pragma user_version`; rows of another number are not added to.

1 (written down as 0): a version is its title, lead and text. 2: also its pictures, signatures and date; captures say
what they show.
"""
CAPTURE_FACTS = COLUMNS
"""Columns of `captures` that a Capture fills; the others say what it tells of an article."""
_ADD_CAPTURE = f"insert or ignore into captures ({LISTED}) values ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - literal
COUNTS = tuple(field.name for field in fields(CrawlCounts))
"""Columns of `crawls` that a visit's counts fill."""
_END = ("finished_at", "reason", *COUNTS)
_ADD_CRAWL = (
    f"insert into crawls (id, site, started_at, {', '.join(_END)}) values (?, ?, ?{', ?' * len(_END)}) "  # noqa: S608 - literal
    f"on conflict (id) do update set {', '.join(f'{name} = coalesce(excluded.{name}, {name})' for name in _END)}"
)


class Archive:
    """One folder that is a whole archive: `archive.db` and `warc/`."""

    def __init__(self, folder: Path, *, db_name: str = "archive.db", busy_seconds: float = BUSY_SECONDS) -> None:
        """Open the archive in *folder* for writing, made if need be; a Fault where that is not possible.

        A database that another program holds is waited for *busy_seconds*; `OtherReading` where its rows were read in
        another way.
        """
        self.folder = folder
        self.warc = folder / "warc"
        self.cdxj = folder / "cdxj"
        self.path = folder / db_name
        try:
            self.warc.mkdir(parents=True, exist_ok=True)
            self.connection = sqlite3.connect(self.path, timeout=busy_seconds, isolation_level=None)
            self.connection.execute("pragma journal_mode = wal")
            self.connection.execute("pragma synchronous = normal")
            self.connection.execute("pragma foreign_keys = on")
            self.connection.execute(f"pragma cache_size = -{CACHE_KIB}")
            self.connection.execute(f"pragma wal_autocheckpoint = {CHECKPOINT_PAGES}")
            self.db = Database(self.connection)
            check_reading(self.connection, folder)
            self._bring_up_to_date()
        except (OSError, sqlite3.OperationalError, sqlite3.DatabaseError) as error:
            message = f"cannot write the archive in {folder}: {error}; choose another folder with --data DIR"
            raise refusal(error, folder) or UnwritableArchive(message) from error

    def _bring_up_to_date(self) -> None:
        """Take the steps of the schema that are missing; two processes that open a new archive do it one by one."""
        place = self.folder / "locks"
        place.mkdir(exist_ok=True)
        with (place / "schema").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            migrations.apply(self.db)
            self.connection.execute(f"pragma user_version = {READING}")

    def close(self) -> None:
        """Let go of the database file."""
        self.connection.close()

    def __enter__(self) -> Self:
        """Return the archive itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the database file."""
        self.close()

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Make a transaction of what is done within, whole or not at all; within another it is a part of that.

        It is one that writes from its beginning, so that others are waited for. One that read first would be refused
        at once where another crawl wrote in between (SQLITE_BUSY_SNAPSHOT, sqlite.org/isolation.html).
        """
        if self.connection.in_transaction:
            yield
            return
        self.connection.execute("begin immediate")
        with self.connection:
            yield

    def add_site(self, name: str, publisher: Publisher) -> None:
        """Put the paper *name* on record, with the facts known of it today."""
        lists = {"languages": json.dumps(publisher.languages), "hosts": json.dumps(publisher.hosts)}
        facts = {fact: value for fact, value in asdict(publisher).items() if fact in SITE_FACTS}
        row = facts | {"name": name} | lists
        self.db.table("sites").upsert(row, pk="name")

    def forget_site(self, name: str) -> None:
        """Take everything off the record that comes from the paper *name*; its WARC files stay."""
        own = "select id from articles where site = ?"
        taken = "select digest from images where capture in (select id from captures where site = ?)"
        with self.atomic():
            self.connection.execute("pragma defer_foreign_keys = on")
            for table in self.db.table_names():
                if "article" in self.db.table(table).columns_dict and table != "captures":
                    self.connection.execute(f"delete from {table} where article in ({own})", (name,))  # noqa: S608 - ours
            self.connection.execute(f"update article_images set image = null where image in ({taken})", (name,))  # noqa: S608
            self.connection.execute(f"delete from images where digest in ({taken})", (name,))  # noqa: S608 - ours
            for table in ("articles", "captures", "crawls", "tails"):
                self.connection.execute(f"delete from {table} where site = ?", (name,))  # noqa: S608 - ours

    def add_crawl(self, crawl: Crawl) -> None:
        """Put a visit on record, or how it ended."""
        counts = astuple(crawl.counts) if crawl.counts else (None,) * len(COUNTS)
        self.connection.execute(
            _ADD_CRAWL,
            (crawl.id, crawl.site, written_exactly(crawl.started_at), _maybe(crawl.finished_at), crawl.reason, *counts),
        )

    def add_capture(self, capture: Capture) -> None:
        """Put a kept response on record; one that is there already stays as it is."""
        self.connection.execute(_ADD_CAPTURE, capture_facts(capture))

    def add_image(self, capture: Capture, size: int, dimensions: tuple[int, int] | None) -> None:
        """Put a picture on record, once per content, and join it to the articles that print its address.

        *size* is in bytes, *dimensions* width and height in pixels or None where the bytes are no readable picture.
        """
        width, height = dimensions or (None, None)
        with self.atomic():
            self.connection.execute(
                "insert into images (digest, media_type, bytes, width, height, capture) values (?, ?, ?, ?, ?, ?) "
                "on conflict (digest) do update set capture = excluded.capture, media_type = excluded.media_type "
                "where (?, excluded.capture) < (select fetched_at, id from captures where id = images.capture)",
                (
                    capture.digest,
                    capture.media_type,
                    size,
                    width,
                    height,
                    capture.id,
                    written_exactly(capture.fetched_at),
                ),
            )
            self.join_pictures("printed_url = ? or url = ?", capture.url, capture.url)

    def join_pictures(self, where: str, *values: str) -> None:
        """Join the printed pictures *where* (in `article_images`) to the earliest that was kept from their address."""
        self.connection.execute(f"update article_images set image = ({_FIRST_PICTURE}) where {where}", values)  # noqa: S608 - ours

    def has_image(self, url: str) -> bool:
        """Tell whether a picture was kept from the address *url*."""
        found = self.connection.execute(
            "select 1 from captures c join images i on i.digest = c.digest where c.url = ? limit 1", (url,)
        )
        return found.fetchone() is not None

    def articles_in_print(self, site: str) -> Iterator[tuple[str, str, datetime, datetime | None]]:
        """Yield of each article of *site* in print its address, where and when it was seen last, and its date."""
        rows = self.connection.execute(
            "select a.url, c.url, a.last_seen_at, a.published_at from articles a join captures c on c.id = a.capture "
            "where a.site = ? and a.state in ('published', 'returned') order by a.number",
            (site,),
        )
        for article, url, seen, published in rows:
            yield article, url, read_moment(seen), read_moment(published) if published else None

    def count_in_print(self, site: str) -> int:
        """Return how many articles of *site* are in print."""
        query = "select count(*) from articles where site = ? and state in ('published', 'returned')"
        return int(self.connection.execute(query, (site,)).fetchone()[0])

    def holds(self, article: str) -> bool:
        """Tell whether *article* is on record and not withdrawn."""
        query = "select 1 from articles where id = ? and state <> 'withdrawn'"
        return self.connection.execute(query, (article,)).fetchone() is not None

    def answered(self, article: str, url: str, since: datetime) -> bool:
        """Tell whether *url* is known to show no article, and which was not withdrawn either.

        It answered without an error and is not about *article*, or whatever it answered, it did after *since*.
        """
        query = (
            "select 1 from captures where url = ? and (fetched_at > ? or (status < 400 and not exists "
            "(select 1 from articles where id = ?))) limit 1"
        )
        return self.connection.execute(query, (url, written_exactly(since), article)).fetchone() is not None

    def fetched_from(self, article: str) -> str | None:
        """Return where *article* was fetched from last, if it is in print; None otherwise."""
        row = self.connection.execute(
            "select c.url from articles a join captures c on c.id = a.capture "
            "where a.id = ? and a.state in ('published', 'returned')",
            (article,),
        ).fetchone()
        return row[0] if row else None

    def count_new(self, articles: Sequence[str], since: datetime) -> int:
        """Return how many of *articles* were seen for the first time at *since* or after."""
        marks = ", ".join("?" * len(articles))
        query = f"select count(*) from articles where id in ({marks}) and first_seen_at >= ?"  # noqa: S608
        return int(self.connection.execute(query, (*articles, written_exactly(since))).fetchone()[0])

    def are_older(self, articles: Sequence[str], since: datetime) -> bool:
        """Tell whether some of *articles* are known with their date, and all of those were published before *since*."""
        marks = ", ".join("?" * len(articles))
        row = self.connection.execute(
            f"select count(*), max(published_at) from articles where id in ({marks}) and published_at is not null",  # noqa: S608
            tuple(articles),
        ).fetchone()
        return bool(row[0]) and row[1] < written(since)

    def captures_of(self, article: str) -> list[Capture]:
        """Return the captures that show *article*, the earliest first; those that found it gone are not among them."""
        rows = self.connection.execute(
            f"select {LISTED} from captures where article = ? and verdict = 'shows' "  # noqa: S608 - literal
            "order by fetched_at, id",
            (article,),
        ).fetchall()
        return [capture_from(row) for row in rows]

    def is_taken_down(self, article: str) -> bool:
        """Tell whether *article* was taken down, so that nothing of it may come back."""
        query = "select 1 from takedowns where article = ?"
        return self.connection.execute(query, (article,)).fetchone() is not None

    def add_variant_text(self, article: str, variant: Variant, text: Article, capture: Capture) -> None:
        """Put the text of *article* in another script on record, as the newest capture of that address shows it."""
        self.connection.execute(
            "insert into variant_texts (article, url, language, script, title, body, seen_at, capture) "
            "values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (article, url) do update set language = excluded.language, "
            "script = excluded.script, title = excluded.title, body = excluded.body, seen_at = excluded.seen_at, "
            "capture = excluded.capture where (excluded.seen_at, excluded.capture) > (seen_at, capture)",
            (
                article,
                variant.url,
                text.language,
                text.script,
                text.title,
                text.body,
                written_exactly(capture.fetched_at),
                capture.id,
            ),
        )

    def article_fetched_from(self, url: str) -> str | None:
        """Return the canonical address of the article that was once fetched from *url*, or None."""
        query = "select a.url from captures c join articles a on a.id = c.article where c.url = ? limit 1"
        found = self.connection.execute(query, (url,)).fetchone()
        return found[0] if found else None


def capture_facts(capture: Capture, fetched_at: str | None = None) -> tuple[str | int | None, ...]:
    """Return the values of `CAPTURE_FACTS`; *fetched_at* is its moment, where that is written down already."""
    return (
        capture.id,
        capture.site,
        capture.crawl,
        capture.url,
        fetched_at or written_exactly(capture.fetched_at),
        capture.status,
        capture.media_type,
        capture.digest,
        capture.payload_digest,
        capture.file,
        capture.offset,
        capture.length,
        capture.refers_to,
        capture.fault,
        capture.etag,
        capture.last_modified,
    )


def check_reading(connection: sqlite3.Connection, folder: Path) -> None:
    """Raise `OtherReading` where *connection* leads to rows that another version of this program has read."""
    (reading,) = connection.execute("pragma user_version").fetchone()
    is_used = connection.execute("select 1 from sqlite_master where name = 'captures'").fetchone()
    if reading == READING or not is_used or not connection.execute("select 1 from captures limit 1").fetchone():
        return
    connection.close()
    if reading > READING:
        message = f"the archive in {folder} was written by a newer aimaq; update this one (git pull, then make test)"
        raise OtherReading(message)
    message = (
        f"the archive in {folder} was read by an earlier aimaq: run `aimaq rebuild --data {folder}` once, which reads "
        "what is kept anew; nothing is lost"
    )
    raise OtherReading(message)


def open_for_reading(folder: Path) -> sqlite3.Connection:
    """Return a connection to the archive in *folder* that cannot write; `NoArchive` where there is none."""
    path = folder / "archive.db"
    if not path.is_file():
        message = f"no archive in {folder}: crawl a paper first (aimaq crawl SITE) or name its folder with --data DIR"
        raise NoArchive(message)
    connection = connect_for_reading(path)
    try:
        connection.execute("select id from articles limit 1")
    except sqlite3.DatabaseError as error:
        connection.close()
        message = f"{path} is no archive of this program ({error}); name another folder with --data DIR"
        raise NoArchive(message) from error
    return connection


def connect_for_reading(path: Path) -> sqlite3.Connection:
    """Return a connection to the database at *path* that cannot write."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _maybe(moment: datetime | None) -> str | None:
    return written_exactly(moment) if moment else None
