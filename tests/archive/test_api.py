"""What the front says of itself to programs, and whether that holds."""

import asyncio
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from archive.records import natural_key
from archive.searching.filters import ARGUMENTS
from archive.web.serving import open_datasette
from tests.archive.small_archive import FLOOD, build

ASKED = {"id": natural_key(FLOOD), "paper": "tany", "name": quote("Марат Әлиев")}


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    """Return a function that asks the small archive's front."""
    datasette = open_datasette(build(tmp_path_factory.mktemp("api")).folder)

    def get(path):
        async def ask():
            await datasette.invoke_startup()
            return await datasette.client.get(path)

        return asyncio.run(ask())

    return get


def test_document_is_valid(front):
    """The document is OpenAPI 3.1, names the server that was asked, and explains every column."""
    document = front("/openapi.json").json()

    validate(document)
    assert "http://localhost" == document["servers"][0]["url"]
    columns = document["components"]["schemas"]["articles"]["properties"]
    assert all(column["description"] for column in columns.values())


def test_every_filter_is_described(front):
    """The parameters of a search are those that the search page reads."""
    parameters = front("/openapi.json").json()["paths"]["/search.{feed}"]["get"]["parameters"]
    assert {"q", "after", *ARGUMENTS} == {one["name"] for one in parameters if one["in"] == "query"}


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/article/{id}.json", "json"),
        ("/search.{feed}", "json"),
        ("/paper/{paper}.{feed}", "json"),
        ("/person.{feed}", "json"),
        ("/changes.{feed}", "json"),
    ],
)
def test_answers_are_as_described(front, path, form):
    """What an address answers has the shape that the document promises."""
    document = front("/openapi.json").json()
    described = document["paths"][path]["get"]["responses"]["200"]["content"]
    (schema, *_) = (content["schema"] for kind, content in described.items() if "json" in kind)
    answer = front(path.format(feed=form, **ASKED) + ("?name=" + ASKED["name"] if "person" in path else ""))

    assert 200 == answer.status_code
    whole = {**schema, "components": document["components"]}
    assert [] == [error.message for error in Draft202012Validator(whole).iter_errors(answer.json())]
