"""The page of what was edited, withdrawn, moved or came back, week by week."""

from collections import Counter
from dataclasses import dataclass, replace
from sqlite3 import Connection
from typing import Any
from urllib.parse import urlencode

from archive.changes import (
    ALL_KINDS,
    Asked,
    Happening,
    Place,
    Week,
    changes,
    count_kinds,
    newest_week,
    week_named,
    weeks_beside,
    zone_of_archive,
)
from archive.mastheads import Masthead, mastheads
from archive.moments import zone_of
from archive.web.answers import not_found, page
from archive.web.host import Datasette, Request, ask, require_leave

CHANGES_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """What the page shows."""

    asked: Asked
    week: Week
    papers: dict[str, Masthead]
    happenings: list[Happening]
    counts: Counter[str]
    """Of each kind, how many there are in the week."""
    before: Week | None
    """Last week before in which anything changed."""
    after: Week | None
    going_on: Place | None
    """Where the next page begins; None on the last."""

    @property
    def kinds(self) -> list[str]:
        """Kinds that the week has, in their order, and the one that is asked for."""
        return [kind for kind in ALL_KINDS if self.counts[kind] or kind == self.asked.kind]

    def query(self, **other: str | None) -> str:
        """Return the query of this page, but for what is *other*; the page goes on only where that is said."""
        named = {"week": self.week.name, "paper": self.asked.site, "kind": self.asked.kind} | other
        return "?" + urlencode({name: value for name, value in named.items() if value})

    @property
    def feed_query(self) -> str:
        """The query of the feed that tells of the same kind and paper in all weeks; empty for all."""
        named = {name: value for name, value in (("paper", self.asked.site), ("kind", self.asked.kind)) if value}
        return "?" + urlencode(named) if named else ""

    @property
    def next_page(self) -> str | None:
        """The query of the next page; None on the last."""
        return self.query(after=_written(self.going_on)) if self.going_on else None


async def changes_page(datasette: Datasette, request: Request) -> Any:  # noqa: ANN401 - Datasette's Response has no types
    """Return the page of a week's changes, of the kind and the paper that the address names."""
    await require_leave(datasette, request)
    asked = Asked(site=request.args.get("paper") or None, kind=request.args.get("kind") or None)
    named, begin = request.args.get("week") or "", _read(request.args.get("after") or "")
    board = await ask(datasette, lambda connection: _board(connection, asked, named, begin))
    if board is None:
        return await not_found(datasette, request)
    return await page(datasette, request, "changes.html", {"board": board})


def _board(connection: Connection, asked: Asked, named: str, begin: Place | None) -> Board | None:
    papers = mastheads(connection)
    zone = zone_of(papers[asked.site].timezone if asked.site in papers else zone_of_archive(connection)).key
    week = week_named(named, zone) if named else newest_week(connection, zone)
    if week is None or (asked.site and asked.site not in papers) or asked.kind not in {None, *ALL_KINDS}:
        return None
    within = replace(asked, since=week.since, until=week.until)
    found = changes(connection, within, CHANGES_SHOWN + 1, begin)
    before, after = weeks_beside(connection, week)
    return Board(
        asked=asked,
        week=week,
        papers=papers,
        happenings=found[:CHANGES_SHOWN],
        counts=count_kinds(connection, within),
        before=before,
        after=after,
        going_on=found[CHANGES_SHOWN - 1].place if len(found) > CHANGES_SHOWN else None,
    )


def _written(place: Place) -> str:
    at, capture, edit = place
    return f"{at} {edit} {capture}"


def _read(text: str) -> Place | None:
    """Return the place that *text* tells; None where it tells none.

    >>> _read("2026-03-30T05:00:00.000Z 1 urn:uuid:7"), _read("rubbish")
    (('2026-03-30T05:00:00.000Z', 'urn:uuid:7', 1), None)
    """
    at, edit, capture = (*text.split(" ", 2), "", "")[:3]
    return (at, capture, int(edit)) if edit in {"0", "1"} and capture else None
