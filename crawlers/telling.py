"""Histories of articles in the terminal: what `aimaq history` prints."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from sqlite3 import Connection

import click
from rich.console import Console
from rich.text import Text

from archive.differences import Paragraph
from archive.faults import UnknownSite
from archive.store import open_for_reading
from archive.timeline import (
    Difference,
    Event,
    Headline,
    Story,
    Version,
    difference,
    find_article,
    latest,
    read_story,
    require_history,
)
from crawlers.links import canonical_url
from crawlers.listing import one_line

EVENTS_LISTED = 20
"""Events over all papers that are listed where the user names no other number."""
REASONS = {
    "http-404": "answered 404, not found",
    "http-410": "answered 410, gone",
    "home": "led to the home page or a section",
    "removed": "a page said that it is not there",
    "redirect": "led to another article's address",
}
KINDS = {
    "title": "headline",
    "text": "text",
    "images": "pictures",
    "date": "date of publication",
    "byline": "signature",
}
STYLES = {"removed": "red strike", "added": "green underline", "same": ""}


def print_history(folder: Path, named: str, console: Console, *, as_json: bool, with_difference: bool) -> None:
    """Print what happened to the article *named* by address or id; `UnknownArticle` where there is none."""
    connection = open_for_reading(folder)
    require_history(connection)
    story = read_story(connection, find_article(connection, [named, *_spellings(connection, named)]))
    assert story is not None  # noqa: S101 - just found
    if as_json:
        for event in story.events:
            click.echo(json.dumps(_row(story, event, with_difference=with_difference), ensure_ascii=False))
        return
    console.print(Text(one_line(story.title or "untitled"), "bold"))
    console.print(Text(f"{story.url}  {story.site}", "blue"), soft_wrap=True)
    for event in story.events:
        _print_event(event, console)
        if with_difference and event.from_revision and event.revision:
            old, new = story.versions[event.from_revision], story.versions[event.revision]
            _print_difference(difference(old, new), old, new, console)
    console.print(Text(f"{_moment(story.last_seen_at)}  last seen", "dim"))


def print_latest(folder: Path, site: str | None, limit: int, console: Console, *, as_json: bool) -> None:
    """Print what happened last to the articles of *site* or of all papers, the newest first."""
    connection = open_for_reading(folder)
    require_history(connection)
    if site and not connection.execute("select 1 from sites where name = ?", (site,)).fetchone():
        message = f"the archive holds nothing of {site!r}; `aimaq sites` lists the names"
        raise UnknownSite(message)
    headlines = latest(connection, site, limit)
    for headline in headlines:
        if as_json:
            click.echo(json.dumps(asdict(headline), ensure_ascii=False))
            continue
        console.print(_said(headline.at, headline), soft_wrap=True)
        console.print(Text(f"  {one_line(headline.title or 'untitled')}  {headline.site}"), soft_wrap=True)
        console.print(Text(f"  {headline.url}", "blue"), soft_wrap=True)
    if not headlines and not as_json:
        console.print("nothing was changed or withdrawn as far as this archive has seen")


def _spellings(connection: Connection, named: str) -> Iterator[str]:
    """Yield the canonical addresses that *named* may have with the papers of the archive."""
    if "://" not in named:
        return
    yield canonical_url(named)
    for (home,) in connection.execute("select home from sites order by name"):
        yield canonical_url(named, home)


def _print_event(event: Event, console: Console) -> None:
    console.print(_said(event.at, event), soft_wrap=True)
    if event.seen_before and event.what != "published":
        console.print(Text(f"    since the capture of {_moment(event.seen_before)}", "dim"), soft_wrap=True)
    console.print(Text(f"    capture {event.capture}", "dim"), soft_wrap=True)


def _said(at: str, event: Event | Headline) -> Text:
    line = Text.assemble(_moment(at), "  ", ("first seen" if event.what == "published" else event.what, "bold"))
    if event.kinds:
        line.append(f": {', '.join(KINDS[kind] for kind in event.kinds)}")
    if event.reason:
        line.append(f": {REASONS[event.reason]}")
    if event.leads_to:
        line.append(f" {one_line(event.leads_to)}", "blue")
    return line


def _print_difference(found: Difference, old: Version, new: Version, console: Console) -> None:
    for paragraph in (found.title, found.names):
        if paragraph:
            _print_paragraph(paragraph, console)
    for paragraph in found.text:
        if paragraph.is_changed:
            _print_paragraph(paragraph, console)
    for fate, pictures in (("removed", found.pictures_gone), ("added", found.pictures_come)):
        for picture in pictures:
            console.print(Text.assemble("    ", (_marked(picture.url, fate), STYLES[fate])), soft_wrap=True)
    if (old.published_at, old.published_precision) != (new.published_at, new.published_precision):
        dates = (old.published_at or "no date", new.published_at or "no date")
        console.print(Text.assemble("    ", (dates[0], STYLES["removed"]), " → ", (dates[1], STYLES["added"])))


def _print_paragraph(paragraph: Paragraph, console: Console) -> None:
    """Print a changed paragraph; without colours what went stands in [-…-] and what came in {+…+}, as git does."""
    line = Text("    ")
    for run in paragraph.runs:
        words = one_line(run.text)
        plain = console.no_color or not console.is_terminal
        line.append(_marked(words, run.fate) if plain else words, STYLES[run.fate])
        line.append(" ")
    console.print(line, soft_wrap=not console.is_terminal)


def _marked(text: str, fate: str) -> str:
    return {"removed": f"[-{text}-]", "added": f"{{+{text}+}}", "same": text}[fate]


def _row(story: Story, event: Event, *, with_difference: bool) -> dict[str, object]:
    row: dict[str, object] = {"article": story.id, "url": story.url} | asdict(event)
    if with_difference and event.from_revision and event.revision:
        old, new = story.versions[event.from_revision], story.versions[event.revision]
        row["difference"] = asdict(difference(old, new))
        row["published_at"] = [old.published_at, new.published_at]
    return row


def _moment(written: str) -> str:
    """Return a moment of the archive as people read it.

    >>> _moment("2026-03-30T09:30:05.123Z")
    '2026-03-30 09:30 UTC'
    """
    return f"{written[:10]} {written[11:16]} UTC"
