"""What one crawl has counted so far: requests by kind and answer, what each source showed, what could be read."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from archive.records import CrawlCounts

NONE, REFUSED = "none", "refused"
"""How an attempt ended that got no response, and one that was not sent."""
FIELDS = (
    "title",
    "lead",
    "published_at",
    "modified_at",
    "language",
    "script",
    "section",
    "tags",
    "bylines",
    "sources",
    "views",
    "comments",
    "body",
    "images",
    "quotes",
)
"""Fields of the Article record that a page may leave empty."""
LINKS_REMEMBERED = 5_000
"""Links of one source that are remembered in a crawl; a year of day archives has more, and its newest come first."""
CHANGES = ("new", "edited", "unchanged", "withdrawn", "moved", "returned")


@dataclass(slots=True)
class ListCount:
    """What one source showed in a crawl."""

    answers: Counter[str] = field(default_factory=Counter)
    """How its first lists answered, by status or `none`."""
    complaint: str = ""
    """Why one of them was no such list."""
    found: int = 0
    """Links to articles and further lists that its lists show."""
    articles: set[str] = field(default_factory=set)
    """Ids of the articles that it links."""
    barred: bool = False
    """Whether something stood before it that keeps programs out."""
    newest: str | None = None
    """When the newest article that it links was published; known at the end of the crawl."""
    capture: str | None = None
    """The last answer of a first list."""

    def show(self, articles: Iterable[str], lists: int) -> None:
        """Count what one of its lists shows: ids of *articles* and a number of further *lists*."""
        shown = set(articles)
        self.found += len(shown) + lists
        if len(self.articles) < LINKS_REMEMBERED:
            self.articles |= shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Barrier:
    """An answer that keeps a program out."""

    url: str
    what: str
    """Status, or whose challenge it is."""
    capture: str | None


@dataclass(slots=True)
class Counts:
    """The counts of a crawl while it runs."""

    requests_by: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    bytes: int = 0
    lists: defaultdict[str, ListCount] = field(default_factory=lambda: defaultdict(ListCount))
    articles: int = 0
    doubts: int = 0
    filled: Counter[str] = field(default_factory=Counter)
    doubted: Counter[str] = field(default_factory=Counter)
    barriers: defaultdict[str, list[Barrier]] = field(default_factory=lambda: defaultdict(list))
    """Answers that keep us out, by what was asked for."""
    certificate: str = ""
    """What was wrong with a certificate of the paper's own host."""
    secure: int = 0
    """Responses of the paper's own hosts over TLS."""

    def read(self, record: Mapping[str, object]) -> None:
        """Count the Article *record* of a page that was read."""
        self.articles += 1
        self.filled.update(name for name in FIELDS if record[name] not in (None, "", []))
        doubts: list[dict[str, str]] = record["doubts"]  # type: ignore[assignment] # as the record has them
        self.doubts += len(doubts)
        self.doubted.update({doubt["code"] for doubt in doubts})

    def total(self, *left_out: str) -> int:
        """Return how many attempts ended otherwise than *left_out*."""
        return sum(n for by in self.requests_by.values() for how, n in by.items() if how not in left_out)

    def written(self, changes: Mapping[str, int], new: frozenset[str], seconds: float) -> CrawlCounts:
        """Return the counts as they are kept, with what the item pipeline counted and the ids of *new* articles."""
        lists = {
            path: {
                "answers": dict(one.answers),
                "links": len(one.articles),
                "new": len(one.articles & new),
                "newest": one.newest,
            }
            for path, one in sorted(self.lists.items())
        }
        return CrawlCounts(
            **{name: changes.get(name, 0) for name in CHANGES},
            requests=self.total(REFUSED),
            responses=self.total(REFUSED, NONE),
            articles=self.articles,
            doubts=self.doubts,
            bytes=self.bytes,
            seconds=round(seconds, 3),
            requests_by=json.dumps({kind: dict(by) for kind, by in sorted(self.requests_by.items())}),
            lists=json.dumps(lists),
            filled=json.dumps(dict(self.filled)),
            doubted=json.dumps(dict(self.doubted)),
        )
