"""CPU seconds that the frontier on disk adds to 1,000 requests: the same crawl with it and with Scrapy's own scheduler.

Both crawl the same paper on loopback (`kill_paper.py`: small pages, a picture in each) into a new archive, each time in
a new process and in turns; the start of the process is in both figures and goes out of their difference.
"""

import os
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click
from kill_paper import KillPaper, serving, site_file

ROOT = Path(__file__).parent.parent
SCHEDULERS = {"memory": "scrapy.core.scheduler.Scheduler", "frontier": "crawlers.scheduler.FrontierScheduler"}


def seconds(home: str, scheduler: str) -> float:
    """Return the CPU seconds of a crawl of the paper at *home* with *scheduler*."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "kill.py").write_text(site_file(home), "utf-8")
        environment = os.environ | {"AIMAQ_SITES": folder, "AIMAQ_DATA": f"{folder}/data", "AIMAQ_LOG": "WARNING"}
        command = [sys.executable, "-m", "scrapy", "crawl", "kill", "-s", f"SCHEDULER={scheduler}"]
        before = _used()
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        return _used() - before


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@click.command(help=__doc__)
@click.option("--pages", type=click.IntRange(min=1), default=1000, show_default=True, help="Articles of the paper.")
@click.option("--rounds", type=click.IntRange(min=1), default=5, show_default=True, help="Crawls of each kind.")
def main(pages: int, rounds: int) -> None:
    """Measure and print."""
    costs: dict[str, list[float]] = {name: [] for name in SCHEDULERS}
    with serving(KillPaper(pages)) as paper:
        for turn in range(rounds):
            for name, scheduler in SCHEDULERS.items():
                costs[name].append(seconds(paper.home, scheduler))
            click.echo(f"round {turn + 1}: " + ", ".join(f"{name} {cost[-1]:.2f} s" for name, cost in costs.items()))
        requests = len(paper.answers)
    added = (median(costs["frontier"]) - median(costs["memory"])) * 1000 / requests
    click.echo(f"{requests} requests a crawl; the frontier adds {added:.2f} CPU s to 1,000 requests")


if __name__ == "__main__":
    main()
