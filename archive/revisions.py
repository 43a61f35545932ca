"""What becomes of an article from one capture to the next: its current row, its texts, its counters, its withdrawal.

Every row is a function of the set of captures, not of the order in which they arrive: the current row is that of the
newest capture, a text is dated by its earliest and latest one. So `rebuild` arrives where the crawl did.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from archive.moments import written, written_exactly
from archive.records import Article, Capture, Image, Printed, natural_key
from archive.store import Archive

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

GONE = (404, 410)
"""Status codes that say an article is no longer in print (RFC 9110, 15.5.5 and 15.5.11)."""

WORKING = {"boilerplate", "changes", "counters", "dates", "signed", "variants"}
"""What an Article carries besides, or only while it is being read."""
RECORD = tuple(field.name for field in fields(Article) if field.name not in WORKING)
"""The keys of the Article record, in order."""
Row = tuple[object, ...]


class Change(StrEnum):
    """What one capture changed in the archive."""

    NEW = "new"
    EDITED = "edited"
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"


def as_record(article: Article) -> dict[str, object]:
    """Return *article* in the shape of the Article record: exactly its keys, ready for JSON."""
    record: dict[str, object] = {name: getattr(article, name) for name in RECORD}
    record["published_at"] = _moment(article.published_at)
    record["modified_at"] = _moment(article.modified_at)
    record["blocks"] = [_block(block.kind, block.text, block.image) for block in article.blocks]
    record["images"] = [_image(image) for image in article.images]
    for name in ("bylines", "quotes", "doubts"):
        record[name] = [_facts(part) for part in getattr(article, name)]
    return record


def _facts(record: "DataclassInstance") -> dict[str, object]:
    """Return the fields of *record*, one level deep: `dataclasses.asdict` copies all levels, at ten times the cost."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def _image(image: Image) -> dict[str, object]:
    return _facts(image) | {"uploaded_on": _day(image.uploaded_on)}


def _moment(moment: datetime | None) -> str | None:
    return written(moment) if moment else None


def _block(kind: str, text: str | None, image: str | None) -> dict[str, str | None]:
    return {"kind": kind, "image": image} if kind == "image" else {"kind": kind, "text": text}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def add_article(archive: Archive, article: Article, printed: Printed, capture: Capture) -> Change:
    """Put on record what *capture* shows of *article* and return what that changed."""
    seen = written_exactly(capture.fetched_at)
    with archive.atomic():
        if archive.is_taken_down(article.id):
            archive.connection.execute("update captures set article = ? where id = ?", (article.id, capture.id))
            return Change.UNCHANGED
        _insert_if_new(archive, article, capture, seen)
        change = _add_revision(archive, article, capture, seen)
        archive.connection.execute("update captures set article = ? where id = ?", (article.id, capture.id))
        _add_counts(archive, article, capture, seen)
        if _is_newest(archive, article.id, capture, seen):
            _update_row(archive, article, printed, capture)
        _refresh_state(archive, article.id)
    return change


def add_gone(archive: Archive, url: str, capture: Capture) -> Change | None:
    """Put on record that *url* is no longer in print; None where no article was known under that address."""
    article = natural_key(archive.article_fetched_from(capture.url) or url)
    with archive.atomic():
        known = archive.connection.execute("select state from articles where id = ?", (article,)).fetchone()
        if known is None:
            return None
        archive.connection.execute("update captures set article = ? where id = ?", (article, capture.id))
        _refresh_state(archive, article)
        return Change.WITHDRAWN if known == ("published",) else Change.UNCHANGED


def _insert_if_new(archive: Archive, article: Article, capture: Capture, seen: str) -> None:
    archive.connection.execute(
        "insert into articles "
        "(id, url, site, title, lead, body, blocks, printed, state, first_seen_at, last_seen_at, capture) "
        "values (?, ?, ?, ?, ?, ?, '[]', '{}', 'published', ?, '', ?) "
        "on conflict (id) do update set first_seen_at = min(first_seen_at, excluded.first_seen_at)",
        (article.id, article.url, article.site, article.title, article.lead, article.body, seen, capture.id),
    )


def _add_revision(archive: Archive, article: Article, capture: Capture, seen: str) -> Change:
    text_hash = article.text_hash
    revision = natural_key(article.id, text_hash)
    query = "select id, first_seen_at, last_seen_at from revisions where article = ? order by last_seen_at"
    texts = archive.connection.execute(query, (article.id,)).fetchall()
    known = {row[0]: row for row in texts}
    if revision not in known:
        archive.connection.execute(
            "insert into revisions (id, article, text_hash, title, lead, body, first_seen_at, last_seen_at, capture) "
            "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (revision, article.id, text_hash, article.title, article.lead, article.body, seen, seen, capture.id),
        )
        return Change.EDITED if texts else Change.NEW
    _, first, last = known[revision]
    if seen < first:
        changed = (seen, capture.id, revision)
        archive.connection.execute("update revisions set first_seen_at = ?, capture = ? where id = ?", changed)
    if seen > last:
        archive.connection.execute("update revisions set last_seen_at = ? where id = ?", (seen, revision))
    return Change.UNCHANGED


def _add_counts(archive: Archive, article: Article, capture: Capture, seen: str) -> None:
    if article.views is None and article.comments is None:
        return
    archive.connection.execute(
        "insert or ignore into view_counts (article, observed_at, views, comments, capture) values (?, ?, ?, ?, ?)",
        (article.id, seen, article.views, article.comments, capture.id),
    )


def _is_newest(archive: Archive, article: str, capture: Capture, seen: str) -> bool:
    query = "select last_seen_at, capture from articles where id = ?"
    last_seen, last_capture = archive.connection.execute(query, (article,)).fetchone()
    return bool((seen, capture.id) >= (last_seen, last_capture))


def _update_row(archive: Archive, article: Article, printed: Printed, capture: Capture) -> None:
    record = as_record(article)
    (known_hash,) = archive.connection.execute(
        "select record_hash from articles where id = ?", (article.id,)
    ).fetchone()
    versions = (f"{variant.url} {variant.language} {variant.script}" for variant in article.variants)
    record_hash = _hash_without_counters(record, [*article.boilerplate, *versions])
    observed = (article.views, article.comments, written_exactly(capture.fetched_at), capture.id, article.id)
    archive.connection.execute(
        "update articles set views = ?, comments = ?, last_seen_at = ?, capture = ? where id = ?", observed
    )
    if known_hash == record_hash:
        return
    archive.connection.execute(
        "update articles set title = ?, lead = ?, published_at = ?, published_precision = ?, modified_at = ?, "
        "language = ?, script = ?, section = ?, body = ?, blocks = ?, printed = ?, revision = ?, record_hash = ? "
        "where id = ?",
        (
            *(record[column] for column in ("title", "lead", "published_at", "published_precision", "modified_at")),
            *(record[column] for column in ("language", "script", "section", "body")),
            _json(record["blocks"]),
            _json(_as_printed(printed)),
            natural_key(article.id, article.text_hash),
            record_hash,
            article.id,
        ),
    )
    _write_parts(archive, article, is_new=known_hash is None)


def _hash_without_counters(record: dict[str, object], boilerplate: Iterable[str]) -> str:
    kept = {key: value for key, value in record.items() if key not in {"views", "comments"}}
    return natural_key(_json(kept), *boilerplate)


def _as_printed(printed: Printed) -> dict[str, object]:
    """Return the printed originals of the normalised values; the text itself is in the capture."""
    names = ("title", "lead", "published", "modified", "section", "bylines", "tags")
    values = {name: getattr(printed, name) for name in names}
    values["around"] = [" | ".join(cell.text for cell in line.cells) for line in printed.around]
    metadata = {name: value for name, value in _facts(printed.metadata).items() if value and name != "body"}
    return {name: value for name, value in values.items() if value} | ({"metadata": metadata} if metadata else {})


def _write_parts(archive: Archive, article: Article, *, is_new: bool) -> None:
    parts: dict[str, tuple[Sequence[str], list[Row]]] = {
        "bylines": (("name", "kind", "role"), [(b.name, b.kind, b.role) for b in article.bylines]),
        "sources": (("name",), [(name,) for name in article.sources]),
        "tags": (("tag",), [(tag,) for tag in article.tags]),
        "quotes": (("speaker", "role", "text"), [(q.speaker, q.role, q.text) for q in article.quotes]),
        "boilerplate": (("text",), [(line,) for line in article.boilerplate]),
        "variants": (("url", "language", "script"), [(v.url, v.language, v.script) for v in article.variants]),
        "doubts": (("field", "code", "text"), [(d.field, d.code, d.text) for d in article.doubts]),
        "article_images": (IMAGE_COLUMNS, _image_rows(archive, article)),
    }
    for table, (columns, rows) in parts.items():
        if not is_new:
            archive.connection.execute(f"delete from {table} where article = ?", (article.id,))  # noqa: S608 - literal
        places = ", ".join("?" * (len(columns) + 2))
        statement = f"insert into {table} (article, n, {', '.join(columns)}) values ({places})"  # noqa: S608 - literal
        archive.connection.executemany(statement, [(article.id, n, *row) for n, row in enumerate(rows)])


IMAGE_COLUMNS = (
    "url",
    "printed_url",
    "alt",
    "caption",
    "credit",
    "position",
    "origin",
    "asset_id",
    "uploaded_on",
    "width",
    "height",
    "image",
)


def _image_rows(archive: Archive, article: Article) -> list[Row]:
    query = (
        "select i.digest from captures c join images i on i.digest = c.digest "
        "where c.url in (?, ?) order by c.fetched_at, c.id limit 1"
    )
    rows: list[Row] = []
    for image in article.images:
        facts = _image(image)
        kept = archive.connection.execute(query, (image.printed_url, image.url)).fetchone()
        rows.append((*(facts[column] for column in IMAGE_COLUMNS[:-1]), kept[0] if kept else None))
    return rows


def _refresh_state(archive: Archive, article: str) -> None:
    """Derive the state from the captures: withdrawn since the first answer 404 or 410 after the last text."""
    rows: list[tuple[str, int]] = archive.connection.execute(
        "select fetched_at, status from captures where article = ? order by fetched_at desc, id desc", (article,)
    ).fetchall()
    withdrawn_at = None
    for fetched_at, status in rows:
        if status not in GONE:
            break
        withdrawn_at = fetched_at
    archive.connection.execute(
        "update articles set state = ?, withdrawn_at = ? where id = ? and withdrawn_at is not ?",
        ("withdrawn" if withdrawn_at else "published", withdrawn_at, article, withdrawn_at),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
