"""Rows of articles as files for analysts."""

import csv
import json
import shutil
import subprocess
from contextlib import closing
from hashlib import file_digest

import duckdb
import pandas as pd
import pytest

from archive.exports.formats import Format
from archive.exports.package import Selection, write_package
from archive.faults import UnwritableFile
from archive.records import natural_key
from archive.store import Archive, open_for_reading
from archive.takedowns import take_down
from tests.archive.small_archive import BRIDGE, FLOOD, HOSTILE, ODD, START, build
from tests.commands import run_aimaq


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Return the folder of the small archive."""
    return build(tmp_path_factory.mktemp("exports")).folder


def exported(data, to, form, **selection):
    """Write a data package and return what it holds."""
    with closing(open_for_reading(data)) as connection:
        return write_package(connection, to, form, Selection(**selection), lambda _: None)


def described(folder):
    """Return what a data package says of its files, by name of the table."""
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return {resource["path"].partition(".")[0]: resource for resource in package["resources"]}


@pytest.mark.parametrize("form", list(Format))
def test_files_are_what_the_package_says(data, tmp_path, form):
    """Every file has the hash, size and columns that datapackage.json states, and every column is explained."""
    exported(data, tmp_path / "out", form)

    files = {path.name for path in (tmp_path / "out").iterdir()} - {"datapackage.json"}
    resources = described(tmp_path / "out")
    assert {resource["path"] for resource in resources.values()} == files
    for resource in resources.values():
        path = tmp_path / "out" / resource["path"]
        with path.open("rb") as file:
            assert resource["hash"] == f"sha256:{file_digest(file, 'sha256').hexdigest()}"
        columns = duckdb.sql(f"describe select * from '{path}'").fetchall()
        assert [field["name"] for field in resource["schema"]["fields"]] == [column[0] for column in columns]
        assert all(field["description"] for field in resource["schema"]["fields"]), resource["path"]


def test_every_format_holds_the_same(data, tmp_path):
    """Titles, moments, numbers and lists come out of each format as they are in the archive, hostile ones as well."""
    done = {form: exported(data, tmp_path / form, form) for form in Format}

    assert 1 == len({one.snapshot for one in done.values()})
    with (tmp_path / "csv" / "articles.csv").open(encoding="utf-8", newline="") as file:
        from_csv = {row["id"]: row for row in csv.DictReader(file)}
    lines = (tmp_path / "jsonl" / "articles.jsonl").read_text("utf-8").splitlines()
    from_jsonl = {row["id"]: row for row in map(json.loads, lines)}
    query = f"select * from '{tmp_path / 'parquet' / 'articles.parquet'}'"
    from_parquet = duckdb.sql(query).df().set_index("id").to_dict("index")

    assert from_csv.keys() == from_jsonl.keys() == from_parquet.keys()
    odd, flood = natural_key(ODD), natural_key(FLOOD)
    assert HOSTILE == from_csv[odd]["title"] == from_jsonl[odd]["title"] == from_parquet[odd]["title"]
    assert from_csv[flood]["body"] == from_jsonl[flood]["body"] == from_parquet[flood]["body"]
    blocks = from_jsonl[flood]["blocks"]
    assert isinstance(blocks, list)
    assert blocks == json.loads(from_csv[flood]["blocks"]) == json.loads(from_parquet[flood]["blocks"])
    moment = pd.Timestamp(from_jsonl[flood]["published_at"])
    assert moment == from_parquet[flood]["published_at"] == pd.Timestamp(from_csv[flood]["published_at"])


def test_pandas_reads_it(data, tmp_path):
    """Pandas reads the CSV files as they are, and rows of one table find those of another."""
    exported(data, tmp_path / "out", Format.CSV)

    articles = pd.read_csv(tmp_path / "out" / "articles.csv", parse_dates=["published_at"])
    changes = pd.read_csv(tmp_path / "out" / "changes.csv")
    merged = changes.merge(articles, left_on="article", right_on="id")
    assert len(changes) == len(merged) > 0
    assert "datetime64" in str(articles["published_at"].dtype)


def test_only_the_chosen(data, tmp_path):
    """A selection brings its articles with all that is known of them, and nothing of any other."""
    with closing(open_for_reading(data)) as connection:
        query = "select number from articles where url = ?"
        (number,) = connection.execute(query, (FLOOD,)).fetchone()
    done = exported(data, tmp_path / "out", Format.JSONL, numbers=[number], title="One")

    assert 1 == done.articles
    for name in ("changes", "revisions", "captures", "bylines", "article_images"):
        rows = [json.loads(line) for line in (tmp_path / "out" / f"{name}.jsonl").read_text("utf-8").splitlines()]
        assert {natural_key(FLOOD)} == {row["article"] for row in rows}, name
    assert ["tany"] == [json.loads(line)["name"] for line in (tmp_path / "out" / "sites.jsonl").open(encoding="utf-8")]


def test_taken_down_is_left_out(tmp_path):
    """Of an article that was taken down nothing leaves the archive: no row, no text, no capture."""
    data = build(tmp_path / "data").folder
    with Archive(data) as archive:
        take_down(archive, BRIDGE, "a court said so", START)
    exported(data, tmp_path / "out", Format.JSONL)

    text = "".join(path.read_text("utf-8") for path in (tmp_path / "out").glob("*.jsonl"))
    assert natural_key(FLOOD) in text
    assert natural_key(BRIDGE) not in text
    assert BRIDGE not in text


def test_same_rows_same_snapshot(data, tmp_path):
    """The snapshot is a function of the rows: the same again, another one when a row changes."""
    first, again = (exported(data, tmp_path / name, Format.CSV) for name in ("a", "b"))
    changed = build(tmp_path / "data").folder
    with Archive(changed) as archive:
        archive.connection.execute("update quotes set speaker = 'Басқа' where n = 0")
        archive.connection.commit()

    assert first.snapshot == again.snapshot
    assert first.snapshot != exported(changed, tmp_path / "c", Format.CSV).snapshot


def test_nothing_else_is_replaced(data, tmp_path):
    """A folder with other files is left as it is; an earlier export is replaced as a whole."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    with pytest.raises(UnwritableFile, match="no earlier export"):
        exported(data, tmp_path / "mine", Format.CSV)
    assert ["thesis.txt"] == [path.name for path in (tmp_path / "mine").iterdir()]

    exported(data, tmp_path / "out", Format.CSV)
    exported(data, tmp_path / "out", Format.JSONL)
    assert not list((tmp_path / "out").glob("*.csv"))


def test_command(data, tmp_path):
    """`aimaq export` writes several formats at once, of one paper where it is named, and says what they hold."""
    done = run_aimaq("export", "tany", "--data", data, "--csv", tmp_path / "c", "--parquet", tmp_path / "p")

    assert 0 == done.returncode, done.stderr
    assert 2 == done.stdout.count("27 articles")
    for path in (tmp_path / "c" / "articles.csv", tmp_path / "p" / "articles.parquet"):
        assert [("tany", 27)] == duckdb.sql(f"select site, count(*) from '{path}' group by 1").fetchall()
    unknown = run_aimaq("export", "nosuch", "--data", data, "--csv", tmp_path / "x")
    assert (2, True) == (unknown.returncode, "the archive has no paper 'nosuch'" in unknown.stderr)


def test_command_exports_what_a_search_finds(data, tmp_path):
    """`--search` and filters choose articles as `aimaq search` does; captures are not chosen so."""
    done = run_aimaq("export", "--data", data, "--search", "деңгейдің", "--language", "kk", "--jsonl", tmp_path / "j")

    assert 0 == done.returncode, done.stderr
    (line,) = (tmp_path / "j" / "articles.jsonl").read_text("utf-8").splitlines()
    assert natural_key(FLOOD) == json.loads(line)["id"]
    assert "деңгейдің, kk" == json.loads((tmp_path / "j" / "datapackage.json").read_text("utf-8"))["title"]
    wrong = run_aimaq("export", "--data", data, "--search", "су", "--wacz", tmp_path / "x.wacz")
    assert (2, True) == (wrong.returncode, "all captures of a paper" in wrong.stderr)


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="the sqlite3 shell is not installed here")
def test_plain_shell_opens_and_searches(data):
    """The `sqlite3` shell, without anything of ours, finds articles by words and by forms of words, and is content."""
    queries = (
        "pragma integrity_check; "
        "insert into articles_fts (articles_fts, rank) values ('integrity-check', 1); "
        "select a.title from articles_fts f join articles a on a.number = f.rowid where articles_fts match "
        "(select group_concat('\"' || term || '\"', ' OR ') from search_terms where key = 'деңгей');"
    )
    done = subprocess.run(["sqlite3", data / "archive.db", queries], capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stderr)
    assert ["ok", "Жайықта су деңгейі қауіпті шектен асты"] == done.stdout.splitlines()[:2]
