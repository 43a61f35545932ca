"""What several tests share: the `aimaq` command, and the demo paper's archive after three crawls."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
Run = Callable[..., subprocess.CompletedProcess[str]]


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def run_aimaq(*arguments: object, port: int | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `aimaq` with *arguments* in a process of its own and return what it said."""
    variables = os.environ | {"AIMAQ_DEMO_PORT": str(port or 8010), "COLUMNS": "200"} | environment
    command = [sys.executable, "-m", "crawlers", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=variables, cwd=ROOT)


@dataclass(frozen=True)
class DemoArchive:
    """The demo paper's archive: crawled as it was, crawled unchanged, and crawled after its edits."""

    folder: Path
    port: int
    outputs: tuple[str, ...]
    """What each of the three crawls printed."""


@pytest.fixture(scope="session")
def demo_archive(tmp_path_factory: pytest.TempPathFactory) -> DemoArchive:
    """Return the archive after `aimaq crawl demo` on edition 1, edition 1 again, and edition 2."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    port = free_port()
    outputs = []
    for edition in (1, 1, 2):
        done = run_aimaq("crawl", "demo", "--data", folder, "-a", f"edition={edition}", port=port)
        assert done.returncode == 0, done.stdout + done.stderr
        outputs.append(done.stdout)
    return DemoArchive(folder=folder, port=port, outputs=tuple(outputs))
