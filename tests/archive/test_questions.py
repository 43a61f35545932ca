"""The questions that Datasette shows beside the tables."""

import asyncio
import re
from urllib.parse import quote

import pytest

from archive.questions import questions
from archive.records import natural_key
from archive.web.serving import open_datasette
from tests.archive.small_archive import FLOOD, build

ANSWERED = {
    "articles-a-day",
    "hours-of-publication",
    "languages-by-month",
    "most-edited",
    "silent-title-changes",
    "withdrawn",
    "most-quoted",
    "said-by",
    "most-credited",
    "most-signing",
    "view-counts",
    "most-viewed",
    "shared-stories",
    "what-cannot-be-read",
}
"""Those that the small archive has an answer to."""
VALUES = {"speaker": "Әлиев", "article": natural_key(FLOOD), "paper": "", "origin": ""}


@pytest.fixture(scope="module")
def datasette(tmp_path_factory):
    """Return Datasette over the small archive."""
    return open_datasette(build(tmp_path_factory.mktemp("questions")).folder)


def get(datasette, path):
    """Return what the front answers."""

    async def ask():
        await datasette.invoke_startup()
        return await datasette.client.get(path)

    return asyncio.run(ask())


@pytest.mark.parametrize("name", list(questions()))
def test_question_has_an_answer(datasette, name):
    """Each question is a page and JSON of Datasette's own, with named fields, and finds what the archive holds."""
    wanted = re.findall(r":(\w+)", questions()[name]["sql"])
    arguments = "&".join(f"{field}={quote(VALUES[field])}" for field in set(wanted))
    answer = get(datasette, f"/archive/{name}.json?_shape=array&{arguments}")

    assert 200 == answer.status_code, answer.text
    assert bool(answer.json()) or name not in ANSWERED
    page = get(datasette, f"/archive/{name}?{arguments}")
    assert 200 == page.status_code
    assert questions()[name]["title"] in page.text.replace("&#39;", "'")


def test_questions_are_listed(datasette):
    """The database's page lists them; from Datasette 1.0 on the first of them, and a page of its own all."""
    page = get(datasette, "/archive").text + get(datasette, "/archive/-/queries").text
    assert all(f"/archive/{name}" in page for name in questions())


def test_question_can_be_narrowed_to_a_paper(datasette):
    """A question about papers may be asked of one."""
    rows = get(datasette, "/archive/articles-a-day.json?_shape=array&paper=vestnik").json()
    assert {"vestnik"} == {row["site"] for row in rows}
