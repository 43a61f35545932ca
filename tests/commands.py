"""The `aimaq` command in a process of its own."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def environment(port: int | None = None) -> dict[str, str]:
    """Return the environment of a process whose demo paper is on *port*."""
    return os.environ | {"AIMAQ_DEMO_PORT": str(port or 8010), "COLUMNS": "200", "PYTHONPATH": str(ROOT)}


def start_aimaq(*arguments: object, **more: str) -> subprocess.Popen[str]:
    """Begin `aimaq` with *arguments* in a process of its own, and return it while it runs."""
    command = [sys.executable, "-m", "crawlers", *map(str, arguments)]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment() | more,
        cwd=ROOT,
    )


def run_aimaq(*arguments: object, port: int | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `aimaq` with *arguments* in a process of its own and return what it said."""
    variables = environment(port) | more
    command = [sys.executable, "-m", "crawlers", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=variables, cwd=ROOT)


def wait_for(port: int, seconds: float = 30) -> None:
    """Return when a server listens on *port* of loopback; TimeoutError after *seconds*."""
    until = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > until:
                message = f"nobody listens on port {port}"
                raise TimeoutError(message) from None
            time.sleep(0.1)
        else:
            return
