"""The public copy behind a password, as docs/publishing.md has it: datasette-auth-passwords and the program."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from archive.publishing import publish
from archive.records import natural_key
from tests.archive.small_archive import FLOOD, build

passwords = pytest.importorskip("datasette_auth_passwords.utils", reason="pip install datasette-auth-passwords")
PAGE = Path(__file__).parents[2] / "docs" / "publishing.md"


def documented(containing):
    """Return the block of the page that holds *containing*."""
    blocks = re.findall(r"^```\w*\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return next(block for block in blocks if containing in block)


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """Return a client of the public copy, served by the documented command with the documented file."""
    folder = tmp_path_factory.mktemp("password")
    build(folder)
    publish(folder)
    (folder / "readers.yaml").write_text(documented("password_hash"))
    words = documented("datasette --immutable").replace("\\\n", " ").splitlines()[1].split()
    places = {"/srv/aimaq/public/archive.db": folder / "public" / "archive.db"}
    places["/etc/aimaq/readers.yaml"] = folder / "readers.yaml"
    command = [sys.executable, "-m", *(str(places.get(word, word)) for word in words)]
    command[command.index("8001")] = "0"
    environment = os.environ | {"READER_PASSWORD_HASH": passwords.hash_password("Жайық-2026")}
    log = folder / "log"
    with log.open("w") as output, subprocess.Popen(command, stdout=output, stderr=output, env=environment) as server:
        deadline = time.monotonic() + 60
        while not (match := re.search(r"running on (http://\S+:\d+)", log.read_text())):
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        with httpx.Client(base_url=match[1], timeout=30) as client:
            yield client
        server.terminate()


def test_password_opens_the_archive(client):
    """Nothing is shown before the login, a wrong password opens nothing, the right one opens every page."""
    paths = ("/", f"/ru/article/{natural_key(FLOOD)}", "/search", "/archive", "/archive/articles.json")
    assert [403] * len(paths) == [client.get(path).status_code for path in paths]
    assert 404 == client.get("/-/databases.json").status_code

    form = client.get("/-/login")
    token = re.search(r'name="csrftoken" value="([^"]+)"', form.text)[1]
    wrong = {"username": "reader", "password": "Жайық", "csrftoken": token}
    assert "Invalid username or password" in client.post("/-/login", data=wrong).text
    assert 302 == client.post("/-/login", data=wrong | {"password": "Жайық-2026"}).status_code
    assert [200] * len(paths) == [client.get(path).status_code for path in paths]
    assert 403 == client.get("/archive.json?sql=select+1").status_code
