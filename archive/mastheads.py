"""What the papers are called, and whose time they keep."""

import json
import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """A paper in short."""

    name: str
    """Name of the site."""
    title: str
    home: str
    timezone: str | None
    region: str | None
    languages: tuple[str, ...]


def mastheads(connection: sqlite3.Connection) -> dict[str, Masthead]:
    """Return every paper by its name, in the order of their titles."""
    query = "select name, title, home, timezone, region, languages from sites order by title, name"
    rows = map(tuple, connection.execute(query))
    return {
        name: Masthead(
            name=name, title=title, home=home, timezone=zone, region=region, languages=tuple(json.loads(languages))
        )
        for name, title, home, zone, region, languages in rows
    }
