"""Searching the articles' words, in title, lead and body: each in all forms that the archive holds, or as typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from sqlite3 import Connection

from archive.searching.counts import Choice, choices, left_without
from archive.searching.cursor import Listing, Order, Place
from archive.searching.filters import Filters
from archive.searching.histogram import Histogram, histogram
from archive.searching.hits import Hit, Piece, hit
from archive.searching.matching import matches
from archive.searching.ordering import order_for, ordered
from archive.words.expanding import Included, Vocabulary, included
from archive.words.expanding import expression as match_expression
from archive.words.queries import exactly, inexactly, read_query
from archive.words.suggestions import suggestions

__all__ = [
    "Filters",
    "Hit",
    "Listing",
    "Order",
    "Piece",
    "Place",
    "SearchPage",
    "found_hits",
    "found_numbers",
    "search",
]
EVERYTHING = Filters()
BEST = Listing()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """Some of the articles that hold the words, in order."""

    hits: tuple[Hit, ...]
    total: int
    """How many articles hold the words and are left by the filters."""
    before: int = 0
    """How many of these stand before the first hit."""
    following: Place | None = None
    """Where the next page begins; None on the last one."""
    order: Order = Order.RELEVANCE
    """In which the hits stand; the newest first where they were too many to be weighed."""
    choices: tuple[Choice, ...] = ()
    """What can be filtered by, with counts."""
    histogram: Histogram | None = None
    without: Mapping[str, int] = field(default_factory=dict)
    """How many articles there would be without each filter that is set; made where there is none with all of them."""
    included: tuple[Included, ...] = ()
    """Words that were searched for in more forms than the one typed."""
    suggestions: tuple[str, ...] = ()
    """Other words that may have been meant, in place of those that no article holds as typed."""
    exact: str = ""
    """How to type the same for the very forms alone; empty where no other form is included."""
    inexact: str = ""
    """How to type the same for all forms, where nothing was found for the very forms typed; empty elsewhere."""


def search(
    connection: Connection,
    words: str,
    filters: Filters = EVERYTHING,
    listing: Listing = BEST,
) -> SearchPage:
    """Return the part that *listing* asks for of the articles that hold *words* in any form and that *filters* leave.

    Without *words* every article that *filters* leave, the newest first. How words are typed and what is found:
    docs/searching.md.
    """
    query, vocabulary = read_query(words), Vocabulary(connection)
    expression = match_expression(query, vocabulary)
    if words.strip() and not expression:
        return SearchPage(hits=(), total=0, order=listing.order)
    found = matches(connection, expression)
    left = found.narrowed(filters)
    total = int(left.sum())
    order = order_for(listing.order, expression, total)
    line = ordered(found, left, expression, order).after(listing.after)
    page = line.first(listing.limit + 1)
    forms = tuple(included(query, vocabulary))
    hits = (hit(connection, expression, place.number) for place in page[: listing.limit])
    return SearchPage(
        hits=tuple(filter(None, hits)),
        total=total,
        before=total - len(line.number),
        following=page[listing.limit - 1] if len(page) > listing.limit else None,
        order=order,
        choices=choices(found, filters),
        histogram=histogram(found, left, filters),
        without={} if total else left_without(found, filters),
        included=forms,
        exact=exactly(words) if forms else "",
        inexact=inexactly(words) if not total and any(part.is_exact for part in query.parts) else "",
        suggestions=tuple(suggestions(words, query, vocabulary, found=len(found.number) > 0)),
    )


def found_numbers(
    connection: Connection, words: str, filters: Filters = EVERYTHING, *, order: Order = Order.NEWEST
) -> Iterator[int]:
    """Yield `articles.number` of every article that holds *words* and that *filters* leave, in *order*.

    Without *words* every article that they leave; none where *words* hold no word. These are the articles that the
    search page of the same address counts.
    """
    expression = match_expression(read_query(words), Vocabulary(connection))
    if words.strip() and not expression:
        return
    found = matches(connection, expression)
    left = found.narrowed(filters)
    order = order_for(order, expression, int(left.sum()))
    yield from ordered(found, left, expression, order).all_numbers()


def found_hits(
    connection: Connection, words: str, filters: Filters = EVERYTHING, *, order: Order = Order.NEWEST
) -> Iterator[Hit]:
    """Yield what `found_numbers` finds, as a list shows it."""
    expression = match_expression(read_query(words), Vocabulary(connection))
    for number in found_numbers(connection, words, filters, order=order):
        found = hit(connection, expression, number)
        if found:
            yield found
