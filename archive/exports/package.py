"""A folder with the rows of chosen articles, and a `datapackage.json` that says what they are (Data Package 1.0)."""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from importlib.metadata import version
from pathlib import Path
from sqlite3 import Connection
from tempfile import mkdtemp

from archive.exports.formats import MEDIA_TYPES, Format, Row, as_json_line, write_table
from archive.exports.tables import Exported, choose, exported_tables
from archive.faults import UnwritableFile
from archive.moments import written
from archive.notes import DATABASE

DESCRIPTION = "datapackage.json"
TYPES = {"integer": "integer", "real": "number"}
"""Types of the Table Schema; everything else is a string."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a data package holds."""

    articles: int
    rows: int
    snapshot: str
    """Hash of all rows, whatever format they were written in: the same articles give the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which articles go into a data package."""

    numbers: Iterable[int] | None = None
    """Their `articles.number`; None for all."""
    title: str = "All articles"
    """What they are, in words."""


def write_package(
    connection: Connection, to: Path, form: Format, selection: Selection, on_progress: Callable[[int], None]
) -> Written:
    """Write the rows of the articles *selection* to the folder *to*, one file a table, and say what they are.

    *to* must not be there yet, or be empty, or hold an earlier data package, whose files are replaced; it is whole or
    not there. *on_progress* is told of every article. `UnwritableFile` where it cannot be written.
    """
    _require_free(to)
    articles = choose(connection, selection.numbers)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(mkdtemp(dir=to.parent, prefix=f".{to.name}."))
    except OSError as error:
        message = f"cannot write {to}: {error.strerror or error}"
        raise UnwritableFile(message) from error
    try:
        resources = [_write(connection, table, scratch, form, on_progress) for table in exported_tables()]
        snapshot = snapshot_of(resources)
        described = _description(selection.title, resources, snapshot, articles)
        (scratch / DESCRIPTION).write_text(json.dumps(described, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        scratch.chmod(0o755)
        if to.exists():
            shutil.rmtree(to)
        scratch.rename(to)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return Written(articles=articles, rows=sum(resource.rows for resource in resources), snapshot=snapshot)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A file of a data package."""

    table: Exported
    path: Path
    form: Format
    rows: int
    digest: str
    """SHA-256 of its rows as JSON Lines, in hexadecimal: of what is in it, not of its format."""

    def description(self) -> dict[str, object]:
        """Return it as an entry of `resources`."""
        with self.path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        return {
            "name": self.table.name.replace("_", "-"),
            "path": self.path.name,
            "format": self.form.value,
            "mediatype": MEDIA_TYPES[self.form].partition(";")[0],
            "encoding": "utf-8",
            "description": self.table.note.replace("`", ""),
            "bytes": self.path.stat().st_size,
            "hash": f"sha256:{digest}",
            "rowCount": self.rows,
            "rowDigest": f"sha256:{self.digest}",
            **({"profile": "tabular-data-resource"} if self.form is Format.CSV else {}),
            "schema": table_schema(self.table),
        }


def table_schema(table: Exported) -> dict[str, object]:
    """Return the columns of *table* as a Table Schema, each with what it holds."""
    fields = [
        {
            "name": column.name,
            "type": "array" if table.is_json(column) else TYPES.get(column.type, "string"),
            "description": (column.note or "").replace("`", ""),
        }
        for column in table.columns
    ]
    names = {column.name for column in table.columns}
    leading = [
        {"fields": column, "reference": {"resource": resource, "fields": key}}
        for column, (resource, key) in LEADS_TO.items()
        if column in names
    ]
    described: dict[str, object] = {"fields": fields}
    if table.name in PRIMARY_KEYS:
        described["primaryKey"] = PRIMARY_KEYS[table.name]
    if leading:
        described["foreignKeys"] = leading
    return described


PRIMARY_KEYS = {"articles": "id", "sites": "name", "images": "digest", "revisions": "id", "captures": "id"}
LEADS_TO = {"article": ("articles", "id"), "site": ("sites", "name"), "image": ("images", "digest")}
"""Columns that name a row of another table."""


def snapshot_of(resources: Iterable[Resource]) -> str:
    """Return the hash of all rows of *resources*: SHA-256 over names and digests of their tables, in hexadecimal."""
    told = "".join(f"{name} {digest}\n" for name, digest in sorted((one.table.name, one.digest) for one in resources))
    return sha256(told.encode()).hexdigest()


def _write(
    connection: Connection, table: Exported, folder: Path, form: Format, on_progress: Callable[[int], None]
) -> Resource:
    digest, count = sha256(), 0
    step = 1 if table.name == "articles" else 0

    def passing() -> Iterator[Row]:
        nonlocal count
        for row in table.rows(connection):
            digest.update(as_json_line(row).encode())
            count += 1
            on_progress(step)
            yield row

    path = folder / f"{table.name}.{form.value}"
    write_table(table, passing(), path, form)
    return Resource(table=table, path=path, form=form, rows=count, digest=digest.hexdigest())


def _description(title: str, resources: list[Resource], snapshot: str, articles: int) -> dict[str, object]:
    return {
        "profile": "data-package",
        "name": "aimaq-articles",
        "title": title,
        "description": DATABASE,
        "created": written(datetime.now(UTC)),
        "snapshot": f"sha256:{snapshot}",
        "articleCount": articles,
        "generator": f"aimaq {version('aimaq')}",
        "resources": [resource.description() for resource in resources],
    }


def _require_free(to: Path) -> None:
    """Raise `UnwritableFile` where *to* is something that an export must not replace."""
    if to.is_dir() and (not any(to.iterdir()) or (to / DESCRIPTION).is_file()):
        return
    if to.exists():
        message = f"{to} is there already and no earlier export; name a folder that is new or empty"
        raise UnwritableFile(message)
