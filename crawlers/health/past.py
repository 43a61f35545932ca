"""What archive.db tells of a paper's earlier crawls and of when it published."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection
from typing import Any

from archive.moments import read_moment, written, written_exactly

WEEKS = timedelta(weeks=8)
"""How far back something is usual."""
CRAWLS = 50
"""Earlier crawls that are looked at; most of those of a paper that is visited every hour show nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCrawl:
    """A crawl as its row tells it."""

    id: str
    started_at: datetime
    new: int
    articles: int
    filled: Counter[str]
    doubted: Counter[str]
    lists: dict[str, dict[str, Any]]


def past_crawls(connection: Connection, site: str, before: datetime) -> list[PastCrawl]:
    """Return the crawls of *site* that began before *before*, at most eight weeks ago, and read an article."""
    rows = connection.execute(
        "select id, started_at, new, articles, filled, doubted, lists from crawls "
        "where site = ? and started_at < ? and started_at > ? and articles > 0 order by started_at desc limit ?",
        (site, written_exactly(before), written_exactly(before - WEEKS), CRAWLS),
    )
    return [
        PastCrawl(
            id=identity,
            started_at=read_moment(started),
            new=new,
            articles=articles,
            filled=Counter(json.loads(filled)),
            doubted=Counter(json.loads(doubted)),
            lists=json.loads(lists),
        )
        for identity, started, new, articles, filled, doubted, lists in rows
    ]


def publications(connection: Connection, site: str, now: datetime) -> list[datetime]:
    """Return when the articles of *site* were published, of the eight weeks up to the newest; in ascending order."""
    newest = connection.execute(
        "select max(published_at) from articles where site = ? and published_at <= ?", (site, written(now))
    ).fetchone()[0]
    if newest is None:
        return []
    since = written(read_moment(newest) - WEEKS)
    rows = connection.execute(
        "select published_at from articles where site = ? and published_at between ? and ? order by published_at",
        (site, since, newest),
    )
    return [read_moment(at) for (at,) in rows]


def published_after(connection: Connection, site: str, moment: str) -> int:
    """Return how many articles of *site* were published after *moment*."""
    query = "select count(*) from articles where site = ? and published_at > ?"
    return int(connection.execute(query, (site, moment)).fetchone()[0])


def first_visit(connection: Connection, site: str) -> datetime | None:
    """Return when *site* was visited for the first time; None where it never was."""
    at = connection.execute("select min(started_at) from crawls where site = ?", (site,)).fetchone()[0]
    return read_moment(at) if at else None


def bytes_a_week(connection: Connection, now: datetime) -> int:
    """Return how many bytes all crawls of the last four weeks received, a week; of a young archive, in its life."""
    since = now - timedelta(weeks=4)
    query = "select coalesce(sum(bytes), 0), min(started_at) from crawls where started_at > ?"
    total: int
    first: str | None
    total, first = connection.execute(query, (written_exactly(since),)).fetchone()
    if first is None:
        return 0
    weeks = max((now - read_moment(first)) / timedelta(weeks=1), 1)
    return int(total / weeks)
