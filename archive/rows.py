"""The row of an article, as its newest capture shows it, and the rows of its parts."""

import hashlib
import json
import marshal
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date, datetime
from operator import attrgetter
from typing import TYPE_CHECKING

from archive.moments import written
from archive.records import Article, Image, Metadata, Printed
from archive.store import Archive

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

WORKING = {"boilerplate", "changes", "counters", "dates", "photo_credit", "signed", "variants"}
"""What an Article carries besides, or only while it is being read."""
RECORD = tuple(field.name for field in fields(Article) if field.name not in WORKING)
"""The keys of the Article record, in order."""
Row = tuple[object, ...]


def as_record(article: Article) -> dict[str, object]:
    """Return *article* in the shape of the Article record: exactly its keys, ready for JSON."""
    record: dict[str, object] = {name: getattr(article, name) for name in RECORD}
    record["published_at"] = _moment(article.published_at)
    record["modified_at"] = _moment(article.modified_at)
    record["blocks"] = [_block(block.kind, block.text, block.image) for block in article.blocks]
    record["images"] = [image_facts(image) for image in article.images]
    for name in ("bylines", "quotes", "doubts"):
        record[name] = [_facts(part) for part in getattr(article, name)]
    return record


def _facts(record: "DataclassInstance") -> dict[str, object]:
    """Return the fields of *record*, one level deep: `dataclasses.asdict` copies all levels, at ten times the cost."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def image_facts(image: Image) -> dict[str, object]:
    """Return the facts of a picture, ready for JSON."""
    return _facts(image) | {"uploaded_on": _day(image.uploaded_on)}


def _moment(moment: datetime | None) -> str | None:
    return written(moment) if moment else None


def _block(kind: str, text: str | None, image: str | None) -> dict[str, str | None]:
    return {"kind": kind, "image": image} if kind == "image" else {"kind": kind, "text": text}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


_FACTS = attrgetter("published_precision", "language", "script", "section", "tags", "sources", "boilerplate")
_IMAGE = attrgetter("printed_url", "alt", "caption", "credit", "position", "origin", "asset_id", "width", "height")
_BYLINE = attrgetter("kind", "role")
_QUOTE = attrgetter("speaker", "role", "text")
_DOUBT = attrgetter("field", "code", "text")
_VARIANT = attrgetter("url", "language", "script")
_PRINTED = attrgetter("title", "lead", "published", "modified", "section", "bylines", "tags")
_METADATA = attrgetter(*(field.name for field in fields(Metadata)))


def record_hash(article: Article, printed: Printed, revision: str) -> str:
    """Return the hash of everything that the row holds except the counters; *revision* stands for what it covers.

    Seeing an article again costs this every time, so that values are picked and written down in C: marshal's version 2
    writes equal values alike, and takes a quarter of the time of JSON.
    """
    values = (
        str(article.published_at),
        str(article.modified_at),
        _FACTS(article),
        list(_column(article)),
        [_BYLINE(byline) for byline in article.bylines],
        [(str(image.uploaded_on), _IMAGE(image)) for image in article.images],
        [_QUOTE(quote) for quote in article.quotes],
        [_DOUBT(doubt) for doubt in article.doubts],
        [_VARIANT(variant) for variant in article.variants],
        _PRINTED(printed),
        _METADATA(printed.metadata),
        [[cell.text for cell in line.cells] for line in printed.around],
    )
    return hashlib.sha256(revision.encode() + marshal.dumps(values, 2)).hexdigest()[:20]


def _column(article: Article) -> Iterator[object]:
    """Yield what the blocks hold besides the words of the body: of those only how long each is."""
    body, place = article.body, 0
    for block in article.blocks:
        text = block.text
        if text and body.startswith(text, place):
            yield (block.kind, len(text))
            place += len(text) + 2
        else:
            yield (block.kind, text, block.image)


def write_row(archive: Archive, article: Article, printed: Printed, revision: str, new_hash: str) -> None:
    """Let the row of *article* say what its newest capture shows; the counters and times of its sights aside."""
    record = as_record(article)
    archive.connection.execute(
        "update articles set title = ?, lead = ?, published_at = ?, published_precision = ?, modified_at = ?, "
        "language = ?, script = ?, section = ?, body = ?, blocks = ?, printed = ?, revision = ?, record_hash = ? "
        "where id = ?",
        (
            *(record[column] for column in ("title", "lead", "published_at", "published_precision", "modified_at")),
            *(record[column] for column in ("language", "script", "section", "body")),
            as_json(record["blocks"]),
            as_json(as_printed(printed)),
            revision,
            new_hash,
            article.id,
        ),
    )


def as_printed(printed: Printed) -> dict[str, object]:
    """Return the printed originals of the normalised values; the text itself is in the capture."""
    names = ("title", "lead", "published", "modified", "section", "bylines", "tags")
    values = {name: getattr(printed, name) for name in names}
    values["around"] = [" | ".join(cell.text for cell in line.cells) for line in printed.around]
    metadata = {name: value for name, value in _facts(printed.metadata).items() if value and name != "body"}
    return {name: value for name, value in values.items() if value} | ({"metadata": metadata} if metadata else {})


def write_parts(archive: Archive, article: Article, *, is_new: bool) -> None:
    """Let the rows of the parts of *article* say what its newest capture shows."""
    parts: dict[str, tuple[Sequence[str], list[Row]]] = {
        "bylines": (("name", "kind", "role"), [(b.name, b.kind, b.role) for b in article.bylines]),
        "sources": (("name",), [(name,) for name in article.sources]),
        "tags": (("tag",), [(tag,) for tag in article.tags]),
        "quotes": (("number", "speaker", "role", "text"), list(_quote_rows(archive, article))),
        "boilerplate": (("text",), [(line,) for line in article.boilerplate]),
        "variants": (("url", "language", "script"), [(v.url, v.language, v.script) for v in article.variants]),
        "doubts": (("field", "code", "text"), [(d.field, d.code, d.text) for d in article.doubts]),
        "article_images": (IMAGE_COLUMNS, _image_rows(article)),
    }
    for table, (columns, rows) in parts.items():
        if not is_new:
            archive.connection.execute(f"delete from {table} where article = ?", (article.id,))  # noqa: S608 - literal
        places = ", ".join("?" * (len(columns) + 2))
        statement = f"insert into {table} (article, n, {', '.join(columns)}) values ({places})"  # noqa: S608 - literal
        archive.connection.executemany(statement, [(article.id, n, *row) for n, row in enumerate(rows)])
    if article.images:
        archive.join_pictures("article = ?", article.id)


QUOTE_BITS = 20
"""Bits of the number of a quote that tell its place among those of its article."""
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
)


def _quote_rows(archive: Archive, article: Article) -> Iterator[Row]:
    """Yield the quotes of *article*, each with its number in this file: the article's, and its place in it."""
    if not article.quotes:
        return
    (number,) = archive.connection.execute("select number from articles where id = ?", (article.id,)).fetchone()
    for n, quote in enumerate(article.quotes):
        yield ((number << QUOTE_BITS) + n, quote.speaker, quote.role, quote.text)


def _image_rows(article: Article) -> list[Row]:
    return [tuple(facts[column] for column in IMAGE_COLUMNS) for facts in map(image_facts, article.images)]


def as_json(value: object) -> str:
    """Return *value* as JSON, the same for equal values."""
    return _encode(value)


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
