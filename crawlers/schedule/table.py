"""What a watch shows on a terminal: a live table of its papers."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.table import Table

from archive.faults import Exit
from archive.moments import written
from crawlers.schedule.events import Ended, State
from crawlers.schedule.showing import ENDS, TOLD, JsonShowing, Showing, speed_of, told_counts, told_duration

ROWS = 40
"""Papers in the table; those that are next come first."""


class TableShowing(Showing):
    """Shows a live table on a terminal, warnings above it."""

    def __init__(self, console: Console) -> None:
        """Show on *console*."""
        super().__init__()
        self._console = console
        self._states: Mapping[str, State] = {}
        self._live = Live(console=console, get_renderable=self._table, refresh_per_second=2)

    def begun(self, states: Mapping[str, State]) -> None:
        """Begin to show *states*, which change."""
        self._states = states
        self._live.start()

    def visit_ended(self, state: State, ended: Ended) -> None:
        """Say in a line above the table how a visit went that brought something or failed."""
        if ended.exit != Exit.FINISHED or any(ended.counts.changes.get(change) for change in TOLD):
            super().visit_ended(state, ended)

    def visit_lasts(self, state: State) -> None:
        """Say nothing: the table shows it."""

    def close(self) -> None:
        """Leave the table as it is."""
        self._live.stop()

    def _line(self, text: str) -> None:
        self._console.print(f"{written(datetime.now(UTC))} {text}", markup=False, highlight=False)

    def _table(self) -> Table:
        return table_of(self._states.values(), datetime.now(UTC))


def showing(console: Console, *, as_json: bool) -> Showing:
    """Return what shows a watch on *console*."""
    if as_json:
        return JsonShowing()
    return TableShowing(console) if console.is_terminal else Showing()


def table_of(states: Iterable[State], now: datetime) -> Table:
    """Return how everything stands as a table: first what runs, then what is next."""
    table = Table(box=None, pad_edge=False)
    for column in ("paper", "state", "pages", "to go", "rate", "ready in", "last visit"):
        table.add_column(column, justify="left" if column in {"paper", "state", "last visit"} else "right")
    order = sorted(states, key=lambda state: (state.begun_at is None, state.due_since is None, state.next_at or now))
    for state in order[:ROWS]:
        table.add_row(state.name, _state(state, now), *speed_of(state, now), _last(state))
    if len(order) > ROWS:
        table.add_row(f"and {len(order) - ROWS} more")
    return table


def _state(state: State, now: datetime) -> str:
    if state.begun_at is not None:
        return f"visited for {told_duration((now - state.begun_at).total_seconds())}"
    if state.due_since is not None:
        return "due, waits for a place"
    if state.next_at is None:
        return ""
    return f"in {told_duration(max((state.next_at - now).total_seconds(), 0))}"


def _last(state: State) -> str:
    if state.exit is None or state.begun_at is not None:
        return ""
    if state.exit != Exit.FINISHED:
        why = f": {escape(state.why)}" if state.why else ""
        return ENDS.get(Exit(state.exit), "failed") + why
    return told_counts(state.counts) if state.visits else "finished"
