"""Web archive tools of others, which live in an environment of their own (`make tools`)."""

import os
import shutil
from pathlib import Path

import pytest

from tests.commands import ROOT

FOLDER = Path(os.environ.get("AIMAQ_TOOLS", ROOT / ".venv-tools" / "bin"))


def tool(name):
    """Return the path of the program *name*; the test is skipped where it is not installed."""
    found = shutil.which(name, path=f"{FOLDER}:{os.environ['PATH']}")
    if not found:
        pytest.skip(f"{name} is not installed here: make tools")
    return found
