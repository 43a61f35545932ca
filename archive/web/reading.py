"""What the lists of the front need from the archive: the papers, the newest articles, the visits."""

import re
import sqlite3
from dataclasses import dataclass

from markupsafe import Markup

from archive.gallery import SHOWN_TYPES

DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of the text after them."""
FIRST_WORDS = 220
"""Characters of an article's beginning that a list shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper, with what the archive has of it."""

    name: str
    title: str
    home: str
    timezone: str | None
    languages: str
    articles: int
    newest_at: str | None
    """When its newest article was published, UTC."""
    visited_at: str | None
    """When its last crawl began, UTC."""
    visit_ended_at: str | None
    visit_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """An article as a list shows it."""

    id: str
    title: str | None
    site: str
    language: str | None
    script: str | None
    published_at: str | None
    published_precision: str | None
    state: str
    words: str
    """Its first words."""
    picture: str | None
    """Digest of its first kept picture."""


def papers(connection: sqlite3.Connection) -> dict[str, Paper]:
    """Return every paper by its name, in the order of their titles.

    Counted by two indexes: one count of all but the taken down would read every article's text.
    """
    query = (
        "select s.name, s.title, s.home, s.timezone, s.languages, "
        "(select count(*) from articles where site = s.name) "
        "- (select count(*) from articles where +site = s.name and state = 'taken-down'), "
        "(select max(published_at) from articles where site = s.name), c.started_at, c.finished_at, c.reason "
        "from sites s left join crawls c on c.id = "
        "(select id from crawls where site = s.name order by started_at desc limit 1) order by s.title, s.name"
    )
    return {row[0]: Paper(**dict(zip(_PAPER, tuple(row), strict=True))) for row in connection.execute(query)}


_PAPER = (
    "name",
    "title",
    "home",
    "timezone",
    "languages",
    "articles",
    "newest_at",
    "visited_at",
    "visit_ended_at",
    "visit_reason",
)


def newest(connection: sqlite3.Connection, paper: str | None, limit: int, offset: int) -> list[Teaser]:
    """Return articles of *paper*, or of all papers, the newest first; those without a date come last."""
    where = "where a.state <> 'taken-down'" + (" and a.site = :paper" if paper else "")
    query = (
        "select a.id, a.title, a.site, a.language, a.script, a.published_at, a.published_precision, a.state, "  # noqa: S608 - literal
        f"coalesce(a.lead, substr(a.body, 1, 600)), {_FIRST_PICTURE} from articles a {where} "
        "order by a.published_at desc, a.number desc limit :limit offset :offset"
    )
    rows = connection.execute(query, {"paper": paper, "limit": limit, "offset": offset})
    return [_teaser(tuple(row)) for row in rows]


_FIRST_PICTURE = (
    "(select i.digest from article_images p join images i on i.digest = p.image where p.article = a.id "  # noqa: S608 - literal
    f"and i.media_type in ({', '.join(repr(kind) for kind in SHOWN_TYPES)}) order by p.n limit 1)"
)
_TEASER = (
    "id",
    "title",
    "site",
    "language",
    "script",
    "published_at",
    "published_precision",
    "state",
    "words",
    "picture",
)


def _teaser(row: tuple[str | None, ...]) -> Teaser:
    facts = dict(zip(_TEASER, row, strict=True))
    return Teaser(**{**facts, "words": first_words(facts["words"] or "")})  # type: ignore[arg-type] # rows have no types


def first_words(text: str, length: int = FIRST_WORDS) -> str:
    """Return the beginning of *text*, cut between two words, or in the first word where it is that long.

    >>> first_words("Жайық тасыды. Жол жабық.", 15)
    'Жайық тасыды. …'
    >>> first_words("aaaaaaaaaa", 4)
    'aaaa …'
    """
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return (line[: length + 1].rpartition(" ")[0] or line[:length]) + " …"


def in_a_line(words: Markup) -> Markup:
    """Return *words* for a window's title, where markup cannot end what they say of direction (Unicode, UAX #9, 2).

    >>> in_a_line(Markup("\u202eсу &amp; жол\u200f"))
    Markup('су &amp; жол')
    """
    return Markup(DIRECTIONS.sub("", words))  # noqa: S704 - it was safe before


def language_tag(language: str | None, script: str | None) -> str:
    """Return the BCP 47 tag for the attribute `lang`: empty where the language is unknown, as HTML has it.

    >>> language_tag("kk", "Cyrl"), language_tag("kk", "Arab"), language_tag(None, None)
    ('kk', 'kk-Arab', '')
    """
    if not language:
        return ""
    return language if script in {None, "Cyrl"} or language not in {"kk", "ru"} else f"{language}-{script}"
