"""What `aimaq schedule` prints or writes, for the papers that are named or were visited before."""

from pathlib import Path

import click

from crawlers.papers import site_named
from crawlers.schedule.activity import rates_of
from crawlers.schedule.clock import Clock
from crawlers.schedule.quiet import QuietHours
from crawlers.schedule.rhythm import Rhythm
from crawlers.schedule.units import crontab, how_to_install, timers, watch_service
from crawlers.schedule.watching import named_or_visited


def write_schedule(  # noqa: PLR0913 - as the command's options
    folder: Path, names: tuple[str, ...], form: str, quiet: QuietHours | None, *, user: bool, into: Path | None
) -> None:
    """Write units into the folder *into*, or print them or crontab lines; *form* is systemd, service or cron.

    `UnknownSite` or `NothingToWatch` where there is no such paper.
    """
    if form == "service":
        for name in names:
            site_named(name)
        _put(watch_service(folder, names, user=user), into, user=user)
        return
    rhythms = [_rhythm(folder, name, quiet) for name in named_or_visited(folder, names)]
    if form == "cron":
        click.echo(crontab(folder, rhythms), nl=False)
    else:
        _put(timers(folder, rhythms, user=user), into, user=user)


def _rhythm(folder: Path, name: str, quiet: QuietHours | None) -> Rhythm:
    site = site_named(name)
    zone = site.publisher.timezone
    own = QuietHours.read(site.quiet_hours) if site.quiet_hours else quiet
    return Rhythm(name=name, rates=rates_of(folder, name, zone, Clock()), zone=zone, every=site.visit_every, quiet=own)


def _put(files: dict[str, str], into: Path | None, *, user: bool) -> None:
    click.echo(how_to_install(files, user=user))
    for name, text in files.items():
        if into is None:
            click.echo(f"# ---- {name} ----\n{text}")
        else:
            (into / name).write_text(text, "utf-8")
            click.echo(f"# {into / name} is written")
