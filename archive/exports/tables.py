"""Which rows leave the archive for analysts: those of chosen articles, of every table that tells of articles."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from sqlite3 import Connection

from archive.descriptions import Column, schema
from archive.notes import TABLES
from archive.revisions import TAKEN_DOWN

LEFT_OUT = {"articles": {"number", "record_hash", "printed"}, "images": {"phash"}, "quotes": {"number"}}
"""Columns that mean something in archive.db alone, or that repeat at length what other columns say."""
JSON_COLUMNS = {
    ("articles", "blocks"),
    ("revisions", "images"),
    ("revisions", "bylines"),
    ("sites", "languages"),
    ("sites", "hosts"),
}
"""Columns that hold a list."""
OF_ARTICLES = "article in (select id from chosen)"
CHOSEN = {
    "sites": "name in (select a.site from articles a join chosen c on c.id = a.id)",
    "articles": "id in (select id from chosen)",
    "images": f"digest in (select image from article_images where {OF_ARTICLES})",  # noqa: S608 - literal
}
"""Which rows of a table belong to the chosen articles, where it has no column `article`."""
KEYS = {
    "sites": ("name",),
    "articles": ("id",),
    "revisions": ("article", "first_seen_at", "id"),
    "changes": ("article", "at", "capture"),
    "article_states": ("article", "at", "capture"),
    "view_counts": ("article", "observed_at", "capture"),
    "images": ("digest",),
    "same_texts": ("article",),
    "captures": ("article", "fetched_at", "id"),
}
"""The order of the rows, so that the same rows are always written alike; elsewhere that of the article's parts."""
PARTS = ("article", "n")
EXPORTED = (
    "sites",
    "articles",
    "bylines",
    "sources",
    "tags",
    "quotes",
    "article_images",
    "images",
    "revisions",
    "changes",
    "article_states",
    "view_counts",
    "variants",
    "same_texts",
    "doubts",
    "captures",
)
"""The tables, in the order in which a reader meets them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A table as it leaves the archive."""

    name: str
    note: str
    columns: tuple[Column, ...]

    def query(self) -> str:
        """Return the SQL that reads the rows of the articles in the table `chosen`."""
        names = ", ".join(f'"{column.name}"' for column in self.columns)
        order = ", ".join(KEYS.get(self.name, PARTS))
        return f"select {names} from {self.name} where {CHOSEN.get(self.name, OF_ARTICLES)} order by {order}"  # noqa: S608 - names of our own

    def rows(self, connection: Connection) -> Iterator[dict[str, object]]:
        """Yield the rows of the articles that `choose` chose; what is JSON in the database is a value here."""
        columns = [(column.name, (self.name, column.name) in JSON_COLUMNS) for column in self.columns]
        for row in connection.execute(self.query()):
            yield {
                name: json.loads(value) if is_json and value is not None else value
                for (name, is_json), value in zip(columns, tuple(row), strict=True)
            }

    def is_json(self, column: Column) -> bool:
        """Tell whether *column* holds a list."""
        return (self.name, column.name) in JSON_COLUMNS


def exported_tables() -> tuple[Exported, ...]:
    """Return every table that leaves the archive."""
    tables = {table.name: table for table in schema()}
    return tuple(
        Exported(
            name=name,
            note=TABLES[name].text,
            columns=tuple(
                column for column in tables[name].columns if column.name not in LEFT_OUT.get(name, frozenset())
            ),
        )
        for name in EXPORTED
    )


def choose(connection: Connection, numbers: Iterable[int] | None) -> int:
    """Choose the articles *numbers*, or all, for this connection, and return how many; never what was taken down."""
    connection.execute("drop table if exists temp.chosen")
    connection.execute("create temp table chosen (id text primary key) without rowid")
    add = "insert or ignore into temp.chosen select id from articles where state <> ?"
    if numbers is None:
        connection.execute(add, (TAKEN_DOWN,))
    else:
        connection.executemany(f"{add} and number = ?", ((TAKEN_DOWN, number) for number in numbers))
    (count,) = connection.execute("select count(*) from temp.chosen").fetchone()
    return int(count)
