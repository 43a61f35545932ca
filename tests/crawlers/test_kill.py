"""A crawl that is killed with SIGKILL again and again."""

import re
import subprocess
import sys

from tests.commands import ROOT


def test_killed_ten_times():
    """Every article is there once with its pictures, and nothing that was finished is asked for again.

    Ten rounds of `benchmarks/kill.py`, which says in full what it checks.
    """
    command = [sys.executable, "benchmarks/kill.py", "--rounds", "10", "--pages", "120"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    killed = re.search(r"(\d+) of 10 crawls killed", done.stdout)
    assert killed, done.stdout
    assert int(killed[1]) > 5, "the crawls came to their end before they were killed"
