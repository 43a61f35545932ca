"""The text parts of the demo paper: what the data files in `texts/` hold, and how slots in them are filled."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from crawlers.demo.article import Language
from crawlers.demo.draw import Draw

FOLDER = Path(__file__).with_name("texts")

Value = str | Mapping[str, str]
"""A slot's value: words, or words by grammatical case where a language inflects them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Somebody a topic may quote: a post, and things a person in that post says."""

    role: str
    says: tuple[str, ...]
    who: Literal["anyone", "man", "woman"] = "anyone"
    """Whom the words for the post, or what is said, fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A paragraph of background that suits many topics of one data file."""

    text: str
    slots: Mapping[str, Sequence[Value]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What the paper writes about again and again, in sentences with slots."""

    key: str
    rubric: str
    organisation: str
    """Who sends such news to the paper."""
    months: tuple[int, ...]
    """Months in which such news comes."""
    since: int
    """Year from which such news exists."""
    on_river: bool
    """Whether such news comes only from districts that the Zhaiyk crosses."""
    titles: tuple[str, ...]
    openings: tuple[str, ...]
    """First paragraphs: the first goes with the first title, the second with the second, and round again."""
    reworded: str | None
    """The first opening as an editor later rewrote it."""
    middles: tuple[str, ...]
    closings: tuple[str, ...]
    heading: str | None
    """A subheading, for some of the articles."""
    items: tuple[str, ...]
    """An introduction and the items of a list, for some of the articles."""
    captions: tuple[str, ...]
    voices: tuple[Voice, ...]
    slots: Mapping[str, Sequence[Value]]
    asides: tuple[Aside, ...]
    """Background from the same data file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceClause:
    """How a text credits a source, and the names as they stand in that clause."""

    clause: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A district and its villages; the district's name by grammatical case."""

    district: Value
    villages: tuple[str, ...]
    since: int = 2017
    """Year from which the district has this name."""
    on_river: bool = False
    """Whether the Zhaiyk crosses the district."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The words of one language that all topics share."""

    places: tuple[Place, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]
    surnames: tuple[tuple[str, str], ...]
    """Surnames, of a man and of a woman."""
    staff: str
    """Byline of the paper's own correspondent."""
    photo_label: str
    said: tuple[str, str]
    """How an inline quote goes on after its closing mark, said by a man and by a woman."""
    sources: tuple[SourceClause, ...]
    event_months: tuple[str, ...]
    """Months as a day of an event stands before them."""
    deadline: str
    """A day until which something lasts, with the slots `day` and `month`."""
    deadline_months: tuple[str, ...]
    weekdays: tuple[str, ...]
    """Days of the week, Monday first, as the masthead prints them."""
    months: tuple[str, ...]
    """Months as the masthead prints them after a day."""


def _tuples(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return *table* with its lists as tuples."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


def _topic(table: Mapping[str, Any], asides: tuple[Aside, ...]) -> Topic:
    """Return the topic that *table* of a data file describes."""
    defaults: dict[str, Any] = {
        "months": tuple(range(1, 13)),
        "since": 2017,
        "on_river": False,
        "reworded": None,
        "heading": None,
        "items": (),
        "slots": {},
    }
    voices = tuple(Voice(**_tuples(voice)) for voice in table["voices"])
    return Topic(**defaults | _tuples(table) | {"voices": voices, "asides": asides})


def _topics_in(file: Path) -> list[Topic]:
    """Return the topics of one data file."""
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    asides = tuple(Aside(text=aside["text"], slots=aside.get("slots", {})) for aside in tables["aside"])
    return [_topic(table, asides) for table in tables["topic"]]


@cache
def topics(language: Language) -> tuple[Topic, ...]:
    """Return what the paper writes about in *language*, in the order of the data files."""
    files = sorted((FOLDER / language).glob("topics-*.toml"))
    return tuple(topic for file in files for topic in _topics_in(file))


@cache
def lexicon(language: Language) -> Lexicon:
    """Return the words of *language* that all topics share."""
    table = tomllib.loads((FOLDER / language / "lexicon.toml").read_text(encoding="utf-8"))
    shared = _tuples(table) | {
        "places": tuple(Place(**_tuples(place)) for place in table["places"]),
        "sources": tuple(SourceClause(**_tuples(source)) for source in table["sources"]),
        "surnames": tuple((man, woman) for man, woman in table["surnames"]),
        "said": (table["said"][0], table["said"][1]),
    }
    return Lexicon(**shared)


def filled(text: str, values: Mapping[str, Value]) -> str:
    """Return *text* with its slots filled.

    >>> filled("в {district[prep]} районе", {"district": {"prep": "Сырымском"}})
    'в Сырымском районе'
    """
    return text.format_map(values)


def draw_values(slots: Mapping[str, Sequence[Value]], draw: Draw) -> dict[str, Value]:
    """Return a value for each of *slots*."""
    return {slot: draw.pick(choices) for slot, choices in slots.items()}


def draw_place(topic: Topic, language: Language, year: int, draw: Draw) -> dict[str, Value]:
    """Return the slots of a place for *topic*: a district that had its name in *year*, and one of its villages."""
    near = [place for place in lexicon(language).places if place.on_river or not topic.on_river]
    place = draw.pick([place for place in near if place.since <= year])
    return {"district": place.district, "village": draw.pick(place.villages)}
