"""What the front uses of Datasette: nothing but what 0.65 and the 1.0 alphas both have (`make alpha` tries it)."""

import sqlite3
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Protocol, TypeVar

from datasette.utils import sqlite_timelimit  # type: ignore[import-untyped, unused-ignore]

Answer = TypeVar("Answer")
DATABASE = "archive"
"""Name under which Datasette opens archive.db."""
NEEDED_TABLES = ("articles", "captures", "revisions")

Message = MutableMapping[str, object]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
Scope = MutableMapping[str, object]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class Database(Protocol):
    """A database file that Datasette has opened for reading."""

    path: str | None
    route: str

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """Return what *fn* makes of a connection that cannot write."""


class Urls(Protocol):
    """Addresses below Datasette's own base address."""

    def path(self, path: str) -> str:
        """Return *path* below the base address."""


class Request(Protocol):
    """A request as Datasette hands it to a view."""

    path: str
    query_string: str
    scope: Mapping[str, object]
    scheme: str
    args: Mapping[str, str]
    cookies: Mapping[str, str]
    headers: Mapping[str, str]
    url_vars: Mapping[str, str]
    actor: dict[str, object] | None


class Datasette(Protocol):
    """The server."""

    databases: Mapping[str, Database]
    urls: Urls

    def setting(self, key: str) -> int:
        """Return a setting."""

    def plugin_config(self, plugin_name: str) -> Mapping[str, object] | None:
        """Return what the settings say of a plugin."""

    def absolute_url(self, request: Request, path: str) -> str:
        """Return *path* with the host that *request* names."""

    async def render_template(self, templates: str, context: Mapping[str, object], request: Request) -> str:
        """Return a page."""


def path_below_base(request: Request) -> str:
    """Return the path that *request* asks for, without the base address that a proxy may have put before it."""
    below = request.scope.get("route_path")
    return below if isinstance(below, str) else request.path


def archive_in(datasette: Datasette) -> Database | None:
    """Return the archive that *datasette* serves; None where it serves other files only."""
    database = datasette.databases.get(DATABASE)
    if database is None or not database.path:
        return None
    connection = sqlite3.connect(f"{Path(database.path).resolve().as_uri()}?mode=ro", uri=True)
    try:
        rows = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
    except sqlite3.DatabaseError:
        return None
    finally:
        connection.close()
    return database if {name for (name,) in rows}.issuperset(NEEDED_TABLES) else None


async def ask(datasette: Datasette, question: Callable[[sqlite3.Connection], Answer]) -> Answer:
    """Return the answer to *question*, put to a read-only connection within Datasette's time limit."""
    limit = datasette.setting("sql_time_limit_ms")

    def in_time(connection: sqlite3.Connection) -> Answer:
        with sqlite_timelimit(connection, limit):
            return question(connection)

    return await datasette.databases[DATABASE].execute_fn(in_time)


async def require_leave(datasette: Datasette, request: Request) -> None:
    """Raise Datasette's Forbidden where its settings close the archive to whoever asks."""
    if hasattr(datasette, "ensure_permissions"):
        await datasette.ensure_permissions(request.actor, [("view-database", DATABASE), "view-instance"])
        return
    from datasette.resources import DatabaseResource  # type: ignore[import-not-found, import-untyped, unused-ignore] # noqa: PLC0415

    resource = DatabaseResource(database=DATABASE)
    await datasette.ensure_permission(action="view-database", resource=resource, actor=request.actor)  # type: ignore[attr-defined]
