"""The history of an article as people read it: what happened when, by what evidence, and what versions differ in."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.differences import Paragraph, compared
from archive.faults import OtherReading, UnknownArticle
from archive.records import natural_key

What = Literal["published", "changed", "withdrawn", "moved", "returned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as a version prints it."""

    url: str
    printed_url: str
    alt: str | None
    caption: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an article."""

    id: str
    title: str | None
    lead: str | None
    body: str
    pictures: tuple[Picture, ...]
    names: tuple[str, ...]
    """Who signs it."""
    published_at: str | None
    published_precision: str | None

    @property
    def paragraphs(self) -> list[str]:
        """Its words; a lead that is no paragraph of them comes first."""
        words = [paragraph for paragraph in self.body.split("\n\n") if paragraph]
        return [self.lead, *words] if self.lead and self.lead not in words else words


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to an article."""

    at: str
    """Moment of the capture that shows it, UTC."""
    what: What
    capture: str
    """Capture that shows it."""
    kinds: tuple[str, ...] = ()
    """What was changed: title, text, images, date, byline."""
    reason: str | None = None
    """Evidence of a withdrawal or a move, as in `article_states`."""
    leads_to: str | None = None
    """Canonical address that it moved to."""
    from_revision: str | None = None
    """Version before a change."""
    revision: str | None = None
    """Version that the capture shows; None where it shows none."""
    seen_before: str | None = None
    """Latest capture before that showed the article: what happened, happened between the two, UTC."""
    capture_before: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article's history."""

    id: str
    url: str
    title: str | None
    site: str
    state: str
    last_seen_at: str
    events: tuple[Event, ...]
    """What happened, the earliest first."""
    versions: Mapping[str, Version]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What differs between two versions."""

    title: Paragraph | None
    """The headline; None where it is the same."""
    text: tuple[Paragraph, ...]
    """All paragraphs, changed or not; empty where the text is the same."""
    pictures_gone: tuple[Picture, ...]
    pictures_come: tuple[Picture, ...]
    names: Paragraph | None
    """Who signs; None where nobody else does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """Something that happened to one of many articles."""

    at: str
    what: What
    kinds: tuple[str, ...]
    reason: str | None
    leads_to: str | None
    capture: str
    article: str
    url: str
    title: str | None
    site: str


def require_history(connection: sqlite3.Connection) -> None:
    """Raise `OtherReading` where the archive behind *connection* is older than the telling of histories."""
    if not has_history(connection):
        message = "this archive was read by an earlier aimaq, which told no histories: run `aimaq rebuild` once"
        raise OtherReading(message)


def has_history(connection: sqlite3.Connection) -> bool:
    """Tell whether the archive behind *connection* tells what became of its articles."""
    return connection.execute("select 1 from sqlite_master where name = 'article_states'").fetchone() is not None


def find_article(connection: sqlite3.Connection, addresses: Sequence[str]) -> str:
    """Return the id of the article that is known by any of *addresses*; the first may be its id.

    `UnknownArticle` where none is.
    """
    for identity in (addresses[0], *map(natural_key, addresses)):
        if connection.execute("select 1 from articles where id = ?", (identity,)).fetchone():
            return identity
    shown = "select article from captures where url = ? and article is not null order by fetched_at desc limit 1"
    found = connection.execute(shown, (addresses[0],)).fetchone()
    if found is None:
        message = f"no article is known at {addresses[0]!r}; give its address as the paper prints it, or its id"
        raise UnknownArticle(message)
    return str(found[0])


def read_story(connection: sqlite3.Connection, article: str) -> Story | None:
    """Return the history of *article*; None where the archive has none of that id."""
    row = connection.execute(
        "select id, url, title, site, state, last_seen_at from articles where id = ?", (article,)
    ).fetchone()
    if row is None:
        return None
    facts = dict(zip(("id", "url", "title", "site", "state", "last_seen_at"), tuple(row), strict=True))
    return Story(**facts, events=tuple(_events(connection, article)), versions=_versions(connection, article))


def _events(connection: sqlite3.Connection, article: str) -> list[Event]:
    shown = connection.execute(
        "select fetched_at, id, revision from captures where article = ? and verdict = 'shows' order by fetched_at, id",
        (article,),
    ).fetchall()
    revisions = {capture: revision for _, capture, revision in map(tuple, shown)}
    turns = connection.execute(
        "select at, state, reason, leads_to, capture from article_states where article = ?", (article,)
    )
    edits = connection.execute(
        "select at, kinds, from_revision, revision, capture from changes where article = ?", (article,)
    )
    events = [
        Event(at=at, what=state, reason=reason, leads_to=leads_to, capture=capture, revision=revisions.get(capture))
        for at, state, reason, leads_to, capture in map(tuple, turns)
    ]
    events += [
        Event(at=at, what="changed", kinds=tuple(kinds.split(",")), from_revision=old, revision=new, capture=capture)
        for at, kinds, old, new, capture in map(tuple, edits)
    ]
    events.sort(key=lambda event: (event.at, event.capture, event.what == "changed"))
    return [_with_sight_before(event, [tuple(row)[:2] for row in shown]) for event in events]


def _with_sight_before(event: Event, shown: Sequence[tuple[str, str]]) -> Event:
    before = [sight for sight in shown if sight < (event.at, event.capture)]
    if not before:
        return event
    facts = {name: getattr(event, name) for name in Event.__slots__}
    return Event(**facts | {"seen_before": before[-1][0], "capture_before": before[-1][1]})


def _versions(connection: sqlite3.Connection, article: str) -> dict[str, Version]:
    rows = connection.execute(
        "select id, title, lead, body, images, bylines, published_at, published_precision from revisions "
        "where article = ?",
        (article,),
    )
    return {
        row[0]: Version(
            id=row[0],
            title=row[1],
            lead=row[2],
            body=row[3],
            pictures=tuple(Picture(**picture) for picture in json.loads(row[4])),
            names=tuple(json.loads(row[5])),
            published_at=row[6],
            published_precision=row[7],
        )
        for row in map(tuple, rows)
    }


def difference(old: Version, new: Version) -> Difference:
    """Return what differs between *old* and *new*; dates are for the reader to compare."""
    title = compared([old.title or ""], [new.title or ""])
    before, after = old.paragraphs, new.paragraphs
    old_urls, new_urls = ({picture.url for picture in version.pictures} for version in (old, new))
    names = compared(["; ".join(old.names)], ["; ".join(new.names)])
    return Difference(
        title=_joined(title) if old.title != new.title else None,
        text=tuple(compared(before, after)) if before != after else (),
        pictures_gone=tuple(picture for picture in old.pictures if picture.url not in new_urls),
        pictures_come=tuple(picture for picture in new.pictures if picture.url not in old_urls),
        names=_joined(names) if old.names != new.names else None,
    )


def _joined(paragraphs: Sequence[Paragraph]) -> Paragraph:
    return Paragraph(tuple(run for paragraph in paragraphs for run in paragraph.runs if run.text))


def latest(connection: sqlite3.Connection, site: str | None, limit: int, offset: int = 0) -> list[Headline]:
    """Return what happened last to the articles of *site*, or of all papers; that they came out is no news here."""
    query = (
        "select e.at, e.what, e.kinds, e.reason, e.leads_to, e.capture, a.id, a.url, a.title, a.site from ("
        "select at, 'changed' as what, kinds, null as reason, null as leads_to, capture, article from changes "
        "union all select at, state, '', reason, leads_to, capture, article from article_states "
        "where state <> 'published') e join articles a on a.id = e.article "
        "where :site is null or a.site = :site order by e.at desc, e.capture limit :limit offset :offset"
    )
    rows = connection.execute(query, {"site": site, "limit": limit, "offset": offset})
    names = ("at", "what", "kinds", "reason", "leads_to", "capture", "article", "url", "title", "site")
    facts = (dict(zip(names, tuple(row), strict=True)) for row in rows)
    return [Headline(**one | {"kinds": tuple(filter(None, one["kinds"].split(",")))}) for one in facts]
