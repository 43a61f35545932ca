"""The commands of who watches over the papers: status, alerts."""

import sys
from pathlib import Path

import click

from crawlers.options import console, data_option


@click.command()
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print it as one JSON object.")
def status(data: Path, *, as_json: bool) -> None:
    """Show how all papers are, on one screen: last and next visit, what came of late, what it cost, open alerts.

    "24 h" and "7 d" count the articles first seen in that time, "edited" and "gone" those changed and withdrawn in
    seven days, "all" those of the archive; "doubts" are those about pages read in these days, "cost" is requests for
    each new article, "wait" the pages that an unfinished crawl goes on with. A last visit that did not come to its end
    says why: stopped by a signal (shutdown), network, disk, locked, fault, or broken off.
    """
    from crawlers.health.status import print_status, print_status_json

    if as_json:
        print_status_json(data)
    else:
        print_status(data, console)


@click.command()
@data_option
@click.option("--all", "with_old", is_flag=True, help="Also those of the last 90 days that are over.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON, one object a line.")
@click.option("--test", is_flag=True, help="Send a test message by every way that the environment names.")
def alerts(data: Path, *, with_old: bool, as_json: bool, test: bool) -> None:
    """List what is wrong with the papers, and try how alerts are told.

    Alerts are told at the end of a crawl, once until they change, and once more when they are over: by the program in
    AIMAQ_ALERT_COMMAND, to the address in AIMAQ_ALERT_WEBHOOK, by e-mail to AIMAQ_ALERT_MAIL (docs/health.md).
    """
    from archive.alerts import all_alerts, open_alerts
    from crawlers.health.listing import print_alerts, print_alerts_json, send_test

    if test:
        sys.exit(send_test(console))
    found = all_alerts(data) if with_old else open_alerts(data)
    if as_json:
        print_alerts_json(found)
    else:
        print_alerts(found, console)


COMMANDS = (status, alerts)
