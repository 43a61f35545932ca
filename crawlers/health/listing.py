"""`aimaq alerts`: what is wrong, and a test of how it is told."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

import click
from rich.console import Console
from rich.text import Text

from archive.alerts import Alert
from archive.faults import Exit
from crawlers.health.configured import ways
from crawlers.health.status import alert_text
from crawlers.health.telling import tell_now
from crawlers.health.ways import Message


def print_alerts(alerts: Sequence[Alert], console: Console) -> None:
    """Print *alerts*, each with the capture that shows it."""
    now = datetime.now(UTC)
    if not alerts:
        console.print(Text("no alerts", "green"))
    for alert in alerts:
        console.print(alert_text(alert, now))
        if alert.capture:
            console.print(Text(f"  capture {alert.capture}", "dim"), soft_wrap=True)


def print_alerts_json(alerts: Sequence[Alert]) -> None:
    """Print *alerts*, one object a line."""
    for alert in alerts:
        click.echo(json.dumps(asdict(alert), ensure_ascii=False))


def send_test(console: Console) -> Exit:
    """Send a test message by each way, say how it went, and return the exit code that tells whether all worked."""
    if not ways(os.environ):
        click.echo(
            "Error: no way is set: put AIMAQ_ALERT_COMMAND, AIMAQ_ALERT_WEBHOOK or AIMAQ_ALERT_MAIL into the "
            "environment (docs/health.md)",
            err=True,
        )
        return Exit.FAULT
    text = f"aimaq sent this on {datetime.now(UTC):%Y-%m-%d at %H:%M} UTC to try how alerts are told.\n"
    worked = Exit.FINISHED
    for name, why in tell_now(Message(subject="aimaq: a test", text=text, alerts=())):
        if why is None:
            console.print(f"{name}: sent")
        else:
            click.echo(f"Error: {name}: {why}", err=True)
            worked = Exit.FAULT
    return worked
