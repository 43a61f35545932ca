"""What every table and column of the archive holds: for docs/fields.md and for Datasette's pages."""

import ast
import inspect
import sqlite3
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click
from sqlite_utils import Database

from archive.migrations import migrations
from archive.notes import DATABASE, HIDDEN_TABLES, RECORD_PARTS, TABLES, TableNote
from archive.questions import questions
from archive.records import Article
from archive.revisions import as_record

FIELDS_PAGE = Path(__file__).parent.parent / "docs" / "fields.md"

Metadata = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the schema and what it holds."""

    name: str
    type: str
    note: str | None
    """What it holds; None where nobody has said so yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table or view of the schema and what it holds."""

    name: str
    note: TableNote | None
    columns: tuple[Column, ...]


@cache
def field_notes(record: type) -> Mapping[str, str]:
    """Return the sentence that stands under each field of *record*, and each property's docstring.

    >>> from archive.records import Quote
    >>> field_notes(Quote)["text"]
    'The words, without the outer quotation marks.'
    """
    source = textwrap.dedent(inspect.getsource(record))
    declaration = ast.parse(source).body[0]
    return dict(_notes_in(declaration)) if isinstance(declaration, ast.ClassDef) else {}


def _notes_in(declaration: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for statement, following in zip(declaration.body, [*declaration.body[1:], None], strict=True):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            note = _sentence(following)
            if note:
                yield statement.target.id, note
        elif isinstance(statement, ast.FunctionDef):
            note = ast.get_docstring(statement)
            if note:
                yield statement.name, note


def _sentence(statement: ast.stmt | None) -> str | None:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return inspect.cleandoc(str(statement.value.value))
    return None


@cache
def schema() -> tuple[Table, ...]:
    """Return every table and view of a fresh archive, those for people first, in the order of their notes."""
    connection = sqlite3.connect(":memory:")
    migrations.apply(Database(connection))
    names = [name for (name,) in connection.execute("select name from sqlite_master where type in ('table', 'view')")]
    order = {name: place for place, name in enumerate(TABLES)}
    described = [_described(connection, name) for name in sorted(names, key=lambda name: order.get(name, len(order)))]
    connection.close()
    return tuple(described)


def _described(connection: sqlite3.Connection, name: str) -> Table:
    note = TABLES.get(name)
    rows = connection.execute("select name, type from pragma_table_info(?)", (name,)).fetchall()
    columns = (
        Column(name=column, type=kind.lower() or "any", note=_column_note(note, column)) for column, kind in rows
    )
    return Table(name=name, note=note, columns=tuple(columns))


def _column_note(note: TableNote | None, column: str) -> str | None:
    if note is None:
        return None
    notes = [field_notes(record) for record in (note.record, note.part) if record]
    return note.columns.get(column) or next((found[column] for found in notes if column in found), None)


def is_hidden(table: str) -> bool:
    """Tell whether *table* is machinery of SQLite's index or of the migrations, of no interest to people.

    >>> is_hidden("articles_fts_data"), is_hidden("articles")
    (True, False)
    """
    return table.startswith(tuple(HIDDEN_TABLES))


def hidden_note(table: str) -> str:
    """Return what the machinery *table* is for; empty where nobody has said so yet."""
    return next((note for start, note in HIDDEN_TABLES.items() if table.startswith(start)), "")


def datasette_metadata() -> Metadata:
    """Return the metadata that Datasette shows: descriptions, orders, facets and labels; fresh each time."""
    tables = {table.name: _table_metadata(table) for table in schema()}
    archive = {"description": DATABASE, "tables": tables, "queries": {**questions()}}
    return {"title": "aimaq", "description": DATABASE, "databases": {"archive": archive}}


def _table_metadata(table: Table) -> Metadata:
    if table.note is None:
        return {"description": hidden_note(table.name).replace("`", ""), "hidden": True}
    entry: Metadata = {
        "description": table.note.text.replace("`", ""),
        "columns": {column.name: column.note.replace("`", "") for column in table.columns if column.note},
    }
    if table.note.newest_by:
        entry["sort_desc"] = table.note.newest_by
    if table.note.facets:
        entry["facets"] = list(table.note.facets)
    if table.note.label:
        entry["label_column"] = table.note.label
    return entry


def markdown() -> str:
    """Return docs/fields.md: the JSON record of an article, then every table of archive.db."""
    lines = [
        "# Fields",
        "",
        "<!-- Made by `python -m archive.descriptions > docs/fields.md`: change the docstrings, not this page. -->",
        "",
        DATABASE,
        "",
        "Moments are ISO 8601 in UTC with `Z`: whole seconds where a paper printed them, milliseconds where we",
        "observed them ourselves. `NULL` means: not printed, or not readable for certain; then `doubts` holds what",
        "was printed.",
        "",
        *_record_lines(),
        *(line for table in schema() if table.note for line in _table_lines(table, table.note)),
        *_hidden_lines(),
    ]
    return "\n".join(lines) + "\n"


def _record_lines() -> Iterator[str]:
    yield "## The Article record"
    yield ""
    yield "The JSON of `aimaq read`, one object an article."
    yield ""
    yield from _rows(("key", "holds"), ((f"`{key}`", _record_note(key)) for key in as_record(Article(url="", site=""))))
    for key, (record, names) in RECORD_PARTS.items():
        yield f"Each of `{key}`:"
        yield ""
        yield from _rows(("key", "holds"), ((f"`{name}`", field_notes(record)[name]) for name in names))


def _record_note(key: str) -> str:
    return field_notes(Article)[key]


def _table_lines(table: Table, note: TableNote) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield note.text
    yield ""
    yield from _rows(("column", "type", "holds"), ((f"`{c.name}`", c.type, c.note or "") for c in table.columns))


def _hidden_lines() -> Iterator[str]:
    yield "## Machinery"
    yield ""
    yield "Tables that SQLite and the migrations keep for themselves."
    yield ""
    names = [table.name for table in schema() if table.note is None]
    yield from _rows(("table", "is"), ((f"`{name}`", hidden_note(name)) for name in names))


def _rows(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


@click.command()
@click.option("--check", is_flag=True, help="Only tell whether docs/fields.md is up to date.")
def main(*, check: bool) -> None:
    """Print docs/fields.md."""
    if not check:
        click.echo(markdown(), nl=False)
        return
    if not FIELDS_PAGE.is_file() or FIELDS_PAGE.read_text(encoding="utf-8") != markdown():
        click.echo("docs/fields.md is stale: run python -m archive.descriptions > docs/fields.md", err=True)
        raise SystemExit(1)


if __name__ == "__main__":
    main()
