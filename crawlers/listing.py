"""What the command line lists: hits of a search, doubts, and what became of the demo paper."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive.doubts import DoubtGroup, DoubtInArticle, Which, count_doubts, newest_doubts, require_known
from archive.faults import UnknownSite
from archive.gaps import days_of, gaps
from archive.store import open_for_reading

QUESTIONS = {
    "articles": "select count(*) from articles where site = 'demo'",
    "… in Kazakh": "select count(*) from articles where site = 'demo' and language = 'kk'",
    "… in Russian": "select count(*) from articles where site = 'demo' and language = 'ru'",
    "… changed since": "select count(*) from edited_articles where site = 'demo'",
    "… withdrawn": "select count(*) from withdrawn_articles where site = 'demo'",
    "… moved to another address": "select count(*) from moved_articles where site = 'demo'",
    "… with a new counter only": (
        "select count(*) from (select v.article from view_counts v join articles a on a.id = v.article "
        "where a.site = 'demo' and a.id not in (select id from edited_articles) "
        "group by v.article having count(distinct v.views) > 1)"
    ),
    "pictures kept": "select count(*) from images",
    "people and bodies quoted": "select count(distinct speaker) from quotes",
    "doubts": "select count(*) from doubts",
    "responses kept": "select count(*) from captures where site = 'demo'",
}

DOUBTS_LISTED = 20
"""Doubts that are listed for people where they name no other number."""


def print_demo_summary(folder: Path, console: Console) -> None:
    """Print what the archive in *folder* holds of the demo paper."""
    connection = open_for_reading(folder)
    table = Table(title="The demo paper in the archive", box=None, title_justify="left")
    table.add_column()
    table.add_column(justify="right")
    for name, question in QUESTIONS.items():
        table.add_row(name, str(connection.execute(question).fetchone()[0]))
    console.print(table)


def print_doubts(folder: Path, which: Which, console: Console, *, limit: int | None, as_json: bool) -> None:
    """Print the doubts meant by *which*, the newest first, or where all are meant, how many there are of each kind."""
    connection = open_for_reading(folder)
    require_known(connection, which)
    groups = [group for group in count_doubts(connection) if which.includes(group)]
    total = sum(group.count for group in groups)
    if which.everything:
        _print_rows(groups) if as_json else _print_groups(groups, total, console)
        return
    most = limit if as_json else limit or DOUBTS_LISTED
    doubts = newest_doubts(connection, which, limit=most)
    _print_rows(doubts) if as_json else _print_each(doubts, total, console)


def print_gaps(folder: Path, site: str, console: Console, *, as_json: bool) -> None:
    """Print the gaps in what the archive in *folder* holds of the paper *site*; UnknownSite where it holds nothing."""
    days = days_of(open_for_reading(folder), site)
    if not days:
        message = f"the archive in {folder} holds no dated article of {site!r}; `aimaq sites` lists the papers"
        raise UnknownSite(message)
    found = gaps(days, datetime.now(UTC).date())
    if as_json:
        for gap in found:
            click.echo(json.dumps(asdict(gap), default=str))
        return
    table = Table(box=None, pad_edge=False)
    for column in ("from", "to", "days", "articles", "usual"):
        table.add_column(column, justify="left" if column in {"from", "to"} else "right")
    for gap in found:
        length = (gap.last - gap.first).days + 1
        table.add_row(str(gap.first), str(gap.last), str(length), str(gap.articles), f"{gap.usual:.0f}")
    console.print(table if found else f"no gaps: {sum(days.values())} articles from {min(days)} to {max(days)}")


def _print_rows(rows: Sequence[DoubtGroup] | Sequence[DoubtInArticle]) -> None:
    for row in rows:
        click.echo(json.dumps(asdict(row), ensure_ascii=False))


def _print_groups(groups: Sequence[DoubtGroup], total: int, console: Console) -> None:
    if not groups:
        console.print("no doubts: nothing in this archive was unreadable or uncertain")
        return
    table = Table(box=None, pad_edge=False)
    for column in ("paper", "field", "code"):
        table.add_column(column, no_wrap=True)
    table.add_column("doubts", justify="right", no_wrap=True)
    table.add_column("for example")
    for group in groups:
        named = (group.site, group.field, group.code, str(group.count))
        # Only a column that may wrap gives way to the others; its texts do not wrap all the same.
        example = Text(one_line(group.example), no_wrap=True, overflow="ellipsis")
        table.add_row(*(Text(one_line(cell)) for cell in named), example)
    console.print(table)
    console.print(f"{_counted(total)}; name a paper, --field or --code to see them")


def _print_each(doubts: Sequence[DoubtInArticle], total: int, console: Console) -> None:
    for doubt in doubts:
        facts = f"{doubt.site}  {doubt.field}  {doubt.code}  "
        _print_cut(Text.assemble(facts, (one_line(doubt.text), "bold")), console)
        _print_cut(Text(f"  {one_line(doubt.title or 'untitled')}"), console)
        console.print(Text(f"  {one_line(doubt.url)}", style="blue"), soft_wrap=True)
    more = f"; {len(doubts)} of them are listed, --limit {total} lists all" if len(doubts) < total else ""
    console.print(_counted(total) + more if total else "no such doubts")


def _print_cut(line: Text, console: Console) -> None:
    """Print *line*, cut to the terminal's width; whole where the output goes to a file or another program."""
    if console.is_terminal:
        console.print(line, no_wrap=True, overflow="ellipsis")
    else:
        console.print(line, soft_wrap=True)


def _counted(total: int) -> str:
    return f"{total} doubt" if total == 1 else f"{total} doubts"


def one_line(text: str) -> str:
    r"""Return *text* in one line, what a terminal would obey or hide replaced by U+FFFD.

    >>> one_line("Күні:\n \x1b[2J12.08")
    'Күні: \ufffd[2J12.08'
    """
    return "".join(char if char.isprintable() else "\ufffd" for char in " ".join(text.split()))
