"""Questions about doubts: how many there are of each kind, and what the pages print there."""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice

from archive.faults import UnknownDoubt


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtGroup:
    """The doubts of one paper about one field, all of one kind."""

    site: str
    field: str
    code: str
    count: int
    example: str
    """What the page of the article that was added last prints there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Which doubts are meant: those of a paper, about a field, of a kind; None stands for all."""

    site: str | None = None
    field: str | None = None
    code: str | None = None

    @property
    def everything(self) -> bool:
        """Whether every doubt is meant."""
        return self == Which()

    def includes(self, group: DoubtGroup) -> bool:
        """Tell whether the doubts of *group* are meant."""
        named = ((self.site, group.site), (self.field, group.field), (self.code, group.code))
        return all(asked in {None, told} for asked, told in named)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtInArticle:
    """A doubt with the article it belongs to."""

    site: str
    field: str
    code: str
    text: str
    """What the page prints there, as printed."""
    article: str
    """Id of the article."""
    title: str | None
    url: str
    language: str | None
    script: str | None
    published_at: str | None
    """UTC, ISO 8601; None where no date is printed."""
    published_precision: str | None
    state: str


def count_doubts(connection: sqlite3.Connection) -> list[DoubtGroup]:
    """Return every group of doubts, paper by paper, the largest first."""
    # The papers are looked up in the index (site, published_at), not in the articles' long rows, which lie all over the
    # file: 100,000 doubts of 200,000 articles are counted in 1 s instead of 8 where nothing of the file is in memory.
    # `place` is that of the row with the maximum (SQLite, SELECT, 2.5: bare columns in an aggregate query).
    query = (
        "with found as materialized "
        "(select a.number, d.rowid as place, d.field, d.code from doubts d join articles a on a.id = d.article), "
        "counted as (select a.site, f.field, f.code, count(*) as count, f.place, max(f.number) "
        "from articles a cross join found f on f.number = a.number group by a.site, f.field, f.code) "
        "select c.site, c.field, c.code, c.count, d.text from counted c join doubts d on d.rowid = c.place "
        "order by c.site, c.count desc, c.field, c.code"
    )
    return [DoubtGroup(**dict(zip(_GROUP, tuple(row), strict=True))) for row in connection.execute(query)]


_GROUP = ("site", "field", "code", "count", "example")


def newest_doubts(
    connection: sqlite3.Connection, which: Which, *, limit: int | None = None, offset: int = 0
) -> list[DoubtInArticle]:
    """Return the doubts meant by *which*, those of the newest articles first, all of them where *limit* is None.

    No date comes after every date, as on the home page; among articles without one those added last come first.
    """
    places = islice(_places(connection, which), offset, None if limit is None else offset + limit)
    return [doubt for place in places for doubt in _at(connection, place)]


def _places(connection: sqlite3.Connection, which: Which) -> Iterator[int]:
    """Yield the row numbers of the doubts meant, in order, read from indexes only."""
    of_kind = _where({"d.field": which.field, "d.code": which.code})
    numbered = f"select a.number, d.rowid from doubts d join articles a on a.id = d.article {of_kind} order by d.n"  # noqa: S608 - literal
    found: dict[int, list[int]] = {}
    for number, place in connection.execute(numbered, asdict(which)):
        found.setdefault(number, []).append(place)
    of_paper = _where({"site": which.site})
    ordered = f"select number from articles {of_paper} order by published_at desc, number desc"  # noqa: S608 - literal
    for (number,) in connection.execute(ordered, asdict(which)):
        yield from found.get(number, ())


def _where(asked: Mapping[str, str | None]) -> str:
    """Return the SQL condition that each column holds what is *asked* for, None for whatever.

    >>> _where({"d.field": "views", "d.code": None}), _where({"site": None})
    ('where d.field = :field', '')
    """
    terms = [f"{column} = :{column.rpartition('.')[2]}" for column, value in asked.items() if value is not None]
    return f"where {' and '.join(terms)}" if terms else ""


def _at(connection: sqlite3.Connection, place: int) -> Iterator[DoubtInArticle]:
    """Yield the doubt of the row *place*; none where a crawl has just replaced it."""
    query = (
        "select a.site, d.field, d.code, d.text, a.id, a.title, a.url, a.language, a.script, a.published_at, "
        "a.published_precision, a.state from doubts d join articles a on a.id = d.article where d.rowid = ?"
    )
    for row in connection.execute(query, (place,)):
        yield DoubtInArticle(**dict(zip(_IN_ARTICLE, tuple(row), strict=True)))


_IN_ARTICLE = (
    "site",
    "field",
    "code",
    "text",
    "article",
    "title",
    "url",
    "language",
    "script",
    "published_at",
    "published_precision",
    "state",
)


def require_known(connection: sqlite3.Connection, which: Which) -> None:
    """Return if the archive knows paper, field and code of *which*; `UnknownDoubt` names those there are otherwise.

    A paper is known by its name alone; field and code where a doubt of any paper has them.
    """
    papers = [name for (name,) in connection.execute("select name from sites order by name")]
    if which.site is not None and which.site not in papers:
        message = f"no paper in this archive is named {which.site!r}; there are: {', '.join(papers) or 'none yet'}"
        raise UnknownDoubt(message)
    for word, asked, column in (("about the field", which.field, "field"), ("of the code", which.code, "code")):
        known = [name for (name,) in connection.execute(f"select distinct {column} from doubts order by 1")]  # noqa: S608 - literal
        if asked is not None and known and asked not in known:
            message = f"no doubt is {word} {asked!r}; there are: {', '.join(known)}"
            raise UnknownDoubt(message)
