"""What a search finds, in the terminal: what `aimaq search` prints."""

import json
import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from sqlite3 import Connection

import click
from rich.console import Console
from rich.text import Text

from archive.earlier import make_present
from archive.faults import UnknownSite
from archive.search import Filters, Hit, Listing, Order, Piece, SearchPage, found_hits, search
from archive.store import open_for_reading
from crawlers.listing import one_line

LISTED = 20
"""Articles that are listed for people where they name no other number."""
FACTS = ("id", "url", "site", "title", "language", "script", "published_at", "published_precision", "state", "section")
"""What a JSON line holds besides the snippet."""


def print_found(folder: Path, words: str, filters: Filters, listing: Listing, console: Console) -> None:
    """Print the articles with *words* that *filters* leave, each with date, paper, address and a snippet.

    What was looked for besides the words as typed, and what may have been meant instead, stands below.
    """
    make_present(folder)
    connection = open_for_reading(folder)
    require_papers(connection, filters)
    page = search(connection, words, filters, listing)
    for hit in page.hits:
        _print_hit(hit, console)
    _print_summary(page, words, listing, console)


def print_lines(folder: Path, words: str, filters: Filters, order: Order, limit: int | None) -> None:
    """Print every article with *words* that *filters* leave, at most *limit* of them, one JSON object a line."""
    make_present(folder)
    connection = open_for_reading(folder)
    require_papers(connection, filters)
    for hit in islice(found_hits(connection, words, filters, order=order), limit):
        facts = {name: getattr(hit, name) for name in FACTS}
        snippet = "".join(piece.text for piece in hit.snippet)
        click.echo(json.dumps({**facts, "snippet": snippet}, ensure_ascii=False))


def require_papers(connection: Connection, filters: Filters) -> None:
    """Raise `UnknownSite` where *filters* name a paper of which the archive knows nothing."""
    known = {name for (name,) in connection.execute("select name from sites")}
    unknown = [name for name in filters.paper if name not in known]
    if unknown:
        message = f"the archive has no paper {unknown[0]!r}; it has {', '.join(sorted(known)) or 'none'}"
        raise UnknownSite(message)


def _print_hit(hit: Hit, console: Console) -> None:
    day = (hit.published_at or "")[:10] or "no date"
    title = _marked(hit.headline, "bold underline") if hit.headline else Text("untitled")
    title.stylize("bold")
    console.print(Text.assemble(title, f"  {day}  {hit.site}", f"  {hit.state}" if hit.state != "published" else ""))
    console.print(Text("  ").append_text(_marked(hit.snippet, "bold yellow")))
    console.print(Text(f"  {one_line(hit.url)}", style="blue"), soft_wrap=True)


def _marked(pieces: Iterable[Piece], style: str) -> Text:
    """Return *pieces* in one line, what was searched for in *style*."""
    text = Text()
    for piece in pieces:
        shown = re.sub(r"\s+", " ", "".join(char if char.isprintable() else " " for char in piece.text))
        text.append(shown, style=style if piece.found else "")
    return text


def _print_summary(page: SearchPage, words: str, listing: Listing, console: Console) -> None:
    said = f" with {words}" if words else ""
    more = f"; {len(page.hits)} of them are listed, --limit N lists more" if page.following else ""
    console.print(Text(f"{_articles(page.total)}{said}{more}" if page.total else f"no article{said}"))
    if words and page.total and listing.order is Order.RELEVANCE is not page.order:
        console.print(Text("too many to be weighed against each other: the newest come first"), style="dim")
    for name, articles in page.without.items():
        if articles:
            option = {"dates": "--from and --to", "all": "any of these options"}.get(name, f"--{name}")
            console.print(Text(f"without {option}: {_articles(articles)}"))
    for one in page.included:
        rarer = f" and {one.left_out} rarer forms" if one.left_out else ""
        console.print(Text(f"{one.word}: {', '.join(one.forms)}{rarer}"), style="dim")
    if page.exact:
        console.print(Text(f"just as typed: aimaq search '{page.exact}'"), style="dim")
    if page.suggestions:
        console.print(Text(f"did you mean: {', '.join(page.suggestions)}"))


def _articles(count: int) -> str:
    return f"{count} article" if count == 1 else f"{count} articles"
