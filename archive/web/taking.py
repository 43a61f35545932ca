"""What readers take away: an article as JSON, and what a search finds as CSV, JSON Lines, Parquet or a data package."""

from asyncio import Semaphore, to_thread
from collections.abc import Awaitable, Callable
from contextlib import closing
from itertools import islice
from json import dumps
from pathlib import Path
from shutil import make_archive
from sqlite3 import Connection
from tempfile import TemporaryDirectory
from typing import Any

from datasette.utils.asgi import AsgiFileDownload, Response  # type: ignore[import-untyped, unused-ignore]

from archive.exports.formats import MEDIA_TYPES, Format, write_table
from archive.exports.package import Selection, write_package
from archive.exports.tables import choose, exported_tables
from archive.revisions import TAKEN_DOWN
from archive.search import found_numbers
from archive.store import connect_for_reading
from archive.takedowns import takedown_of
from archive.web.answers import fault, not_found
from archive.web.host import DATABASE, Datasette, Request, Send, ask, require_leave
from archive.web.searching import Search, read_search

MOST_ARTICLES = 20_000
"""That are written for a reader who waits; `aimaq export` knows no such limit."""
AT_ONCE = Semaphore(2)
"""Files that are written at the same time; each keeps a core busy."""
ZIP = "zip"


async def article_json(datasette: Datasette, request: Request) -> Any:  # noqa: ANN401 - Datasette's Response has no types
    """Return all rows that tell of an article, by table, as one JSON object."""
    await require_leave(datasette, request)
    identity = request.url_vars["article"]

    def question(connection: Connection) -> dict[str, Any] | None:
        row = connection.execute("select number, state from articles where id = ?", (identity,)).fetchone()
        if row is None:
            return None
        if row[1] == TAKEN_DOWN:
            return {"id": identity, "state": TAKEN_DOWN, "reason": takedown_of(connection, identity)}
        choose(connection, [row[0]])
        return {table.name: list(table.rows(connection)) for table in exported_tables()}

    found = await ask(datasette, question)
    if found is None:
        return await not_found(datasette, request)
    status = 410 if found.get("state") == TAKEN_DOWN else 200
    headers = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
    body = dumps(found, ensure_ascii=False, indent=1)
    return Response(body, status=status, headers=headers, content_type="application/json; charset=utf-8")


async def search_file(datasette: Datasette, request: Request) -> Any:  # noqa: ANN401 - Datasette's Response has no types
    """Return the articles that a search finds as a file; as ZIP with all that is known of them."""
    await require_leave(datasette, request)
    asked = read_search(request)
    numbers = await ask(
        datasette,
        lambda connection: list(islice(found_numbers(connection, asked.words, asked.filters), MOST_ARTICLES + 1)),
    )
    if len(numbers) > MOST_ARTICLES:
        return await fault(datasette, request, "too_many", 413)
    path = Path(datasette.databases[DATABASE].path or "")
    folder = TemporaryDirectory()
    async with AT_ONCE:
        file = await to_thread(WRITERS[request.url_vars["form"]], path, numbers, asked, Path(folder.name))
    return Passing(folder, file)


class Passing(AsgiFileDownload):  # type: ignore[misc, unused-ignore] # Datasette has no types
    """A file that is sent once, and whose folder is then removed."""

    def __init__(self, folder: "TemporaryDirectory[str]", file: Path) -> None:
        """Send *file*, which lies in *folder*."""
        kinds = {f".{form.value}": kind for form, kind in MEDIA_TYPES.items()} | {f".{ZIP}": "application/zip"}
        headers = {"X-Content-Type-Options": "nosniff"}
        super().__init__(str(file), filename=file.name, content_type=kinds[file.suffix], headers=headers)
        self._folder = folder

    async def asgi_send(self, send: Send) -> None:
        """Send the file, and remove it whether or not it arrived."""
        try:
            await super().asgi_send(send)
        finally:
            self._folder.cleanup()


Writer = Callable[[Path, list[int], Search, Path], Path]
"""Writes articles of a database to a file in a folder, and returns the file."""


def _articles_as(form: Format) -> Writer:
    def write(database: Path, numbers: list[int], _: Search, folder: Path) -> Path:
        (articles,) = (table for table in exported_tables() if table.name == "articles")
        file = folder / f"articles.{form.value}"
        with closing(connect_for_reading(database)) as connection:
            choose(connection, numbers)
            write_table(articles, articles.rows(connection), file, form)
        return file

    return write


def _package(database: Path, numbers: list[int], asked: Search, folder: Path) -> Path:
    title = ", ".join(value for _, value in asked.arguments()) or "All articles"
    with closing(connect_for_reading(database)) as connection:
        selection = Selection(numbers=numbers, title=title)
        write_package(connection, folder / "articles", Format.CSV, selection, lambda _: None)
    return Path(make_archive(str(folder / "articles"), ZIP, folder / "articles"))


WRITERS: dict[str, Writer] = {form.value: _articles_as(form) for form in Format} | {ZIP: _package}
TAKEAWAYS: tuple[tuple[str, Callable[..., Awaitable[object]]], ...] = (
    (r"/article/(?P<article>[^/]+)\.json$", article_json),
    (rf"/search\.(?P<form>{'|'.join(WRITERS)})$", search_file),
)
"""Addresses: those of the pages that show the same, with the format behind."""
