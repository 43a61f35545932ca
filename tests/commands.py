"""The `aimaq` command in a process of its own."""

import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def start_aimaq(*arguments: object, **environment: str) -> subprocess.Popen[str]:
    """Begin `aimaq` with *arguments* in a process of its own, and return it while it runs."""
    command = [sys.executable, "-m", "crawlers", *map(str, arguments)]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"COLUMNS": "200"} | environment,
        cwd=ROOT,
    )


def run_aimaq(*arguments: object, port: int | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `aimaq` with *arguments* in a process of its own and return what it said."""
    variables = os.environ | {"AIMAQ_DEMO_PORT": str(port or 8010), "COLUMNS": "200"} | environment
    command = [sys.executable, "-m", "crawlers", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=variables, cwd=ROOT)
