"""The benchmarks still run: on two pages, whatever they measure."""

import subprocess
import sys

import pytest

from tests.commands import ROOT

PAGES = ROOT / "../shared/data/real-pages"
TREEBANK = ROOT / "../shared/data/ud-kazakh-ktb/tuning.conllu"
READERS = ("aimaq", "trafilatura")
"""The readers that are always installed."""


def run_benchmark(name: str, *arguments: str) -> str:
    """Run a benchmark in a process of its own and return what it printed."""
    command = [sys.executable, f"benchmarks/{name}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


needs_pages = pytest.mark.skipif(not PAGES.is_dir(), reason=f"no saved pages of real papers in {PAGES}")


@needs_pages
def test_whole_pages_are_read_by_all() -> None:
    """Every reader that is installed gets a line in the table."""
    printed = run_benchmark("reading.py", "--limit", "2")

    assert "2 real news pages" in printed
    assert all(any(line.startswith(name) for line in printed.splitlines()) for name in READERS)


@needs_pages
def test_printed_dates_are_listed() -> None:
    """Without metadata there is a line for each page with the date read from its print alone."""
    printed = run_benchmark("reading.py", "--limit", "2", "--without-metadata", "--dates")

    assert "2 real news pages without what they state to machines" in printed
    assert "2019-11-20 00:00:00+00:00" in printed
    assert "under title: Wednesday, November 20, 2019" in printed


def test_declared_papers_are_measured() -> None:
    """A page of a declared paper is read with a layout and without."""
    printed = run_benchmark("declared.py", "--pages", "30")

    assert "read a page with a layout" in printed
    assert "read a page by its system and shape" in printed


def test_watch_is_measured() -> None:
    """Papers are watched for some visits; one that hangs and one that floods are among them."""
    printed = run_benchmark("watch.py", "--papers", "5", "--visits", "12", "--seconds", "60", "--speed", "300")

    assert "visits to 5 papers" in printed
    assert "CPU a visit" in printed


def test_articles_are_seen_again() -> None:
    """Unchanged articles are seen again in a new archive, and the peer does the least beside it."""
    printed = run_benchmark("store.py", "--articles", "50", "--rounds", "2")

    assert "seen again" in " ".join(printed.split())
    assert all(float(rate.replace(",", "")) > 0 for rate in printed.splitlines()[-1].split()[1:])


@pytest.mark.skipif(not TREEBANK.is_file(), reason=f"no treebank in {TREEBANK}")
def test_word_forms_are_measured() -> None:
    """Keys find most forms of a word in the treebank, and far more than plain words do."""
    printed = run_benchmark("words.py", "--treebank", str(TREEBANK))

    rows = [line.split("│") for line in printed.splitlines() if "all words, all" in line]
    plain, keyed = ([float(row[column].split()[-1]) for row in rows] for column in (4, 5))
    assert all(score > 0.93 for score in keyed)
    assert all(score < 0.6 for score in plain)
    assert "different words a second" in printed


def test_crawls_are_measured() -> None:
    """Scrapy alone, with capture, and the whole way each get every article of the paper on loopback."""
    printed = run_benchmark("crawl.py", "--pages", "20", "--rounds", "1")

    assert "capture adds" in printed
    assert printed.splitlines()[-1].startswith("median")
