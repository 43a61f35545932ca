"""The page of an article: its quotes in the text, where else text and pictures stand, its counter, how it is cited."""

import asyncio
import re
from datetime import UTC, datetime

import pytest

from archive.records import natural_key
from archive.store import Archive
from archive.takedowns import take_down
from archive.web.citing import Source, apa, gost
from archive.web.serving import open_datasette
from tests.archive.small_archive import BRIDGE, FLOOD, LIBRARY, build
from tests.archive.told_archive import CUT, FIRST, MAYOR, OWN, REWRITTEN, SPEECH, build_told

SOURCE = Source(
    title="Жайықта су көтерілді.",
    names=["Айгүл Сәрсенова"],
    paper="Жайық таңы",
    published_at="2026-03-29T20:30:00Z",
    url="http://tany.example/su",
    zone="Asia/Oral",
    language="kk",
    copy="http://archive.example/capture/urn:uuid:1/about",
    captured_at="2026-03-30T05:00:00.000Z",
)
VIEWED = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


class Front:
    """An archive of stories and a browser without a screen."""

    def __init__(self, folder):
        """Build the archive in *folder*."""
        self.told = build_told(folder)
        self.datasette = open_datasette(folder)

    def get(self, path, **arguments):
        """Return the answer of *path* in English."""
        return asyncio.run(self.datasette.client.get(f"/en{path}", params=arguments))

    def article(self, url, path="", **arguments):
        """Return the text of the page of the article with the address *url*."""
        return self.get(f"/article/{natural_key(url)}{path}", **arguments).text


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    """Return one front for the whole module; nothing that it does changes the archive."""
    return Front(tmp_path_factory.mktemp("article"))


def test_quote_is_marked_where_it_stands(front):
    """What is quoted is marked in the text, and the list of quotes leads there and to the person."""
    text = front.article(FIRST)

    assert f'«<span class="said" id="quote-0">{SPEECH}</span>», – сказал' in text
    assert 'href="#quote-0"' in text
    assert 'href="/en/person?name=%D0%9C%D0%B0%D1%80%D0%B0%D1%82' in text
    assert 1 == front.article(FLOOD).count('href="#quote-')


def test_same_text_is_one_story(front):
    """Each printing names the first and all others, with how much each keeps of it, and leads to the comparison."""
    first, cut, rewritten = front.told.ids
    for url in (FIRST, CUT, REWRITTEN):
        text = front.article(url)
        listed = text[text.index('id="printings"') :]
        assert "3 printings, 3 papers" in listed
        assert 1 == listed.count(">first</span>") == listed.count(">this article</span>")
        assert f"/en/article/{first}/beside/{cut}" in listed
        assert f"/en/article/{first}/beside/{rewritten}" in listed
        assert listed.index("izvestia") < listed.index("vestnik2") < listed.index("altyn")
    assert "; 0 % words of its own" in text
    assert 'id="printings"' not in front.article(LIBRARY)


def test_two_printings_are_compared_word_by_word(front):
    """What the second printing put in and left out is marked, in one text or side by side."""
    first, _, rewritten = front.told.ids
    for view in ("inline", "side"):
        text = front.get(f"/article/{first}/beside/{rewritten}", view=view).text
        assert f'<ins><span class="unseen">added: </span>{OWN}</ins>' in text
        assert "Движение по льду закрыто" in text
        assert "Лёд закрыт не везде" in text
        assert "За последние сутки" not in text
    shares = re.findall(r"keeps \d+ % of the first text; \d+ % words of its own", front.article(REWRITTEN))
    assert shares[-1] in text


@pytest.mark.parametrize(
    "path", ["/article/{0}/beside/nothing", "/article/nothing/beside/{0}", "/article/{0}/beside/{0}"]
)
def test_nothing_beside(front, path):
    """An article is compared with another one that the archive has."""
    assert 404 == front.get(path.format(front.told.ids[0])).status_code


def test_same_picture_elsewhere(front):
    """Another article with a picture of this one is named with it."""
    text = front.article(FLOOD)

    assert "Where else these pictures are printed" in text
    assert f'href="/en/article/{natural_key(FIRST)}" ' not in text.partition('id="elsewhere"')[0]
    assert (
        f'<a href="/en/article/{natural_key(FIRST)}">Движение по льду закрыто</a>'
        in text.partition('id="elsewhere"')[2]
    )
    assert 'id="elsewhere"' not in front.article(BRIDGE)
    assert front.told.small.drawing.digest not in text.partition('id="elsewhere"')[2]


def test_counter_is_drawn_over_time(front):
    """A counter that was observed twice is a line, with the same figures as a table; one seen once is none."""
    text = front.article(FLOOD)

    assert 'aria-label="Views: 213 at first, 1,480 at last"' in text
    assert '<polyline points="0,40 240,1"/>' in text
    assert "<td" in text.partition("<polyline")[2]
    assert "<polyline" not in front.article(BRIDGE)


def test_page_can_be_cited(front):
    """The page says how to cite it, in the article's language, and tells the same to machines."""
    text = front.article(FLOOD)

    assert (
        "Жайықта су деңгейі қауіпті шектен асты [Электрондық ресурс] / Айгүл Сәрсенова // Жайық таңы. – 2026." in text
    )
    assert f"http://localhost/capture/{_newest_capture(front, FLOOD)}/about" in text
    assert '<meta name="citation_publication_date" content="2026/03/30">' in text
    assert 'data-copies="cite-apa"' in text
    assert "[Электронный ресурс]" in front.article(BRIDGE)


def _newest_capture(front, url):
    return front.get(f"/article/{natural_key(url)}.json").json()["articles"][0]["capture"]


def test_gost(front):
    """GOST 7.1-2003: title, responsibility, serial, year, day, address with the day of viewing, then our copy."""
    assert front
    assert (
        "Жайықта су көтерілді [Электрондық ресурс] / Айгүл Сәрсенова // Жайық таңы. – 2026. – 30 наурыз. – "
        "URL: http://tany.example/su (қаралған күні: 25.11.2026). – Мұрағаттағы көшірмесі: "
        "http://archive.example/capture/urn:uuid:1/about (сақталған күні: 30.03.2026)."
    ) == gost(SOURCE, VIEWED)


def test_apa():
    """APA 7: author as printed, date, title, paper, address; our copy in brackets."""
    assert (
        "Айгүл Сәрсенова. (2026, 30 наурыз). Жайықта су көтерілді. Жайық таңы. http://tany.example/su "
        "(Мұрағаттағы көшірмесі, 30.03.2026: http://archive.example/capture/urn:uuid:1/about)"
    ) == apa(SOURCE)


@pytest.mark.parametrize(
    ("language", "words"),
    [("ru", ("б. д.", "Электронный ресурс")), ("en", ("n.d.", "Electronic")), (None, ("n.d.", "Electronic"))],
)
def test_citation_without_date_and_names(language, words):
    """What is not printed is not invented: no author, no date."""
    facts = {name: getattr(SOURCE, name) for name in Source.__slots__}
    bare = Source(**facts | {"names": [], "published_at": None, "title": "Мост закрыт?", "language": language})

    assert apa(bare).startswith(f"Мост закрыт? ({words[0]}). Жайық таңы.")
    assert f"Мост закрыт? [{words[1]}" in gost(bare, VIEWED)
    assert " / " not in gost(bare, VIEWED).partition(" // ")[0]


def test_taken_down_printing_leaves_no_trace(tmp_path):
    """What was taken down is in no list of printings and pictures, no day, no quote, and is compared with nothing."""
    front = Front(tmp_path)
    with Archive(tmp_path) as archive:
        take_down(archive, FIRST, "on request", datetime(2026, 5, 1, tzinfo=UTC))
    first, cut, rewritten = front.told.ids

    for path in (
        f"/article/{cut}",
        f"/article/{natural_key(FLOOD)}",
        "/day/2026-03-01",
        "/quotes",
        "/pictures",
        "/changes",
    ):
        answer = front.get(path)
        assert 200 == answer.status_code
        assert first not in answer.text
        assert "Движение по льду закрыто" not in answer.text
    assert "2 printings, 2 papers" in front.article(CUT)
    assert f"/en/article/{cut}/beside/{rewritten}" in front.article(CUT)
    assert 410 == front.get(f"/article/{first}/beside/{cut}").status_code
    assert "3 quotes" in front.get("/person", name=MAYOR).text


def test_small_archive_needs_no_stories(tmp_path):
    """An article that nobody else prints has a page all the same."""
    build(tmp_path)
    client = open_datasette(tmp_path).client

    assert 200 == asyncio.run(client.get(f"/article/{natural_key(LIBRARY)}")).status_code
