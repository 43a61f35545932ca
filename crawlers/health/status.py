"""`aimaq status`: all papers on one screen."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive.alerts import Alert
from archive.health import PaperHealth, ago, papers_health, read_operations
from archive.store import connect_for_reading, open_for_reading
from crawlers.lock import running

HOUR, TWO_DAYS = timedelta(hours=1), timedelta(days=2)
WAITING = ("pending", "leased")


def print_status(folder: Path, console: Console) -> None:
    """Print how all papers of the archive in *folder* are, and what is wrong."""
    now = datetime.now(UTC)
    papers, alerts = _read(folder, now)
    at_work = running(folder)
    waits = {paper.site: waiting(folder, paper.site) for paper in papers}
    if not papers:
        console.print("no paper was visited yet; `aimaq crawl SITE` visits one, `aimaq sites` lists them")
        return
    console.print(_table(papers, at_work, waits, now))
    if not alerts:
        console.print(Text("no alerts", "green"))
    for alert in alerts:
        console.print(alert_text(alert, now))


def print_status_json(folder: Path) -> None:
    """Print the same as one JSON object: `papers` and `alerts`."""
    papers, alerts = _read(folder, datetime.now(UTC))
    at_work = running(folder)
    rows = [
        asdict(paper)
        | {
            "requests_per_article": paper.requests_per_article,
            "process": at_work.get(paper.site),
            "waiting": waiting(folder, paper.site),
        }
        for paper in papers
    ]
    click.echo(
        json.dumps({"papers": rows, "alerts": [asdict(alert) for alert in alerts]}, ensure_ascii=False, indent=1)
    )


def waiting(folder: Path, site: str) -> int:
    """Return how many pages of *site* an unfinished round has still to ask for."""
    path = folder / "frontier" / f"{site}.db"
    if not path.is_file():
        return 0
    with closing(connect_for_reading(path)) as connection:
        try:
            counts = [
                connection.execute("select count(*) from requests where state = ?", (state,)).fetchone()[0]
                for state in WAITING
            ]
        except sqlite3.OperationalError:  # the file has just been made, or is of another kind
            return 0
    return sum(counts)


def alert_text(alert: Alert, now: datetime) -> Text:
    """Return *alert* as a line for people: colour says nothing that a word does not."""
    since = f"for {_since(alert.raised_at, now)}"
    if alert.cleared_at:
        since = f"raised {_since(alert.raised_at, now)} ago, over {_since(alert.cleared_at, now)} ago"
    style = "dim" if alert.cleared_at else "bold red"
    name = (alert.site or "archive", "bold")
    return Text.assemble((f"{alert.code} ", style), name, f": {alert.text} ", (f"({since})", "dim"))


def _read(folder: Path, now: datetime) -> tuple[list[PaperHealth], list[Alert]]:
    operations = read_operations(folder)
    with closing(open_for_reading(folder)) as archive:
        return papers_health(archive, operations, now), operations.alerts


def _table(papers: Sequence[PaperHealth], at_work: dict[str, int], waits: dict[str, int], now: datetime) -> Table:
    has_next = any(paper.next_at for paper in papers)
    has_waiting = any(waits.values())
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for name in ("paper", "last visit", *_if(has_next, "next"), "24 h", "7 d", "edited", "gone", "all"):
        table.add_column(name, justify="left" if name in {"paper", "last visit"} else "right", overflow="fold")
    for name in ("doubts", "cost", *_if(has_waiting, "wait"), "alerts"):
        table.add_column(name, justify="left" if name == "alerts" else "right", overflow="fold")
    for paper in papers:
        cost = paper.requests_per_article
        table.add_row(
            Text(paper.site, "bold"),
            _last(paper, at_work, now),
            *_if(has_next, _in(paper.next_at, now)),
            *(str(n) for n in (paper.day.new, paper.week.new, paper.week.edited, paper.week.withdrawn, paper.articles)),
            str(paper.doubts),
            "" if cost is None else f"{cost:g}",
            *_if(has_waiting, str(waits[paper.site] or "")),
            Text(str(len(paper.alerts)), "bold red") if paper.alerts else Text("none", "green"),
        )
    return table


def _if(wanted: bool, cell: str) -> Iterable[str]:  # noqa: FBT001 - a column that is there or not
    return (cell,) if wanted else ()


def _last(paper: PaperHealth, at_work: dict[str, int], now: datetime) -> Text:
    if paper.site in at_work:
        return Text("running now", "cyan")
    if paper.last is None:
        return Text("never", "dim")
    since = _since(paper.last.at, now)
    return Text(f"{since} ago", "green") if paper.last.well else Text(f"{paper.last.end} {since}", "yellow")


def _in(written: str | None, now: datetime) -> str:
    if written is None:
        return ""
    until = -ago(written, now)
    return "now" if until <= timedelta(0) else duration(until)


def _since(written: str | None, now: datetime) -> str:
    return duration(ago(written, now)) if written else ""


def duration(span: timedelta) -> str:
    """Return *span* in two or three signs and a unit.

    >>> [duration(timedelta(minutes=minutes)) for minutes in (0, 12, 100, 5000)]
    ['0 min', '12 min', '100 min', '3 d']
    """
    if span < 2 * HOUR:
        return f"{max(span, timedelta(0)) // timedelta(minutes=1)} min"
    return f"{span // HOUR} h" if span < TWO_DAYS else f"{span.days} d"
