"""A visit's counts in its WARC file: one line of JSON in the `metadata` record that tells how it ended."""

import json
from dataclasses import asdict, fields

from archive.records import CrawlCounts

FIELD = "crawl-counts"
"""Name of the field in `application/warc-fields`."""
KINDS = {field.name: field.type for field in fields(CrawlCounts)}
LARGEST = 2**63 - 1
"""Of the whole numbers that SQLite takes."""


def counts_line(counts: CrawlCounts) -> str:
    """Return *counts* as JSON in one line of ASCII, so that no reader of fields breaks it."""
    return json.dumps(
        {name: json.loads(value) if KINDS[name] is str else value for name, value in asdict(counts).items()}
    )


def counts_from(line: str | None) -> CrawlCounts | None:
    """Return the counts that *line* holds; None where it holds none, or other ones than ours.

    >>> counts_from(None), counts_from("[1]"), counts_from('{"requests": "many"}')
    (None, None, None)
    """
    try:
        told = json.loads(line or "null")
    except ValueError:
        return None
    if not isinstance(told, dict) or set(told) != set(KINDS):
        return None
    if not all(_fits(told[name], kind) for name, kind in KINDS.items()):
        return None
    values = {name: json.dumps(told[name]) if kind is str else told[name] for name, kind in KINDS.items()}
    return CrawlCounts(**values)  # type: ignore[arg-type] # just checked


def _fits(value: object, kind: object) -> bool:
    """Tell whether *value* is what a column of *kind* takes: a whole number, a number, or an object."""
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) > LARGEST):
        return False
    return isinstance(value, {int: int, float: (int, float), str: dict}[kind])  # type: ignore[index, arg-type]
