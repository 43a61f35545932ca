"""Runs a real `aimaq watch` over papers on loopback with its clock sped up, and tells how punctual and how cheap it is.

All papers but two are tiny; one accepts connections and never answers, one has no end and long pages. Told at the end:
how late visits began, how evenly the tiny papers were visited, what a visit costs, and whether memory and open files of
the watch stayed as they were.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import click
from watch_papers import Paper, serving

ROOT = Path(__file__).parent.parent
MINUTES = 10
"""What the papers' rhythm is, by the watch's clock."""
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
SAMPLES = 10


@dataclass(frozen=True, kw_only=True)
class Limit:
    """When a watch is ended: whichever comes first."""

    visits: int
    seconds: float


@dataclass(kw_only=True)
class Sample:
    """What the watch has of the machine at one time."""

    visits: int
    kilobytes: int
    files: int
    zombies: int


@dataclass
class Seen:
    """What the watch told, and what it had meanwhile."""

    late: list[float] = field(default_factory=list)
    visits: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    samples: list[Sample] = field(default_factory=list)
    cpu_parent: float = 0.0
    cpu_children: float = 0.0
    seconds: float = 0.0


def watch_papers(papers: list[Paper], folder: Path, speed: float, at_once: int, *, until: Limit) -> Seen:
    """Watch *papers* with the clock at *speed*, so many *at_once*."""
    sites = folder / "sites"
    sites.mkdir()
    for paper in papers:
        (sites / f"{paper.name}.py").write_text(paper.site_file(MINUTES), "utf-8")
    names = [paper.name for paper in papers]
    places = ["--data", str(folder / "data"), "--sites", str(sites)]
    command = [sys.executable, "-m", "crawlers", "watch", *names, *places, "--json", "--speed", str(speed)]
    command += ["--at-once", str(at_once)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        seen = _listen(process.stdout, process, until)
        process.send_signal(signal.SIGTERM)
        for _ in process.stdout:
            pass
    if process.returncode:
        message = f"the watch ended with exit code {process.returncode}"
        raise click.ClickException(message)
    return seen


def _listen(said: IO[str], process: subprocess.Popen[str], until: Limit) -> Seen:
    seen, begun = Seen(), time.monotonic()
    nursery = 0
    for line in said:
        told = json.loads(line)
        if told["event"] == "visit-begun":
            seen.late.append(told["late"])
        if told["event"] == "visit-ended":
            seen.visits[told["site"]] += 1
            seen.ends["made room" if told["made_room"] else str(told["exit"])] += 1
            nursery = nursery or _nursery(process.pid)
            total = seen.visits.total()
            if total == 1 or total % max(until.visits // SAMPLES, 1) == 0:
                seen.samples.append(_sample(process.pid, nursery, total))
        seen.seconds = time.monotonic() - begun
        if seen.visits.total() >= until.visits or seen.seconds > until.seconds:
            break
    seen.samples.append(_sample(process.pid, nursery, seen.visits.total()))
    seen.cpu_parent, _ = _cpu(process.pid)
    _, seen.cpu_children = _cpu(nursery)
    return seen


def _sample(pid: int, nursery: int, visits: int) -> Sample:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    kilobytes = int(status.partition("VmRSS:")[2].split()[0])
    states = [_stat(child)[2] for parent in (pid, nursery) for child in _children(parent)]
    files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
    return Sample(visits=visits, kilobytes=kilobytes, files=files, zombies=states.count("Z"))


def _nursery(pid: int) -> int:
    """Return the child of *pid* that forks."""
    commands = {child: Path(f"/proc/{child}/cmdline").read_bytes() for child in _children(pid)}
    return next(child for child, command in commands.items() if b"forkserver" in command)


def _children(pid: int) -> list[int]:
    """Return the children of *pid*, whichever of its threads has begun them."""
    return [int(child) for file in Path(f"/proc/{pid}/task").glob("*/children") for child in file.read_text().split()]


def _stat(pid: int) -> list[str]:
    try:
        text = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except FileNotFoundError:
        return ["", "", "gone"]
    name, _, rest = text.rpartition(")")
    return [name, "", *rest.split()]


def _cpu(pid: int) -> tuple[float, float]:
    """Return the CPU seconds of *pid* and of those of its children that have ended."""
    own = [int(ticks) / TICKS_A_SECOND for ticks in _stat(pid)[13:17]]
    return sum(own[:2]), sum(own[2:])


def report(papers: list[Paper], seen: Seen, speed: float) -> None:
    """Print what was seen."""
    tiny = [seen.visits[paper.name] for paper in papers if paper.kind == "tiny"]
    late = sorted(seen.late)
    total = seen.visits.total()
    interval = MINUTES * 60 / speed
    click.echo(f"{total} visits to {len(papers)} papers in {seen.seconds:.0f} s, {total / seen.seconds:.1f} a second")
    click.echo(f"ends: {', '.join(f'{count} × {end}' for end, count in sorted(seen.ends.items()))}")
    click.echo(f"visits of a tiny paper: {min(tiny)} to {max(tiny)}")
    told = [f"{share}: {late[int((len(late) - 1) * part)]:.2f} s" for share, part in (("half", 0.5), ("95 %", 0.95))]
    click.echo(f"began late by: {', '.join(told)}, most: {late[-1]:.2f} s; their interval is {interval:.1f} s")
    for paper in papers:
        if paper.kind != "tiny":
            click.echo(f"{paper.name}: {seen.visits[paper.name]} visits, {len(paper.asked)} requests")
    milliseconds = [1000 * cpu / max(total, 1) for cpu in (seen.cpu_parent, seen.cpu_children)]
    click.echo(f"CPU a visit: {milliseconds[0]:.1f} ms of the watch, {milliseconds[1]:.0f} ms of its child")
    for sample in seen.samples:
        click.echo(
            f"after {sample.visits:6} visits: {sample.kilobytes / 1024:.1f} MB, {sample.files} files open, "
            f"{sample.zombies} zombies"
        )


@click.command(help=__doc__)
@click.option("--papers", "count", type=click.IntRange(min=3), default=50, show_default=True, help="Papers in all.")
@click.option("--visits", type=click.IntRange(min=1), default=10_000, show_default=True, help="End after so many.")
@click.option("--seconds", type=click.FloatRange(min=1), default=600, show_default=True, help="End after so long.")
@click.option("--speed", type=click.FloatRange(min=1), default=60, show_default=True, help="How fast the clock runs.")
@click.option("--at-once", type=click.IntRange(min=1), default=4, show_default=True, help="As `aimaq watch` has it.")
@click.option("--hanging", type=click.IntRange(min=0), default=1, show_default=True, help="Papers that never answer.")
@click.option("--flooding", type=click.IntRange(min=0), default=1, show_default=True, help="Papers that have no end.")
def main(count: int, visits: int, seconds: float, speed: float, at_once: int, **others: int) -> None:
    """Watch, then tell."""
    odd = [Paper(f"{kind}{number}", kind=kind) for kind in ("hanging", "flooding") for number in range(others[kind])]
    for paper in odd:
        paper.kind = {"hanging": "hangs", "flooding": "floods"}[paper.kind]
    papers = odd + [Paper(f"paper{number:02}") for number in range(count - len(odd))]
    with TemporaryDirectory() as folder, serving(papers):
        seen = watch_papers(papers, Path(folder), speed, at_once, until=Limit(visits=visits, seconds=seconds))
    report(papers, seen, speed)


if __name__ == "__main__":
    main()
