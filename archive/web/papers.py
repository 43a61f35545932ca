"""The pages of a paper and of a day."""

from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import Any

from archive.days import Day, day_named, read_day
from archive.mastheads import Masthead, mastheads
from archive.portrait import Portrait, portrait
from archive.web.answers import not_found, page
from archive.web.host import Datasette, Request, ask, require_leave
from archive.web.leafing import Leaf
from archive.web.pages import page_number
from archive.web.reading import Teaser, newest
from archive.web.watching import Chart, chart_of

NEWEST_SHOWN = 10
OF_EACH_PAPER = 12
"""Articles of each paper that the page of a day shows."""
OF_ONE_PAPER = 100
"""Articles of a day of one paper that a page shows."""

Response = Any
"""Datasette's, which has no types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    """What the page of a paper shows."""

    paper: Masthead
    portrait: Portrait
    newest: list[Teaser]
    chart: Chart | None


async def paper_page(datasette: Datasette, request: Request) -> Response:
    """Return the page of the paper in the address."""
    await require_leave(datasette, request)
    name = request.url_vars["paper"]
    found = await ask(datasette, lambda connection: _read_paper(connection, name))
    if found is None:
        return await not_found(datasette, request)
    return await page(datasette, request, "paper.html", {"shown": found})


def _read_paper(connection: Connection, name: str) -> PaperPage | None:
    paper = mastheads(connection).get(name)
    if paper is None:
        return None
    found = portrait(connection, name)
    return PaperPage(
        paper=paper,
        portrait=found,
        newest=newest(connection, name, NEWEST_SHOWN, 0),
        chart=chart_of(found.a_day),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPage:
    """What the page of a day shows."""

    day: Day
    papers: dict[str, Masthead]
    paper: Masthead | None
    """Whose day it is; None for that of all papers."""
    leaf: Leaf


async def day_page(datasette: Datasette, request: Request) -> Response:
    """Return the page of the day in the address, of all papers or of the one that it names."""
    await require_leave(datasette, request)
    day, site = day_named(request.url_vars["day"]), request.args.get("paper") or None
    number = page_number(request)
    found = await ask(datasette, lambda connection: _read_day(connection, day, site, number)) if day else None
    if found is None:
        return await not_found(datasette, request)
    return await page(datasette, request, "day.html", {"shown": found})


def _read_day(connection: Connection, day: date, site: str | None, number: int) -> DayPage | None:
    papers = mastheads(connection)
    if site and site not in papers:
        return None
    leaf = Leaf(number=number if site else 1, size=OF_ONE_PAPER if site else OF_EACH_PAPER)
    found = read_day(connection, day, site, leaf.size, leaf.offset)
    has_more = bool(site) and found.total > leaf.offset + leaf.size
    return DayPage(
        day=found,
        papers=papers,
        paper=papers.get(site or ""),
        leaf=Leaf(number=leaf.number, size=leaf.size, has_more=has_more),
    )
