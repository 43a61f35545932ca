"""Alerts are raised once, change where their essence does, and are cleared by a crawl that shows that all is well."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from archive.alerts import Alert, alerts_in
from archive.moments import read_moment, written_exactly
from crawlers.health.verdicts import FEED, ROBOTS, Verdict

FORGOTTEN = "-90 days"
"""How long a cleared alert is kept."""


def apply(operations: sqlite3.Connection, site: str, verdicts: Iterable[Verdict], now: datetime) -> None:
    """Put the *verdicts* about *site* on record: raise, change and clear alerts.

    *now* is when the crawl began that shows it: what that crawl and later ones saw is not taken for usual.
    """
    for verdict in verdicts:
        if verdict.text is None:
            _clear(operations, site, verdict, now)
        else:
            _raise(operations, site, verdict, verdict.text, now)


def open_alert(operations: sqlite3.Connection, site: str, code: str) -> datetime | None:
    """Return since when an alert of *site* with *code* is open; None where none is."""
    query = "select min(raised_at) from alerts where site = ? and code = ? and cleared_at is null"
    (at,) = operations.execute(query, (site, code)).fetchone()
    return read_moment(at) if at else None


def clear_others(operations: sqlite3.Connection, site: str, paths: Iterable[str], now: datetime) -> None:
    """Clear the alerts about sources that *site* no longer declares: those at *paths* are all it has."""
    declared = set(paths)
    for alert in alerts_in(operations, "site = ? and code = ? and cleared_at is null", site, FEED):
        if alert.subject not in declared:
            apply(operations, site, [Verdict(code=FEED, subject=alert.subject)], now)


def untold(operations: sqlite3.Connection, way: str) -> list[tuple[Alert, str]]:
    """Return what *way* has not told yet, each with the word it is remembered by: open alerts, and the end of others.

    The end is told only of what was told; that a changed robots.txt is no news any more is no news.
    """
    told = set(operations.execute("select alert, what from tellings where way = ?", (way,)))
    begun = {number for number, _ in told}
    open_ones = [(alert, f"raised {alert.essence}") for alert in alerts_in(operations, "cleared_at is null")]
    over = [
        (alert, "over")
        for alert in alerts_in(operations, "cleared_at is not null")
        if alert.number in begun and alert.code != ROBOTS
    ]
    return [(alert, what) for alert, what in [*open_ones, *over] if (alert.number, what) not in told]


def put_told(operations: sqlite3.Connection, way: str, told: Iterable[tuple[Alert, str]], now: datetime) -> None:
    """Put down that *way* has told all of *told*."""
    rows = [(alert.number, what, way, written_exactly(now)) for alert, what in told]
    operations.executemany("insert or ignore into tellings (alert, what, way, told_at) values (?, ?, ?, ?)", rows)


def forget_old(operations: sqlite3.Connection) -> None:
    """Forget what was cleared long ago."""
    old = f"cleared_at < strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '{FORGOTTEN}')"
    operations.execute(f"delete from tellings where alert in (select number from alerts where {old})")  # noqa: S608 - ours
    operations.execute(f"delete from alerts where {old}")  # noqa: S608 - ours


def _raise(operations: sqlite3.Connection, site: str, verdict: Verdict, text: str, now: datetime) -> None:
    at = written_exactly(now)
    operations.execute(
        "insert into alerts (site, code, subject, text, essence, capture, raised_at, changed_at) "
        "values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (site, code, subject) where cleared_at is null do update set "
        "text = excluded.text, capture = excluded.capture, essence = excluded.essence, "
        "changed_at = case when essence = excluded.essence then changed_at else excluded.changed_at end",
        (site, verdict.code, verdict.subject, text, verdict.essence, verdict.capture, at, at),
    )


def _clear(operations: sqlite3.Connection, site: str, verdict: Verdict, now: datetime) -> None:
    operations.execute(
        "update alerts set cleared_at = ? where site = ? and code = ? and subject = ? and cleared_at is null",
        (written_exactly(now), site, verdict.code, verdict.subject),
    )
