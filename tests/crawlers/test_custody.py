"""What who keeps an archive does with it: verify, back up, import, merge, export, take down."""

import gzip
import io
import json
import shutil
import sqlite3
import subprocess
import zipfile
from contextlib import closing

import pytest
from fastwarc.warc import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.archive.rows import table_rows
from tests.commands import run_aimaq
from tests.crawlers.small_papers import SmallPaper, plain, serving
from tests.outside import tool

pytestmark = pytest.mark.xdist_group("custody")
DAMAGED, USAGE, FAULT = 6, 2, 1
NUMBERS = frozenset({"number"})
INDEX = frozenset(f"{table}_fts{part}" for table in ("articles", "quotes") for part in ("", "_config", "_docsize"))
"""Tables of the full-text indexes, whose rows go by the numbers of articles and quotes."""


def kept_rows(folder):
    """Return all rows but for the numbers of the articles in this file."""
    return {table: rows for table, rows in table_rows(folder, without=NUMBERS).items() if table not in INDEX}


def first_row(folder, query, *values):
    """Return the first row that *query* finds in the archive in *folder*."""
    with closing(sqlite3.connect(folder / "archive.db")) as database:
        return database.execute(query, values).fetchone()


@pytest.fixture
def copy(demo_archive, tmp_path):
    """Return a copy of the demo paper's archive that may be changed."""
    assert 0 == run_aimaq("backup", tmp_path / "copy", "--data", demo_archive.folder).returncode
    for file in (tmp_path / "copy" / "warc").glob("*/*.warc.gz"):
        data = file.read_bytes()
        file.unlink()
        file.write_bytes(data)
    return tmp_path / "copy"


def test_backup_is_the_archive(demo_archive, tmp_path):
    """A backup holds the same rows, verifies, and a second one to the same folder copies nothing again."""
    first = run_aimaq("backup", tmp_path / "copy", "--data", demo_archive.folder)
    again = run_aimaq("backup", tmp_path / "copy", "--data", demo_archive.folder)

    assert (0, 0) == (first.returncode, again.returncode), first.stderr + again.stderr
    assert "3 were there already" in again.stdout
    assert table_rows(demo_archive.folder) == table_rows(tmp_path / "copy")
    verified = run_aimaq("verify", "--data", tmp_path / "copy")
    assert (0, True) == (verified.returncode, "all is whole" in verified.stdout), verified.stderr


def test_backup_into_the_archive_itself(demo_archive):
    """A backup inside of what it copies would grow for ever."""
    done = run_aimaq("backup", demo_archive.folder / "copy", "--data", demo_archive.folder)

    assert (USAGE, True) == (done.returncode, "inside the archive" in done.stderr)


def test_verify_names_a_flipped_byte(copy):
    """One byte changed in the middle of a record is named with file and place; the rest is looked at all the same."""
    file, offset, length = first_row(
        copy, "select file, offset, length from captures where media_type like 'image/%' order by length desc"
    )
    path = copy / "warc" / file
    data = bytearray(path.read_bytes())
    record = bytearray(gzip.decompress(data[offset : offset + length]))
    record[-300] ^= 1
    data[offset : offset + length] = gzip.compress(record)
    path.write_bytes(data)

    done = run_aimaq("verify", "--data", copy)
    assert DAMAGED == done.returncode
    assert f"{file}, byte {offset}: WARC-Block-Digest is not that of the bytes" in done.stderr
    assert "Traceback" not in done.stderr


def test_verify_names_lost_and_foreign_rows(copy):
    """A row without its record, a record without its row, a file that is gone: each is named, with what mends it."""
    with closing(sqlite3.connect(copy / "archive.db")) as database, database:
        (lost,) = database.execute("select id from captures where article is null limit 1").fetchone()
        database.execute("delete from captures where id = ?", (lost,))
        (moved,) = database.execute("select id from captures where status = 404 limit 1").fetchone()
        database.execute("update captures set offset = offset + 7 where id = ?", (moved,))
    last = max((copy / "warc" / "demo").glob("*.warc.gz"))
    last.unlink()

    done = run_aimaq("verify", "--data", copy)
    assert DAMAGED == done.returncode
    assert "no row of captures leads to this record; aimaq rebuild mends it" in done.stderr
    assert f"demo/{last.name}: the file is gone" in done.stderr


def test_takedown_hides_and_holds(copy, demo_archive):
    """What is taken down is found nowhere, its reason stays, and neither a rebuild nor a crawl brings it back."""
    url, title, body = first_row(copy, "select url, title, body from articles where state = 'published' order by id")
    port = demo_archive.port

    without_reason = run_aimaq("takedown", url, "--data", copy)
    assert (USAGE, True) == (without_reason.returncode, "--reason" in without_reason.stderr)
    done = run_aimaq("takedown", url, "--reason", "Сот шешімі № 7", "--data", copy)
    assert 0 == done.returncode, done.stderr
    assert ("taken-down", None, "") == first_row(copy, "select state, title, body from articles where url = ?", url)

    assert 0 == run_aimaq("rebuild", "--data", copy, port=port).returncode
    assert 0 == run_aimaq("crawl", "demo", "--data", copy, "-a", "edition=2", "--revisit", "all", port=port).returncode
    assert ("taken-down", None, "") == first_row(copy, "select state, title, body from articles where url = ?", url)
    assert (1,) == first_row(copy, "select count(*) from articles where url = ?", url)
    with closing(sqlite3.connect(copy / "archive.db")) as database:
        everything = "\n".join(database.iterdump())
    assert title not in everything
    assert body not in everything
    crawled = first_row(
        copy,
        "select count(*) from captures where url = ? and crawl = (select id from crawls order by "
        "started_at desc limit 1)",
        url,
    )
    assert (0,) == crawled
    assert "Сот шешімі" in run_aimaq("takedown", "--data", copy).stdout


def test_purge_takes_the_records_out(copy, demo_archive):
    """After --purge no WARC file holds a word of the page, and every other record is where its row says."""
    url, body = first_row(copy, "select url, body from articles where state = 'published' order by id desc")
    words = body.split("\n\n")[-1].encode()

    done = run_aimaq("takedown", url, "--reason", "Жеке дерек", "--purge", "--data", copy)
    assert 0 == done.returncode, done.stderr
    for file in (copy / "warc").glob("*/*.warc.gz"):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, auto_decode="all"):
                page = record.headers.get("WARC-Target-URI", "").rstrip("/") == url
                assert not (page and record.headers["WARC-Type"] == "response")
                assert not page or words not in record.reader.read()
    assert (0, "") == (run_aimaq("verify", "--data", copy).returncode, run_aimaq("verify", "--data", copy).stderr)
    before = kept_rows(copy)
    assert 0 == run_aimaq("rebuild", "--data", copy, port=demo_archive.port).returncode
    after = kept_rows(copy)
    assert before.keys() == after.keys()
    assert {"tails"} >= {table for table in before if before[table] != after[table]}  # how many articles end with one


def test_unknown_article_cannot_be_taken_down(copy):
    """An address that the archive does not hold is a wrong word."""
    done = run_aimaq("takedown", "https://dala.kz/none", "--reason", "x", "--data", copy)

    assert (USAGE, True) == (done.returncode, "no article of https://dala.kz/none" in done.stderr)


def test_wacz_is_valid_and_comes_back(copy, tmp_path, demo_archive):
    """`wacz validate` passes; imported into an empty archive, the file gives the articles it was made of."""
    (url,) = first_row(copy, "select url from articles where state = 'published' order by id")
    assert 0 == run_aimaq("takedown", url, "--reason", "Сот шешімі", "--data", copy).returncode
    packed = tmp_path / "demo.wacz"

    done = run_aimaq("export", "demo", "--wacz", packed, "--data", copy)
    assert 0 == done.returncode, done.stderr
    with zipfile.ZipFile(packed) as opened:
        pages = [json.loads(line) for line in opened.read("pages/pages.jsonl").decode().splitlines()][1:]
        index = opened.read("indexes/index.cdx").decode()
    assert first_row(copy, "select count(*) from articles where state <> 'taken-down'") == (len(pages),)
    assert url not in index

    validated = subprocess.run([tool("wacz"), "validate", "-f", packed], capture_output=True, text=True, check=False)
    assert (0, True) == (validated.returncode, "Valid" in validated.stdout + validated.stderr), validated.stderr
    imported = run_aimaq("import", packed, "--data", tmp_path / "new", port=demo_archive.port)
    assert 0 == imported.returncode, imported.stdout + imported.stderr
    query = "select count(*), sum(length(body)) from articles where state <> 'taken-down'"
    assert first_row(copy, query) == first_row(tmp_path / "new", query)


@pytest.fixture(scope="module")
def two_crawls(tmp_path_factory):
    """Return the folder of the site files, and of three archives: first visit, second visit, and both in one."""
    folder = tmp_path_factory.mktemp("merging")
    paper = SmallPaper()
    with serving(paper):
        paths = plain(paper)
        (folder / "sites").mkdir()
        (folder / "sites" / "kokshe.py").write_text(SITE.format(home=paper.url), "utf-8")
        for visit in ("first", "second"):
            assert 0 == crawl(folder, visit).returncode
            if visit == "first":
                shutil.copytree(folder / "first", folder / "both")
                changed = paper.routes[f"/{paths[0]}"]
                paper.routes[f"/{paths[0]}"] = (
                    200,
                    changed[1],
                    changed[2].replace("аяқталды".encode(), "бітті".encode()),
                )
                del paper.routes[f"/{paths[1]}"]
                paper.routes["/kk/news"] = (200, *paper.routes["/kk/news"][1:])
        with closing(sqlite3.connect(folder / "second" / "archive.db")):
            pass
        for file in (folder / "second" / "warc").glob("*/*"):
            shutil.copy2(file, folder / "both" / "warc" / "kokshe" / file.name)
        assert 0 == run_aimaq("rebuild", "--data", folder / "both", "--sites", folder / "sites").returncode
    return folder


SITE = """
from archive.records import Publisher
from crawlers.sources import Section
from crawlers.spider import NewsSpider

class Kokshe(NewsSpider):
    name = "kokshe"
    publisher = Publisher(title="Көкше үні", home="{home}", languages=("kk", "ru"), timezone="Asia/Almaty")
    sources = (Section("/kk/news"),)
    article_url = r"/kk/news/[\\w-]+"
    custom_settings = {{"DOWNLOAD_DELAY": 0}}
"""


def crawl(folder, archive):
    """Crawl the small paper into *archive*."""
    return run_aimaq("crawl", "kokshe", "--data", folder / archive, "--sites", folder / "sites")


def merged(folder, into, *others):
    """Return the rows of the archive that *others* were merged into, in that order."""
    for other in others:
        done = run_aimaq("merge", folder / other, "--data", folder / into, "--sites", folder / "sites")
        assert 0 == done.returncode, done.stdout + done.stderr
    return kept_rows(folder / into)


def test_order_of_merging_makes_no_difference(two_crawls):
    """merge(A, B) = merge(B, A) = both crawls in one archive, and merging once more changes nothing."""
    expected = kept_rows(two_crawls / "both")

    assert expected == merged(two_crawls, "forwards", "first", "second")
    assert expected == merged(two_crawls, "backwards", "second", "first")
    assert expected == merged(two_crawls, "backwards", "second", "first")
    assert 0 == run_aimaq("verify", "--data", two_crawls / "backwards").returncode


def foreign_warc(path, *, packed):
    """Write a WARC file with warcio, as another program would: two pages of an undeclared paper, one of them twice."""
    page = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>{1}</p></article></body></html>"
    texts = ("Көпір ашылды", "Мектеп жөнделді", "Көпір ашылды")
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=packed)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "another"}))
        for number, title in enumerate(texts):
            text = page.format(title, "Аудан орталығында жаңа нысан пайдалануға берілді, тұрғындар қуанып отыр. " * 9)
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    f"https://sarysu.example/news/{number % 2}",
                    "response",
                    payload=io.BytesIO(text.encode()),
                    http_headers=headers,
                    warc_headers_dict={"WARC-Date": f"2026-03-0{number + 1}T06:00:00Z"},
                )
            )


@pytest.mark.parametrize("form", ["record by record", "not packed", "packed as a whole"])
def test_import_of_what_others_wrote(tmp_path, form):
    """WARC files of others are read in every form, are kept so that all can read them, and count once."""
    name = "x.warc" if form == "not packed" else "x.warc.gz"
    foreign_warc(tmp_path / name, packed=form == "record by record")
    if form == "packed as a whole":
        (tmp_path / name).write_bytes(gzip.compress((tmp_path / name).read_bytes()))

    for _ in range(2):
        done = run_aimaq("import", tmp_path / name, "--data", tmp_path / "data")
        assert 0 == done.returncode, done.stdout + done.stderr
    titles = "select group_concat(title, '; ') from (select title from articles order by url)"
    assert ("Көпір ашылды; Мектеп жөнделді",) == first_row(tmp_path / "data", titles)
    assert (3,) == first_row(tmp_path / "data", "select count(*) from captures")
    assert [f"sarysu.example/{name.removesuffix('.gz')}.gz"] == [
        file.relative_to(tmp_path / "data" / "warc").as_posix() for file in (tmp_path / "data" / "warc").glob("*/*")
    ]
    assert 0 == run_aimaq("verify", "--data", tmp_path / "data").returncode
    before = kept_rows(tmp_path / "data")
    assert 0 == run_aimaq("rebuild", "--data", tmp_path / "data").returncode
    assert before == kept_rows(tmp_path / "data")


@pytest.mark.parametrize(("name", "said"), [("x.warc.gz", "no WARC file"), ("x.wacz", "no WACZ file")])
def test_import_of_what_is_no_archive(tmp_path, name, said):
    """A file that is something else is one line, and the archive stays as it was."""
    (tmp_path / name).write_text("Бұл мұрағат емес.", "utf-8")

    done = run_aimaq("import", tmp_path / name, "--data", tmp_path / "data")
    assert (FAULT, True) == (done.returncode, said in done.stderr), done.stderr
    assert [] == list((tmp_path / "data" / "warc").glob("*/*"))


def test_import_of_what_wget_wrote(tmp_path):
    """A WARC file of wget is imported whole: every page it fetched is a capture, every article is read."""
    paper = SmallPaper()
    with serving(paper):
        paths = plain(paper)
        command = [tool("wget"), "--quiet", "--recursive", "--level=2", "--warc-file=wget", "--no-verbose", paper.url]
        subprocess.run(command, cwd=tmp_path, check=False)

    done = run_aimaq("import", tmp_path / "wget.warc.gz", "--data", tmp_path / "data")
    assert 0 == done.returncode, done.stdout + done.stderr
    with closing(sqlite3.connect(tmp_path / "data" / "archive.db")) as database:
        captured = {url for (url,) in database.execute("select url from captures where status = 200")}
        titles = {url.rpartition("/")[2] for (url,) in database.execute("select url from articles where body <> ''")}
    assert {f"{paper.url}{path}" for path in paths} <= captured
    assert {path.rpartition("/")[2] for path in paths} <= titles
    assert 0 == run_aimaq("verify", "--data", tmp_path / "data").returncode


def revisit_of(path, original, moment):
    """Write a WARC file with warcio that holds nothing but a revisit of *original*."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        record = writer.create_revisit_record(
            "https://sarysu.example/news/0",
            digest="sha1:SAME",
            refers_to_uri=original,
            refers_to_date=moment,
            http_headers=headers,
            warc_headers_dict={"WARC-Date": "2026-03-09T06:00:00Z"},
        )
        writer.write_record(record)


def test_payload_that_comes_later(tmp_path):
    """A revisit whose payload is not here is told and waits; when the file with it comes, it counts."""
    foreign_warc(tmp_path / "x.warc.gz", packed=True)
    revisit_of(tmp_path / "again.warc.gz", "https://sarysu.example/news/0", "2026-03-03T06:00:00Z")

    first = run_aimaq("import", tmp_path / "again.warc.gz", "--data", tmp_path / "data")
    assert (DAMAGED, True) == (first.returncode, "repeats a record that is not here" in first.stderr)
    second = run_aimaq("import", tmp_path / "x.warc.gz", "--data", tmp_path / "data")
    assert 0 == second.returncode, second.stdout + second.stderr
    query = "select fault, verdict from captures where fetched_at = '2026-03-09T06:00:00.000Z'"
    assert (None, "shows") == first_row(tmp_path / "data", query)
    before = kept_rows(tmp_path / "data")
    assert 0 == run_aimaq("rebuild", "--data", tmp_path / "data").returncode
    assert before == kept_rows(tmp_path / "data")
