"""The search page of the front: what it lists, how it is narrowed, and what Datasette's own page does wrong."""

import asyncio
import re
import shutil
import subprocess

import pytest

from archive.records import natural_key
from archive.web.serving import open_datasette
from tests.archive.small_archive import ARABIC, FLOOD, SHORT_NEWS, build

SLOW_MILLISECONDS = 1


class Front:
    """A small archive and a browser without a screen."""

    def __init__(self, folder):
        """Build the archive in *folder*."""
        self.folder = folder
        self.small = build(folder)
        self.datasette = open_datasette(folder)

    def get(self, path):
        """Return the answer of the address *path*."""
        return asyncio.run(self.datasette.client.get(path))

    def hits(self, path):
        """Return the entries of the list at *path*."""
        listed = self.get(path).text.partition('<ol class="hits"')[2].partition("</ol>")[0]
        return listed.split("<li")[1:]


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    """Return one front for the whole module; nothing that it does changes the archive."""
    return Front(tmp_path_factory.mktemp("search-page"))


def links(text, within):
    """Return the addresses of the links in the part of *text* that begins with *within*."""
    part = text.partition(within)[2]
    return [link.replace("&amp;", "&") for link in re.findall(r'href="(\?[^"]*)"', part)]


def test_a_hit_shows_the_place_of_its_words(front):
    """Datasette's page shows whole texts or nothing of them; ours the words where they stand, marked."""
    (hit,) = front.hits("/search?q=бөгетке")

    assert "<mark>бөгетке</mark> қосымша қап төсеп" in hit
    assert "Орал қаласы тұсындағы бекет" not in hit


def test_a_hit_shows_its_picture(front):
    """Datasette's page shows no pictures; ours the first kept one of each article."""
    (hit,) = front.hits("/search?q=деңгейі")

    assert f'<img src="/picture/{front.small.picture.digest}" alt=""' in hit


def test_best_or_newest_first(front):
    """Datasette's page begins with what was put in first; ours with the best match, and without words the newest."""
    assert "Жайықта су" in front.hits("/search?q=апталық OR деңгейі")[0]
    assert "Новый мост" in front.hits("/search")[0]
    assert "№ 24" in front.hits("/search?q=апталық&order=oldest")[0]


def test_every_hit_is_in_its_own_language(front):
    """Datasette's page is English all through; ours names the language of each text and of the interface."""
    text = front.get("/ru/search").text

    assert '<html lang="ru">' in text
    assert 'lang="kk-Arab"' in text
    assert "Язык" in text
    assert natural_key(ARABIC) in text


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_no_string_is_missing(front, language):
    """Every state of the page can be said in every language of the interface."""
    for query in (
        "q=су",
        "q=жоқ&paper=tany&changed=1&from=2026",
        "q==жоқсөздер",
        "year=2026&order=oldest",
        "withdrawn=1",
    ):
        assert 200 == front.get(f"/{language}/search?{query}").status_code


def test_a_filter_is_a_link_with_its_count(front):
    """A click on a paper narrows the search to it; the address is the whole search."""
    text = front.get("/en/search?q=апталық&order=newest").text

    assert "?q=%D0%B0%D0%BF%D1%82%D0%B0%D0%BB%D1%8B%D2%9B&paper=tany&order=newest" in links(text, 'id="by-paper"')
    assert f'<span class="count">{SHORT_NEWS}</span>' in text.partition('id="by-paper"')[2]


def test_a_set_filter_can_be_taken_away(front):
    """What is set stands above the list, each with a link to the search without it."""
    text = front.get("/en/search?paper=tany&pictures=1&from=2026-03-01").text

    assert ["?pictures=1&from=2026-03-01", "?paper=tany&from=2026-03-01", "?paper=tany&pictures=1", "?"] == links(
        text, 'class="chips"'
    )[:4]


def test_filters_stay_with_new_words(front):
    """Words that are typed into the form are looked for within the filters that are set."""
    form = front.get("/search?paper=tany&order=oldest").text.partition('id="find"')[2].partition("</form>")[0]

    assert '<input type="hidden" name="paper" value="tany">' in form
    assert '<input type="hidden" name="order" value="oldest">' in form


def test_bars_are_links_to_their_days(front):
    """Each bar over time leads to what was published in it, and says so to those who do not see it."""
    text = front.get("/en/search?q=апталық").text

    assert "?q=%D0%B0%D0%BF%D1%82%D0%B0%D0%BB%D1%8B%D2%9B&from=2026-03-10&to=2026-03-10" in links(text, "<svg")
    assert 'aria-label="10 March 2026: 1 article"' in text


def test_nothing_left_tells_ways_out(front):
    """Where filters leave nothing, the page says what each of them costs."""
    text = front.get("/en/search?q=деңгейі&paper=vestnik").text

    assert "Look in all papers</a> <span" in text
    assert "1 article" in text.partition("Look in all papers")[2]


def test_exact_form_in_vain_offers_all_forms(front):
    """Where just one form was asked for and is nowhere, the page offers the others."""
    assert "?q=%D1%82%D0%B0%D1%81%D2%9B%D1%8B%D0%BD" in links(front.get("/en/search?q==тасқын").text, 'class="ways"')


def test_pages_go_on_and_back_to_the_first(front):
    """From the first page a link leads on, from the next one back to the first."""
    first = front.get("/en/search?q=апталық").text
    following = links(first, 'class="pages"')[0]
    second = front.get("/search" + following).text

    assert "?q=%D0%B0%D0%BF%D1%82%D0%B0%D0%BB%D1%8B%D2%9B" == links(second, 'class="pages"')[0]
    assert 'start="21"' in second
    assert "after=" not in second.partition('class="pages"')[2].partition("</nav>")[0]


def test_a_search_that_takes_too_long_says_so(tmp_path):
    """A search beyond Datasette's time limit is a page that says what to do, not a fault."""
    front = Front(tmp_path)
    front.datasette._settings["sql_time_limit_ms"] = SLOW_MILLISECONDS  # noqa: SLF001 - there is no other way in
    answer = front.get("/en/search?q=апталық")

    assert 503 == answer.status_code
    assert "The question took too long" in answer.text
    assert ["?q=%D0%B0%D0%BF%D1%82%D0%B0%D0%BB%D1%8B%D2%9B&order=newest"] == links(answer.text, "Try again")[:1]


def test_any_client_searches_the_file(front):
    """SQLite's own shell opens the archive, finds words and reads what is counted."""
    shell = shutil.which("sqlite3")
    if shell is None:
        pytest.skip("no sqlite3 program")
    query = (
        "select a.url, f.day, f.pictures from articles_fts x join articles a on a.number = x.rowid "
        "join search_facts f on f.article = a.id where articles_fts match 'деңгейі'"
    )
    done = subprocess.run([shell, front.folder / "archive.db", query], capture_output=True, text=True, check=True)

    assert f"{FLOOD}|2026-03-30|1\n" == done.stdout
