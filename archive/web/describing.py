"""Telling Datasette what the tables and columns hold, without anybody having to name a metadata file."""

from typing import Any

from archive.descriptions import datasette_metadata
from archive.questions import questions
from archive.web.host import DATABASE, Datasette


async def describe(datasette: Datasette) -> None:
    """Give *datasette* the archive's descriptions, unless whoever started it gave it others."""
    if hasattr(datasette, "set_resource_metadata"):
        await _describe_to_1_0(datasette)
    else:
        _describe_to_0_65(datasette)


def _describe_to_0_65(datasette: Any) -> None:  # noqa: ANN401 - a private attribute of Datasette 0.65
    # 0.65 has no call for this, and the hook it has instead, get_metadata, is gone from 1.0.
    given = datasette._metadata_local  # noqa: SLF001
    if DATABASE in (given.get("databases") or {}):
        return
    ours = datasette_metadata()
    databases = {**(given.get("databases") or {}), **ours["databases"]}  # type: ignore[dict-item]
    datasette._metadata_local = {**ours, **given, "databases": databases}  # noqa: SLF001


async def _describe_to_1_0(datasette: Any) -> None:  # noqa: ANN401 - calls that 0.65 does not have
    for name, question in questions().items():
        await datasette.add_query(DATABASE, name, is_trusted=True, **question)
    if await datasette.get_database_metadata(DATABASE) or await datasette.get_resource_metadata(DATABASE, "articles"):
        return
    databases: Any = datasette_metadata()["databases"]
    archive = databases[DATABASE]
    await datasette.set_database_metadata(DATABASE, "description", archive["description"])
    shown = datasette.config.setdefault("databases", {}).setdefault(DATABASE, {}).setdefault("tables", {})
    for table, entry in archive["tables"].items():
        # What 0.65 has in its metadata besides descriptions is a matter of settings in 1.0.
        shown[table] = {name: entry[name] for name in ("hidden", "sort_desc") if name in entry} | shown.get(table, {})
        await datasette.set_resource_metadata(DATABASE, table, "description", entry["description"])
        for column, note in entry.get("columns", {}).items():
            await datasette.set_column_metadata(DATABASE, table, column, "description", note)
