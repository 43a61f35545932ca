"""Opening the archive to browsers."""

import signal
import socket
import subprocess
import sys
from urllib.request import urlopen

import pytest

from archive.faults import NoArchive, PortInUse, UnusableAddress
from archive.store import Archive
from archive.web.serving import serve


@pytest.fixture
def folder(tmp_path):
    """Return the folder of an archive that is still empty."""
    with Archive(tmp_path / "data"):
        return tmp_path / "data"


def test_port_in_use_is_told_in_one_line(folder, capsys):
    """A port that another program listens on is told before anything else, with what to do."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(PortInUse) as told:
            serve(folder, port=port)

    assert f"port {port} is in use by another program; choose another with --port N" == str(told.value)
    assert ("", "") == capsys.readouterr()


def test_no_archive_is_told_in_one_line(tmp_path, capsys):
    """A folder without an archive is told before anything else, and is not made into one."""
    with pytest.raises(NoArchive, match="no archive in"):
        serve(tmp_path)

    assert [] == list(tmp_path.iterdir())
    assert ("", "") == capsys.readouterr()


def test_server_answers_until_ctrl_c(folder):
    """The server says where it is, answers there, and ends quietly with Ctrl-C."""
    program = f"from pathlib import Path; from archive.web.serving import serve; serve(Path({str(folder)!r}), port=0)"
    command = [sys.executable, "-u", "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        line = server.stdout.readline()
        address = line.split()[4]
        status = urlopen(address).status
        server.send_signal(signal.SIGINT)
        _, errors = server.communicate(timeout=20)

    assert (200, 0, "") == (status, server.returncode, errors)


@pytest.mark.parametrize("content", [b"", b"not a database, only text" * 50])
def test_a_file_that_is_no_archive_is_told(tmp_path, content):
    """A file of the right name that holds something else is no archive."""
    (tmp_path / "archive.db").write_bytes(content)

    with pytest.raises(NoArchive, match="is no archive"):
        serve(tmp_path)


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 0), ("127.0.0.1", 70_000)])
def test_impossible_address_is_told(folder, host, port):
    """A host or port that this machine cannot listen on is told in one line."""
    with pytest.raises(UnusableAddress) as told:
        serve(folder, host=host, port=port)

    assert "\n" not in str(told.value)
