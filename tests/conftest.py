"""What several tests share: the demo paper's archive after three crawls."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands import free_port, run_aimaq


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
        done = run_aimaq("crawl", "demo", "--data", folder, "-a", f"edition={edition}", "--revisit", "all", port=port)
        assert done.returncode == 0, done.stdout + done.stderr
        outputs.append(done.stdout)
    return DemoArchive(folder=folder, port=port, outputs=tuple(outputs))
