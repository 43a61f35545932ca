"""`aimaq watch`: real processes that visit real papers on loopback, with the clock of the rhythm sped up."""

import json
import os
import signal
import sqlite3
import time
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from archive.faults import CrawlRunning, Exit
from archive.moments import read_moment
from benchmarks.watch_papers import Paper, serving
from crawlers.lock import CrawlLock
from crawlers.operations import open_operations
from crawlers.schedule.visits import SCHEMA
from tests.commands import run_aimaq, start_aimaq

PATIENCE_SECONDS = 60
FAST = ("--speed", 600)
"""The papers' ten minutes are a second."""


class Watched:
    """Papers, the archive they are visited into, and what the watch told."""

    def __init__(self, folder, papers):
        """Put the site files of *papers* into *folder*."""
        self.data, self.sites, self.papers = folder / "data", folder / "sites", papers
        self.sites.mkdir()
        for paper in papers:
            self.declare(paper)
        self.told = []

    def declare(self, paper, minutes=10, more=""):
        """Write the site file of *paper*."""
        (self.sites / f"{paper.name}.py").write_text(paper.site_file(minutes) + more, "utf-8")

    def arguments(self, *more):
        """Return the words of a command that watches all papers."""
        names = [paper.name for paper in self.papers]
        return ("watch", *names, "--data", self.data, "--sites", self.sites, "--json", *more)

    @contextmanager
    def running(self, *more, ends=True):
        """Run a watch; at the end of the block it is asked to end, and must do so well."""
        with start_aimaq(*self.arguments(*more)) as process:
            try:
                yield process
                if ends:
                    process.send_signal(signal.SIGTERM)
                    rest, _ = process.communicate(timeout=PATIENCE_SECONDS)
                    self.told += [json.loads(line) for line in rest.splitlines()]
                    assert Exit.FINISHED == process.returncode
            finally:
                process.kill()

    def hear(self, process, enough):
        """Listen to the watch until *enough* of what it told holds."""
        until = time.monotonic() + PATIENCE_SECONDS
        for line in process.stdout:
            assert line.startswith("{"), line
            self.told.append(json.loads(line))
            if enough(self):
                return
            assert time.monotonic() < until, self.told[-20:]
        pytest.fail(f"the watch has ended: {self.told[-5:]}")

    def events(self, event, name=None):
        """Return what was told of this *event*, of the paper *name* or of all."""
        return [told for told in self.told if told["event"] == event and name in {None, told.get("site")}]

    def ended(self, paper):
        """Return how many visits to *paper* have ended well."""
        return sum(told["exit"] == Exit.FINISHED for told in self.events("visit-ended", paper.name))

    def row(self, paper):
        """Return what operations.db has of the visits to *paper*."""
        with closing(sqlite3.connect(self.data / "operations.db")) as database:
            database.row_factory = sqlite3.Row
            return database.execute("select * from visits where site = ?", (paper.name,)).fetchone()

    def put_next(self, paper, at):
        """Let *paper* be due *at*."""
        with closing(open_operations(self.data, SCHEMA)) as database:
            database.execute(
                "insert or replace into visits (site, next_at) values (?, ?)", (paper.name, at.isoformat())
            )


@pytest.fixture
def watched(tmp_path):
    """Return two tiny papers that were never visited."""
    papers = [Paper("birinshi"), Paper("ekinshi")]
    with serving(papers):
        yield Watched(tmp_path, papers)


def memory_of(pid):
    """Return the kilobytes that a process has in memory."""
    return int(Path(f"/proc/{pid}/status").read_text("ascii").partition("VmRSS:")[2].split()[0])


def files_of(pid):
    """Return how many files a process has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def descendants(pid):
    """Return the processes that *pid* has begun, and those that these have."""
    files = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for file in files for child in file.read_text("ascii").split()]
    return [*children, *(further for child in children for further in descendants(child))]


def obeys(pid, number):
    """Tell whether a process has a handler for a signal (proc(5), SigCgt)."""
    caught = Path(f"/proc/{pid}/status").read_text("ascii").partition("SigCgt:")[2].split()[0]
    return bool(int(caught, 16) >> (number - 1) & 1)


def state_of(pid):
    """Return the state of a process, such as Z for a zombie."""
    return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]


def test_one_that_hangs_or_floods_delays_no_other(tmp_path):
    """Among a paper that hangs and one without end, all others are visited alike; memory, files, processes stay few."""
    tiny = [Paper(f"paper{number}") for number in range(8)]
    papers = [Paper("hangs", kind="hangs"), Paper("floods", kind="floods"), *tiny]
    with serving(papers):
        watched = Watched(tmp_path, papers)
        with watched.running("--speed", 150, "--at-once", 2) as process:
            watched.hear(process, lambda watched: all(watched.ended(paper) >= 1 for paper in tiny))
            begun = (memory_of(process.pid), files_of(process.pid))
            watched.hear(process, lambda watched: all(watched.ended(paper) >= 4 for paper in tiny))
            after = (memory_of(process.pid), files_of(process.pid))
            zombies = [pid for pid in descendants(process.pid) if state_of(pid) == "Z"]
            process.send_signal(signal.SIGTERM)
            time.sleep(1)

    counts = [watched.ended(paper) for paper in tiny]
    assert max(counts) - min(counts) <= 2
    assert after[0] - begun[0] < 3000
    assert after[1] - begun[1] < 20
    assert len(zombies) <= 1
    assert watched.papers[1].asked
    assert any(told["made_room"] for told in watched.events("visit-ended"))


def test_signal_lets_visits_end_well(watched):
    """SIGTERM begins no visit more, lets the one that runs end by itself, and the next watch keeps the rhythm."""
    first, second = watched.papers
    with watched.running("--speed", 20) as process:
        watched.hear(process, lambda watched: watched.ended(first) and watched.ended(second))

    assert watched.events("stopping")
    row = watched.row(first)
    assert Exit.FINISHED == row["last_exit"]
    due = read_moment(row["next_at"]) - read_moment(row["last_ended_at"])
    assert timedelta(minutes=10) / 20 == due
    asked = len(first.asked)
    with watched.running() as process:
        watched.hear(process, lambda watched: len(watched.events("waiting")) == 2)
        time.sleep(1)
    assert asked == len(first.asked)
    assert watched.events("waiting")[1]["papers"][first.name][:19] == row["next_at"][:19]


def test_signal_in_a_long_visit(tmp_path):
    """A visit that is asked to end lets its pages arrive, and its round goes on with the next watch."""
    endless = Paper("endless", kind="floods")
    with serving([endless]):
        watched = Watched(tmp_path, [endless])
        with watched.running() as process:
            while len(endless.asked) < 5:
                time.sleep(0.1)

        (ended,) = watched.events("visit-ended")
        assert (Exit.UNFINISHED, "shutdown") == (ended["exit"], ended["reason"])
        assert ended["left"] > 0
        assert 0 == watched.row(endless)["failures"]
        before = {path for _, path in endless.asked}
        with watched.running() as process:
            while len(endless.asked) < len(before) + 5:
                time.sleep(0.1)
    again = [path for _, path in endless.asked[len(before) :] if path in before]
    assert set(again) <= {"/robots.txt"} | before - {"/"}
    assert len(again) <= 6
    assert process.returncode == Exit.FINISHED


def test_killed_watch_leaves_nobody_behind(tmp_path):
    """After kill -9 of the watch its visits end by themselves, and another watch may begin at once."""
    endless = Paper("endless", kind="floods")
    with serving([endless]):
        watched = Watched(tmp_path, [endless])
        with watched.running(ends=False) as process:
            while len(endless.asked) < 5:
                time.sleep(0.1)
            process.kill()
            process.wait()
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                CrawlLock(watched.data, "endless").release()
                break
            except CrawlRunning:
                assert time.monotonic() < until
                time.sleep(0.2)
        asked = len(endless.asked)
        time.sleep(1)

        assert asked == len(endless.asked)


def test_second_signal_ends_at_once(tmp_path):
    """A second signal does not wait for a paper that never answers."""
    hangs = Paper("hangs", kind="hangs")
    with serving([hangs]):
        watched = Watched(tmp_path, [hangs])
        with watched.running() as process:
            while not hangs.asked:
                time.sleep(0.1)
            process.send_signal(signal.SIGTERM)
            watched.hear(process, lambda watched: watched.events("stopping"))


def test_one_watch_per_archive(watched):
    """A second watch of the archive does not begin, and names the first."""
    with watched.running() as process:
        watched.hear(process, lambda watched: watched.events("visit-begun"))
        done = run_aimaq(*watched.arguments())

    assert Exit.BUSY == done.returncode
    assert f"are being watched by process {process.pid}; end it first" in done.stderr


def test_nothing_to_watch(tmp_path):
    """Without names, where nothing was visited yet, a line says how to name papers; no archive is begun."""
    done = run_aimaq("watch", "--data", tmp_path / "data")

    assert Exit.USAGE == done.returncode
    assert "has visited no paper yet: name some (`aimaq sites` lists them)" in done.stderr
    assert not (tmp_path / "data").exists()


def test_unwritable_folder(tmp_path):
    """A folder that cannot be written is a line, and no visit begins."""
    (tmp_path / "file").touch()
    done = run_aimaq("watch", "zhaikpress", "--data", tmp_path / "file" / "data")

    assert Exit.FAULT == done.returncode
    assert "Error: cannot write the archive in" in done.stderr
    assert "Traceback" not in done.stderr


def test_nobody_reads(watched):
    """A watch whose output nobody reads any more, as after `| head`, ends as by SIGTERM."""
    with watched.running(*FAST, ends=False) as process:
        process.stdout.readline()
        process.stdout.close()
        assert Exit.FINISHED == process.wait(timeout=PATIENCE_SECONDS)


def test_signal_at_the_very_beginning(watched):
    """A signal that comes before the site files are read is obeyed as well."""
    with watched.running() as process:
        while not obeys(process.pid, signal.SIGTERM):
            time.sleep(0.01)

    assert not watched.events("visit-ended")


def test_unknown_name(tmp_path):
    """A name that no site file declares is a wrong word, with those spelt alike."""
    done = run_aimaq("watch", "zhaikpres", "--data", tmp_path / "data")

    assert Exit.USAGE == done.returncode
    assert "did you mean zhaikpress" in done.stderr
    assert not (tmp_path / "data").exists()


def test_without_names_what_was_visited_is_watched(watched):
    """Without names the papers are watched that the archive has visited, and no others."""
    first, second = watched.papers
    run_aimaq("crawl", first.name, "--data", watched.data, "--sites", watched.sites)
    watched.papers = []
    with watched.running() as process:
        watched.hear(process, lambda watched: watched.events("visit-ended"))

    assert [first.name] == list(watched.events("waiting")[0]["papers"])
    assert not second.asked


def test_once(watched):
    """With --once each paper that is due is visited once; right after that none is due."""
    for _ in range(2):
        done = run_aimaq(*watched.arguments("--once"))
        assert Exit.FINISHED == done.returncode, done.stderr

    assert [1, 1] == [len(paper.visits()) for paper in watched.papers]


def test_changed_site_file_is_read(watched):
    """A site file that is changed while a watch runs counts from the next visit on; a faulty one harms its paper."""
    first, second = watched.papers
    with watched.running(*FAST) as process:
        watched.hear(process, lambda watched: watched.ended(first) and watched.ended(second))
        watched.declare(first, more='    quiet_hours = "at night"\n')
        watched.hear(process, lambda watched: watched.events("visit-ended", first.name)[-1]["exit"] == Exit.FAULT)
        good = watched.ended(second)
        watched.hear(process, lambda watched: watched.ended(second) > good + 1)
        watched.declare(first, more="    sources = (Section('/basqa/'),)\n")
        watched.hear(process, lambda _: any(path == "/basqa/" for _, path in first.asked))

    fault = next(told for told in watched.events("visit-ended", first.name) if told["exit"] == Exit.FAULT)
    assert "birinshi.py: Paper.quiet_hours is 'at night'" in fault["why"]


def test_faulty_site_file_at_the_beginning(watched):
    """A site file with a fault is a line at the beginning; the other papers are watched all the same."""
    (watched.sites / "broken.py").write_text("name = \n", "utf-8")
    with watched.running() as process:
        watched.hear(process, lambda watched: all(watched.ended(paper) for paper in watched.papers))

    assert "broken.py" in watched.events("trouble")[0]["text"]


def test_what_fails_waits_longer_each_time(watched):
    """A paper that cannot be reached is left alone longer after each failure, and says why; the other goes on."""
    first, second = watched.papers
    real, first.home = first.home, "http://127.0.0.1:9/"
    watched.declare(first)
    first.home = real
    with watched.running("--speed", 1200) as process:
        watched.hear(process, lambda watched: len(watched.events("visit-ended", first.name)) >= 3)

    pauses = [
        read_moment(told["next_at"]) - read_moment(told["at"]) for told in watched.events("visit-ended", first.name)
    ]
    assert pauses[0] < pauses[2]
    assert watched.row(first)["failures"] >= 3
    assert "nothing could be fetched" in watched.row(first)["why"]
    assert watched.ended(second) >= 2


def test_busy_paper_comes_again(watched):
    """A paper that another process crawls is no failure; it comes again soon."""
    first, _ = watched.papers
    lock = CrawlLock(watched.data, first.name)
    with watched.running("--speed", 300) as process:
        watched.hear(process, lambda watched: watched.events("visit-ended", first.name))
        lock.release()
        watched.hear(process, lambda watched: watched.ended(first))

    told = watched.events("visit-ended", first.name)[0]
    assert Exit.BUSY == told["exit"]
    assert f"by process {os.getpid()}" in told["why"]


def test_quiet_hours(watched):
    """In its quiet hours a paper is not asked; where its site file has others than the command line, those count."""
    first, second = watched.papers
    now = datetime.now(UTC) + timedelta(hours=5)
    around = f"{now - timedelta(hours=2):%H:%M}-{now + timedelta(hours=2):%H:%M}"
    later = f"{now + timedelta(hours=4):%H:%M}-{now + timedelta(hours=5):%H:%M}"
    watched.declare(second, more=f'    quiet_hours = "{later}"\n')
    with watched.running("--quiet", around, "--speed", 10) as process:
        watched.hear(process, lambda watched: watched.ended(second))
        time.sleep(2)

    assert not first.asked


def test_overdue_papers_come_one_by_one(tmp_path):
    """What is overdue at the beginning comes in the order in which it was due, not all at once."""
    papers = [Paper(f"paper{number}") for number in range(4)]
    with serving(papers):
        watched = Watched(tmp_path, papers)
        for number, paper in enumerate(reversed(papers)):
            watched.put_next(paper, datetime.now(UTC) - timedelta(days=2) + timedelta(hours=number))
        with watched.running("--speed", 10) as process:
            watched.hear(process, lambda watched: len(watched.events("visit-ended")) >= 4)

    assert [paper.name for paper in reversed(papers)] == [told["site"] for told in watched.events("visit-begun")][:4]
    moments = [paper.visits()[0] for paper in reversed(papers)]
    assert all(after - before > 0.3 for before, after in pairwise(moments))


def test_sleep_is_caught_up(watched):
    """After the machine slept through visits, they are caught up, and the log says so."""
    first, second = watched.papers
    with watched.running("--speed", 150) as process:
        watched.hear(process, lambda watched: watched.ended(first) and watched.ended(second))
        process.send_signal(signal.SIGSTOP)
        time.sleep(6)
        process.send_signal(signal.SIGCONT)
        watched.hear(process, lambda watched: watched.events("slept"))
        before = watched.ended(first)
        watched.hear(process, lambda watched: watched.ended(first) > before)

    assert watched.events("slept")[0]["seconds"] >= 1


def test_plain_lines(watched):
    """Where nobody asks for JSON and there is no terminal, each visit is one plain line."""
    words = [word for word in watched.arguments("--once") if word != "--json"]
    done = run_aimaq(*words)

    lines = done.stdout.splitlines()
    assert "watching 2 papers, 2 of them due" in lines[0]
    told = sorted(line.partition(" ")[2].partition(" in ")[0] for line in lines[1:])
    assert ["birinshi: 3 pages, 1 new", "ekinshi: 3 pages, 1 new"] == told
