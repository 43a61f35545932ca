"""What a watch says: plain lines in a log, or JSON for machines."""

import json
import os
import signal
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import click

from archive.faults import Exit
from archive.moments import written
from crawlers.schedule.events import Ended, State
from crawlers.schedule.messages import Counts

ENDS = {
    Exit.FINISHED: "finished",
    Exit.FAULT: "failed",
    Exit.USAGE: "failed",
    Exit.UNFINISHED: "stopped before the end",
    Exit.DISK: "no room on the disk",
    Exit.BUSY: "busy elsewhere",
}
TOLD = {"new": "new", "edited": "changed", "withdrawn": "gone"}
"""What is told of a visit's articles, and what it is called here."""
BETWEEN = timedelta(minutes=5)
"""From one line to the next about a visit that lasts long."""


class Showing:
    """Shows what a watch does as plain lines, one for each visit."""

    def __init__(self) -> None:
        """Show on standard output."""
        self._told_at: dict[str, datetime] = {}

    def begun(self, states: Mapping[str, State]) -> None:
        """Say what is watched."""
        due = sum(state.next_at is None or state.next_at <= datetime.now(UTC) for state in states.values())
        self._line(f"watching {len(states)} papers, {due} of them due")

    def visit_begun(self, state: State) -> None:
        """Say that a visit begins: not here, its end is a line."""

    def visit_ended(self, state: State, ended: Ended) -> None:
        """Say how a visit ended, and when the next one is."""
        told = f"{told_counts(ended.counts)} in {told_duration(ended.seconds)}"
        end = "" if ended.exit == Exit.FINISHED else f"{told_end(ended)}; "
        self._line(f"{state.name}: {end}{told}; {told_next(state)}")

    def said(self, state: State, line: str) -> None:
        """Pass on what a visit warns of."""
        self._line(f"{state.name}: {line}")

    def slept(self, name: str, duration: timedelta) -> None:
        """Say that a paper comes due late."""
        self._line(f"{name}: {told_duration(duration.total_seconds())} late, this machine slept; it comes soon")

    def trouble(self, text: str) -> None:
        """Say what the watch itself cannot do."""
        self._line(f"Error: {text}")

    def stopping(self, visits: int) -> None:
        """Say that the watch ends."""
        self._line(f"ending: {visits} visits come to their end; a second signal ends them at once")

    def tick(self, states: Mapping[str, State]) -> None:
        """Say now and then how far visits are that last long."""
        now = datetime.now(UTC)
        self._told_at = {name: at for name, at in self._told_at.items() if states[name].begun_at is not None}
        for state in states.values():
            if state.begun_at and now - max(state.begun_at, self._told_at.get(state.name, state.begun_at)) > BETWEEN:
                self._told_at[state.name] = now
                self.visit_lasts(state)

    def visit_lasts(self, state: State) -> None:
        """Say how far a visit is."""
        pages, left, rate, ready = speed_of(state, datetime.now(UTC))
        told = f"{pages} pages so far" + (f", {left} to go, {rate}, ready in {ready}" if ready else "")
        self._line(f"{state.name}: {told}")

    def close(self) -> None:
        """Show no more."""

    def _line(self, text: str) -> None:
        echo(f"{written(datetime.now(UTC))} {text}")


class JsonShowing(Showing):
    """Tells what a watch does as JSON, one object a line."""

    def begun(self, states: Mapping[str, State]) -> None:
        """Tell what is watched."""
        self._tell("waiting", papers={name: _moment(state.next_at) for name, state in states.items()})

    def visit_begun(self, state: State) -> None:
        """Tell that a visit begins."""
        self._tell("visit-begun", site=state.name, late=round(state.late, 3))

    def visit_ended(self, state: State, ended: Ended) -> None:
        """Tell how a visit ended."""
        self._tell(
            "visit-ended",
            site=state.name,
            exit=ended.exit,
            why=ended.why,
            reason=ended.reason,
            seconds=round(ended.seconds, 3),
            requests=ended.counts.requests,
            responses=ended.counts.responses,
            left=ended.counts.waiting,
            kilobytes=ended.counts.kilobytes,
            changes=ended.counts.changes,
            made_room=ended.made_room,
            next_at=_moment(state.next_at),
        )

    def visit_lasts(self, state: State) -> None:
        """Tell how far a visit is."""
        counts = state.counts
        self._tell("visit-lasts", site=state.name, responses=counts.responses, left=counts.waiting)

    def said(self, state: State, line: str) -> None:
        """Tell what a visit warns of."""
        self._tell("warning", site=state.name, text=line)

    def slept(self, name: str, duration: timedelta) -> None:
        """Tell that a paper comes due late."""
        self._tell("slept", site=name, seconds=round(duration.total_seconds()))

    def trouble(self, text: str) -> None:
        """Tell what the watch itself cannot do."""
        self._tell("trouble", text=text)

    def stopping(self, visits: int) -> None:
        """Tell that the watch ends."""
        self._tell("stopping", visits=visits)

    def _tell(self, event: str, **told: Any) -> None:  # noqa: ANN401 - whatever JSON can say
        echo(json.dumps({"event": event, "at": written(datetime.now(UTC))} | told, ensure_ascii=False))


def echo(line: str) -> None:
    """Print *line*; where nobody reads any more, as after `| head`, end as by SIGTERM."""
    try:
        click.echo(line)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        os.kill(os.getpid(), signal.SIGTERM)


def speed_of(state: State, now: datetime) -> tuple[str, str, str, str]:
    """Return of a visit that runs: pages that came, pages to come, how many a second, and when all are there."""
    if state.begun_at is None:
        return ("", "", "", "")
    counts, seconds = state.counts, max((now - state.begun_at).total_seconds(), 1)
    rate = counts.responses / seconds
    ready = told_duration(counts.waiting / rate) if rate and counts.waiting else ""
    return (str(counts.responses), str(counts.waiting or ""), f"{rate:.1f}/s" if rate else "", ready)


def told_counts(counts: Counts) -> str:
    """Return what a visit brought.

    >>> told_counts(Counts(responses=12, changes={"new": 3, "edited": 0}))
    '12 pages, 3 new'
    """
    articles = [f"{counts.changes[change]} {word}" for change, word in TOLD.items() if counts.changes.get(change)]
    return ", ".join([f"{counts.responses} pages", *articles])


def told_end(ended: Ended) -> str:
    """Return how a visit ended that did not come to its end."""
    if ended.made_room:
        return "makes room for others"
    return ENDS.get(Exit(ended.exit), "failed") + (f": {ended.why}" if ended.why else "")


def told_next(state: State) -> str:
    """Return when the next visit is."""
    if state.next_at is None:
        return "no next visit"
    return f"next in {told_duration(max((state.next_at - datetime.now(UTC)).total_seconds(), 0))}"


def told_duration(seconds: float) -> str:
    """Return a duration as one says it.

    >>> told_duration(4.24), told_duration(95), told_duration(5 * 3600 + 59 * 60)
    ('4.2 s', '2 min', '6.0 h')
    """
    if seconds < timedelta(minutes=1).total_seconds():
        return f"{seconds:.1f} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < timedelta(hours=1).total_seconds() / 60 else f"{minutes / 60:.1f} h"


def _moment(moment: datetime | None) -> str | None:
    return written(moment) if moment else None
