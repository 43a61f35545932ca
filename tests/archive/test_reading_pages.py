"""The pages of people, papers, days, pictures and changes: what each shows, and what it says where there is nothing."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from archive.changes import Asked, changes
from archive.days import read_day
from archive.gallery import Pictures, pictures
from archive.people import person, said_by, signed_by
from archive.quotations import Wanted, find_quotations
from archive.records import natural_key
from archive.store import Archive
from archive.web.serving import open_datasette
from tests.archive.small_archive import BRIDGE, FAIR, FLOOD, PICTURE, SCHOOL
from tests.archive.told_archive import AUTHOR, CUT, FIRST, MAYOR, REWRITTEN, SPEECH, build_told

PAGES = (
    "/changes",
    "/quotes",
    "/pictures",
    "/paper/tany",
    "/paper/vestnik",
    "/day/2026-03-30",
    "/day/2026-03-29?paper=vestnik",
    f"/person?name={MAYOR}",
    f"/article/{natural_key(FIRST)}",
    f"/article/{natural_key(FIRST)}/beside/{natural_key(CUT)}",
)
LARGEST = 150_000
"""Bytes of a page with its style sheet and script, without its pictures."""


class Front:
    """An archive of stories and a browser without a screen."""

    def __init__(self, folder):
        """Build the archive in *folder*."""
        self.told = build_told(folder)
        self.datasette = open_datasette(folder)

    def get(self, path, language="en"):
        """Return the answer of *path* in *language*."""
        return asyncio.run(self.datasette.client.get(f"/{language}{path}"))


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    """Return one front for the whole module; nothing that it does changes the archive."""
    return Front(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """Return a front of an archive that holds nothing."""
    folder = tmp_path_factory.mktemp("empty")
    with Archive(folder):
        pass
    return open_datasette(folder).client


def test_changes_of_the_week(front):
    """A week's changes come with the old and the new headline, and say where no change is stated."""
    text = front.get("/changes").text

    assert "30 March 2026</time> – <time" in text
    assert "Школа в Кобде закрыта на карантин</del>" in text
    assert f'<a href="/en/article/{natural_key(SCHOOL)}">Школа в Кобде снова открыта</a></ins>' in text
    assert 1 == text.count("without notice</span>")
    assert text.index("Новый мост через Илек") < text.index("Ярмарка мёда") < text.index("Жайықта су деңгейі")


def test_changes_by_kind_and_paper(front):
    """Changes can be narrowed down to a kind and a paper; the links to others keep the week."""
    text = front.get("/changes?kind=moved&paper=vestnik").text

    assert f"/en/article/{natural_key(FAIR)}/history" in text
    assert "Новый мост" not in text
    assert "?week=2026-W14&amp;paper=vestnik&amp;kind=withdrawn" in text
    assert "Новый мост" not in front.get("/changes?paper=tany").text


def test_quiet_week_leads_to_a_loud_one(front):
    """A week without changes says so and leads to the last one with any."""
    text = front.get("/changes?week=2026-W20").text

    assert "No such changes in this week" in text
    assert "?week=2026-W14" in text


def test_many_changes_come_in_pieces(front, monkeypatch):
    """What does not fit on a page is on the next, and nothing is on both."""
    monkeypatch.setattr("archive.web.changing.CHANGES_SHOWN", 2)
    path, seen = "/changes", []
    while path:
        text = front.get(path).text
        seen += [line for line in text.split("\n") if "/history" in line]
        path = (
            text.partition('rel="next" href="/en')[2].partition('"')[0].replace("&amp;", "&")
            if ">Earlier ones" in text
            else ""
        )

    assert 6 == len(seen)


def test_person_says_and_signs(front):
    """A person's page has quotes with article, day and post, the posts over time, and the papers."""
    text = front.get(f"/person?name={MAYOR}").text

    for words in (
        "4 quotes",
        "Паводок прошёл без потерь",
        f'href="/en/article/{natural_key(FIRST)}#quote-0"',
        "заместитель акима области",
        "начальник областного ДЧС",
        'href="/en/paper/altyn"',
    ):
        assert words in text
    assert f"/en/article/{natural_key(REWRITTEN)}" in front.get(f"/person?name={AUTHOR}").text


def test_names_alike_are_offered(front):
    """Another name with the same last word is a click away."""
    assert "М. Алиев" not in front.get(f"/person?name={MAYOR}").text
    assert MAYOR in front.get("/quotes?who=алиевым").text


def test_quotes_are_searched_in_any_form(front):
    """Words of a quote are found in other forms, and the name beside them narrows it down."""
    assert "3 quotes found" in front.get("/quotes?q=льдом").text
    assert "3 quotes found" in front.get("/quotes?q=толщиной&who=Марат").text
    assert SPEECH in front.get("/quotes?q=толщиной").text
    assert "No such quotes were found" in front.get("/quotes?q=льдом&who=Айгүл").text


def test_paper_in_short(front):
    """A paper's page tells what it is, how much it prints, its sections, whom it quotes, and leads on."""
    text = front.get("/paper/tany").text

    for words in (
        "Батыс Қазақстан облысы",
        "in Kazakh, in Russian",
        'rel="noreferrer',
        "<dd>27</dd>",
        'role="img" aria-label="Articles a day, in the 90 days up to the newest article: 26 in all, 2 a day at most"',
        "Төтенше жағдай",
        "/en/person?name=",
        "/en/day/2026-03-30?paper=tany",
        "/en/changes?paper=tany",
        "Жайықта су деңгейі қауіпті шектен асты",
    ):
        assert words in text


def test_day_of_all_papers(front):
    """A day has what each paper printed, by its clock, with what is gone now marked, and leads to the days beside."""
    text = front.get("/day/2026-03-30").text

    assert "3 articles" in text
    assert '<span class="clock">09:30</span><a href="/en/article/' in text
    assert "withdrawn</span>" in text.partition(natural_key(BRIDGE))[2]
    assert 'rel="prev" href="/en/day/2026-03-29"' in text
    assert 'rel="next" href="/en/day/2026-04-10"' in text
    assert "No articles of this day" in front.get("/day/2026-04-02").text


def test_day_without_a_time_shows_no_clock(front):
    """An article that prints a day alone has no time of day in the list."""
    text = front.get("/day/2026-03-29?paper=vestnik").text

    assert '<span class="clock"></span>' in text
    assert '<span class="clock">09:00</span>' in text
    assert "Қысқа хабар" not in text


def test_each_picture_is_there_once(front):
    """A picture that two articles print is there once, with the newest; what a browser cannot show is not there."""
    text = front.get("/pictures").text

    assert 1 == text.count("<img ")
    assert f"/en/article/{natural_key(FLOOD)}" in text
    assert f"/en/picture/{front.told.small.picture.digest}/about" in text
    assert front.told.small.drawing.digest not in text
    assert PICTURE not in text


def test_pictures_by_paper_and_origin(front):
    """Pictures can be narrowed down to a paper and to where the file name says they come from."""
    assert 'class="gallery"' in front.get("/pictures?paper=tany").text
    assert "No kept pictures here" in front.get("/pictures?paper=vestnik").text
    assert "gov.kz, government bodies" in front.get("/pictures").text
    assert "No kept pictures here" in front.get("/pictures?origin=whatsapp").text


@pytest.mark.parametrize(
    "path",
    [
        "/person",
        "/person?name=Никто",
        "/paper/nobody",
        "/day/2026-02-30",
        "/day/yesterday",
        "/day/2026-03-30?paper=nobody",
        "/pictures?paper=nobody",
        "/changes?paper=nobody",
        "/changes?kind=nothing",
        "/changes?week=2026-W60",
    ],
)
def test_unknown_things_are_not_found(front, path):
    """What is not there is said in our design."""
    answer = front.get(path)

    assert 404 == answer.status_code
    assert "There is no such page" in answer.text


def test_archive_of_an_earlier_version(tmp_path):
    """An archive that is older than stories and indexes has pages of articles; lists that need them say why not."""
    front = Front(tmp_path)
    connection = sqlite3.connect(tmp_path / "archive.db")
    for what in ("table same_texts", "table quotes_fts", "index article_images_from"):
        connection.execute(f"drop {what}")
    connection.close()

    for path in (f"/article/{natural_key(FIRST)}", f"/person?name={MAYOR}", "/changes", "/paper/tany"):
        assert 200 == front.get(path).status_code
    for path in ("/quotes?q=лёд", "/pictures"):
        assert "after the next visit" in front.get(path).text


def test_archive_of_an_earlier_version_is_made_present(tmp_path):
    """An archive that lacks what searching needs gets it when it is served, and is searched like any other."""
    build_told(tmp_path)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        triggers = "select name from sqlite_master where type = 'trigger' and name glob 'search_[rkb]*'"
        for (name,) in connection.execute(triggers).fetchall():
            connection.execute(f"drop trigger {name}")
        later = "name in ('search_facts', 'title_changes', 'quoted_people', 'stories') and type = 'view'"
        for (name,) in connection.execute(f"select name from sqlite_master where {later}").fetchall():
            connection.execute(f"drop view {name}")
        for name in ("search_rows", "search_kinds", "search_bylines", "search_rows_due"):
            connection.execute(f"drop table {name}")
        connection.execute("delete from _sqlite_migrations where name in ('0021_search_rows', '0025_more_questions')")
        connection.commit()

    answer = asyncio.run(open_datasette(tmp_path).client.get("/search.json?paper=tany&language=kk"))
    assert 200 == answer.status_code
    assert answer.json()["items"]


@pytest.mark.parametrize("path", ["/changes", "/quotes", "/quotes?q=су", "/pictures", "/day/2026-03-30"])
def test_empty_archive_has_pages(empty, path):
    """An archive that holds nothing says so on each page."""
    answer = asyncio.run(empty.get(path))

    assert 200 == answer.status_code
    assert 'role="status"' in answer.text


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_page_is_light_and_says_everything(front, path, language):
    """A page, in each language, is under its budget, with no style and no script of its own."""
    answer = front.get(path, language)
    files = [asyncio.run(front.datasette.client.get(f"/-/aimaq/{name}")) for name in ("front.css", "front.js")]

    assert 200 == answer.status_code
    assert [200, 200] == [file.status_code for file in files]
    assert sum(len(part.content) for part in (answer, *files)) < LARGEST
    assert " style=" not in answer.text
    assert 1 == answer.text.count("<script")
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("text", ['"', "title:", "*", "%00", "a" * 3000, "<script>alert(9)</script>", "(", "OR", "-"])
def test_whatever_is_typed_is_no_fault(front, text):
    """Whatever is typed for words, names and places in lists is text."""
    for path in ("/quotes?q={0}", "/quotes?who={0}", "/person?name={0}", "/pictures?origin={0}", "/changes?after={0}"):
        answer = front.get(path.format(text))
        assert answer.status_code in {200, 404}
        assert 1 == answer.text.count("<script")


def test_lists_use_indexes(front):
    """No list that a page begins with goes through a whole table: at most from the newest article on."""
    connection = sqlite3.connect(front.told.small.folder / "archive.db")
    asked = []
    connection.set_trace_callback(asked.append)
    changes(connection, Asked(since="2026-03-01", until="2026-04-01"), 10)
    read_day(connection, date(2026, 3, 30), None, 10)
    for which in (Pictures(), Pictures(site="tany"), Pictures(origin="gluster")):
        pictures(connection, which, 10)
    person(connection, MAYOR)
    said_by(connection, MAYOR, 10)
    signed_by(connection, MAYOR, 10)
    find_quotations(connection, Wanted(words="лёд"), 10)
    find_quotations(connection, Wanted(), 10)
    connection.set_trace_callback(None)

    plans = [
        (query, connection.execute(f"explain query plan {query}").fetchall())
        for query in asked
        if query.startswith("select")
    ]
    assert 15 < len(plans)
    for query, plan in plans:
        scans = [step for *_, step in plan if step.startswith(("SCAN a", "SCAN q ", "SCAN p", "SCAN b", "SCAN e"))]
        assert all("idx_articles_published_at" in step for step in scans), (query, plan)
