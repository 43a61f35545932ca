"""What programs may ask of the front, as an OpenAPI 3.1 document made from the tables' own descriptions."""

from importlib.metadata import version
from json import dumps
from typing import Any

from datasette.utils.asgi import Response  # type: ignore[import-untyped, unused-ignore]

from archive.changes import ALL_KINDS
from archive.exports.feeds import ATOM_TYPE, JSON_FEED, JSON_FEED_TYPE
from archive.exports.formats import MEDIA_TYPES
from archive.exports.tables import Exported, exported_tables
from archive.web.host import Datasette, Request, require_leave
from archive.web.wording import LANGUAGES

Document = dict[str, Any]
FILTERS = {
    "q": "Words, as typed on the search page: every form of a word is found (docs/searching.md).",
    "paper": "Name of a paper, `sites.name`; may be given several times.",
    "language": "BCP 47 primary tag of the text; may be given several times.",
    "section": "Section as printed; may be given several times.",
    "byline": "Name that signs; may be given several times.",
    "year": "Year of publication in the paper's own time; may be given several times.",
    "pictures": "1: only articles with a kept picture.",
    "changed": "1: only articles that were changed after they were first seen.",
    "withdrawn": "1: only articles that were withdrawn.",
    "from": "First day of publication in the paper's own time, ISO 8601; a month or year will do.",
    "to": "Last day of publication.",
}
SEVERAL = {"paper", "language", "section", "byline", "year"}


async def openapi(datasette: Datasette, request: Request) -> Any:  # noqa: ANN401 - Datasette's Response has no types
    """Return the document, for the address that was asked."""
    await require_leave(datasette, request)
    server = datasette.absolute_url(request, str(datasette.urls.path("/"))).rstrip("/")
    headers = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
    body = dumps(document(server), ensure_ascii=False, indent=1)
    return Response(body, headers=headers, content_type="application/json; charset=utf-8")


def document(server: str) -> Document:
    """Return what the front at the address *server* answers to programs."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "aimaq",
            "version": version("aimaq"),
            "description": "Every address may stand after /kk, /ru or /en, for titles in that language. Beside these, "
            "Datasette answers for every table and view: /archive/TABLE.json (docs.datasette.io, JSON API).",
        },
        "servers": [{"url": server}],
        "paths": {
            "/article/{id}.json": {"get": _article()},
            "/search.{feed}": {"get": _feed("Articles that a search finds, the newest first", [*_filters(), _after()])},
            "/search.{file}": {"get": _file()},
            "/paper/{paper}.{feed}": {"get": _feed("The newest articles of a paper", [_in_path("paper"), _after()])},
            "/person.{feed}": {"get": _feed("What somebody is quoted saying", [_asked("name", "Name as printed.")])},
            "/changes.{feed}": {"get": _feed("What was edited, withdrawn, moved or came back", _of_changes())},
        },
        "components": {
            "schemas": {table.name: _row(table) for table in exported_tables()} | {"feed": _json_feed()},
            "responses": {"nothing": {"description": "There is no such thing; the answer is a page."}},
        },
    }


def _article() -> Document:
    tables = {
        table.name: {"type": "array", "items": {"$ref": f"#/components/schemas/{table.name}"}}
        for table in exported_tables()
    }
    whole = {"type": "object", "properties": tables, "required": list(tables)}
    gone = {"type": "object", "properties": {name: {"type": "string"} for name in ("id", "state", "reason")}}
    return {
        "operationId": "article",
        "summary": "All rows that tell of an article, by table",
        "parameters": [_in_path("id")],
        "responses": {
            "200": _answer("The rows.", {"application/json": {"schema": whole}}),
            "404": {"$ref": "#/components/responses/nothing"},
            "410": _answer("It was taken down.", {"application/json": {"schema": gone}}),
        },
    }


def _feed(summary: str, parameters: list[Document]) -> Document:
    content = {
        JSON_FEED_TYPE.partition(";")[0]: {"schema": {"$ref": "#/components/schemas/feed"}},
        ATOM_TYPE.partition(";")[0]: {"schema": {"type": "string", "description": "Atom, RFC 4287."}},
    }
    return {
        "operationId": summary.lower().replace(" ", "-").replace(",", ""),
        "summary": f"{summary}, as Atom or JSON Feed",
        "parameters": [_in_path("feed", ["atom", "json"]), *parameters],
        "responses": {
            "200": _answer("The feed.", content),
            "304": {"description": "It is as it was (If-None-Match)."},
            "404": {"$ref": "#/components/responses/nothing"},
        },
    }


def _file() -> Document:
    kinds = {kind.partition(";")[0] for kind in MEDIA_TYPES.values()} | {"application/zip"}
    return {
        "operationId": "search-file",
        "summary": "All articles that a search finds; zip holds a data package with all that is known of them",
        "parameters": [_in_path("file", [*(form.value for form in MEDIA_TYPES), "zip"]), *_filters()],
        "responses": {
            "200": _answer("The file.", {kind: {} for kind in sorted(kinds)}),
            "413": {"description": "More than 20,000 articles: narrow the search, or use `aimaq export`."},
        },
    }


def _answer(description: str, content: Document) -> Document:
    return {"description": description, "content": content}


def _in_path(name: str, values: list[str] | None = None) -> Document:
    schema: Document = {"type": "string"} | ({"enum": values} if values else {})
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _asked(name: str, description: str, schema: Document | None = None) -> Document:
    return {"name": name, "in": "query", "description": description, "schema": schema or {"type": "string"}}


def _filters() -> list[Document]:
    several = {"type": "array", "items": {"type": "string"}}
    return [_asked(name, text, several if name in SEVERAL else None) for name, text in FILTERS.items()]


def _after() -> Document:
    return _asked("after", "Where the page before ended, from its `next_url`.")


def _of_changes() -> list[Document]:
    kinds = {"type": "string", "enum": list(ALL_KINDS)}
    return [_asked("paper", "Only of this paper."), _asked("kind", "Only of this kind.", kinds)]


def _row(table: Exported) -> Document:
    types = {"integer": "integer", "real": "number"}
    columns = {
        column.name: {
            "type": ["array" if table.is_json(column) else types.get(column.type, "string"), "null"],
            "description": (column.note or "").replace("`", ""),
        }
        for column in table.columns
    }
    return {"type": "object", "description": table.note.replace("`", ""), "properties": columns}


def _json_feed() -> Document:
    item = {"type": "object", "required": ["id", "url", "title", "content_text", "date_modified"]}
    return {
        "type": "object",
        "description": f"{JSON_FEED}; `_aimaq.total` says how many entries all pages have.",
        "properties": {
            "title": {"type": "string"},
            "language": {"type": "string", "enum": list(LANGUAGES)},
            "next_url": {"type": "string", "description": "The next page; missing on the last."},
            "items": {"type": "array", "items": item},
        },
        "required": ["version", "title", "items"],
    }
