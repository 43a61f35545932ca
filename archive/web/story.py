"""What the page of one article needs from the archive."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from archive.briefs import COLUMNS, NAMES, Brief, brief_from
from archive.gallery import SHOWN_TYPES
from archive.mastheads import Masthead, mastheads
from archive.stories.reading import Printings, printings
from archive.timeline import Event
from archive.timeline import read_story as read_history
from archive.web.counting import Line, line_of
from archive.web.speech import Piece, pieces

MOST_COUNTS = 60
"""Observations of the counters that a page lists."""
MOST_PRINTINGS = 30
"""Articles with the same text that a page lists."""
MOST_ELSEWHERE = 12
"""Other articles with the same pictures that a page lists."""

Row = sqlite3.Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of an article, kept or not."""

    url: str
    position: int
    alt: str
    caption: str | None
    credit: str | None
    digest: str | None
    """Digest of the kept bytes; None where the picture was not kept."""
    shown: bool
    """Whether the kept bytes may be shown on a page."""
    width: int | None
    height: int | None

    @property
    def file_name(self) -> str:
        """The last part of its address."""
        return unquote(PurePosixPath(urlsplit(self.url).path).name) or self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of the text column as the page sets it."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    """The items of a list."""
    rows: tuple[tuple[str, ...], ...] = ()
    """The cells of a table."""
    picture: Picture | None = None
    quotes: tuple[tuple[int, str], ...] = ()
    """What somebody is quoted saying in it, with the quotes' places among those of the article."""

    @property
    def pieces(self) -> list[Piece]:
        """Its words, cut at the quotes."""
        return pieces(self.text, self.quotes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Another article that prints one of the pictures."""

    digest: str
    article: Brief


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article with everything that the archive has of it."""

    article: Row
    paper: Row
    pictures: tuple[Picture, ...]
    parts: dict[str, list[Row]]
    """Rows of bylines, sources, tags, quotes and doubts."""
    versions: list[Row]
    """What the page links in another language or script, each with the id of its article where the archive has it."""
    revisions: list[Row]
    """Its texts, the latest first."""
    counts: list[Row]
    """What its counters said, the latest first."""
    capture: Row | None
    """Latest capture that shows it."""
    gone: Row | None
    """Capture that first found it gone or moved; None while it is in print."""
    events: tuple[Event, ...]
    """What became of it, the earliest first; empty in an archive that is older than the telling of histories."""
    there: Row | None
    """Article that it moved to; None where it did not, or where the archive has none there."""
    printings: Printings | None
    """Where its text is printed as well; None where nowhere."""
    elsewhere: tuple[Elsewhere, ...]
    """Other articles with its pictures, the newest first."""
    papers: dict[str, Masthead]
    """All papers, by name."""

    @property
    def is_changed(self) -> bool:
        """Whether it was changed after it was first seen."""
        return any(event.what == "changed" for event in self.events)

    @property
    def turn(self) -> Event | None:
        """The event that brought its present state."""
        return next((event for event in reversed(self.events) if event.what != "changed"), None)

    @property
    def passages(self) -> list[Passage]:
        """The text in reading order, with its pictures, and with its quotes marked, each where it stands first."""
        return list(_with_quotes(passages(json.loads(self.article["blocks"]), self.pictures), self.parts["quotes"]))

    @property
    def line(self) -> Line | None:
        """The counter of views over time; None where it was observed but once."""
        seen = [(row["observed_at"], row["views"]) for row in self.counts if row["views"] is not None]
        return line_of(seen[::-1])


def read_story(connection: sqlite3.Connection, article: str) -> Story | None:
    """Return the article *article*; None where the archive has none of that id."""
    row = connection.execute("select * from articles where id = ?", (article,)).fetchone()
    if row is None:
        return None
    told = read_history(connection, article)
    events = told.events if told else ()
    parts = ("bylines", "sources", "tags", "quotes", "doubts")
    return Story(
        article=row,
        paper=connection.execute("select * from sites where name = ?", (row["site"],)).fetchone(),
        pictures=tuple(_pictures(connection, article)),
        parts={part: _part(connection, part, article) for part in parts},
        versions=_of(connection, _VERSIONS, article),
        revisions=_of(connection, _REVISIONS, article),
        counts=_of(connection, _COUNTS, article),
        capture=_capture(connection, row["capture"]),
        gone=_gone(connection, article, events),
        events=events,
        there=_there(connection, row) if events else None,
        printings=printings(connection, article, MOST_PRINTINGS),
        elsewhere=tuple(_elsewhere(connection, article)),
        papers=mastheads(connection),
    )


_REVISIONS = "select * from revisions where article = ? order by last_seen_at is not null, last_seen_at desc, id"
_VERSIONS = (
    "select v.url, v.language, v.script, a.id as held, coalesce(a.title, t.title) as title, t.capture "
    "from variants v left join articles a on a.url = v.url and a.state <> 'taken-down' "
    "left join variant_texts t on t.article = v.article and t.url = v.url where v.article = ? order by v.n"
)
_COUNTS = f"select * from view_counts where article = ? order by observed_at desc limit {MOST_COUNTS}"  # noqa: S608 - literal


def _of(connection: sqlite3.Connection, query: str, article: str) -> list[Row]:
    return connection.execute(query, (article,)).fetchall()


def _part(connection: sqlite3.Connection, table: str, article: str) -> list[Row]:
    return _of(connection, f"select * from {table} where article = ? order by n", article)  # noqa: S608 - literal


def _pictures(connection: sqlite3.Connection, article: str) -> Iterator[Picture]:
    query = (
        "select p.*, i.media_type, i.width as true_width, i.height as true_height from article_images p "
        "left join images i on i.digest = p.image where p.article = ? order by p.n"
    )
    for row in _of(connection, query, article):
        yield Picture(
            url=row["url"],
            position=row["position"],
            alt=row["alt"] or "",
            caption=row["caption"],
            credit=row["credit"],
            digest=row["image"],
            shown=row["media_type"] in SHOWN_TYPES,
            width=row["true_width"],
            height=row["true_height"],
        )


def _capture(connection: sqlite3.Connection, capture: str) -> Row | None:
    found: Row | None = connection.execute("select * from captures where id = ?", (capture,)).fetchone()
    return found


def _gone(connection: sqlite3.Connection, article: str, events: Sequence[Event]) -> Row | None:
    """Return the capture by which the article is gone or moved; in an older archive the first that found it gone."""
    if events:
        last = next(event for event in reversed(events) if event.what != "changed")
        return _capture(connection, last.capture) if last.what in {"withdrawn", "moved"} else None
    query = (
        "select c.* from articles a join captures c on c.article = a.id and c.fetched_at = a.withdrawn_at "
        "where a.id = ?"
    )
    found: Row | None = connection.execute(query, (article,)).fetchone()
    return found


def _elsewhere(connection: sqlite3.Connection, article: str) -> Iterator[Elsewhere]:
    query = (
        f"select {COLUMNS}, min(p.image) from article_images m join article_images p on p.image = m.image "  # noqa: S608 - literal
        "join articles a on a.id = p.article where m.article = ? and p.article <> m.article and m.image is not null "
        "and a.state <> 'taken-down' group by a.id order by a.published_at desc, a.number desc limit ?"
    )
    for row in map(tuple, connection.execute(query, (article, MOST_ELSEWHERE))):
        yield Elsewhere(digest=row[len(NAMES)], article=brief_from(row))


def _with_quotes(column: Sequence[Passage], quotes: Sequence[Row]) -> Iterator[Passage]:
    waiting = {row["n"]: row["text"] for row in quotes if row["text"]}
    for passage in column:
        here = tuple((n, words) for n, words in waiting.items() if words in passage.text)
        for piece in pieces(passage.text, here):
            waiting.pop(piece.quote, None)
        yield replace(passage, quotes=here) if here else passage


def _there(connection: sqlite3.Connection, article: Row) -> Row | None:
    found: Row | None = connection.execute(
        "select id, title from articles where url = ?", (article["moved_to"],)
    ).fetchone()
    return found


def passages(blocks: Sequence[dict[str, str | None]], pictures: Sequence[Picture]) -> list[Passage]:
    """Return *blocks* as the page sets them: list items together, pictures in place, none of *pictures* left out."""
    waiting = list(pictures)
    column: list[Passage] = []
    for block in blocks:
        if block["kind"] == "image":
            picture = next((picture for picture in waiting if picture.url == block["image"]), None)
            if picture:
                waiting.remove(picture)
                column.append(Passage(kind="image", picture=picture))
        else:
            _add_words(column, str(block["kind"]), block.get("text") or "")
    above = [Passage(kind="image", picture=picture) for picture in waiting if picture.position < 0]
    below = [Passage(kind="image", picture=picture) for picture in waiting if picture.position >= 0]
    return above + column + below


def _add_words(column: list[Passage], kind: str, text: str) -> None:
    if kind == "list" and column and column[-1].kind == "list":
        column[-1] = Passage(kind="list", items=(*column[-1].items, text))
    elif kind == "list":
        column.append(Passage(kind="list", items=(text,)))
    elif kind == "table":
        rows = tuple(tuple(cell.strip() for cell in line.split("|")) for line in text.splitlines())
        column.append(Passage(kind="table", rows=rows))
    else:
        column.append(Passage(kind=kind, text=text))
