"""What was edited, withdrawn, moved or came back, over all papers, the newest first."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from heapq import merge
from itertools import islice
from zoneinfo import ZoneInfo

from archive.briefs import COLUMNS, NAMES, Brief, brief_from
from archive.history import KINDS
from archive.moments import read_moment, written_exactly

STATES = ("withdrawn", "moved", "returned")
ALL_KINDS = (*KINDS, *STATES)
"""What can be asked for, in the order in which pages name it."""
STATED = timedelta(days=1)
"""How long before the last sight of the old text a page may date its own change and still mean this one."""
WEEK = timedelta(days=7)
EVER = "9999"
"""Comes after every moment."""

Place = tuple[str, str, int]
"""Moment, capture, and 1 for an edit: one capture may show that an article is back, and edited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which changes are meant; None stands for all."""

    site: str | None = None
    kind: str | None = None
    """One of `ALL_KINDS`."""
    since: str = ""
    """First moment, UTC, as `written_exactly`."""
    until: str = EVER
    """First moment that is not meant any longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened to an article."""

    at: str
    """Moment of the capture that shows it, UTC."""
    kinds: tuple[str, ...]
    """What was changed, or the state that it came to: words of `ALL_KINDS`."""
    capture: str
    article: Brief
    title: str | None
    """Headline then: after an edit, or as it was seen last."""
    reason: str | None = None
    """Evidence of a withdrawal or a move, as in `article_states`."""
    leads_to: str | None = None
    old_title: str | None = None
    """Headline before; None unless it was changed."""
    seen_before: str | None = None
    """Latest capture before that shows the article, UTC."""
    modified_at: str | None = None
    """Moment of the last change that the page itself states today."""

    @property
    def is_edit(self) -> bool:
        """Whether the article stayed where it was and something of it changed."""
        return self.kinds[0] not in STATES

    @property
    def place(self) -> "Place":
        """Where it stands among all changes; what comes after it in a list is smaller."""
        return (self.at, self.capture, int(self.is_edit))

    @property
    def is_silent(self) -> bool:
        """Whether headline or text changed and the page states no change since the old text was last seen.

        Nothing is said where the page states a later moment, which may be that of another change, or one of the same
        day: not every page says at which hour.
        """
        if not {"title", "text"}.intersection(self.kinds) or self.seen_before is None:
            return False
        return self.modified_at is None or read_moment(self.modified_at) < read_moment(self.seen_before) - STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Seven days from a Monday, in a time zone."""

    first: date
    zone: str

    @property
    def name(self) -> str:
        """Its name by ISO 8601.

        >>> Week(first=date(2026, 3, 30), zone="Asia/Oral").name
        '2026-W14'
        """
        year, week, _ = self.first.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.first + WEEK - timedelta(days=1)

    @property
    def since(self) -> str:
        """Its first moment, UTC."""
        return self._midnight(self.first)

    @property
    def until(self) -> str:
        """The first moment after it."""
        return self._midnight(self.first + WEEK)

    def _midnight(self, day: date) -> str:
        return written_exactly(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.zone)))


def week_of(moment: str | datetime, zone: str) -> Week:
    """Return the week that *moment* lies in.

    >>> week_of("2026-03-29T20:00:00Z", "Asia/Oral").first
    datetime.date(2026, 3, 30)
    """
    at = read_moment(moment) if isinstance(moment, str) else moment
    day = at.astimezone(ZoneInfo(zone)).date()
    return Week(first=day - timedelta(days=day.weekday()), zone=zone)


def week_named(name: str, zone: str) -> Week | None:
    """Return the week with the ISO 8601 *name*; None where there is none of that name.

    >>> week_named("2026-W14", "UTC").last, week_named("2026-W54", "UTC")
    (datetime.date(2026, 4, 5), None)
    """
    year, found, week = name.partition("-W")
    if not found or not (year.isdecimal() and week.isdecimal()) or not (year + week).isascii():
        return None
    try:
        first = date.fromisocalendar(int(year), int(week), 1)
        return Week(first=first, zone=zone) if date(1, 1, 8) < first < date(9999, 12, 20) else None
    except ValueError:
        return None


def zone_of_archive(connection: sqlite3.Connection) -> str:
    """Return the time zone of most papers: that of days and weeks over all of them."""
    query = "select timezone from sites where timezone is not null group by 1 order by count(*) desc, timezone limit 1"
    row = connection.execute(query).fetchone()
    return str(row[0]) if row else "UTC"


def changes(connection: sqlite3.Connection, asked: Asked, limit: int, before: Place | None = None) -> list[Happening]:
    """Return the changes *asked* for, the newest first, after the place *before* in that order, at most *limit*."""
    values = {
        "site": asked.site,
        "kind": asked.kind,
        "since": asked.since,
        "until": asked.until,
        "limit": limit,
        **dict(zip(("at", "capture", "edit"), before or (EVER, "", 0), strict=True)),
    }
    found = []
    if asked.kind not in STATES:
        found.append([_edit(tuple(row)) for row in connection.execute(_EDITS, values)])
    if asked.kind not in KINDS:
        found.append([_turn(tuple(row)) for row in connection.execute(_TURNS, values)])
    return list(islice(merge(*found, key=lambda one: one.place, reverse=True), limit))


_WHICH = "e.at >= :since and e.at < :until and e.at <= :at and (:site is null or a.site = :site) and "
_EDITS = (
    f"select {COLUMNS}, e.at, e.capture, e.kinds, o.title, r.title, a.modified_at, "  # noqa: S608 - literal
    "(select max(s.fetched_at) from captures s where s.article = e.article and s.verdict = 'shows' "
    "and s.fetched_at < e.at) from changes e cross join articles a on a.id = e.article "
    "join revisions o on o.id = e.from_revision join revisions r on r.id = e.revision "
    f"where {_WHICH} (e.at, e.capture, 1) < (:at, :capture, :edit) "
    "and (:kind is null or instr(',' || e.kinds || ',', ',' || :kind || ',')) "
    "order by e.at desc, e.capture desc limit :limit"
)
_TURNS = (
    f"select {COLUMNS}, e.at, e.capture, e.state, e.reason, e.leads_to, "  # noqa: S608 - literal
    "(select r.title from captures s join revisions r on r.id = s.revision where s.article = e.article "
    "and s.verdict = 'shows' and s.fetched_at <= e.at order by s.fetched_at desc limit 1) from article_states e "
    f"cross join articles a on a.id = e.article where {_WHICH} (e.at, e.capture, 0) < (:at, :capture, :edit) "
    "and e.state <> 'published' and (:kind is null or e.state = :kind) order by e.at desc, e.capture desc limit :limit"
)


def _edit(row: tuple[str, ...]) -> Happening:
    at, capture, kinds, old, new, modified_at, seen_before = row[len(NAMES) :]
    is_retitled = "title" in kinds.split(",")
    return Happening(
        at=at,
        kinds=tuple(kinds.split(",")),
        capture=capture,
        article=brief_from(row),
        old_title=old if is_retitled else None,
        title=new,
        seen_before=seen_before,
        modified_at=modified_at,
    )


def _turn(row: tuple[str, ...]) -> Happening:
    at, capture, state, reason, leads_to, title = row[len(NAMES) :]
    return Happening(
        at=at, kinds=(state,), capture=capture, article=brief_from(row), title=title, reason=reason, leads_to=leads_to
    )


def count_kinds(connection: sqlite3.Connection, asked: Asked) -> Counter[str]:
    """Return how many changes of each kind there are among those *asked* for, of whatever kind."""
    counts: Counter[str] = Counter()
    for table, column in (("changes", "kinds"), ("article_states", "state")):
        query = (
            f"select e.{column}, count(*) from {table} e cross join articles a on a.id = e.article "  # noqa: S608 - literal
            "where e.at >= :since and e.at < :until and (:site is null or a.site = :site) group by 1"
        )
        values = {"site": asked.site, "since": asked.since, "until": asked.until}
        for kinds, count in map(tuple, connection.execute(query, values)):
            for kind in filter(ALL_KINDS.__contains__, kinds.split(",")):
                counts[kind] += count
    return counts


def weeks_beside(connection: sqlite3.Connection, week: Week) -> tuple[Week | None, Week | None]:
    """Return the last week before *week* and the first one after it in which anything changed; None for none."""
    earlier = max(_moments(connection, "max", "<", week.since), default=None)
    later = min(_moments(connection, "min", ">=", week.until), default=None)
    return week_of(earlier, week.zone) if earlier else None, week_of(later, week.zone) if later else None


def newest_week(connection: sqlite3.Connection, zone: str) -> Week:
    """Return the last week in which anything changed, or this week where nothing ever did."""
    newest = max(_moments(connection, "max", "<", EVER), default=None)
    return week_of(newest or datetime.now(UTC), zone)


def _moments(connection: sqlite3.Connection, choice: str, sign: str, bound: str) -> Iterator[str]:
    for table, which in (("changes", ""), ("article_states", "and state <> 'published'")):
        query = f"select {choice}(at) from {table} where at {sign} ? {which}"  # noqa: S608 - literal
        (moment,) = connection.execute(query, (bound,)).fetchone()
        if moment:
            yield moment
