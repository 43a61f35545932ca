"""Two who write to one archive wait for each other."""

import sqlite3
import subprocess
import sys

import pytest

from archive.records import Publisher
from archive.store import Archive

DALA = Publisher(title="Дала үні", home="https://dala.kz/", languages=("kk",), timezone="Asia/Oral")


def title_of(archive):
    """Return the title of the paper in *archive*."""
    return archive.connection.execute("select title from sites where name = 'dala'").fetchone()


def add_and_fail(archive):
    """Add a paper in an inner transaction, then let the outer one go wrong."""
    with archive.atomic():
        with archive.atomic():
            archive.add_site("dala", DALA)
        raise KeyError


def test_transaction_that_reads_first_is_not_refused(tmp_path):
    """From its beginning a transaction keeps others from writing, so that what it read is still so when it writes."""
    with Archive(tmp_path) as first, Archive(tmp_path, busy_seconds=0.05) as second:
        with first.atomic():
            assert title_of(first) is None
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                second.add_site("dala", DALA)
            first.add_site("dala", DALA)
        second.add_site("tany", DALA)

        assert ("Дала үні",) == title_of(second)


def test_transaction_within_another_is_a_part_of_it(tmp_path):
    """What goes wrong takes back all of it, also what an inner transaction had done."""
    with Archive(tmp_path) as archive:
        with pytest.raises(KeyError):
            add_and_fail(archive)

        assert title_of(archive) is None


def test_new_archive_may_be_opened_by_several_at_once(tmp_path):
    """Processes that open a new archive at the same moment make its tables once, and none of them fails."""
    script = "import sys, pathlib, archive.store; archive.store.Archive(pathlib.Path(sys.argv[1])).close()"
    command = [sys.executable, "-c", script, str(tmp_path / "data")]

    opened = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(6)]

    assert [b""] * 6 == [process.communicate(timeout=60)[1] for process in opened]
