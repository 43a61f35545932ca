"""Telling what is new: one message by each way at the end of a crawl, each alert once until it changes."""

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import IO

from archive.alerts import Alert
from crawlers.health.alerts import put_told, untold
from crawlers.health.configured import ways
from crawlers.health.ways import Message, UntoldError

TERMINAL = "terminal"
"""The way that is always there: lines at the end of the crawl's own output."""
OVER = "over"
PATIENCE_SECONDS = 60.0
"""How long a process that is telling is waited for: as long as three ways may take."""


def tell(folder: Path, operations: sqlite3.Connection, now: datetime) -> Iterator[str]:
    """Tell what is new by every way that the environment names; yield a line for each that did not work.

    What did not work is tried again at the end of the next crawl. One process tells at a time, so that crawls which
    end together tell nothing twice.
    """
    with _alone(folder) as alone:
        if not alone:
            yield "another crawl is telling alerts and does not come to an end; the next crawl tells what is new"
            return
        for way in ways(os.environ):
            new = untold(operations, way.name)
            if not new:
                continue
            try:
                way.tell(message_of(new))
            except UntoldError as why:
                yield f"alerts could not be told by {way.name}: {why}; the next crawl tries again"
            else:
                put_told(operations, way.name, new, now)


def new_on_terminal(operations: sqlite3.Connection, now: datetime) -> list[tuple[Alert, str]]:
    """Return what is new on the terminal, and put down that it was told there."""
    new = untold(operations, TERMINAL)
    put_told(operations, TERMINAL, new, now)
    return new


def message_of(new: Sequence[tuple[Alert, str]]) -> Message:
    """Return the message that tells all of *new*."""
    raised = [alert for alert, what in new if what != OVER]
    named = sorted({alert.site or "archive" for alert, _ in new})
    if raised:
        codes = ", ".join(sorted({alert.code for alert in raised}))
        subject = f"aimaq: {codes} ({', '.join(named)})"
    else:
        subject = f"aimaq: all is well again ({', '.join(named)})"
    facts = tuple(asdict(alert) | {"state": "over" if what == OVER else "open"} for alert, what in new)
    return Message(subject=subject, text="\n".join(line_of(alert, what) for alert, what in new) + "\n", alerts=facts)


def line_of(alert: Alert, what: str = "") -> str:
    """Return *alert* in a line, or that it is over."""
    name = alert.site or "archive"
    if what == OVER:
        about = f" ({alert.subject})" if alert.subject else ""
        return f"{name}: {alert.code}{about} is over, it began at {alert.raised_at}"
    shown = f" [capture {alert.capture}]" if alert.capture else ""
    return f"{name}: {alert.code}: {alert.text}{shown}"


def tell_now(message: Message) -> Iterator[tuple[str, str | None]]:
    """Tell *message* by each way, whatever was told before; yield its name, and why it did not work or None."""
    for way in ways(os.environ):
        try:
            way.tell(message)
        except UntoldError as why:
            yield way.name, str(why)
        else:
            yield way.name, None


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Yield whether no other process tells alerts of the archive in *folder*; one that does is waited for a while."""
    place = folder / "locks"
    place.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + PATIENCE_SECONDS
    with (place / "alerts.telling").open("w") as file:
        while not (taken := _take(file)) and time.monotonic() < until:
            time.sleep(0.1)
        yield taken


def _take(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
