"""The archive's front: what each address answers, in which language, and what it never lets through."""

import asyncio
import re
import sqlite3
import tomllib
from urllib.parse import quote

import pytest
from datasette.app import Datasette

from archive.descriptions import datasette_metadata
from archive.records import natural_key
from archive.store import Archive
from archive.web.serving import open_datasette
from archive.web.wording import LANGUAGES, STRINGS, strings
from tests.archive.small_archive import ARABIC, BRIDGE, FLOOD, HOSTILE, LIBRARY, LOST_PICTURE, ODD, build


class Front:
    """A small archive and a browser without a screen."""

    def __init__(self, folder):
        """Build the archive in *folder*."""
        self.small = build(folder)
        self.datasette = open_datasette(folder)
        connection = sqlite3.connect(folder / "archive.db")
        self.numbers = dict(connection.execute("select url, number from articles"))
        query = (
            "select r.id from revisions r join articles a on a.id = r.article where a.url = ? and a.revision <> r.id"
        )
        (self.earlier,) = connection.execute(query, (FLOOD,)).fetchone()
        connection.close()

    def get(self, path, **options):
        """Return the answer of the address *path*, or of the one that Datasette 1.0 has for it."""
        return asyncio.run(self.datasette.client.get(path, follow_redirects=True, **options))

    def article(self, url, query="", language=""):
        """Return the page of the article with the address *url*, in *language* where one is named."""
        return self.get(f"{language and f'/{language}'}/article/{natural_key(url)}{query}")


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    """Return one front for the whole module; nothing that it does changes the archive."""
    return Front(tmp_path_factory.mktemp("front"))


def test_home_shows_newest_articles_papers_and_last_visit(front):
    """Home is the newest articles with picture, paper and local date, the papers with counts, and the last visit."""
    answer = front.get("/")

    assert 200 == answer.status_code
    for words in (
        '<html lang="kk">',
        "Жайықта су деңгейі қауіпті шектен асты",
        "2026 жылғы 30 наурыз, 09:30",
        f"/picture/{front.small.picture.digest}",
        "27 мақала",
        "2026 жылғы 30 наурыз, 10:00",
        'action="/search"',
        'href="/archive"',
    ):
        assert words in answer.text
    assert answer.text.index("Новый мост") < answer.text.index("Жайықта су") < answer.text.index("Областная библиотека")


def test_home_of_one_paper(front):
    """Home can be narrowed to one paper; a paper that is not kept is not found."""
    answer = front.get("/?paper=vestnik")

    assert "Областная библиотека" in answer.text
    assert "Жайықта су" not in answer.text
    assert 404 == front.get("/?paper=nobody").status_code


def test_home_goes_on_page_by_page(front):
    """What does not fit on the first page is on the next; a page number that is none is the first."""
    assert "Қысқа хабар № 24" in front.get("/?page=2").text
    assert "?page=2" in front.get("/?page=rubbish").text
    assert 200 == front.get("/?page=99999999999999999999").status_code


def test_empty_archive_says_what_to_do(tmp_path):
    """A new archive says that it is empty and how to fill it."""
    with Archive(tmp_path):
        pass
    answer = asyncio.run(open_datasette(tmp_path).client.get("/"))

    assert 200 == answer.status_code
    assert "aimaq crawl" in answer.text


@pytest.mark.parametrize("words", ['"', "%22%22", "AND", "su*(", "%00", "%ff%fe", "'", "{", "a" * 3000])
def test_search_takes_whatever_is_typed(front, words):
    """No search is a fault, whatever is typed."""
    assert 200 == front.get(f"/search?q={words}").status_code


def test_search_marks_what_it_found(front):
    """Found words are marked in title and text, and the address is the search."""
    answer = front.get("/search?q=деңгейі")

    assert "1 мақала табылды" in answer.text
    assert "<mark>деңгейі</mark>" in answer.text
    assert 'value="деңгейі"' in answer.text


def test_search_helps_where_nothing_was_found(front):
    """Nothing found: the words are repeated and a way on is shown."""
    answer = front.get("/en/search?q=жоқсөз")

    assert "Nothing found for “жоқсөз”" in answer.text
    assert "Kazakh letters may be missing" in answer.text


def test_search_tells_the_forms_it_included(front):
    """The page names the forms that were looked for besides, and leads to the words just as typed."""
    text = front.get("/en/search?q=судың деңгей").text

    assert "<mark>деңгейі</mark>" in text
    assert '<strong>деңгей</strong>: <span lang="">деңгейі</span>' in text
    assert f'href="?q={quote("=судың =деңгей")}"' in text


def test_search_offers_what_was_meant(front):
    """Where a word is typed on a Russian keyboard, the word with Kazakh letters is a click away."""
    text = front.get("/en/search?q=денгейі").text

    assert "Did you mean:" in text
    assert f'href="?q={quote("деңгейі")}"' in text


def test_search_goes_on_page_by_page(front):
    """Place and order are part of the address."""
    first = front.get("/search?q=апталық&order=newest").text
    (following,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = front.get("/search" + following.replace("&amp;", "&")).text

    assert "order=newest&amp;after=" in following
    assert "№ 24" in second
    assert "№ 24" not in first


def test_search_escapes_its_words(front):
    """Words typed into the form come back as text."""
    answer = front.get("/search?q=<script>alert(9)</script>")

    assert 1 == answer.text.count("<script")


def test_found_words_are_escaped_too(front):
    """A phrase found across a page's markup is marked as text."""
    answer = front.get('/search?q="script alert 1 script"')

    assert "<mark>script&gt;alert(1)&lt;/script</mark>" in answer.text


def test_article_shows_what_was_printed(front):
    """An article's page has its text in order with list, table, picture and quote, in the article's language."""
    text = front.article(FLOOD).text

    for words in (
        '<article lang="kk">',
        '<time datetime="2026-03-30T09:30+05:00">2026 жылғы 30 наурыз, 09:30</time>',
        "Айгүл Сәрсенова",
        "Төтенше жағдай",
        "<ul><li>№ 8 мектеп, Жағалау көшесі, 12</li><li>Спорт сарайы, Самал, 3</li></ul>",
        "<td>214 адам</td>",
        'alt="Құтқарушылар бөгет басында"',
        "Бөгет түнде нығайтылды.",
        "Сурет: Е. Нұрлан",
        "Марат Әлиев",
        "облыстық ТЖД бастығының орынбасары",
        "Оқылды: 1\u00a0480",
        'rel="noreferrer',
    ):
        assert words in text
    assert 1 == text.count("Жайық өзенінде су деңгейі бір тәулікте")


def test_versions_lead_to_their_articles(front):
    """A version in another language or script is named; where the archive has it, it is a link to its article."""
    text = front.article(FLOOD).text

    assert f'қазақша төте жазумен: <a href="/article/{natural_key(ARABIC)}" hreflang="kk-Arab"' in text
    assert 'орысша: <a href="http://tany.example/ru/news/pavodok" rel="noreferrer' in text


def test_picture_that_was_not_kept_is_named_and_not_fetched(front):
    """A picture that was not kept stands there by its file name; the paper's address is never loaded."""
    text = front.article(FLOOD).text

    assert "qaiyq.jpg" in text
    assert f'src="{LOST_PICTURE}"' not in text
    assert 'src="http' not in text


def test_day_without_a_time_shows_none(front):
    """Of a date printed without a time no time is shown."""
    assert '<time datetime="2026-03-29">2026 жылғы 29 наурыз</time>' in front.article(LIBRARY).text


def test_script_of_the_text_decides_its_direction(front):
    """A text in Arabic script runs from right to left and says so to machines."""
    assert '<article dir="rtl" lang="kk-Arab">' in front.article(ARABIC).text


def test_earlier_text_can_be_read_and_compared(front):
    """An earlier text is shown with a notice and with what the latest text changed."""
    text = front.article(FLOOD, f"?revision={front.earlier}", "en").text

    assert "This is an earlier text of the article" in text
    assert "5 метр 40 сантиметр" in text
    assert '<del><span class="unseen">removed: </span>40</del> <ins><span class="unseen">added: </span>72</ins>' in text
    assert f"?revision={front.earlier}" in front.article(FLOOD).text
    assert 404 == front.article(FLOOD, "?revision=nothing").status_code


def test_withdrawn_article_says_since_when_and_shows_the_answer(front):
    """A withdrawn article says when it was last seen and first gone, and leads to the capture that says so."""
    text = front.article(BRIDGE, language="ru").text

    assert "По своему адресу эта статья больше не открывается" in text
    assert "1 апреля 2026 г., 10:00" in text
    assert f"/capture/{front.small.gone.id}/about" in text


def test_hostile_page_is_only_text(front):
    """Titles, alternatives, captions and doubts from a page are text wherever they are shown."""
    for answer in (front.article(ODD), front.get("/?page=2"), front.get("/search?q=тақырып")):
        assert 200 == answer.status_code
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
        for raw in ("<script>", "<img src=x", "<b onmouseover", "<u>", "<i>"):
            assert raw not in answer.text
    assert HOSTILE not in front.article(ODD).text
    assert "31.12.2099" in front.article(ODD).text


def test_article_leads_to_its_evidence(front):
    """An article names the WARC file, the offset and the digest, and leads to copy, row and JSON."""
    text = front.article(FLOOD).text
    number = front.numbers[FLOOD]

    assert front.small.flood.file in text
    assert "sha256:" in text
    assert f"/article/{natural_key(FLOOD)}.json" in text
    assert FLOOD == front.get(f"/archive/articles/{number}.json?_shape=array").json()[0]["url"]


def test_capture_is_served_as_it_came_and_harmless(front):
    """The captured bytes come in their own character set, sandboxed, with nothing to load."""
    answer = front.get(f"/capture/{front.small.odd.id}")

    assert 200 == answer.status_code
    assert "text/html; charset=windows-1251" == answer.headers["content-type"]
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert "nosniff" == answer.headers["x-content-type-options"]
    assert "тақырып" not in answer.content.decode("cp1251")
    assert "деген" in answer.content.decode("cp1251")


def test_capture_of_a_refusal_is_an_answer_of_ours(front):
    """A captured 404 is evidence, and shown as such, not an error of the archive."""
    answer = front.get(f"/capture/{front.small.gone.id}")

    assert 200 == answer.status_code
    assert "Не найдено" in answer.content.decode()


def test_capture_has_a_page_of_facts(front):
    """The page about a capture frames it without any right."""
    text = front.get(f"/capture/{front.small.flood.id}/about").text

    assert '<iframe class="copy" sandbox ' in text
    assert front.small.flood.digest in text
    assert 404 == front.get("/capture/urn:uuid:none").status_code
    assert 404 == front.get("/capture/urn:uuid:none/about").status_code


def test_picture_is_its_bytes_and_kept_by_browsers(front):
    """A kept picture is served from its WARC record, for long, cookie or not."""
    path = f"/picture/{front.small.picture.digest}"

    for cookies in (None, {"aimaq_ui": "ru"}):
        answer = front.get(path, cookies=cookies)
        assert (200, "image/jpeg") == (answer.status_code, answer.headers["content-type"])
        assert answer.content.startswith(b"\xff\xd8\xff")
        assert "immutable" in answer.headers["cache-control"]
        assert "nosniff" == answer.headers["x-content-type-options"]


def test_picture_that_may_hold_a_script_is_only_for_saving(front):
    """An SVG is never shown by the archive, only saved."""
    answer = front.get(f"/picture/{front.small.drawing.digest}")

    assert ("application/octet-stream", "attachment") == (
        answer.headers["content-type"],
        answer.headers["content-disposition"],
    )


def test_missing_and_damaged_records_are_told(tmp_path):
    """A picture nobody kept is a 404; one whose WARC file is broken says which file."""
    front = Front(tmp_path)
    assert 404 == front.get("/picture/sha256:NOTHING").status_code
    warc = tmp_path / "warc" / front.small.picture.file
    warc.write_bytes(warc.read_bytes()[: front.small.picture.offset + 40])

    answer = front.get(f"/picture/{front.small.picture.digest}")

    assert 404 == answer.status_code
    assert front.small.picture.file in answer.text
    assert 404 == front.get(f"/capture/{front.small.flood.id}/about").status_code


def test_record_must_be_the_one_asked_for(tmp_path):
    """A row that points at another record than its own shows nothing rather than the wrong thing."""
    front = Front(tmp_path)
    connection = sqlite3.connect(tmp_path / "archive.db")
    moved = (front.small.drawing.offset, front.small.picture.id)
    connection.execute("update captures set offset = ? where id = ?", moved)
    connection.commit()
    connection.close()

    assert 404 == front.get(f"/picture/{front.small.picture.digest}").status_code


def test_file_outside_the_archive_is_never_opened(tmp_path):
    """A row that points outside the folder `warc` opens nothing."""
    front = Front(tmp_path / "archive")
    source = tmp_path / "archive" / "warc" / front.small.picture.file
    (tmp_path / "outside.warc.gz").write_bytes(source.read_bytes())
    connection = sqlite3.connect(tmp_path / "archive" / "archive.db")
    connection.execute("update captures set file = '../../outside.warc.gz' where id = ?", (front.small.picture.id,))
    connection.commit()
    connection.close()

    assert 404 == front.get(f"/picture/{front.small.picture.digest}").status_code


@pytest.mark.parametrize("path", ["/", "/search?q=су", "/nowhere", "/search/nowhere", "/wp-login.php"])
def test_our_pages_may_load_nothing_from_elsewhere(front, path):
    """Each page of ours forbids everything from other hosts and any script that stands in a page; it loads one file."""
    policy = front.get(path).headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    (script,) = re.findall(r"<script(?: ([^>]*)></script>)?", front.get(path).text)
    assert script.startswith('defer src="/-/aimaq/front.js?')


@pytest.mark.parametrize(
    "path", ["/nowhere", "/article/nothing", "/search/nowhere", "/robots.txt", "/-/aimaq/base.html"]
)
def test_wrong_address_is_told_in_the_design(front, path):
    """An address that leads nowhere gets our own page and a way on."""
    answer = front.get(path)

    assert 404 == answer.status_code
    assert "Мұндай бет жоқ" in answer.text


def test_every_string_is_said_in_every_language():
    """Each string has its three languages, with the same gaps to fill in."""
    groups = tomllib.loads(STRINGS.read_text(encoding="utf-8"))
    assert groups

    for name, entry in strings().items():
        assert list(LANGUAGES) == list(entry), name
        gaps = {
            tuple(gap for gap in ("{n}", "{words}", "{moment}", "{name}", "{date}", "{time}", "{all}") if gap in form)
            for forms in entry.values()
            for form in forms
        }
        assert 1 == len(gaps), name


@pytest.mark.parametrize(
    "path",
    [
        "/archive",
        "/archive/articles",
        "/archive/articles?_search=су&_searchmode=raw",
        "/archive/edited_articles",
        "/archive/withdrawn_articles",
        "/archive/articles_a_day",
        "/archive/captures?_facet=site",
        "/archive?sql=select+count(*)+from+articles",
        "/-/versions",
        "/-/plugins",
        "/-/settings",
    ],
)
def test_stock_pages_stay(front, path):
    """Datasette's own pages work as ever, without our policy."""
    answer = front.get(path)

    assert 200 == answer.status_code
    assert "content-security-policy" not in answer.headers


def test_sql_answers_in_json(front):
    """SQL is open to everybody, for reading only."""
    answer = front.get("/archive.json?sql=select+count(*)+as+n+from+articles&_shape=array")

    assert [{"n": len(front.numbers)}] == answer.json()
    assert 400 == front.get("/archive.json?sql=delete+from+articles").status_code


def test_tables_lead_to_our_pages(front):
    """Where a row names an article or a capture, its page is a click away; hostile labels stay text."""
    tables = front.get("/archive/articles?_size=max").text
    quotes = front.get("/archive/quotes").text

    assert f'<a href="/article/{natural_key(FLOOD)}">' in tables
    assert f'<a href="/article/{natural_key(FLOOD)}">Жайықта су деңгейі қауіпті шектен асты</a>' in quotes
    assert "<script>alert(1)" not in front.get("/archive/doubts").text + tables


def test_table_pages_carry_the_descriptions(front):
    """Datasette shows what each column holds."""
    assert "Canonical address: one per article" in front.get("/archive/articles").text


def test_plugin_describes_the_archive_to_a_bare_datasette(front):
    """`datasette archive.db` by hand shows descriptions, order and hidden tables without any metadata file."""
    bare = Datasette([str(front.small.folder / "archive.db")])

    text = asyncio.run(bare.client.get("/archive/articles")).text

    assert "Canonical address: one per article" in text
    tables = asyncio.run(bare.client.get("/archive.json")).json()["tables"]
    assert {"articles_fts", "search_due", "search_keys"} <= {table["name"] for table in tables if table["hidden"]}


def test_own_metadata_wins_over_the_descriptions(front):
    """Whoever starts Datasette with metadata for the archive keeps it."""
    own = {"title": "Ours", "databases": {"archive": {"description": "Mine"}}}
    bare = Datasette([str(front.small.folder / "archive.db")], metadata=own)

    assert "Mine" in asyncio.run(bare.client.get("/archive")).text
    assert "Canonical address" not in asyncio.run(bare.client.get("/archive/articles")).text


def test_other_databases_are_left_alone(tmp_path, front):
    """Where Datasette serves no archive, the plugin keeps out of the way."""
    assert front
    sqlite3.connect(tmp_path / "archive.db").execute("create table t (id integer primary key)")
    other = Datasette([str(tmp_path / "archive.db")])

    answer = asyncio.run(other.client.get("/"))

    assert 200 == answer.status_code
    assert "content-security-policy" not in answer.headers


def test_closed_archive_is_closed(front):
    """An archive that Datasette's settings close is closed on our pages too."""
    for metadata in ({"allow": False}, {"databases": {"archive": {"allow": False}}}):
        closed = Datasette([str(front.small.folder / "archive.db")], metadata=metadata)
        for path in ("/", "/search?q=су", f"/article/{natural_key(FLOOD)}", f"/picture/{front.small.picture.digest}"):
            assert 403 == asyncio.run(closed.client.get(path)).status_code


def test_addresses_follow_the_base_url(front):
    """Behind a proxy with a path of its own, every address of a page lies below it."""
    metadata, settings = datasette_metadata(), {"base_url": "/news/"}
    below = Datasette([str(front.small.folder / "archive.db")], metadata=metadata, settings=settings)

    text = asyncio.run(below.client.get("/")).text

    assert 'href="/news/article/' in text
    assert 'href="/article/' not in text
    assert 'src="/news/picture/' in text
