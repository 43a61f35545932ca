"""The pages people read: home, one article."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection
from typing import Any

from archive.differences import changed_only
from archive.revisions import TAKEN_DOWN
from archive.takedowns import takedown_of
from archive.web.answers import fault, not_found, page
from archive.web.citing import Source, citations
from archive.web.host import Datasette, Request, ask, require_leave
from archive.web.reading import Paper, Teaser, newest, papers
from archive.web.story import Passage, Story, read_story

PAGE_SIZE = 20
PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,4}")

Response = Any
"""Datasette's, which has no types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which page of a long list is shown."""

    number: int
    """From 1."""
    total: int
    """How many entries the list has."""

    @property
    def offset(self) -> int:
        """Entries before this page."""
        return (self.number - 1) * PAGE_SIZE

    @property
    def last(self) -> int:
        """Number of the last page."""
        return max(1, -(-self.total // PAGE_SIZE))


async def home(datasette: Datasette, request: Request) -> Response:
    """Return the home page: the newest articles, of one paper where the address names it, and the papers."""
    await require_leave(datasette, request)
    name = request.args.get("paper")
    number = page_number(request)

    def question(connection: Connection) -> tuple[dict[str, Paper], list[Teaser]]:
        return papers(connection), newest(connection, name, PAGE_SIZE, (number - 1) * PAGE_SIZE)

    known, teasers = await ask(datasette, question)
    if name and name not in known:
        return await not_found(datasette, request)
    total = known[name].articles if name else sum(paper.articles for paper in known.values())
    context = {
        "papers": known,
        "paper": known.get(name or ""),
        "teasers": teasers,
        "place": Place(number=number, total=total),
        "visited": max((p for p in known.values() if p.visited_at), key=lambda p: p.visited_at or "", default=None),
    }
    return await page(datasette, request, "home.html", context)


async def article(datasette: Datasette, request: Request) -> Response:
    """Return the page of one article, with the text of an earlier revision where the address names one."""
    await require_leave(datasette, request)
    identity = request.url_vars["article"]
    story = await ask(datasette, lambda connection: read_story(connection, identity))
    if story is None:
        return await not_found(datasette, request)
    if story.article["state"] == TAKEN_DOWN:
        reason = await ask(datasette, lambda connection: takedown_of(connection, identity))
        return await fault(datasette, request, "taken_down", 410, detail=reason)
    asked_for = request.args.get("revision") or story.article["revision"]
    revision = next((row for row in story.revisions if row["id"] == asked_for), None)
    if revision is None:
        return await not_found(datasette, request)
    is_current = revision["id"] == story.article["revision"]
    text = story.article if is_current else revision
    column = story.passages if is_current else _plain(revision["body"])
    source = _source(datasette, request, story, text)
    context = {
        "citations": citations(source, datetime.now(UTC)) if source else (),
        "standing": {piece.quote for passage in column for piece in passage.pieces},
        "story": story,
        "article": story.article,
        "text": text,
        "lead": _lead_apart(text["lead"], column),
        "column": column,
        "revision": None if is_current else revision,
        "changes": None if is_current else changed_only(_words(revision), _words(story.article)),
        "views": next((row for row in story.counts if row["views"] is not None), None),
    }
    return await page(datasette, request, "article.html", context)


def _source(datasette: Datasette, request: Request, story: Story, text: Any) -> Source | None:  # noqa: ANN401 - a row
    """Return what is cited where *text* is: the article, or an earlier version of it, with its own capture."""
    if story.capture is None:
        return None
    captured = text["first_seen_at"] if text is not story.article else story.capture["fetched_at"]
    return Source(
        title=text["title"],
        names=[row["name"] for row in story.parts["bylines"]],
        paper=story.paper["title"],
        published_at=story.article["published_at"],
        url=story.article["url"],
        zone=story.paper["timezone"],
        language=story.article["language"],
        copy=datasette.absolute_url(request, datasette.urls.path(f"/capture/{text['capture']}/about")),
        captured_at=captured,
    )


async def nowhere(datasette: Datasette, request: Request) -> Response:
    """Return the page for an address that is none of ours and none of Datasette's."""
    return await not_found(datasette, request)


def page_number(request: Request) -> int:
    """Return which page of a long list the address asks for; the first where it names none."""
    text = request.args.get("page") or ""
    return int(text) if PAGE_NUMBER.fullmatch(text) else 1


def _plain(body: str) -> list[Passage]:
    return [Passage(kind="paragraph", text=paragraph) for paragraph in body.split("\n\n") if paragraph]


def _lead_apart(lead: str | None, column: list[Passage]) -> str | None:
    """Return *lead*, or None where the column prints it anyway."""
    printed = next((passage.text for passage in column if passage.text), None)
    return None if lead == printed else lead


def _words(text: Any) -> list[str]:  # noqa: ANN401 - a row of Datasette's connection
    return [text["title"] or "", *text["body"].split("\n\n")]
