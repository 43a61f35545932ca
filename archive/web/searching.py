"""The search page: what was found, by what it can be narrowed, and when it was published. The address is the search."""

from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection, OperationalError
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from archive.mastheads import Masthead, mastheads
from archive.search import Filters, Listing, Order, SearchPage, search
from archive.searching.cursor import read_place
from archive.searching.histogram import Bar
from archive.web.answers import page
from archive.web.host import Datasette, Request, ask, require_leave
from archive.words.queries import exactly

PAGE_SIZE = 20
BAR, HEIGHT = 10, 60
"""Width of a bar of the histogram and height of the highest, in its own units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What an address asks for, and the addresses of what differs from it in one thing."""

    words: str
    filters: Filters
    order: Order

    def address(self, filters: Filters | None = None, *, order: Order | None = None, words: str | None = None) -> str:
        """Return the address of this search with other *filters*, another *order* or other *words*, from its start."""
        changed = Search(
            words=self.words if words is None else words,
            filters=self.filters if filters is None else filters,
            order=order or self.order,
        )
        arguments = changed.arguments()
        arguments += [("order", changed.order.value)] if changed.order is not Order.RELEVANCE else []
        return "?" + urlencode(arguments, quote_via=quote)

    def arguments(self) -> list[tuple[str, str]]:
        """Return what is searched for and by what it is narrowed, as the arguments of an address."""
        return [*([("q", self.words)] if self.words else []), *self.filters.arguments()]

    def chips(self) -> list[tuple[str, str, str]]:
        """Return name and value of each filter that is set, with the address without it."""
        pairs = self.filters.arguments()
        return [(name, value, self.address(self.filters.without_value(name, value))) for name, value in pairs]

    def toggled(self, name: str, value: str, *, is_chosen: bool) -> str:
        """Return the address with the filter *name* also set to *value*, or no longer where it *is_chosen*."""
        change = self.filters.without_value if is_chosen else self.filters.with_value
        return self.address(change(name, value))

    def between(self, first: date, last: date) -> str:
        """Return the address for what was published from *first* to *last*."""
        return self.address(self.filters.between(first, last))

    def without(self, narrowing: str) -> str:
        """Return the address without what narrows the search by `dates`, by a filter of this name, or by `all`."""
        if narrowing == "all":
            return self.address(Filters())
        names = ("from", "to") if narrowing == "dates" else (narrowing,)
        return self.address(self.filters.without(*names))


def read_search(request: Request) -> Search:
    """Return what the address of *request* asks for; nothing in it is an error."""
    arguments = parse_qsl(request.query_string)
    named = dict(arguments)
    asked_for = named.get("order", "")
    order = Order(asked_for) if asked_for in set(Order) else Order.RELEVANCE
    return Search(words=named.get("q", "").strip(), filters=Filters.from_arguments(arguments), order=order)


async def search_page(datasette: Datasette, request: Request) -> Any:  # noqa: ANN401 - Datasette's Response has no types
    """Return what was found for the address, all articles where it names no words."""
    await require_leave(datasette, request)
    asked = read_search(request)
    listing = Listing(order=asked.order, after=read_place(request.args.get("after")), limit=PAGE_SIZE)

    def question(connection: Connection) -> tuple[dict[str, Masthead], SearchPage]:
        return mastheads(connection), search(connection, asked.words, asked.filters, listing)

    try:
        known, found = await ask(datasette, question)
    except OperationalError as error:
        if error.args != ("interrupted",):
            raise
        context = {"asked": asked, "exact": exactly(asked.words), "papers": {}}
        return await page(datasette, request, "search_slow.html", context, status=503)
    context = {"asked": asked, "papers": known, "found": found, "height_of": height_of}
    return await page(datasette, request, "search.html", context)


def height_of(bar: Bar, most: int) -> int:
    """Return how high *bar* stands beside one of *most*; what holds anything is seen.

    >>> height_of(Bar(date(2026, 1, 1), date(2026, 1, 31), 1), 9000)
    2
    """
    return max(round(HEIGHT * bar.articles / most), 2) if bar.articles else 0
