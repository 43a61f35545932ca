"""The commands that visit papers on time: `aimaq watch` and `aimaq schedule`."""

from datetime import timedelta
from pathlib import Path

import click

from crawlers.options import console, contact_option, data_option, min_free_option, sites_option
from crawlers.schedule.durations import Duration
from crawlers.schedule.quiet import QuietHours


class Hours(click.ParamType[QuietHours]):
    """Quiet hours."""

    name = "hours"

    def convert(self, value: str | QuietHours, param: click.Parameter | None, ctx: click.Context | None) -> QuietHours:
        """Return the hours that *value* tells."""
        if isinstance(value, QuietHours):
            return value
        try:
            return QuietHours.read(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


quiet_option = click.option(
    "--quiet",
    metavar="HH:MM-HH:MM",
    type=Hours(),
    help="When papers are left alone, in the zone of each; a site file's quiet_hours come before it.",
)


@click.command()
@data_option
@sites_option
@click.argument("names", metavar="[SITE]...", nargs=-1)
@click.option(
    "--at-once",
    type=click.IntRange(min=1),
    default=4,
    show_default=True,
    help="Papers that are visited at the same time.",
)
@quiet_option
@click.option(
    "--visit-limit",
    metavar="TIME",
    type=Duration(),
    default="2h",
    show_default=True,
    help="End a visit that lasts longer, such as 30m or 4h; the next one goes on with it.",
)
@contact_option
@click.option("--once", is_flag=True, help="Visit each paper that is due, then end: for cron and timers.")
@click.option("--json", "as_json", is_flag=True, help="Tell what happens as JSON, one object a line.")
@min_free_option
@click.option(
    "--speed",
    metavar="N",
    type=click.FloatRange(min=1),
    default=1,
    help="Let the clock of the rhythm run N times as fast: to try out a schedule on loopback papers, never on others.",
)
def watch(  # noqa: PLR0913 - a parameter is an option
    data: Path,
    names: tuple[str, ...],
    *,
    at_once: int,
    quiet: QuietHours | None,
    visit_limit: timedelta,
    once: bool,
    as_json: bool,
    min_free: int,
    speed: float,
) -> None:
    """Visit papers whenever they are due, for months, until Ctrl-C or SIGTERM.

    Without SITE: every paper that the archive has visited before. Each has a rhythm of its own: often in the hours in
    which it publishes, rarely at night; `visit_every` and `quiet_hours` in a site file set its bounds. A paper that
    fails is left alone for ten minutes, then twenty, at last a day; the others do not wait for it. After sleep or a
    restart what is overdue is caught up. The first signal lets the visits that run come to their end, a second one
    ends them at once; they go on with the next watch either way.

    \b
    Exit codes: 0 ended by a signal, or with --once; 1 a fault that the message names; 2 a wrong word on the line;
    5 another watch of this archive runs.
    """  # noqa: D301 - click wants the character itself, so that it leaves the lines below as they are
    from crawlers.schedule.clock import Clock
    from crawlers.schedule.table import showing
    from crawlers.schedule.watch import Plan
    from crawlers.schedule.watching import keep_watch

    plan = Plan(
        folder=data.absolute(),
        at_once=at_once,
        quiet=quiet,
        visit_limit=visit_limit,
        once=once,
        min_free=min_free,
        clock=Clock(speed),
    )
    keep_watch(plan, names, showing(console, as_json=as_json))


@click.command()
@data_option
@sites_option
@click.argument("names", metavar="[SITE]...", nargs=-1)
@click.option("--systemd", "form", flag_value="systemd", help="A service, and a timer for each paper.")
@click.option("--service", "form", flag_value="service", help="One systemd service that keeps `aimaq watch` running.")
@click.option("--cron", "form", flag_value="cron", help="Lines of a crontab.")
@quiet_option
@click.option("--user", is_flag=True, help="Units for your own service manager rather than the system's.")
@click.option(
    "--into",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Write the unit files into this folder instead of printing them.",
)
def schedule(  # noqa: PLR0913 - a parameter is an option
    data: Path, names: tuple[str, ...], *, form: str | None, quiet: QuietHours | None, user: bool, into: Path | None
) -> None:
    """Print what lets systemd or cron visit papers, for those who prefer them to `aimaq watch`.

    Without SITE: every paper that the archive has visited before. Timers and crontab lines visit each paper as often
    as its rhythm says today, at minutes of its own, not in its quiet hours; print them anew now and then. --service
    keeps `aimaq watch` running, whose rhythm changes with the paper's. The path of this program, the archive's folder
    and the AIMAQ_ variables of this shell stand in what is printed.
    """
    from crawlers.schedule.scheduling import write_schedule

    if form is None:
        message = "say what for: --systemd, --service or --cron"
        raise click.UsageError(message)
    if form == "cron" and (into or user):
        message = "--user and --into are for systemd units; crontab lines are printed"
        raise click.UsageError(message)
    if form == "service" and quiet:
        message = "--quiet is for timers and crontab lines; give it to `aimaq watch` in the unit's ExecStart"
        raise click.UsageError(message)
    write_schedule(data.absolute(), names, form, quiet, user=user, into=into)


COMMANDS = (watch, schedule)
