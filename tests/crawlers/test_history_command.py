"""What `aimaq history` tells."""

import json
import sqlite3

import pytest
from click.testing import CliRunner

from archive.records import natural_key
from archive.store import Archive
from crawlers.cli import main
from tests.archive.small_archive import BRIDGE, FAIR, FAIR_THERE, FLOOD, SCHOOL, build


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return the folder of the small archive."""
    return build(tmp_path_factory.mktemp("small")).folder


def history(folder, *arguments):
    """Run `aimaq history` on the archive in *folder*."""
    return CliRunner().invoke(main, ["history", "--data", str(folder), *arguments], env={"COLUMNS": "200"})


def test_life_of_an_article(folder):
    """Each event has its moment, what it is known by, its capture, and the last sight before it."""
    done = history(folder, SCHOOL)

    lines = done.output.splitlines()
    assert 0 == done.exit_code
    assert ["Школа в Кобде снова открыта", f"{SCHOOL}  vestnik"] == lines[:2]
    told = [line.split("UTC  ")[1] for line in lines if line.startswith("2026")]
    assert [
        "first seen",
        "withdrawn: answered 404, not found",
        "returned",
        "changed: headline, text",
        "last seen",
    ] == told
    assert 4 == sum("capture urn:uuid:" in line for line in lines)
    assert "    since the capture of 2026-03-30 06:35 UTC" in lines


@pytest.mark.parametrize("spelling", ["http://www.tany.example/kk/news/su-deneyi/?utm_source=x", natural_key(FLOOD)])
def test_article_is_found_by_any_spelling(folder, spelling):
    """An address with www, a last slash and tracking leads to the article, and so does its id."""
    assert "Жайықта су деңгейі қауіпті шектен асты" in history(folder, spelling).output


def test_difference_word_by_word(folder):
    """Without colours what went and what came stand in marks."""
    output = history(folder, FLOOD, "--diff").output

    assert "[-40-] {+72+}" in output
    assert "Спорт сарайы" not in output


def test_json_for_programs(folder):
    """Every event is an object; with --diff a change holds the difference."""
    first, change = map(json.loads, history(folder, FLOOD, "--json", "--diff").output.splitlines())

    assert ("published", "changed", ["text"]) == (first["what"], change["what"], change["kinds"])
    assert first["capture"] != change["capture"]
    runs = [run for paragraph in change["difference"]["text"] for run in paragraph["runs"] if run["fate"] != "same"]
    assert [{"text": "40 ", "fate": "removed"}, {"text": "72 ", "fate": "added"}] == runs
    assert "difference" not in json.loads(history(folder, FLOOD, "--json").output.splitlines()[1])


def test_latest_over_all_papers(folder):
    """Without an address the newest events come first, of one paper where that is named, and no more than asked for."""
    output = history(folder).output

    assert "led to another article's address" in output
    assert FAIR_THERE in output
    assert "answered 404, not found" in output
    assert "first seen" not in output
    assert {FLOOD} == {
        json.loads(line)["url"] for line in history(folder, "--site", "tany", "--json").output.splitlines()
    }
    assert 1 == len(history(folder, "--limit", "1", "--json").output.splitlines())


def test_nothing_happened_yet(tmp_path):
    """An archive in which nothing was changed says so."""
    with Archive(tmp_path):
        pass

    assert "nothing was changed or withdrawn" in history(tmp_path).output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("http://nowhere.example/x",), "no article is known at 'http://nowhere.example/x'"),
        (("nonsense",), "no article is known at 'nonsense'"),
        (("--site", "nobody"), "the archive holds nothing of 'nobody'"),
        (("--diff",), "name its address or its id"),
        ((BRIDGE, "--limit", "3"), "--limit"),
        ((FAIR, "--site", "tany"), "--site"),
    ],
)
def test_wrong_words_are_told_in_one_line(folder, arguments, words):
    """What cannot be told is one line and exit code 2."""
    done = history(folder, *arguments)

    assert 2 == done.exit_code
    assert words in done.output.splitlines()[-1]


def as_before(folder):
    """Take from the archive in *folder* what histories need, as it was before their migration."""
    connection = sqlite3.connect(folder / "archive.db")
    views = "select name from sqlite_master where type = 'view'"
    for (view,) in connection.execute(views).fetchall():
        connection.execute(f"drop view {view}")
    connection.execute("create table view_counts (article, observed_at, views, comments, capture)")
    connection.execute("update revisions set last_seen_at = first_seen_at where last_seen_at is null")
    for table in ("changes", "article_states"):
        connection.execute(f"drop table {table}")
    for index in ("captures_refused", "captures_waiting"):
        connection.execute(f"drop index {index}")
    for column in ("verdict", "leads_to", "about", "revision", "views", "comments"):
        connection.execute(f"alter table captures drop column {column}")
    connection.execute("alter table articles drop column moved_to")
    connection.execute("pragma user_version = 0")
    connection.commit()
    connection.close()


def test_older_archive_says_what_to_do(tmp_path):
    """An archive from before histories asks for one rebuild, whatever is wanted of it, and has them then."""
    build(tmp_path)
    as_before(tmp_path)

    for arguments in (["history"], ["crawl", "demo"], ["search", "деңгейі"]):
        done = CliRunner().invoke(main, [*arguments, "--data", str(tmp_path)])
        assert 1 == done.exit_code
        assert 1 == len(done.output.splitlines())
        assert "aimaq rebuild" in done.output
    assert 0 == CliRunner().invoke(main, ["rebuild", "--data", str(tmp_path)]).exit_code
    assert 0 == history(tmp_path).exit_code
