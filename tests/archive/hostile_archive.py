"""The small archive with something hostile in every text of every table, as a paper or a forged file might bring it."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from unicodedata import normalize

from archive.records import natural_key
from tests.archive.small_archive import FLOOD, build

TOWER = "т" + "\u0301\u0302\u0303\u0308\u030a\u033d\u0489\u20dd" * 12
PAYLOAD = normalize(
    "NFC",
    "<script>window.hostile=1</script>\"'><img src=x onerror=window.hostile=2><svg onload=window.hostile=3> "
    "javascript:window.hostile=4 data:text/html,<script>window.hostile=5</script> {{7*7}} {% raw %} "
    "\u202edlrow\u2067 \u200f\u061c \x01\x07\x1b[2J\x7f\x85 " + TOWER + " &lt;b&gt; --><!-- ]]> қауіпті",
)
"""Markup, addresses that are scripts, templates, bidi overrides that nothing ends, control characters and a tower."""
NUL = "\x00" + PAYLOAD
LONG_TITLE = ("Ұзақ тақырып \u202e " * 800)[:10_000]
LONG_WORD = "қ" * 5_000
ADDRESSES = (
    "javascript:window.hostile=6//http://{n}",
    "data:text/html,<script>window.hostile=7</script>{n}",
    'http://{n}.example/"><script>window.hostile=8</script>\u202e?a=b&c=d',
    "http://javascript:window.hostile=9@{n}.example/" + "a" * 3_000,
    "//elsewhere.example/{n}",
)
WORKING = {
    ("articles", "id"),
    ("articles", "state"),
    ("articles", "published_precision"),
    ("sites", "name"),
    ("captures", "id"),
    ("captures", "verdict"),
    ("captures", "file"),
    ("crawls", "id"),
    ("revisions", "id"),
    ("revisions", "published_precision"),
    ("images", "media_type"),
    ("article_images", "uploaded_on"),
    ("bylines", "kind"),
    ("changes", "kinds"),
    ("article_states", "state"),
    ("article_states", "reason"),
}
"""Columns whose words are the archive's own, and by which rows find each other."""
KEYS = {
    "article",
    "capture",
    "revision",
    "from_revision",
    "crawl",
    "site",
    "image",
    "digest",
    "payload_digest",
    "about",
}
KEYS |= {"refers_to", "text_hash", "record_hash", "phash"}
OWN_WORDS = {"kind", "image", "digest"}
"""Keys of JSON whose values are the archive's own."""


def build_hostile(folder: Path):
    """Return the small archive in *folder* with every text made hostile; it is found and linked as before."""
    small = build(folder)
    with closing(sqlite3.connect(folder / "archive.db")) as connection, connection:
        connection.execute("pragma foreign_keys = off")
        for table in _tables(connection):
            columns = connection.execute(f"pragma table_info({table})").fetchall()
            for _, name, kind, *_ in columns:
                is_ours = (table, name) in WORKING or name in KEYS or name.endswith("_at") or name == "at"
                if kind.lower() == "text" and not is_ours:
                    _make_hostile(connection, table, name)
        flood = natural_key(FLOOD)
        blocks = json.dumps([{"kind": "paragraph", "text": LONG_WORD}, {"kind": "table", "text": LONG_WORD + " | б"}])
        connection.execute(
            "update articles set title = ?, blocks = ?, language = 'kk' where id = ?", (LONG_TITLE, blocks, flood)
        )
        connection.execute("update articles set lead = ?, section = ? where number % 3 = 1", (NUL, NUL))
    return small


def _tables(connection):
    query = (
        "select name from sqlite_master where type = 'table' and name not like '\\_%' escape '\\' "
        "and sql not like 'create virtual%' and name not like '%\\_fts\\_%' escape '\\' "
        "and name not like 'search\\_%' escape '\\' and name not like 'sqlite\\_%' escape '\\'"
    )
    return [name for (name,) in connection.execute(query)]


def _make_hostile(connection, table, column):
    query = f"select rowid, {column} from {table} where {column} is not null"
    for number, value in connection.execute(query).fetchall():
        new = _hostile(column, value, number)
        connection.execute(f"update {table} set {column} = ? where rowid = ?", (new, number))


def _hostile(column, value, number):
    if column in {"url", "home", "printed_url", "moved_to", "leads_to"}:
        return ADDRESSES[number % len(ADDRESSES)].format(n=number)
    if value[:1] in {"[", "{"}:
        return json.dumps(_inside(json.loads(value)), ensure_ascii=False)
    return PAYLOAD


def _inside(value):
    if isinstance(value, dict):
        return {key: inner if key in OWN_WORDS else _inside(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_inside(inner) for inner in value]
    return PAYLOAD if isinstance(value, str) else value
