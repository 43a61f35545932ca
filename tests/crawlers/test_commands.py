"""The commands as people type them: `aimaq` and `scrapy`."""

import json
import os
import subprocess
import sys

import pytest

from crawlers.demo.server import DemoServer
from tests.commands import ROOT, free_port, run_aimaq

RECORD_KEYS = [
    *("url", "site", "title", "lead", "published_at", "published_precision", "modified_at", "language", "script"),
    *("section", "tags", "bylines", "sources", "views", "comments", "body", "blocks", "images", "quotes", "doubts"),
]


def run_scrapy(*arguments, port, data):
    """Run `scrapy` in the project's folder."""
    variables = os.environ | {"AIMAQ_DEMO_PORT": str(port), "AIMAQ_DATA": str(data)}
    command = [sys.executable, "-m", "scrapy", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=variables, cwd=ROOT)


def test_every_command_has_help():
    """`--help` teaches every command, and every command takes `--data DIR`."""
    for command in (
        "crawl",
        "read",
        "rebuild",
        "serve",
        "sites",
        "search",
        "doubts",
        "history",
        "demo",
        "status",
        "alerts",
    ):
        done = run_aimaq(command, "--help")
        assert (0, True) == (done.returncode, "--data DIR" in done.stdout), command


def test_help_does_not_wait_for_scrapy():
    """The command line itself imports neither Scrapy nor Datasette: help and wrong words are answered at once."""
    code = "import sys, crawlers.cli; print({'scrapy', 'datasette', 'twisted'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert "set()" == done.stdout.strip()


def test_sites_lists_the_papers(tmp_path):
    """`aimaq sites` lists every declared paper with its home page."""
    done = run_aimaq("sites", "--data", tmp_path)

    assert "https://zhaikpress.kz/" in done.stdout
    assert "Ақ Жайық тынысы" in done.stdout


def test_read_prints_exactly_the_record():
    """`aimaq read` prints the keys of the Article record, in their order."""
    page = ROOT / "tests" / "sites" / "zhaikpress" / "generation-4" / "page.html"
    done = run_aimaq("read", page, "--url", "https://zhaikpress.kz/kk/news/shagan")

    assert RECORD_KEYS == list(json.loads(done.stdout))


@pytest.mark.parametrize(
    ("encoding", "content_type", "meta"),
    [
        ("windows-1251", "text/html; charset=windows-1251", ""),
        ("windows-1251", "text/html", '<meta charset="windows-1251">'),
        ("utf-8-sig", "text/html; charset=windows-1251", ""),
        ("windows-1251", "text/html", ""),
        ("windows-1251", "text/html; charset=utf-8", ""),
        ("utf-8", "text/html; charset=windows-1251", ""),
    ],
)
def test_read_raw_bytes(tmp_path, encoding, content_type, meta):
    """The charset comes from byte order mark, content type, meta or detection; a wrong declaration is disbelieved."""
    words = "В Уральске открылась новая школа на шестьсот мест, рядом строят спортивный зал и библиотеку. " * 4
    html = (
        f"<html><head>{meta}</head><body><h1>Новая школа в Уральске</h1><article><p>{words}</p></article></body></html>"
    )
    (tmp_path / "page.html").write_bytes(html.encode(encoding))

    done = run_aimaq("read", tmp_path / "page.html", "--url", "https://example.kz/1", "--content-type", content_type)
    assert words.strip() == json.loads(done.stdout)["body"]


def test_zone_of_an_unknown_paper(tmp_path):
    """A printed time without a known zone is a doubt; `--timezone` tells the zone; `.kz` has Kazakhstan's."""
    text = "<p>Жаңа көпірдің құрылысы биыл күзде аяқталады, жұмысқа жүз адам тартылды. " * 5
    html = f"<article><h1>Жаңа көпір салынады</h1><div>21.01.2026, 14:30</div>{text}</article>"
    (tmp_path / "page.html").write_text(html, "utf-8")

    def read(*options):
        return json.loads(run_aimaq("read", tmp_path / "page.html", "--url", *options).stdout)

    unknown = read("https://example.org/1")
    assert (None, "no-zone") == (unknown["published_at"], unknown["doubts"][0]["code"])
    assert read("https://example.org/1", "--timezone", "Asia/Bishkek")["published_at"] == "2026-01-21T08:30:00Z"
    assert read("https://example.kz/1")["published_at"] == "2026-01-21T09:30:00Z"


def test_scrapy_list(tmp_path):
    """`scrapy list` lists the papers, each once, those of the first archive among them."""
    done = run_scrapy("list", port=free_port(), data=tmp_path)

    names = done.stdout.split()
    assert {"demo", "zhaikpress", "egemen"} <= set(names)
    assert sorted(set(names)) == names


def test_scrapy_shell_keeps_nothing(tmp_path):
    """`scrapy shell` fetches and selects as anywhere, and begins no archive."""
    with DemoServer() as paper:
        code = "print(response.css('h1::text, title::text').get() is not None, response.status)"
        done = run_scrapy(
            "shell", paper.url, "-c", code, port=paper.port if hasattr(paper, "port") else 0, data=tmp_path / "data"
        )

    assert "True 200" in done.stdout
    assert not (tmp_path / "data").exists()


@pytest.mark.xdist_group("demo-archive")
def test_scrapy_crawl_exports_records(tmp_path):
    """`scrapy crawl demo -O articles.jsonl` archives the paper and exports the Article records."""
    done = run_scrapy("crawl", "demo", "-O", tmp_path / "articles.jsonl", port=free_port(), data=tmp_path / "data")

    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in (tmp_path / "articles.jsonl").read_text("utf-8").splitlines()]
    assert 151 == len({record["url"] for record in records})
    assert RECORD_KEYS == list(records[0])
    assert (tmp_path / "data" / "archive.db").is_file()


def test_site_file_with_a_fault(tmp_path):
    """A site file that forgets a fact stops at import and names file and field."""
    (tmp_path / "forgetful.py").write_text(
        "from crawlers.spider import NewsSpider\n\nclass Forgetful(NewsSpider):\n    name = 'forgetful'\n", "utf-8"
    )

    done = subprocess.run(
        [sys.executable, "-c", "import forgetful"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert "forgetful.py: Forgetful.publisher must be given" in done.stderr.splitlines()[-1]
