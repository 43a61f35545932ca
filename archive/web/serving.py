"""Opening the archive to browsers: Datasette with the archive's front, on this machine."""

import errno
import hashlib
import socket
import threading
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click
import uvicorn
from datasette.app import Datasette  # type: ignore[import-untyped, unused-ignore]
from datasette.plugins import pm  # type: ignore[import-untyped, unused-ignore]

import archive.web
from archive.descriptions import datasette_metadata
from archive.earlier import make_present
from archive.faults import PortInUse, UnusableAddress
from archive.publishing import publish, takedowns_on_record
from archive.store import connect_for_reading
from archive.web.host import DATABASE
from archive.web.public import PLUGIN

SETTINGS = {
    "allow_csv_stream": True,
    "default_page_size": 50,
    "facet_time_limit_ms": 500,
    "max_returned_rows": 2000,
    "sql_time_limit_ms": 5000,
    "suggest_facets": False,
    "truncate_cells_html": 200,
}
STRANGERS: Mapping[str, object] = MappingProxyType(
    SETTINGS
    | {
        "allow_csv_stream": False,
        "allow_download": False,
        "facet_time_limit_ms": 200,
        "max_returned_rows": 1000,
        "sql_time_limit_ms": 2000,
    }
)
"""Settings where anybody may ask: no question takes long, and no answer takes the whole of a table."""
WAITING = 128
"""Connections that may wait to be accepted."""
LOOKING_SECONDS = 2.0
"""How often it is looked whether something was taken down that the public copy still shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """How an archive is open to strangers."""

    sql: bool = False
    """Whether they may ask in SQL of their own."""
    let_robots: bool = False
    """Whether robots.txt lets search engines in."""


def serve(folder: Path, *, host: str = "127.0.0.1", port: int = 8001) -> None:
    """Serve the archive in *folder* until Ctrl-C.

    Raises `NoArchive`, `PortInUse` or `UnusableAddress` before anything is printed.
    """
    datasette = open_datasette(folder)
    with closing(_listen(host, port)) as listener:
        _say_where(listener, host)
        _run(_server(datasette), listener)


def serve_public(folder: Path, public: Public, *, host: str = "127.0.0.1", port: int = 8001) -> None:
    """Serve a copy of the archive in *folder* to strangers until Ctrl-C.

    The copy is made first, and made anew as soon as something is taken down; readers wait meanwhile. Raises what
    `serve` raises.
    """
    check_port(host, port)
    datasette = open_public(folder, public)
    with closing(_listen(host, port)) as listener:
        _say_where(listener, host)
        while _run_until_takedown(folder, datasette, listener):
            click.echo("Something was taken down: the public copy is made anew")
            datasette = open_public(folder, public)


def _say_where(listener: socket.socket, host: str) -> None:
    number = listener.getsockname()[1]
    click.echo(f"The archive is at http://{f'[{host}]' if ':' in host else host}:{number}/ (Ctrl-C ends it)")


def _server(datasette: Any) -> uvicorn.Server:  # noqa: ANN401 - Datasette has no types
    return uvicorn.Server(uvicorn.Config(datasette.app(), log_level="warning", lifespan="on"))


def _run(server: uvicorn.Server, listener: socket.socket) -> None:
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


def _run_until_takedown(folder: Path, datasette: Any, listener: socket.socket) -> bool:  # noqa: ANN401 - Datasette
    """Serve *datasette* until Ctrl-C, or until the log in *folder* has grown: return whether it did.

    *listener* goes on listening, so that readers who come meanwhile wait.
    """
    known: int = datasette.plugin_config(PLUGIN)["takedowns"]
    server = _server(datasette)
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(LOOKING_SECONDS):
            if takedowns_on_record(folder) != known:
                server.should_exit = True
                return

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        server.run(sockets=[listener.dup()])
    except KeyboardInterrupt:
        return False
    finally:
        ended.set()
        looking.join()
    return takedowns_on_record(folder) != known


def check_port(host: str, port: int) -> None:
    """Return if *port* of *host* is free; raises `PortInUse` or `UnusableAddress` otherwise."""
    _listen(host, port).close()


def open_datasette(folder: Path) -> Any:  # noqa: ANN401 - Datasette has no types
    """Return Datasette over the archive in *folder*, with its front.

    `NoArchive` where there is none, `OtherReading` where another version of this program has read it.
    """
    make_present(folder)
    _register()
    database = str((folder / "archive.db").resolve())
    return Datasette([database], metadata=datasette_metadata(), settings=SETTINGS, crossdb=False)


def open_public(folder: Path, public: Public) -> Any:  # noqa: ANN401 - Datasette has no types
    """Return Datasette over a new public copy of the archive in *folder*, within limits for strangers."""
    make_present(folder)
    known = takedowns_on_record(folder)
    database = (publish(folder) / "archive.db").resolve()
    _register()
    front = {"public": True, "let_robots": public.let_robots, "takedowns": known}
    return Datasette(
        [],
        immutables=[str(database)],
        inspect_data={DATABASE: _inspected(database)},
        metadata=datasette_metadata() | {"plugins": {PLUGIN: front}},
        settings={**STRANGERS, "default_allow_sql": public.sql},
        crossdb=False,
    )


def _inspected(database: Path) -> dict[str, object]:
    """Return what Datasette would find out about a file that stays the same while a reader waits for a page."""
    with closing(connect_for_reading(database)) as connection, database.open("rb") as file:
        names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        counts = {name: connection.execute(f'select count(*) from "{name}"').fetchone()[0] for name in names}  # noqa: S608 - the schema's names
        return {
            "hash": hashlib.file_digest(file, "sha256").hexdigest(),
            "size": database.stat().st_size,
            "tables": {name: {"count": count} for name, count in counts.items()},
        }


def _register() -> None:
    if not pm.is_registered(archive.web):
        pm.register(archive.web, name=PLUGIN)


def _listen(host: str, port: int) -> socket.socket:
    try:
        # The port is left out here: getaddrinfo takes 70000 for 4464.
        family, _, _, _, address = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0]
        return socket.create_server((address[0], port), family=family, backlog=WAITING)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message = f"port {port} is in use by another program; choose another with --port N"
            raise PortInUse(message) from error
        message = (
            f"cannot listen on {host}, port {port} ({error.strerror}); choose others with --host NAME and --port N"
        )
        raise UnusableAddress(message) from error
    except OverflowError as error:
        message = f"{port} is no port number; choose one from 1024 to 65535 with --port N"
        raise UnusableAddress(message) from error
