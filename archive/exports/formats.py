"""Rows as files: CSV (RFC 4180), JSON Lines and Parquet."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.descriptions import Column
from archive.exports.tables import Exported
from archive.faults import UnwritableFile

Row = dict[str, object]


class Format(StrEnum):
    """What rows are written as; the value is the ending of the file's name."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8; header=present",
    Format.JSONL: "application/x-ndjson; charset=utf-8",
    Format.PARQUET: "application/vnd.apache.parquet",
}


def as_json_line(row: Row) -> str:
    r"""Return *row* as a line of JSON, always the same for the same row.

    >>> as_json_line({"title": "Жайық тасыды", "views": None})
    '{"title":"Жайық тасыды","views":null}\n'
    """
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def as_cells(row: Row) -> list[object]:
    """Return the cells of *row* for CSV: a list as JSON, and nothing where there is nothing."""
    return [
        json.dumps(value, ensure_ascii=False, separators=(",", ":")) if isinstance(value, list) else value
        for value in row.values()
    ]


def write_table(table: Exported, rows: Iterable[Row], to: Path, form: Format) -> None:
    """Write *rows* of *table* to the file *to*."""
    try:
        WRITERS[form](table, rows, to)
    except OSError as error:
        message = f"cannot write {to}: {error.strerror or error}"
        raise UnwritableFile(message) from error


def _write_csv(table: Exported, rows: Iterable[Row], to: Path) -> None:
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(column.name for column in table.columns)
        writer.writerows(map(as_cells, rows))


def _write_jsonl(_: Exported, rows: Iterable[Row], to: Path) -> None:
    with to.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(map(as_json_line, rows))


def _write_parquet(table: Exported, rows: Iterable[Row], to: Path) -> None:
    """Let DuckDB write it, from the rows as JSON Lines: moments as TIMESTAMP WITH TIME ZONE, lists as JSON."""
    import duckdb  # noqa: PLC0415 - half a second that only Parquet costs

    with TemporaryDirectory(dir=to.parent) as scratch:
        lines = Path(scratch) / "rows.jsonl"
        _write_jsonl(table, rows, lines)
        types = ", ".join(f"'{column.name}': '{parquet_type(table, column)}'" for column in table.columns)
        read = f"read_json(?, format='newline_delimited', maximum_object_size={LONGEST_ROW}, columns={{{types}}})"
        with duckdb.connect(config=dict(UNAIDED)) as database:
            query = f"copy (select * from {read}) to '{_quoted(to)}' (format parquet, compression zstd)"  # noqa: S608 - names of our own
            database.execute(query, [str(lines)])


def parquet_type(table: Exported, column: Column) -> str:
    """Return DuckDB's type for *column* of *table*."""
    if table.is_json(column):
        return "JSON"
    if column.name.endswith("_at") or column.name == "at":
        return "TIMESTAMPTZ"
    return {"integer": "BIGINT", "real": "DOUBLE"}.get(column.type, "VARCHAR")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


UNAIDED: Mapping[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
"""DuckDB fetches nothing: what Parquet and JSON need it has inside."""
LONGEST_ROW = 256 * 1024 * 1024
"""Bytes of a row as JSON that Parquet is made of."""
WRITERS: dict[Format, Callable[[Exported, Iterable[Row], Path], None]] = {
    Format.CSV: _write_csv,
    Format.JSONL: _write_jsonl,
    Format.PARQUET: _write_parquet,
}
