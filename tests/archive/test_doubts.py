"""Doubts: the questions about them, the command that lists them, and their page."""

import ast
import asyncio
import html
import json
import re
import sqlite3

import pytest
from datasette.app import Datasette

from archive.doubts import Which, count_doubts, newest_doubts, require_known
from archive.faults import UnknownDoubt
from archive.records import natural_key
from archive.store import Archive, open_for_reading
from archive.web.serving import open_datasette
from archive.web.wording import strings
from tests.archive.small_archive import ODD, SHORT_NEWS, build
from tests.commands import ROOT, run_aimaq

DOUBTS = SHORT_NEWS + 8
CONTRADICTIONS = "paper=tany&field=published_at&code=contradiction"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return the folder of a small archive; nothing here changes it."""
    folder = tmp_path_factory.mktemp("doubts")
    build(folder)
    return folder


@pytest.fixture(scope="module")
def connection(folder):
    """Return a connection that cannot write."""
    connection = open_for_reading(folder)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def get(folder):
    """Return a browser without a screen."""
    datasette = open_datasette(folder)
    return lambda path, **options: asyncio.run(datasette.client.get(path, **options))


@pytest.fixture
def empty(tmp_path):
    """Return the folder of an archive without articles."""
    with Archive(tmp_path / "data"):
        return tmp_path / "data"


def printed_in(answer):
    """Return the printed texts of the doubts on a page, in order."""
    return [html.unescape(text) for text in re.findall(r'<p class="first long"[^>]*>(.*?)</p>', answer.text)]


def test_counts_are_per_paper_field_and_code(connection):
    """Doubts are counted per paper, field and code, the largest group of a paper first, with what was added last."""
    groups = count_doubts(connection)

    assert DOUBTS == sum(group.count for group in groups)
    assert sorted({(group.site, group.field, group.code) for group in groups}) == sorted(
        (group.site, group.field, group.code) for group in groups
    )
    first = groups[0]
    assert ("tany", "published_at", "contradiction", SHORT_NEWS) == (first.site, first.field, first.code, first.count)
    assert f"Күні: {SHORT_NEWS}.02.2026" == first.example


def test_newest_come_first(connection):
    """Doubts come by the date of their article; those of an article without one come last, in their own order."""
    doubts = newest_doubts(connection, Which())
    dates = [doubt.published_at or "" for doubt in doubts]

    assert DOUBTS == len(doubts)
    assert sorted(dates, reverse=True) == dates
    assert [(natural_key(ODD), code) for code in ("future", "layout", '"><img src=x onerror=alert(4)>')] == [
        (doubt.article, doubt.code) for doubt in doubts[-3:]
    ]


def test_doubts_of_one_group(connection):
    """The doubts of a group are as many as were counted, with printed text and article."""
    for group in count_doubts(connection):
        which = Which(site=group.site, field=group.field, code=group.code)
        doubts = newest_doubts(connection, which)

        assert group.count == len(doubts)
        assert {(group.site, group.field, group.code)} == {(doubt.site, doubt.field, doubt.code) for doubt in doubts}
    (masthead,) = newest_doubts(connection, Which(code="masthead"))
    assert "Понедельник, 30 марта 2026" == masthead.text
    assert "http://vestnik.example/news/biblioteka" == masthead.url
    assert natural_key(masthead.url) == masthead.article


def test_pages_hold_each_doubt_once(connection):
    """Two pages of one list hold different doubts, together all of them."""
    which = Which(site="tany")
    pages = [newest_doubts(connection, which, limit=20, offset=offset) for offset in (0, 20, 40)]

    assert newest_doubts(connection, which) == [doubt for page in pages for doubt in page]


@pytest.mark.parametrize(
    ("which", "named"),
    [
        (Which(site="nobody"), "there are: tany, vestnik"),
        (Which(field="weather"), "there are: <i>weather</i>, body, bylines, comments, modified_at, published_at"),
        (Which(code="odd"), "contradiction, future, layout, masthead, no-year, no-zone, unlabelled, unreadable"),
        (Which(site="';drop table doubts;--"), "there are: tany, vestnik"),
    ],
)
def test_unknown_names_are_told_with_those_there_are(connection, which, named):
    """An unknown paper, field or code is a wrong word, told with the known ones."""
    with pytest.raises(UnknownDoubt, match=re.escape(named)):
        require_known(connection, which)


def test_command_counts(folder):
    """`aimaq doubts` counts per paper, field and code and shows what is printed; nothing printed moves the terminal."""
    done = run_aimaq("doubts", "--data", folder)

    assert 0 == done.returncode
    assert re.search(rf"tany +published_at +contradiction +{SHORT_NEWS} +Күні: {SHORT_NEWS}\.02\.2026", done.stdout)
    assert f"{DOUBTS} doubts" in done.stdout
    assert "\x1b" not in done.stdout
    assert 200 >= max(map(len, done.stdout.splitlines()))


def test_command_counts_on_a_narrow_terminal(folder):
    """However long a text, paper, field, code and count are shown whole."""
    done = run_aimaq("doubts", "--data", folder, COLUMNS="80")

    assert re.search(rf"tany +published_at +contradiction +{SHORT_NEWS} ", done.stdout)
    assert 80 >= max(map(len, done.stdout.splitlines()))


def test_command_lists(folder):
    """With a filter the doubts themselves are listed, with text, title and address, as many as asked for."""
    done = run_aimaq("doubts", "vestnik", "--code", "masthead", "--data", folder)

    assert [
        "vestnik  published_at  masthead  Понедельник, 30 марта 2026",
        "  Областная библиотека оцифровала подшивки газет с 1926 года",
        "  http://vestnik.example/news/biblioteka",
        "1 doubt",
    ] == done.stdout.splitlines()
    some = run_aimaq("doubts", "tany", "--limit", 2, "--data", folder).stdout
    assert 2 == some.count("http://tany.example/")
    assert f"{DOUBTS - 4} doubts; 2 of them are listed, --limit {DOUBTS - 4} lists all" in some
    assert 20 == run_aimaq("doubts", "tany", "--data", folder).stdout.count("http://tany.example/")


def test_command_prints_json(folder):
    """`--json` prints one object a line: the counts, or every doubt that is meant, with its text whole."""
    groups = [json.loads(line) for line in run_aimaq("doubts", "--json", "--data", folder).stdout.splitlines()]
    doubts = [json.loads(line) for line in run_aimaq("doubts", "tany", "--json", "--data", folder).stdout.splitlines()]

    assert DOUBTS == sum(group["count"] for group in groups)
    assert DOUBTS - 4 == len(doubts)
    assert {"<b>\x1b[2J</b>" + "ә" * 900} == {doubt["text"] for doubt in doubts if doubt["field"] == "<i>weather</i>"}
    assert ["site", "field", "code", "text", "article", "title", "url"] == list(doubts[0])[:7]
    assert 1 == len(run_aimaq("doubts", "tany", "--json", "--limit", 1, "--data", folder).stdout.splitlines())


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("nobody",), "tany, vestnik"),
        (("--field", "weather"), "published_at"),
        (("--code", "odd"), "unreadable"),
        (("\udcff",), "tany, vestnik"),
    ],
)
def test_command_tells_wrong_words(folder, words, named):
    """A wrong word is one line that names the right ones, exit code 2."""
    done = run_aimaq("doubts", *words, "--data", folder)

    (line,) = [line for line in done.stderr.splitlines() if line.startswith("Error:")]
    assert (2, "", True) == (done.returncode, done.stdout, named in line)
    assert "Traceback" not in done.stderr


def test_command_says_that_there_are_none(folder, empty):
    """An archive without doubts says so, with a filter as well; so does a paper that has none of a kind."""
    assert "no doubts: " in run_aimaq("doubts", "--data", empty).stdout
    assert "no such doubts" in run_aimaq("doubts", "--field", "views", "--data", empty).stdout
    assert "no such doubts" in run_aimaq("doubts", "vestnik", "--code", "future", "--data", folder).stdout
    assert (0, "") == ((done := run_aimaq("doubts", "--json", "--data", empty)).returncode, done.stdout)


def test_command_wants_an_archive(tmp_path):
    """A folder without an archive, or with something else in its place, is told in one line."""
    missing = run_aimaq("doubts", "--data", tmp_path / "nothing")
    (tmp_path / "archive.db").write_bytes(b"not a database, only text" * 50)
    other = run_aimaq("doubts", "--data", tmp_path)

    for done, words in ((missing, "no archive in"), (other, "is no archive of this program")):
        assert (1, "", 1) == (done.returncode, done.stdout, len(done.stderr.splitlines()))
        assert words in done.stderr


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ("Күмәнді жерлер", f"{DOUBTS} күмәнді жер", "Жарияланған уақыты", "Күннің жылы көрсетілмеген.")),
        ("ru", ("Сомнения", f"{DOUBTS} сомнения", "Время публикации", "Дата напечатана без года.")),
        ("en", ("Doubts", f"{DOUBTS} doubts", "Time of publication", "The date is printed without a year.")),
    ],
)
def test_page_speaks_three_languages(get, language, words):
    """The page says what the fields are called and why each was not read, in the language of the interface."""
    answer = get("/doubts", cookies={"aimaq_ui": language})

    assert 200 == answer.status_code
    for text in (f'<html lang="{language}">', 'aria-current="page"', *words):
        assert text in answer.text
    assert 1 == answer.text.count("<script")
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_page_leads_to_groups_and_articles(get):
    """Each group is a link to its doubts with their number, each doubt leads to its article."""
    text = get("/doubts").text

    assert f'href="/doubts?{CONTRADICTIONS.replace("&", "&amp;")}"' in text
    assert f'<span class="count">{SHORT_NEWS}</span>' in text
    assert f'href="/article/{natural_key("http://vestnik.example/news/biblioteka")}"' in text


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("paper=vestnik&field=bylines", ["Пётр Ким, фото из открытых источников и от читателей"]),
        ("code=no-zone", ["Обновлено: 30.03.2026, 09:10"]),
        ("field=modified_at", ["30 ناۋرىز", "Обновлено: 30.03.2026, 09:10"]),
        ("paper=&field=&code=future", ["<u>31.12.2099</u>"]),
        ("paper=vestnik&code=future", []),
        ("field=nothing", []),
        ("code=%00%ff'", []),
    ],
)
def test_page_can_be_narrowed_down(get, query, texts):
    """Paper, field and code in the address narrow the list down; a kind that is not there is no fault."""
    answer = get(f"/doubts?{query}")

    assert (200, texts) == (answer.status_code, printed_in(answer))
    assert ("Мұндай күмәнді жер жоқ" in answer.text) == (not texts)


def test_unknown_paper_is_not_found(get):
    """A paper that is not kept is not found, as on the home page."""
    assert 404 == get("/doubts?paper=nobody").status_code


def test_page_goes_on_page_by_page(get):
    """What does not fit is on the next page, whose address keeps the filter; a page too far is the last one."""
    first, second = get(f"/doubts?{CONTRADICTIONS}"), get(f"/doubts?{CONTRADICTIONS}&page=2")

    assert [f"Күні: {n + 1}.02.2026" for n in range(SHORT_NEWS)] == printed_in(first) + printed_in(second)
    assert f'rel="next" href="?{CONTRADICTIONS}&page=2"' in html.unescape(first.text)
    assert 'href="?page=2"' in get("/doubts").text
    for number in ("99999", "2"):
        assert printed_in(second) == printed_in(get(f"/doubts?{CONTRADICTIONS}&page={number}"))
    assert printed_in(first) == printed_in(get(f"/doubts?{CONTRADICTIONS}&page=rubbish"))


def test_hostile_doubts_are_only_text(get):
    """Text, field and code of a doubt are text on its page and on that of its article, and in the address too."""
    asked = '/doubts?code="><script>alert(5)</script>'
    for path in ("/doubts", "/doubts?page=2", f"/article/{natural_key(ODD)}", asked):
        text = get(path).text
        for raw in ("<script>", "<img src=x", "<u>", "<i>", "<b>", '""><'):
            assert raw not in text, path
    assert "&lt;u&gt;31.12.2099&lt;/u&gt;" in get("/doubts?page=2").text


def test_long_texts_are_cut_on_the_page(get):
    """A text of any length takes a few lines of the list; the article's page has all of it."""
    text = get("/doubts?page=2").text

    assert ("ә" * 200 in text, "ә" * 300 in text) == (True, False)
    assert "ә" * 900 in get(f"/article/{natural_key(ODD)}").text


def test_languages_of_the_texts_are_marked(get):
    """What is printed is in the language of the article, what the archive says of a layout in English."""
    text = get("/doubts").text + get("/doubts?page=2").text

    assert '<p class="first long" dir="auto" lang="kk-Arab">30 ناۋرىز</p>' in text
    assert '<p class="first long" dir="auto" lang="ru">Понедельник, 30 марта 2026</p>' in text
    assert '<p class="first long" dir="auto" lang="en">nothing matches' in text


def test_article_leads_to_doubts_like_its_own(get):
    """The page of an article says what its doubts mean and leads to others of the paper like it."""
    text = html.unescape(get(f"/en/article/{natural_key(ODD)}").text)

    assert "When the page was captured, the printed date had not yet come." in text
    assert 'href="/en/doubts?paper=tany&field=published_at&code=future"' in text
    assert "/doubts?" not in get(f"/article/{natural_key('http://tany.example/kk/news/su-deneyi')}").text


def test_page_of_an_archive_without_doubts(empty):
    """An archive without doubts says so."""
    answer = asyncio.run(open_datasette(empty).client.get("/en/doubts"))

    assert (200, True) == (answer.status_code, "The archive holds no doubts" in answer.text)


def test_page_follows_base_url_and_closed_doors(folder):
    """Addresses lie below the base address; a closed archive keeps its doubts closed."""
    below = Datasette([str(folder / "archive.db")], settings={"base_url": "/news/"})
    closed = Datasette([str(folder / "archive.db")], metadata={"allow": False})

    text = asyncio.run(below.client.get("/doubts")).text
    assert 'action="/news/doubts"' in text
    assert 'href="/doubts' not in text
    assert 403 == asyncio.run(closed.client.get("/doubts")).status_code


def test_slow_question_is_told(get, monkeypatch):
    """A question that takes longer than Datasette allows is told as such; any other fault of the database is ours."""

    def fail(reason):
        def count(_connection):
            raise sqlite3.OperationalError(reason)

        monkeypatch.setattr("archive.web.doubting.count_doubts", count)
        return get("/en/doubts")

    slow, broken = fail("interrupted"), fail("no such table: doubts")
    assert (503, True) == (slow.status_code, "The question took too long" in slow.text)
    assert (500, True) == (broken.status_code, "Something went wrong" in broken.text)


def test_every_field_and_code_has_its_words():
    """Whatever field and code the readers put into a doubt, the page has a name and a sentence for them."""
    fields, codes = set(), {"future", "implausible", "no-year", "unlabelled"}
    for file in sorted([*(ROOT / "pipelines").rglob("*.py"), *(ROOT / "crawlers").rglob("*.py")]):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call):
                field, code = field_and_code(call)
                fields.update(words_in(field))
                codes.update(words_in(code))

    assert {"published_at", "body"} <= fields
    assert set() == {f"doubt_fields.{field}" for field in fields} - set(strings())
    assert set() == {f"doubt_codes.{code}" for code in codes} - set(strings())


def field_and_code(call):
    """Return the expressions for field and code of a call that makes a doubt; two times None for any other call."""
    if isinstance(call.func, ast.Attribute) and call.func.attr == "doubt" and len(call.args) == 3:
        return call.args[:2]
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    is_doubt = isinstance(call.func, ast.Name) and call.func.id == "Doubt"
    return (named.get("field"), named.get("code")) if is_doubt else (None, None)


def words_in(expression):
    """Return the strings that *expression* may come to."""
    if isinstance(expression, ast.IfExp):
        return words_in(expression.body) | words_in(expression.orelse)
    if isinstance(expression, ast.BoolOp):
        return {word for value in expression.values for word in words_in(value)}
    return {expression.value} if isinstance(expression, ast.Constant) else set()
