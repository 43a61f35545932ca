"""The table `same_texts`: which articles print one text, the earliest of them, and how much each has of it.

What stands in it is a function of the articles, whatever the order in which they came. An article's text was printed
before in the earliest article that is alike; its story is that article's story, as long as a fair part of it stands
in the story's first printing, so that a chain of small changes does not join texts that have nothing in common.
Triggers note in `text_due` which articles came, changed or went; this brings the table up to date with them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import heappop, heappush, merge
from itertools import groupby
from sqlite3 import Connection

from archive.moments import read_moment
from archive.store import Archive
from archive.stories.likeness import Likeness, bands_of, likeness, marks_of, may_be_one_text, runs

AT_ONCE = 1_000
"""Articles due in one transaction."""
MOST_IN_BAND = 40
"""Earlier articles in one band that are looked at, the earliest first."""
KEPT_IN_MIND = 512
"""Texts that are cut into runs and may be compared again."""
OF_FIRST = 0.3
"""Share of an article that must stand in the first printing of a story, or of that in it, to be of the story."""
DAY_SECONDS = 86_400
SAMPLE = "Жайық өзенінде су деңгейі көтерілді, ауыл тұрғындары көшірілді. Мост через реку закрыт для всех машин."
"""A text whose marks stand under number 0: where they differ, another release of the library made all the others."""


@dataclass(frozen=True, slots=True)
class Marked:
    """An article whose text is long enough to be compared."""

    number: int
    id: str
    site: str
    place: int
    """Its place in time among all articles."""
    marks: bytes
    earlier: str | None
    """Earliest article that is alike; None where none is."""
    story: str | None
    """First printing of its story; None where it is that itself, or is alone."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a text was printed before."""

    earlier: str | None = None
    story: str | None = None
    likeness: Likeness | None = None
    """What it has in common with the first printing of the story."""


def bring_up_to_date(archive: Archive) -> None:
    """Tell the stories of the articles that came, changed or went since, and of those whose text they print."""
    _begin_anew_with_other_marks(archive)
    while archive.connection.execute("select 1 from text_due limit 1").fetchone():
        with archive.atomic():
            due = [number for (number,) in archive.connection.execute(_DUE, (AT_ONCE,))]
            _Telling(archive.connection).tell(due)
            archive.connection.executemany("delete from text_due where number = ?", [(number,) for number in due])


_DUE = (
    "select d.number from text_due d left join articles a on a.number = d.number "
    "order by coalesce(a.published_at, a.first_seen_at), d.number limit ?"
)


def _begin_anew_with_other_marks(archive: Archive) -> None:
    marks = marks_of(runs(SAMPLE))
    known = archive.connection.execute("select marks from text_marks where number = 0").fetchone()
    if known == (marks,):
        return
    with archive.atomic():
        for table in ("text_marks", "text_bands", "same_texts"):
            archive.connection.execute(f"delete from {table}")  # noqa: S608 - literal
        archive.connection.execute("insert into text_marks (number, place, marks) values (0, 0, ?)", (marks,))
        archive.connection.execute("insert or ignore into text_due select number from articles")


class _Telling:
    """One round of telling."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: list[tuple[int, int]] = []
        """Place and number of the articles whose story is to be told, the earliest first."""
        self._known: set[int] = set()
        self._touched: set[str] = set()
        """First printings of stories that an article came to or left."""
        self._runs = lru_cache(KEPT_IN_MIND)(self._read_runs)
        self._marks = cache(self._read_marks)

    def tell(self, due: list[int]) -> None:
        """Tell the stories of the articles *due*, and of all whose story depends on them."""
        went = [place for number in due for place in self._forget(number)]
        came = [marked for number in due if (marked := self._marked_anew(number))]
        self._wait_for_later([*went, *((marked.marks, marked.place) for marked in came)])
        for marked in came:
            self._put_down(marked)
            self._wait(marked.place, marked.number)
        while self._waiting:
            for marked in self._marked("m.number = ?", heappop(self._waiting)[1]):
                self._place(marked)
        self._settle()

    def _forget(self, number: int) -> Iterator[tuple[bytes, int]]:
        """Take an article out as it was marked before, and yield its marks and its place, if it was."""
        old = self._connection.execute("select place, marks, story from text_marks where number = ?", (number,))
        row = old.fetchone()
        if row is None:
            return
        place, marks, story = row
        self._connection.executemany(
            "delete from text_bands where band = ? and place = ? and number = ?",
            [(band, place, number) for band in bands_of(marks)],
        )
        self._connection.execute("delete from text_marks where number = ?", (number,))
        known = self._connection.execute("select id from articles where number = ?", (number,)).fetchone()
        if known:
            self._connection.execute("delete from same_texts where article = ?", known)
        self._touched.update(filter(None, (story, *(known or ()))))
        yield marks, place

    def _marked_anew(self, number: int) -> Marked | None:
        """Return an article with its marks; None where its text is too short, or where it is gone."""
        row = self._connection.execute(
            "select id, site, body, published_at, published_precision, first_seen_at from articles where number = ?",
            (number,),
        ).fetchone()
        text_runs = runs(row[2]) if row else frozenset()
        if not text_runs:
            return None
        identity, site, _, *dates = row
        return Marked(number, identity, site, _place_in_time(identity, *dates), marks_of(text_runs), None, None)

    def _put_down(self, marked: Marked) -> None:
        self._connection.execute(
            "insert into text_marks (number, place, marks) values (?, ?, ?)",
            (marked.number, marked.place, marked.marks),
        )
        self._connection.executemany(
            "insert into text_bands (band, place, number) values (?, ?, ?)",
            [(band, marked.place, marked.number) for band in bands_of(marked.marks)],
        )

    def _wait(self, place: int, number: int) -> None:
        if number not in self._known:
            self._known.add(number)
            heappush(self._waiting, (place, number))

    def _wait_for_later(self, changed: list[tuple[bytes, int]]) -> None:
        """Let the later articles wait that share a band with those *changed* and may take their text from them."""
        earliest: dict[int, int] = {}
        for marks, place in changed:
            for band in bands_of(marks):
                earliest[band] = min(place, earliest.get(band, place))
        for band, place in earliest.items():
            for later in self._connection.execute(_LATER, (band, place, place)).fetchall():
                self._wait(*later)

    def _marked(self, which: str, *values: str | int) -> list[Marked]:
        rows = self._connection.execute(f"{_MARKED} where {which}", values).fetchall()
        return [Marked(*row) for row in rows]

    def _place(self, marked: Marked) -> None:
        """Put on record where the text of *marked* was printed before, and let those wait that follow it."""
        found = self._find(marked)
        self._connection.execute(
            "update text_marks set earlier = ?, story = ? where number = ?", (found.earlier, found.story, marked.number)
        )
        self._connection.execute("delete from same_texts where article = ?", (marked.id,))
        if found.story and found.likeness:
            self._connection.execute(
                "insert into same_texts (article, story, share, share_of_first) values (?, ?, ?, ?)",
                (marked.id, found.story, found.likeness.of_mine, found.likeness.of_other),
            )
        self._touched.update(filter(None, (marked.id, marked.story, found.story)))
        self._known.discard(marked.number)
        for follower in self._marked("m.earlier = ?", marked.id):
            self._wait(follower.place, follower.number)

    def _find(self, marked: Marked) -> Found:
        for other in self._candidates(marked):
            alike = self._alike(marked, other)
            if not alike.is_one_text(of_one_paper=marked.site == other.site):
                continue
            if other.story is None:
                return Found(other.id, other.id, alike)
            first = self._marked("a.id = ?", other.story)[0]
            with_first = self._alike(marked, first)
            if max(with_first.of_mine, with_first.of_other) >= OF_FIRST:
                return Found(other.id, first.id, with_first)
            return Found(other.id)
        return Found()

    def _candidates(self, marked: Marked) -> Iterator[Marked]:
        """Yield the earlier articles whose marks are like those of *marked*, the earliest first."""
        bands = bands_of(marked.marks)
        found = [self._connection.execute(_EARLIER, (band, marked.place, MOST_IN_BAND)) for band in bands]
        for (_, number), _ in groupby(merge(*found)):
            other = self._marks(number)
            if other and may_be_one_text(marked.marks, other[0], of_one_paper=marked.site == other[1]):
                yield from self._marked("m.number = ?", number)

    def _alike(self, one: Marked, other: Marked) -> Likeness:
        return likeness(self._runs(one.number), self._runs(other.number))

    def _read_marks(self, number: int) -> tuple[bytes, str] | None:
        """Return the marks of an article and its paper, the same while stories are told; None of one that is gone."""
        row: tuple[bytes, str] | None = self._connection.execute(_MARKS, (number,)).fetchone()
        return row

    def _read_runs(self, number: int) -> frozenset[str]:
        (body,) = self._connection.execute("select body from articles where number = ?", (number,)).fetchone()
        return runs(body)

    def _settle(self) -> None:
        """Let each first printing stand in its story, and nobody in one alone."""
        for story in self._touched:
            is_first = "select 1 from same_texts where story = ? and article <> story limit 1"
            self._connection.execute("delete from same_texts where article = ? and story = article", (story,))
            if self._connection.execute(is_first, (story,)).fetchone():
                self._connection.execute("insert into same_texts values (?, ?, 1, 1)", (story, story))


_MARKED = (
    "select m.number, a.id, a.site, m.place, m.marks, m.earlier, m.story from text_marks m "
    "join articles a on a.number = m.number"
)
_MARKS = "select m.marks, a.site from text_marks m join articles a on a.number = m.number where m.number = ?"
_EARLIER = "select place, number from text_bands where band = ? and place < ? order by place limit ?"
_LATER = (
    "select b.place, b.number from text_bands b join text_marks m on m.number = b.number where b.band = ? "
    "and b.place > ? and (m.earlier is null or not exists (select 1 from articles e join text_marks o "
    "on o.number = e.number where e.id = m.earlier and o.place < ?))"
)
"""Those whose earlier printing is later, or was just taken out; who is alike shares a band, so that no other waits."""


def _place_in_time(identity: str, published_at: str | None, precision: str | None, first_seen_at: str) -> int:
    """Return the second by which an article was in print, and after it, to tell equal ones apart, a part of its id.

    Of a day printed without a time that is its end, of an article without a date the first capture.
    """
    moment = read_moment(published_at or first_seen_at).timestamp()
    second = int(moment) + (DAY_SECONDS if published_at and precision == "day" else 0)
    return (second << 20) + int(identity[:5], 16)
