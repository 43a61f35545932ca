"""The page of an article's history: what happened when, and for each change both versions, word by word."""

from collections.abc import Iterator
from dataclasses import dataclass
from sqlite3 import Connection, Row
from typing import Any

from archive.differences import Paragraph
from archive.gallery import SHOWN_TYPES
from archive.revisions import TAKEN_DOWN
from archive.takedowns import takedown_of
from archive.timeline import Difference, Event, Picture, Story, Version, difference, read_story
from archive.web.answers import fault, not_found, page
from archive.web.host import Datasette, Request, ask, require_leave

SIDE = "side"
"""Value of `view` in the address that sets old and new side by side; anything else shows them in one column."""
CONTEXT = 1
"""Unchanged paragraphs that are shown before and after a changed one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph as the page shows it, or how many unchanged ones are left out in its place."""

    paragraph: Paragraph | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A change with both of its versions."""

    old: Version
    new: Version
    found: Difference

    @property
    def passages(self) -> list[Passage]:
        """The changed paragraphs with what stands around them."""
        return list(_passages(self.found.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What the page shows."""

    story: Story
    article: Row
    zone: str | None
    paper: str
    kept: dict[str, str]
    """Digests of kept pictures that may be shown, by the address they were fetched from."""
    there: str | None
    """Article that it moved to; None where the archive has none."""

    def comparison(self, event: Event) -> Comparison | None:
        """Return both versions of a change; None for another event."""
        if event.from_revision is None or event.revision is None:
            return None
        old, new = self.story.versions[event.from_revision], self.story.versions[event.revision]
        return Comparison(old=old, new=new, found=difference(old, new))

    def digest(self, picture: Picture) -> str | None:
        """Return the digest of the kept *picture*; None where it was not kept, or may not be shown."""
        return self.kept.get(picture.printed_url) or self.kept.get(picture.url)


async def history(datasette: Datasette, request: Request) -> Any:  # noqa: ANN401 - Datasette's Response has no types
    """Return the history of one article, changes inline or side by side as the address says."""
    await require_leave(datasette, request)
    identity = request.url_vars["article"]
    found = await ask(datasette, lambda connection: _read(connection, identity))
    if found is None:
        return await not_found(datasette, request)
    if found.article["state"] == TAKEN_DOWN:
        reason = await ask(datasette, lambda connection: takedown_of(connection, identity))
        return await fault(datasette, request, "taken_down", 410, detail=reason)
    context = {"history": found, "story": found.story, "side": request.args.get("view") == SIDE}
    return await page(datasette, request, "history.html", context)


def _read(connection: Connection, identity: str) -> History | None:
    story = read_story(connection, identity)
    if story is None:
        return None
    article = connection.execute("select * from articles where id = ?", (identity,)).fetchone()
    paper = connection.execute("select title, timezone from sites where name = ?", (story.site,)).fetchone()
    pictures = {
        url
        for version in story.versions.values()
        for picture in version.pictures
        for url in (picture.printed_url, picture.url)
    }
    there = connection.execute("select id from articles where url = ?", (article["moved_to"],)).fetchone()
    return History(
        story=story,
        article=article,
        zone=paper["timezone"],
        paper=paper["title"],
        kept=dict(_kept(connection, sorted(pictures))),
        there=there[0] if there else None,
    )


def _kept(connection: Connection, urls: list[str]) -> Iterator[tuple[str, str]]:
    query = (
        "select i.digest, i.media_type from captures c join images i on i.digest = c.digest where c.url = ? "
        "order by c.fetched_at limit 1"
    )
    for url in urls:
        row = connection.execute(query, (url,)).fetchone()
        if row and row["media_type"] in SHOWN_TYPES:
            yield url, row["digest"]


def _passages(text: tuple[Paragraph, ...]) -> Iterator[Passage]:
    """Yield the changed paragraphs of *text* with their neighbours, and for each gap how much is left out."""
    changed = [place for place, paragraph in enumerate(text) if paragraph.is_changed]
    shown = {near for place in changed for near in range(place - CONTEXT, place + CONTEXT + 1)}
    left_out = 0
    for place, paragraph in enumerate(text):
        if place not in shown:
            left_out += 1
            continue
        if left_out:
            yield Passage(left_out=left_out)
        left_out = 0
        yield Passage(paragraph=paragraph)
    if left_out and changed:
        yield Passage(left_out=left_out)
