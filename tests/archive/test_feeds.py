"""Feeds of searches, papers, people and changes, and what readers take away."""

import asyncio
import csv
import io
import json
import zipfile
from xml.etree import ElementTree as ET

import duckdb
import pytest

from archive.exports.feeds import Entry, Feed, atom, json_feed
from archive.records import natural_key
from archive.store import Archive
from archive.takedowns import take_down
from archive.web import taking
from archive.web.serving import open_datasette
from tests.archive.small_archive import BRIDGE, FLOOD, HOSTILE, ODD, SHORT_NEWS, START, build

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    """Return a function that asks the small archive's front."""
    return asking(build(tmp_path_factory.mktemp("feeds")).folder)


def asking(folder):
    """Return a function that asks the front of the archive in *folder*."""
    datasette = open_datasette(folder)

    def get(path, **more):
        async def ask():
            await datasette.invoke_startup()
            return await datasette.client.get(path, **more)

        return asyncio.run(ask())

    return get


@pytest.mark.parametrize(
    "path", ["/search.atom?q=су", "/paper/tany.atom", "/changes.atom", "/kk/changes.atom?kind=title"]
)
def test_atom_is_whole(front, path):
    """An Atom feed has what RFC 4287 asks for: id, title, moment and author, and of each entry id, title and moment."""
    answer = front(path)
    root = ET.fromstring(answer.content)

    assert "application/atom+xml; charset=utf-8" == answer.headers["content-type"]
    assert all(root.find(ATOM + name) is not None for name in ("id", "title", "updated", "author"))
    assert {"self", "alternate"} <= {link.get("rel") for link in root.findall(ATOM + "link")}
    entries = root.findall(ATOM + "entry")
    assert entries
    assert len(entries) == len({entry.findtext(ATOM + "id") for entry in entries})
    for entry in entries:
        assert all(entry.findtext(ATOM + name) for name in ("id", "title", "updated", "summary"))
        (page,) = (link.get("href") for link in entry.findall(ATOM + "link") if link.get("rel") == "alternate")
        assert 200 == front(page.removeprefix("http://localhost")).status_code


def test_feed_of_a_search_finds_forms(front):
    """A feed finds a word in all its forms and shows the place, as its page does, and narrows by the same filters."""
    found = front("/search.json?q=деңгейдің").json()
    assert ["Жайықта су деңгейі қауіпті шектен асты"] == [item["title"] for item in found["items"]]
    assert "деңгейі" in found["items"][0]["content_text"]
    assert [] == front("/search.json?q=деңгейдің&paper=vestnik").json()["items"]


def test_json_feed_leads_on(front, monkeypatch):
    """A long feed comes in pages that lead to each other, and has every article once."""
    monkeypatch.setattr("archive.web.subscribing.ENTRIES", 7)
    path, seen = "/paper/tany.json", []
    while path:
        page = front(path).json()
        seen += [item["id"] for item in page["items"]]
        path = page.get("next_url", "").removeprefix("http://localhost")

    assert page["_aimaq"]["total"] == len(seen) == len(set(seen)) > SHORT_NEWS
    assert "https://jsonfeed.org/version/1.1" == page["version"]


def test_person_feed(front):
    """A feed of a person tells what they are quoted saying; of somebody unknown there is none."""
    speaker = quoted(front)
    (item, *_) = front("/person.json", params={"name": speaker}).json()["items"]

    assert item["content_text"].startswith("«")
    assert [{"name": speaker}] == item["authors"]
    assert 404 == front("/person.json?name=Ешкім").status_code
    assert 404 == front("/paper/nosuch.atom").status_code
    assert 404 == front("/changes.atom?kind=nosuch").status_code


def quoted(front):
    """Return somebody whom the archive quotes."""
    rows = front("/archive/quotes.json?_shape=array&speaker__notblank=1").json()
    return rows[0]["speaker"]


def test_changes_tell_before_and_after(front):
    """The feed of changes names what was changed and shows the headline before and after."""
    items = front("/ru/changes.json").json()["items"]

    assert any("→" in item["content_text"] for item in items)
    assert any(item["title"].startswith("снята с сайта – ") for item in items)
    assert items == sorted(items, key=lambda item: item["date_modified"], reverse=True)


def test_unchanged_feed_is_not_sent_again(front):
    """Who has the feed already is told so (RFC 9110, 13.1.2)."""
    first = front("/changes.atom")
    again = front("/changes.atom", headers={"if-none-match": first.headers["etag"]})

    assert (304, b"") == (again.status_code, again.content)


def test_hostile_words_break_no_feed():
    """Control characters, markup and lone signs are text in both formats, or left out where XML forbids them."""
    bad = "<script>\x00\x0b & \ufffe ]]> \u202e"
    entry = Entry(
        id="urn:1",
        title=bad,
        address="http://a/",
        original="javascript:alert(1)",
        published=None,
        updated="2026-01-21T09:30:00Z",
        summary=bad,
        language=None,
    )
    feed = Feed(title=bad, address="http://a/", here="http://a/f", language="kk", entries=(entry,))

    title = ET.fromstring(atom(feed)).find(f"{ATOM}entry/{ATOM}title")
    assert "<script> &  ]]> \u202e" == title.text
    assert bad == json.loads(json_feed(feed))["items"][0]["title"]


def test_search_as_a_file(front, tmp_path):
    """What a search finds comes as CSV, JSON Lines and Parquet, each the same articles."""
    path = "/search.{}?paper=tany&q=жәрмеңке"
    rows = list(csv.DictReader(io.StringIO(front(path.format("csv")).text, newline="")))
    lines = [json.loads(line) for line in front(path.format("jsonl")).text.splitlines()]
    (tmp_path / "x.parquet").write_bytes(front(path.format("parquet")).content)
    parquet = duckdb.sql(f"select id from '{tmp_path / 'x.parquet'}'").fetchall()

    assert len(rows) > SHORT_NEWS
    assert [row["id"] for row in rows] == [line["id"] for line in lines] == [row[0] for row in parquet]


def test_search_as_a_data_package(front):
    """The ZIP of a search holds every table of its articles and the description of all columns."""
    answer = front("/search.zip?q=деңгейі")
    package = zipfile.ZipFile(io.BytesIO(answer.content))

    described = json.loads(package.read("datapackage.json"))
    assert "деңгейі" == described["title"]
    assert {one["path"] for one in described["resources"]} | {"datapackage.json"} == set(package.namelist()) - {"./"}
    assert natural_key(FLOOD) in package.read("articles.csv").decode()


def test_too_many_for_a_file(front, monkeypatch):
    """More articles than a reader can wait for are refused in words, with what to do."""
    monkeypatch.setattr(taking, "MOST_ARTICLES", 5)
    answer = front("/ru/search.csv")

    assert 413 == answer.status_code
    assert "aimaq export" in answer.text


def test_article_as_json(front):
    """An article's JSON has its row and all rows that tell of it, hostile ones as they are."""
    found = front(f"/article/{natural_key(FLOOD)}.json").json()
    assert "Жайықта су деңгейі қауіпті шектен асты" == found["articles"][0]["title"]
    assert found["changes"]
    assert found["captures"]
    assert isinstance(found["articles"][0]["blocks"], list)
    assert HOSTILE == front(f"/article/{natural_key(ODD)}.json").json()["articles"][0]["title"]
    assert 404 == front("/article/nosuch.json").status_code


def test_taken_down_is_in_none_of_them(tmp_path):
    """What was taken down is in no feed and no file; its JSON says why."""
    folder = build(tmp_path).folder
    with Archive(folder) as archive:
        take_down(archive, BRIDGE, "сот шешімі", START)
    front = asking(folder)

    for path in ("/search.json", "/search.csv", "/search.jsonl", "/paper/vestnik.json", "/changes.json"):
        assert BRIDGE not in front(path).text, path
        assert natural_key(BRIDGE) not in front(path).text, path
    gone = front(f"/article/{natural_key(BRIDGE)}.json")
    assert (410, True) == (gone.status_code, gone.json()["reason"].endswith("сот шешімі"))
