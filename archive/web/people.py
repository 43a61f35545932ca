"""The pages of people: one of them, and the quotes of all."""

from dataclasses import dataclass
from sqlite3 import Connection, OperationalError
from typing import Any

from archive.changes import zone_of_archive
from archive.earlier import has
from archive.mastheads import Masthead, mastheads
from archive.people import Person, Said, Signed, person, said_by, signed_by
from archive.quotations import Quotations, Wanted, find_quotations, names_like
from archive.web.answers import fault, not_found, page
from archive.web.host import Datasette, Request, ask, require_leave
from archive.web.leafing import Leaf
from archive.web.pages import page_number

QUOTES_SHOWN = 20
SIGNED_SHOWN = 20
LONGEST = 200
"""Characters of a name or of words that are looked for."""

Response = Any
"""Datasette's, which has no types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrayed:
    """What the page of a person shows."""

    person: Person
    zone: str
    """Time zone of most papers, in which the days of posts are told."""
    papers: dict[str, Masthead]
    said: list[Said]
    signed: list[Signed]
    alike: list[tuple[str, int]]
    """Other names that hold the last word of this one, with how many quotes each."""
    quotes: Leaf
    articles: Leaf
    """Place among what they signed."""


async def person_page(datasette: Datasette, request: Request) -> Response:
    """Return the page of whoever is printed under the name in the address."""
    await require_leave(datasette, request)
    name = (request.args.get("name") or "").strip()
    number = page_number(request)
    portrayed = await ask(datasette, lambda connection: _portray(connection, name, number))
    if portrayed is None:
        return await not_found(datasette, request)
    return await page(datasette, request, "person.html", {"portrayed": portrayed})


def _portray(connection: Connection, name: str, number: int) -> Portrayed | None:
    found = person(connection, name) if name else None
    if found is None:
        return None
    quotes = Leaf(number=number, size=QUOTES_SHOWN, has_more=found.quotes > number * QUOTES_SHOWN)
    articles = Leaf(number=number, size=SIGNED_SHOWN, has_more=found.signed > number * SIGNED_SHOWN)
    return Portrayed(
        person=found,
        zone=zone_of_archive(connection),
        papers=mastheads(connection),
        said=said_by(connection, found.name, quotes.size, quotes.offset),
        signed=signed_by(connection, found.name, articles.size, articles.offset),
        alike=names_like(connection, found.name),
        quotes=quotes,
        articles=articles,
    )


async def quotes_page(datasette: Datasette, request: Request) -> Response:
    """Return the quotes that hold the words in the address, or the newest ones."""
    await require_leave(datasette, request)
    words, who = ((request.args.get(name) or "").strip()[:LONGEST] for name in ("q", "who"))
    wanted, number = Wanted(words=words, speaker=who), page_number(request)
    leaf = Leaf(number=number, size=QUOTES_SHOWN)

    def question(connection: Connection) -> tuple[Quotations, dict[str, Masthead]] | None:
        if not has(connection, "quotes_fts"):
            return None
        return find_quotations(connection, wanted, leaf.size, leaf.offset), mastheads(connection)

    try:
        answer = await ask(datasette, question)
    except OperationalError as error:
        if error.args != ("interrupted",):
            raise
        return await fault(datasette, request, "slow", 503)
    if answer is None:
        return await fault(datasette, request, "earlier", 503)
    found, papers = answer
    place = Leaf(number=number, size=leaf.size, has_more=found.has_more)
    context = {"wanted": wanted, "found": found, "papers": papers, "leaf": place}
    return await page(datasette, request, "quotes.html", context)
