"""The history of an article as its captures tell it: one walk in order of time, whatever the order of their arrival."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from archive.moments import read_moment
from archive.records import State, Verdict
from archive.store import Archive

REASONS: Mapping[Verdict, str] = {
    "not-found": "http-404",
    "gone": "http-410",
    "home": "home",
    "removed": "removed",
    "moved": "redirect",
}
"""What the verdict of a capture is called as the reason of a state."""
KINDS = ("title", "text", "images", "date", "byline")
"""What a change can be of."""
IN_PRINT = ("published", "returned")
"""States of an article that its own address shows."""
EXACTNESS = {
    "minute": (timedelta(0), timedelta(minutes=1)),
    "hour": (timedelta(hours=-1), timedelta(hours=1)),
    "day": (timedelta(0), timedelta(days=1)),
}
"""How far the true moment may lie from the one read, by precision: «2 сағат бұрын» is right to the hour either way."""


class Sight(NamedTuple):
    """A capture and what it says of its article."""

    capture: str
    at: str
    verdict: Verdict
    leads_to: str | None
    revision: str | None


class Turn(NamedTuple):
    """A row of `article_states`, without its article."""

    at: str
    state: State
    reason: str | None
    leads_to: str | None
    capture: str


class Step(NamedTuple):
    """A row of `changes`, without its article."""

    at: str
    kinds: str
    from_revision: str
    revision: str
    capture: str


@dataclass(frozen=True, kw_only=True)
class Version:
    """What a revision prints, as far as it is compared."""

    title: str | None
    lead: str | None
    body: str
    images: str
    bylines: str
    published_at: str | None
    published_precision: str | None

    @cached_property
    def picture_urls(self) -> list[str]:
        """Addresses of its pictures."""
        return [image["url"] for image in json.loads(self.images)]

    @cached_property
    def span(self) -> tuple[datetime, datetime] | None:
        """The stretch of time in which its moment of publication lies; None where none is printed."""
        if self.published_at is None or self.published_precision is None:
            return None
        before, after = EXACTNESS[self.published_precision]
        moment = read_moment(self.published_at)
        return moment + before, moment + after


def turns(sights: Sequence[Sight], address: str) -> Iterator[Turn]:
    """Yield the states that *sights*, in order of time, tell of the article with the canonical *address*.

    What was refused before it was first seen is no withdrawal, and who leads to the article itself refuses nothing.
    """
    now: tuple[State, str | None] | None = None
    for sight in sights:
        state: State
        if sight.verdict == "shows":
            state = "published" if now is None else "returned"
            if now is not None and now[0] in IN_PRINT:
                continue
        elif now is None or sight.leads_to == address:
            continue
        else:
            state = "moved" if sight.verdict == "moved" else "withdrawn"
        if now != (state, sight.leads_to):
            yield Turn(sight.at, state, REASONS.get(sight.verdict), sight.leads_to, sight.capture)
        now = (state, sight.leads_to)


def steps(sights: Sequence[Sight], versions: Mapping[str, Version]) -> Iterator[Step]:
    """Yield the changes from one of *sights*, in order of time, to the next."""
    before: str | None = None
    dated: Version | None = None
    for sight in sights:
        if sight.revision is None:
            continue
        version = versions[sight.revision]
        if before is not None and before != sight.revision:
            kinds = [*_kinds(versions[before], version), *(["date"] if _is_redated(dated, version) else [])]
            if kinds:
                yield Step(sight.at, ",".join(sorted(kinds, key=KINDS.index)), before, sight.revision, sight.capture)
        dated = _in_force(dated, version)
        before = sight.revision


def _kinds(old: Version, new: Version) -> Iterator[str]:
    if old.title != new.title:
        yield "title"
    if (old.lead, old.body) != (new.lead, new.body):
        yield "text"
    if old.picture_urls != new.picture_urls:
        yield "images"
    if old.bylines != new.bylines:
        yield "byline"


def _is_redated(dated: Version | None, new: Version) -> bool:
    """Tell whether *new* prints another moment than the one in force.

    A date that is missing, or was read from words such as «2 сағат бұрын», contradicts nothing.
    """
    if dated is None or dated.span is None or new.span is None or new.published_precision == "hour":
        return False
    return not (dated.span[0] < new.span[1] and new.span[0] < dated.span[1])


def _in_force(dated: Version | None, new: Version) -> Version | None:
    """Return whose date counts after *new* was seen: the new one, unless it only says the same less exactly."""
    if new.span is None:
        return dated
    if dated is None or dated.span is None or _is_redated(dated, new):
        return new
    return new if _looseness(new) < _looseness(dated) else dated


def _looseness(version: Version) -> timedelta:
    return version.span[1] - version.span[0] if version.span else timedelta.max


def retell(archive: Archive, article: str) -> None:
    """Derive the changes and states of *article* from its captures, and its own state from the last of them."""
    connection = archive.connection
    query = (
        "select id, fetched_at, verdict, leads_to, revision from captures where article = ? and verdict is not null "
        "order by fetched_at, id"
    )
    sights = [Sight(*row) for row in connection.execute(query, (article,))]
    (address,) = connection.execute("select url from articles where id = ?", (article,)).fetchone()
    life = list(turns(sights, address))
    edits = list(steps(sights, _versions(archive, article))) if _differ(sights) else []
    for table in ("changes", "article_states"):
        connection.execute(f"delete from {table} where article = ?", (article,))  # noqa: S608 - literal
    connection.executemany(
        "insert into article_states (article, at, state, reason, leads_to, capture) values (?, ?, ?, ?, ?, ?)",
        [(article, *turn) for turn in life],
    )
    connection.executemany(
        "insert into changes (article, at, kinds, from_revision, revision, capture) values (?, ?, ?, ?, ?, ?)",
        [(article, *edit) for edit in edits],
    )
    connection.executemany("update revisions set last_seen_at = ? where id = ?", _last_sights(sights))
    last = life[-1]
    facts = (last.state, last.at if last.state == "withdrawn" else None, last.leads_to)
    connection.execute(
        "update articles set state = ?, withdrawn_at = ?, moved_to = ? where id = ? "
        "and (state, withdrawn_at, moved_to) is not (?, ?, ?)",
        (*facts, article, *facts),
    )


def _last_sights(sights: Sequence[Sight]) -> list[tuple[str | None, str]]:
    """Return when each version was seen last; None for the present one, which need not be written at every visit."""
    last: dict[str, str | None] = {sight.revision: sight.at for sight in sights if sight.revision}
    present = next((sight.revision for sight in reversed(sights) if sight.revision), None)
    return [(None if revision == present else at, revision) for revision, at in last.items()]


def _differ(sights: Sequence[Sight]) -> bool:
    return len({sight.revision for sight in sights if sight.revision}) > 1


def _versions(archive: Archive, article: str) -> dict[str, Version]:
    query = (
        "select id, title, lead, body, images, bylines, published_at, published_precision from revisions "
        "where article = ?"
    )
    names = ("title", "lead", "body", "images", "bylines", "published_at", "published_precision")
    rows = archive.connection.execute(query, (article,))
    return {row[0]: Version(**dict(zip(names, row[1:], strict=True))) for row in rows}
