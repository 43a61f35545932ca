"""The page of an article's history: what happened, with its evidence, and what was changed, word by word."""

import asyncio
import sqlite3

import pytest

from archive.faults import OtherReading
from archive.records import natural_key
from archive.store import open_for_reading
from archive.timeline import latest, read_story
from archive.web.serving import open_datasette
from tests.archive.small_archive import BRIDGE, FAIR, FAIR_THERE, FLOOD, LIBRARY, SCHOOL, build


class Front:
    """A small archive and a browser without a screen."""

    def __init__(self, folder):
        """Build the archive in *folder*."""
        self.small = build(folder)
        self.datasette = open_datasette(folder)

    def page(self, url, path="", **arguments):
        """Return the page of the article with the address *url*, in English."""
        return asyncio.run(self.datasette.client.get(f"/en/article/{natural_key(url)}{path}", params=arguments))


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    """Return one front for the whole module; nothing that it does changes the archive."""
    return Front(tmp_path_factory.mktemp("front"))


def test_change_is_shown_in_one_text(front):
    """A change says of what it is and between which captures it lies, and marks the words for eyes and ears."""
    text = front.page(FLOOD, "/history").text

    for words in (
        "changed: text",
        f"/capture/{front.small.flood.id}/about",
        '<del><span class="unseen">removed: </span>40</del> <ins><span class="unseen">added: </span>72</ins>',
        "unchanged paragraphs left out",
        "?view=side",
    ):
        assert words in text
    assert "Спорт сарайы" not in text


def test_change_is_shown_side_by_side(front):
    """Side by side the old words stand in one column and the new ones in the other, each marked."""
    text = front.page(FLOOD, "/history", view="side").text

    old, new = text.index("removed: </span>40"), text.index("added: </span>72")
    assert text.index("<td>") < old < text.index("</td><td>", old) < new
    assert 'aria-current="true">Side by side' in text


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (BRIDGE, ("withdrawn", "HTTP 404")),
        (FAIR, ("moved", FAIR_THERE, f"/article/{natural_key(FAIR_THERE)}")),
        (SCHOOL, ("withdrawn", "returned", "changed: headline, text")),
        (LIBRARY, ("first seen",)),
    ],
)
def test_every_turn_is_told(front, url, words):
    """Withdrawn, moved, returned: each is told with what shows it."""
    text = front.page(url, "/history").text

    for word in words:
        assert word in text
    assert ("changed:" in text) == (url == SCHOOL)


def test_article_says_on_top_what_became_of_it(front):
    """A moved article leads to where it is, a returned one says so, a withdrawn one says why."""
    assert "This article has moved" in front.page(FAIR).text
    assert f'/article/{natural_key(FAIR_THERE)}" lang="ru">Ярмарка мёда' in front.page(FAIR).text
    assert f"/capture/{front.small.moved.id}/about" in front.page(FAIR).text
    assert "has returned" in front.page(SCHOOL).text
    assert "The site answered “not found” (HTTP 404)." in front.page(BRIDGE).text
    for words in ("has moved", "has returned", "no longer opens"):
        assert words not in front.page(FLOOD).text


def test_article_leads_to_its_history(front):
    """An article's page has the events in short, each with a link to the whole."""
    text = front.page(FLOOD).text

    assert f"/en/article/{natural_key(FLOOD)}/history#event-2" in text
    assert "changed: text" in text


def test_history_of_nothing(front):
    """An article that is not there has no history."""
    assert 404 == front.page("http://nowhere.example/", "/history").status_code


def test_latest_events_come_first(front):
    """Over all papers the newest event comes first; that articles came out is no event there."""
    connection = open_for_reading(front.small.folder)

    told = [(one.what, one.url) for one in latest(connection, None, 10)]
    assert [("returned", SCHOOL), ("changed", SCHOOL), ("withdrawn", BRIDGE)] == sorted(told[:2], reverse=True) + told[
        2:3
    ]
    assert {"tany"} == {one.site for one in latest(connection, "tany", 10)}


def test_sight_before_is_the_last_one(front):
    """What happened lies between the capture that shows it and the last one that showed the article before."""
    story = read_story(open_for_reading(front.small.folder), natural_key(SCHOOL))

    assert [None, *[event.at for event in story.events[:1]]] == [event.seen_before for event in story.events[:2]]
    assert "2026-03-30" == story.events[-1].seen_before[:10]


def test_older_archive_asks_for_a_rebuild(tmp_path):
    """An archive that an earlier version has read is not shown as if it were of this one: one line says what to do."""
    Front(tmp_path)
    connection = sqlite3.connect(tmp_path / "archive.db")
    connection.execute("pragma user_version = 0")
    connection.close()

    with pytest.raises(OtherReading, match="aimaq rebuild"):
        open_datasette(tmp_path)
