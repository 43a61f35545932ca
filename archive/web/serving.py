"""Opening the archive to browsers: Datasette with the archive's front, on this machine."""

import errno
import socket
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import uvicorn
from datasette.app import Datasette  # type: ignore[import-untyped, unused-ignore]
from datasette.plugins import pm  # type: ignore[import-untyped, unused-ignore]

import archive.web
from archive.descriptions import datasette_metadata
from archive.faults import PortInUse, UnusableAddress
from archive.store import check_reading, open_for_reading

SETTINGS = {
    "allow_csv_stream": True,
    "default_page_size": 50,
    "facet_time_limit_ms": 500,
    "max_returned_rows": 2000,
    "sql_time_limit_ms": 5000,
    "suggest_facets": False,
    "truncate_cells_html": 200,
}
WAITING = 128
"""Connections that may wait to be accepted."""


def serve(folder: Path, *, host: str = "127.0.0.1", port: int = 8001) -> None:
    """Serve the archive in *folder* until Ctrl-C.

    Raises `NoArchive`, `PortInUse` or `UnusableAddress` before anything is printed.
    """
    datasette = open_datasette(folder)
    listener = _listen(host, port)
    number = listener.getsockname()[1]
    click.echo(f"The archive is at http://{f'[{host}]' if ':' in host else host}:{number}/ (Ctrl-C ends it)")
    server = uvicorn.Server(uvicorn.Config(datasette.app(), log_level="warning", lifespan="on"))
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        return
    finally:
        listener.close()


def check_port(host: str, port: int) -> None:
    """Return if *port* of *host* is free; raises `PortInUse` or `UnusableAddress` otherwise."""
    _listen(host, port).close()


def open_datasette(folder: Path) -> Any:  # noqa: ANN401 - Datasette has no types
    """Return Datasette over the archive in *folder*, with its front.

    `NoArchive` where there is none, `OtherReading` where another version of this program has read it.
    """
    with closing(open_for_reading(folder)) as connection:
        check_reading(connection, folder)
    if not pm.is_registered(archive.web):
        pm.register(archive.web, name="aimaq")
    database = str((folder / "archive.db").resolve())
    return Datasette([database], metadata=datasette_metadata(), settings=SETTINGS, crossdb=False)


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
