"""A rebuild is the crawl once more: by several processes, after it was broken off, and of one paper alone."""

import subprocess
import sys

import pytest

from tests.archive.rows import table_rows
from tests.commands import environment, run_aimaq

pytestmark = pytest.mark.xdist_group("demo-archive")
BY_TWO = (
    "import crawlers.intake; crawlers.intake.WORTH_A_PROCESS = 0; "
    "from crawlers.cli import main; main(['rebuild', '--data', {data!r}, '--into', {into!r}, '--processes', '2'])"
)
BROKEN_OFF = """
import sys
from pathlib import Path
from crawlers.rebuild import Plan, rebuild
seen = 0
def stop(done):
    global seen
    seen += 1
    if seen == {segments}:
        sys.exit(9)
rebuild(Plan(folder=Path({data!r}), into=Path({into!r})), stop)
"""


def python(program, port):
    """Run *program* and return how it ended."""
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment(port))


def test_two_processes_arrive_at_the_same_rows(demo_archive, tmp_path):
    """Who reads the pages makes no difference."""
    done = python(BY_TWO.format(data=str(demo_archive.folder), into=str(tmp_path)), demo_archive.port)

    assert 0 == done.returncode, done.stderr
    assert table_rows(demo_archive.folder) == table_rows(tmp_path)


@pytest.mark.parametrize("segments", [1, 8, 20])
def test_broken_off_goes_on(demo_archive, tmp_path, segments):
    """A rebuild that was broken off goes on with the first file it had not finished, and arrives at the same rows."""
    program = BROKEN_OFF.format(data=str(demo_archive.folder), into=str(tmp_path), segments=segments)
    assert 9 == python(program, demo_archive.port).returncode
    assert not (tmp_path / "archive.db").exists()

    done = run_aimaq("rebuild", "--data", demo_archive.folder, "--into", tmp_path, port=demo_archive.port)
    assert 0 == done.returncode, done.stderr
    assert table_rows(demo_archive.folder) == table_rows(tmp_path)
    assert ("before the last rebuild was broken off" in done.stdout) == (segments == 20)


def test_one_paper_alone(demo_archive, tmp_path):
    """The paper named is read again into a copy of the database; but for the numbers of its rows nothing differs."""
    assert (
        0 == run_aimaq("rebuild", "--data", demo_archive.folder, "--into", tmp_path, port=demo_archive.port).returncode
    )
    before = table_rows(tmp_path).keys()

    done = run_aimaq("rebuild", "demo", "--data", tmp_path, port=demo_archive.port)
    assert 0 == done.returncode, done.stderr
    kept = {table for table in before if "_fts" not in table}
    again, crawled = (table_rows(folder, without={"number"}) for folder in (tmp_path, demo_archive.folder))
    assert {table: crawled[table] for table in kept} == {table: again[table] for table in kept}


def test_paper_without_captures(demo_archive):
    """A paper of which nothing is kept is one line, and the database stays what it was."""
    done = run_aimaq("rebuild", "zhaikpress", "--data", demo_archive.folder, port=demo_archive.port)

    assert 1 == done.returncode
    assert "no WARC files of zhaikpress" in done.stderr
