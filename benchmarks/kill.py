"""Crawls a paper on loopback, killed with SIGKILL at random moments and begun again, and checks that nothing is lost.

Each round is a real `aimaq crawl`, killed once the paper was asked for a random number of pages more, at a random
moment after that, and now and then while it still starts. Then one crawl runs to its end, and these must hold: every
article is there once, with one text and all its pictures; nothing that was finished when a crawl was killed was asked
for again, and what was asked for twice was on its way at that moment; every capture can be read from its WARC file, and
`aimaq verify` finds nothing.
"""

import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import click
from kill_paper import KillPaper, article_path, serving, site_file

from archive.warc import read_at

ROOT = Path(__file__).parent.parent
AT_START = 0.1
"""Share of the rounds that are killed while the process starts."""
START_SECONDS, JITTER_SECONDS, PATIENCE_SECONDS = 1.5, 0.05, 120
REQUESTS_PER_ARTICLE = 2.02


@dataclass(kw_only=True)
class Round:
    """One crawl that was killed: what was asked in it, and how the frontier stood just after."""

    asked: list[str]
    states: dict[str, set[str]] = field(default_factory=dict)
    """Paths by the state of their request."""


class Killing:
    """A paper, the archive it is crawled into, and the crawls that were killed so far."""

    def __init__(self, paper: KillPaper, folder: Path, random: Random) -> None:
        """Crawl *paper* into *folder*."""
        self.paper = paper
        self.data = folder / "data"
        self.sites = folder / "sites"
        self.sites.mkdir()
        (self.sites / "kill.py").write_text(site_file(paper.home), "utf-8")
        self.random = random
        self.rounds: list[Round] = []

    def kill_one(self, more: int) -> bool:
        """Crawl, kill the crawl after about *more* pages, and note what it left; tell whether it was still running."""
        before = len(self.paper.asked)
        with self._crawl() as crawl:
            self._wait(crawl, before, more)
            running = crawl.poll() is None
            crawl.kill()
            crawl.communicate()
        time.sleep(JITTER_SECONDS)
        self.rounds.append(Round(asked=self.paper.asked[before:], states=self._states()))
        return running

    def finish(self) -> None:
        """Crawl to the end; ClickException where the crawl does not come to it."""
        before = len(self.paper.asked)
        with self._crawl() as crawl:
            said, _ = crawl.communicate(timeout=PATIENCE_SECONDS * 10)
        self.rounds.append(Round(asked=self.paper.asked[before:], states=self._states()))
        if crawl.returncode:
            message = f"the last crawl ended with exit code {crawl.returncode}:\n{said}"
            raise click.ClickException(message)

    def verify(self) -> list[str]:
        """Return what `aimaq verify` finds in the archive."""
        command = [sys.executable, "-m", "crawlers", "verify", "--data", str(self.data)]
        done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)
        return [] if done.returncode == 0 else [*done.stderr.splitlines(), done.stdout]

    def _crawl(self) -> subprocess.Popen[str]:
        command = [
            sys.executable,
            "-m",
            "crawlers",
            "crawl",
            "kill",
            "--data",
            str(self.data),
            "--sites",
            str(self.sites),
        ]
        return subprocess.Popen(
            command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=os.environ
        )

    def _wait(self, crawl: subprocess.Popen[str], before: int, more: int) -> None:
        if self.random.random() < AT_START:
            time.sleep(self.random.uniform(0, START_SECONDS))
            return
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(self.paper.asked) - before < more and crawl.poll() is None and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(self.random.uniform(0, JITTER_SECONDS))

    def _states(self) -> dict[str, set[str]]:
        """Return the paths in the frontier by state."""
        states: dict[str, set[str]] = {"pending": set(), "leased": set(), "done": set(), "deferred": set()}
        path = self.data / "frontier" / "kill.db"
        if not path.is_file():
            return states
        query = "select state, request ->> '$.url' from requests"
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        if connection.execute("select 1 from sqlite_master where name = 'requests'").fetchone():
            for state, url in connection.execute(query):
                states[state].add("/" + url.removeprefix(self.paper.home))
        connection.close()
        return states


def asked_again(rounds: list[Round]) -> list[str]:
    """Return what must not have been: pages asked for after they were finished, or twice without being on their way."""
    wrong: list[str] = []
    last_asked: dict[str, int] = {}
    for number, one in enumerate(rounds):
        finished = rounds[number - 1].states["done"] if number else set()
        for path, times in Counter(one.asked).items():
            if path == "/robots.txt":
                continue
            if times > 1:
                wrong.append(f"{path} was asked for {times} times in round {number}")
            if path in finished:
                wrong.append(f"{path} was asked for in round {number}, and was finished before")
            if path in last_asked and path not in rounds[last_asked[path]].states["leased"]:
                wrong.append(f"{path} was asked for in rounds {last_asked[path]} and {number}, and not leased between")
            last_asked[path] = number
        if not any(one.states.values()):
            last_asked.clear()  # the round had ended when the crawl was killed, and a new one begins
    return wrong


def missing(paper: KillPaper, data: Path) -> list[str]:
    """Return what the archive in *data* lacks or has too much of *paper*."""
    connection = sqlite3.connect(data / "archive.db")
    texts = dict(
        connection.execute(
            "select a.url, count(r.article) from articles a left join revisions r on r.article = a.id group by a.id"
        )
    )
    wanted = {paper.home.rstrip("/") + article_path(number): 1 for number in range(paper.articles)}
    wrong = [f"{url}: {texts.get(url)} texts" for url in wanted if texts.get(url) != 1]
    wrong += [f"{url} is no article of the paper" for url in texts if url not in wanted]
    kept = "select count(*), count(distinct image) from article_images where image is not null"
    expected = (2 * paper.articles, paper.articles + 1)
    if (pictures := connection.execute(kept).fetchone()) != expected:
        wrong.append(f"pictures in their places and different ones: {pictures}, not {expected}")
    for capture, file, offset in connection.execute("select id, file, offset from captures"):
        if read_at(data / "warc", file, offset).capture.id != capture:
            wrong.append(f"capture {capture} is not at {offset} of {file}")
    return wrong


@click.command(help=__doc__)
@click.option("--rounds", type=click.IntRange(min=1), default=100, show_default=True, help="Crawls to kill.")
@click.option("--pages", type=click.IntRange(min=1), default=1000, show_default=True, help="Articles of the paper.")
@click.option("--seed", type=int, default=2026, show_default=True, help="The same seed kills after the same pages.")
def main(rounds: int, pages: int, seed: int) -> None:
    """Kill, finish, check; exit 1 where something is not as it must be."""
    random = Random(seed)
    with TemporaryDirectory() as folder, serving(KillPaper(pages)) as paper:
        killing = Killing(paper, Path(folder), random)
        killed = 0
        for turn in range(rounds):
            left = REQUESTS_PER_ARTICLE * pages - len(killing.rounds[-1].states["done"] if killing.rounds else ())
            if not killing.kill_one(random.randint(1, max(1, int(2 * left / (rounds - turn + 2))))):
                break
            killed += 1
        else:
            killing.finish()
        wrong = asked_again(killing.rounds) + missing(paper, killing.data) + killing.verify()
    again = len(paper.asked) - len(set(paper.asked)) - paper.asked.count("/robots.txt") + 1
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    click.echo(
        f"{killed} of {rounds} crawls killed; {len(set(paper.asked))} addresses, {again} of them asked for again"
    )
    click.echo(f"most memory of a crawl: {memory} MB")
    if wrong:
        message = "\n".join([f"{len(wrong)} things are not as they must be:", *wrong[:20]])
        raise click.ClickException(message)


if __name__ == "__main__":
    main()
