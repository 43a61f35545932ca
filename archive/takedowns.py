"""Articles taken down: hidden from the front, search and exports at once, never fetched again, the deed on record.

The log `takedowns.jsonl` in the archive's folder is what counts: a line for each, only ever added to. The table
`takedowns` is made from it, so that a rebuild, an import or a merge brings nothing back.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from archive.derived import bring_up_to_date
from archive.faults import UnknownArticle
from archive.moments import written
from archive.pictures.looking import thumbnail_path
from archive.records import natural_key
from archive.revisions import TAKEN_DOWN
from archive.store import Archive
from archive.warc.rewriting import copy_without
from archive.warc.writing import new_id, warc_fields, warc_record

LOG = "takedowns.jsonl"
EMPTIED = (
    "title = null, lead = null, body = '', blocks = '[]', printed = '{}', published_at = null, "
    "published_precision = null, modified_at = null, language = null, script = null, section = null, views = null, "
    "comments = null, revision = null, record_hash = null, capture = null"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Takedown:
    """One article that was taken down."""

    url: str
    """Canonical address of the article."""
    at: str
    """When, UTC."""
    reason: str
    """Why, in the words of who did it."""
    site: str
    first_seen_at: str
    last_seen_at: str
    purged: bool = False
    """Whether its records were taken out of the WARC files as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """What was taken out of the WARC files."""

    records: int
    files: int
    kept: tuple[str, ...]
    """Addresses whose payload had to stay, because captures of other articles repeat it."""


def take_down(archive: Archive, url: str, reason: str, moment: datetime) -> Takedown:
    """Take the article at *url* down for *reason*; `UnknownArticle` where the archive has none there.

    Its row stays as a tombstone without a word of it. One that was taken down before stays as it was.
    """
    row = archive.connection.execute(
        "select url, site, first_seen_at, last_seen_at from articles where url = ? or id = ?",
        (archive.article_fetched_from(url) or url, url),
    ).fetchone()
    if row is None:
        message = f"no article of {url} is in the archive; give the address that its page in the front shows"
        raise UnknownArticle(message)
    known = next((one for one in read_log(archive.folder) if one.url == row[0]), None)
    if known:
        return known
    names = ("url", "site", "first_seen_at", "last_seen_at")
    takedown = Takedown(at=written(moment), reason=reason, **dict(zip(names, row, strict=True)))
    _log(archive.folder, [takedown])
    apply_log(archive)
    return takedown


def read_log(folder: Path) -> list[Takedown]:
    """Return the takedowns on record in the archive in *folder*, the earliest first."""
    path = folder / LOG
    if not path.is_file():
        return []
    lines = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [Takedown(**line) for line in lines]


def join_log(folder: Path, others: Iterable[Takedown]) -> None:
    """Add to the log in *folder* what of *others* it does not hold."""
    known = set(read_log(folder))
    _log(folder, [takedown for takedown in others if takedown not in known])


def apply_log(archive: Archive) -> None:
    """Make the table `takedowns` and the tombstones what the log says; words that only they held are forgotten."""
    with archive.atomic():
        for takedown in read_log(archive.folder):
            article = natural_key(takedown.url)
            archive.connection.execute(
                "insert into takedowns (article, url, taken_down_at, reason, purged) values (?, ?, ?, ?, ?) "
                "on conflict (article) do update set purged = max(purged, excluded.purged)",
                (article, takedown.url, takedown.at, takedown.reason, int(takedown.purged)),
            )
            archive.connection.execute(
                "insert or ignore into articles "
                "(id, url, site, body, blocks, printed, state, first_seen_at, last_seen_at) "
                "select ?, ?, name, '', '[]', '{}', 'published', ?, ? from sites where name = ?",
                (article, takedown.url, takedown.first_seen_at, takedown.last_seen_at, takedown.site),
            )
            _empty(archive, article)
        bring_up_to_date(archive)


def takedown_of(connection: sqlite3.Connection, article: str) -> str:
    """Return when and why *article* was taken down, in one line."""
    row = connection.execute("select taken_down_at, reason from takedowns where article = ?", (article,)).fetchone()
    return f"{row[0][:10]}: {row[1]}" if row else ""


def hidden_captures(connection: sqlite3.Connection) -> set[str]:
    """Return the captures that must not be shown or given away: those of articles taken down and of their pictures."""
    hidden = (
        "select id from captures where article in (select article from takedowns) "
        "union select capture from takedown_captures"
    )
    return {identity for (identity,) in connection.execute(hidden)}


def purge(archive: Archive, takedown: Takedown) -> Purged:
    """Take the records of an article that was taken down out of the WARC files, and say so in the log.

    Each file is written anew and takes the place of the old one; a `metadata` record says what was taken out. A record
    whose payload captures of other articles repeat stays.
    """
    article = natural_key(takedown.url)
    rows = archive.connection.execute(
        "select id, file, url, article is not null from captures where article = ? "
        "or id in (select capture from takedown_captures where article = ?)",
        (article, article),
    ).fetchall()
    dropped = {identity for identity, *_ in rows}
    repeats = archive.connection.execute("select id, refers_to from captures where refers_to is not null")
    needed = {original for identity, original in repeats if identity not in dropped}
    kept = tuple(sorted({url for identity, _, url, _ in rows if identity in needed}))
    dropped -= needed
    files = sorted({file for identity, file, *_ in rows if identity in dropped})
    left_out = sum(_rewrite(archive, file, dropped, takedown) for file in files)
    _log(archive.folder, [replace(takedown, purged=True)])
    apply_log(archive)
    return Purged(records=left_out, files=len(files), kept=kept)


def _rewrite(archive: Archive, file: str, dropped: set[str], takedown: Takedown) -> int:
    """Write *file* anew without the records *dropped*, and put on record where the others lie now."""
    path = archive.warc / file
    moment = datetime.fromisoformat(takedown.at)

    def stub(record: object) -> bytes:
        refers = [("WARC-Refers-To", str(getattr(record, "record_id", "")))]
        fields = warc_fields({"taken-down": takedown.at, "reason": " ".join(takedown.reason.split())})
        return warc_record("metadata", new_id(), moment, "application/warc-fields", refers, fields)

    with archive.atomic():
        archive.connection.execute("pragma defer_foreign_keys = on")
        _drop_thumbnails(archive, dropped)
        archive.connection.executemany("delete from images where capture = ?", [(one,) for one in dropped])
        archive.connection.executemany("delete from takedown_captures where capture = ?", [(one,) for one in dropped])
        archive.connection.executemany("delete from captures where id = ?", [(one,) for one in dropped])
        copied = copy_without(path, path, file, dropped, stub)
        archive.connection.executemany(
            "update captures set offset = ?, length = ? where id = ?",
            [(place.offset, place.length, identity) for identity, place in copied.places.items()],
        )
    return copied.left_out


def _drop_thumbnails(archive: Archive, dropped: set[str]) -> None:
    for identity in dropped:
        for (digest,) in archive.connection.execute("select digest from images where capture = ?", (identity,)):
            thumbnail_path(archive.folder, digest).unlink(missing_ok=True)


def _empty(archive: Archive, article: str) -> None:
    """Leave of *article* nothing but its address, and of its pictures nothing that no other article shows."""
    archive.connection.execute("pragma defer_foreign_keys = on")
    archive.connection.execute(
        "update captures set revision = null, views = null, comments = null where article = ?", (article,)
    )
    archive.connection.execute(
        "insert or ignore into takedown_captures (article, capture) "
        "select ?, c.id from captures c join images i on i.digest = c.digest "
        "join article_images p on p.image = i.digest and p.article = ? "
        "where not exists (select 1 from article_images o where o.image = i.digest and o.article <> ?)",
        (article, article, article),
    )
    for table in archive.db.table_names():
        if table in {"captures", "takedowns", "takedown_captures"}:
            continue
        if "article" in archive.db.table(table).columns_dict:
            archive.connection.execute(f"delete from {table} where article = ?", (article,))  # noqa: S608 - ours
    archive.connection.execute(
        f"update articles set state = '{TAKEN_DOWN}', {EMPTIED} where id = ?",  # noqa: S608 - literal
        (article,),
    )


def _log(folder: Path, takedowns: list[Takedown]) -> None:
    with (folder / LOG).open("a", encoding="utf-8") as log:
        for takedown in takedowns:
            log.write(json.dumps(asdict(takedown), ensure_ascii=False) + "\n")
