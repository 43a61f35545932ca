"""What `aimaq crawl --json` says: one object a line on standard output, for machines."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime

import click
from rich.console import Console

from archive.moments import written, written_exactly
from crawlers.frontier import Interrupted
from crawlers.progress import Advance, Conclusion, CrawlReport, Display


class JsonDisplay(Display):
    """The crawls of this process as JSON lines; what is said to people goes to standard error."""

    def __init__(self) -> None:
        """Say everything else on standard error, and show no bars."""
        super().__init__(Console(stderr=True))
        self.progress.disable = True

    def began(self, site: str) -> None:
        """Say that the crawl of *site* begins."""
        _say("begin", site=site)

    def resumed(self, site: str, interrupted: Interrupted) -> None:
        """Say how far the last crawl of *site* came."""
        _say("resume", site=site, broken_off_at=written(interrupted.at), **_pages(interrupted))

    def advanced(self, advance: Advance) -> None:
        """Say nothing of each single page."""

    def said(self, advance: Advance) -> None:
        """Say how far a crawl is, every few seconds."""
        facts = asdict(advance)
        changes: Mapping[str, int] = facts.pop("changes")
        rounded = {
            name: None if facts[name] is None else round(facts.pop(name), 1) for name in ("a_minute", "seconds_left")
        }
        _say("progress", **(facts | rounded | dict(changes)))

    def concluded(self, site: str, conclusion: Conclusion) -> None:
        """Say how the crawl of *site* ended, with all that it counted; one that could not begin counted nothing."""
        report = self.reports.get(site)
        _say("end", **(_counts(report) if report else {"site": site}), **asdict(conclusion))

    def alerted(self, alert: Mapping[str, object]) -> None:
        """Say an *alert* that is new, or over."""
        _say("alert", **alert)

    def summary(self) -> None:
        """Print no table: the ends say it all."""


def _pages(interrupted: Interrupted) -> dict[str, object]:
    return {"finished": interrupted.finished, "waiting": interrupted.waiting}


def _counts(report: CrawlReport) -> dict[str, object]:
    facts = asdict(report)
    changes: dict[str, int] = facts.pop("changes")
    return {**facts, "seconds": round(report.seconds, 3), **changes}


def _say(event: str, **facts: object) -> None:
    at = written_exactly(datetime.now(UTC))
    click.echo(json.dumps({"event": event, "at": at, **facts}, ensure_ascii=False))
