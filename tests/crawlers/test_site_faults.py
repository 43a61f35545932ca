"""Site files with a fault: one line that names file and field, exit code 1, no traceback."""

import os
import subprocess
import sys

import pytest

from tests.commands import ROOT, run_aimaq

FAULT, USAGE = 1, 2
ENDS = '    layouts = (Layout(body=".text, .body"),)\n'
SITE = """from datetime import date

from archive.records import Publisher
from crawlers.layout import Layout
from crawlers.sources import DayArchive, Feed, Section
from crawlers.spider import NewsSpider


class Own(NewsSpider):
    name = "own"
    publisher = Publisher(
        title="Дала үні", home="https://dala.example/", languages=("kk",), timezone="Asia/Oral", hosts=("dala.kz",)
    )
    sources = (Feed("/feed/"), Section("/news/"), DayArchive(since=date(2020, 1, 1)))
    article_url = r"/news/[\\w-]+"
    layouts = (Layout(body=".text, .body"),)
"""


def one_line(done):
    """Return what a failed command says of its fault: its only line that begins with `Error:`."""
    assert "Traceback" not in done.stderr + done.stdout
    (line,) = [line for line in (done.stderr + done.stdout).splitlines() if line.startswith("Error:")]
    return line


def test_own_sites_are_beside_the_others(tmp_path):
    """`--sites DIR` and AIMAQ_SITES add the files of a folder, for `scrapy list` too."""
    (tmp_path / "own.py").write_text(SITE, "utf-8")

    by_option = run_aimaq("sites", "--sites", tmp_path, "--data", tmp_path)
    by_variable = run_aimaq("sites", "--data", tmp_path, AIMAQ_SITES=str(tmp_path))
    for done in (by_option, by_variable):
        assert 0 == done.returncode, done.stderr
        assert "https://dala.example/" in done.stdout
        assert "https://zhaikpress.kz/" in done.stdout
    scrapy = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"AIMAQ_SITES": str(tmp_path)},
    )
    assert {"demo", "own"} <= set(scrapy.stdout.split())


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('    name = "own"\n', "", "Own.name must be given"),
        ('"own"', '"Дала үні"', "Own.name is 'Дала үні'"),
        ('article_url = r"/news/[\\w-]+"', 'article_url = "/news/["', "Own.article_url is no regular expression"),
        ("Asia/Oral", "Asia/Uralsk", "Own.publisher.timezone is 'Asia/Uralsk'"),
        ('("kk",)', '("kz",)', "Own.publisher.languages names 'kz'"),
        ('("kk",)', '"kk"', "Own.publisher.languages must be a tuple"),
        ("https://dala.example/", "dala.example", "Own.publisher.home is 'dala.example'"),
        ('("dala.kz",)', '("https://dala.kz/",)', "Own.publisher.hosts names"),
        ("/feed/", "feed/", "Own.sources holds Feed(path='feed/')"),
        ("/feed/", "https://foreign.example/feed/", "nor is an address of its hosts"),
        ("since=date(2020, 1, 1)", "'/archive/', since=date(2020, 1, 1)", "does not name year, month and day"),
        ("since=date(2020, 1, 1)", "since='2020'", "`since` is no date"),
        (".text, .body", ".text >> p", "Own.layouts has body='.text >> p', which is no CSS selector"),
        ("layouts = (Layout(", "layouts = (dict(", "Own.layouts must be a tuple of Layout"),
        (ENDS, f'{ENDS}    quiet_hours = "at night"\n', "Own.quiet_hours is 'at night'; it takes hours such as"),
        (ENDS, f"{ENDS}    visit_every = 600\n", "Own.visit_every must be the shortest and the longest pause"),
        ("class Own(", "class Own((", "SyntaxError"),
        ("Feed(", "Fead(", "line 14: NameError: name 'Fead' is not defined"),
        ("title=", "titel=", "TypeError: Publisher.__init__() got an unexpected keyword argument 'titel'"),
        ("import DayArchive, Feed", "import DayArchive, Fead", "ImportError: cannot import name 'Fead'"),
    ],
)
def test_fault_in_a_site_file(tmp_path, right, wrong, said):
    """A missing or wrong fact stops every command with one line that names the file and the field."""
    assert right in SITE
    (tmp_path / "own.py").write_text(SITE.replace(right, wrong), "utf-8")

    done = run_aimaq("sites", "--sites", tmp_path, "--data", tmp_path)
    assert FAULT == done.returncode
    assert str(tmp_path / "own.py") in one_line(done)
    assert said in one_line(done)


def test_name_given_twice(tmp_path):
    """Two papers of one name are a fault that names both files."""
    (tmp_path / "mine.py").write_text(SITE.replace('"own"', '"demo"'), "utf-8")

    done = run_aimaq("crawl", "demo", "--sites", tmp_path, "--data", tmp_path / "data")
    assert FAULT == done.returncode
    assert str(tmp_path / "mine.py") in one_line(done)
    assert os.path.join("sites", "demo.py") in one_line(done)  # noqa: PTH118 - part of a path as printed
    assert not (tmp_path / "data").exists()


def test_folder_of_sites_that_is_none(tmp_path):
    """A folder that is not there is a wrong word on the line."""
    done = run_aimaq("sites", "--sites", tmp_path / "nowhere", "--data", tmp_path)

    assert USAGE == done.returncode
    assert "nowhere" in one_line(done)
