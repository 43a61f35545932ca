"""What changed, over all papers: in which order, in which week, and which edits the page itself does not state."""

from datetime import date

import pytest

from archive.changes import (
    ALL_KINDS,
    Asked,
    changes,
    count_kinds,
    newest_week,
    week_named,
    weeks_beside,
    zone_of_archive,
)
from archive.days import articles_a_day, newest_day, read_day
from archive.records import natural_key
from archive.store import open_for_reading
from tests.archive.small_archive import BRIDGE, FAIR, FLOOD, SCHOOL, build


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    """Return a connection to the small archive."""
    folder = tmp_path_factory.mktemp("changes")
    build(folder)
    return open_for_reading(folder)


def told(happenings):
    """Return what happened to which article, in order."""
    return [(one.kinds, one.article.url) for one in happenings]


def test_changes_come_newest_first(connection):
    """Edits and turns of all papers are one list, the newest first; a headline comes with what it was before."""
    found = changes(connection, Asked(), 10)

    assert [
        (("title", "text"), SCHOOL),
        (("returned",), SCHOOL),
        (("withdrawn",), BRIDGE),
        (("withdrawn",), SCHOOL),
        (("moved",), FAIR),
        (("text",), FLOOD),
    ] == told(found)
    assert ("Школа в Кобде закрыта на карантин", "Школа в Кобде снова открыта") == (
        found[0].old_title,
        found[0].title,
    )
    assert "Школа в Кобде закрыта на карантин" == found[3].title


def test_list_goes_on_from_any_place(connection):
    """A list that is read in pieces of one misses nothing, though one capture shows two things."""
    whole = changes(connection, Asked(), 10)
    found, before = [], None
    while piece := changes(connection, Asked(), 1, before):
        found += piece
        before = piece[-1].place

    assert whole == found


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_kinds_can_be_asked_for(connection, kind):
    """Of each kind come those that hold it, as many as are counted."""
    found = changes(connection, Asked(kind=kind), 10)

    assert all(kind in one.kinds for one in found)
    assert count_kinds(connection, Asked())[kind] == len(found)


def test_edit_without_a_word_is_silent(connection):
    """An edit is silent where the page states no change; one that states a moment later than the old text is not."""
    silent = {one.article.url: one.is_silent for one in changes(connection, Asked(), 10) if one.is_edit}

    assert {SCHOOL: True, FLOOD: False} == silent


def test_weeks_are_those_of_most_papers(connection):
    """Weeks begin on Monday in the time zone of most papers, and lead to the next one in which anything happened."""
    week = newest_week(connection, zone_of_archive(connection))

    assert ("2026-W14", "2026-03-29T19:00:00.000Z") == (week.name, week.since)
    assert (None, None) == weeks_beside(connection, week)
    later = week_named("2026-W20", week.zone)
    assert [] == changes(connection, Asked(since=later.since, until=later.until), 10)
    assert week == weeks_beside(connection, later)[0]
    assert 6 == len(changes(connection, Asked(since=week.since, until=week.until), 10))


@pytest.mark.parametrize("name", ["", "2026", "2026-W00", "2026-W54", "2026-W1²", "9999-W52", "0001-W01", "x-Wy"])
def test_no_such_week(name):
    """What is no week of ISO 8601 is none."""
    assert week_named(name, "UTC") is None


def test_day_is_that_of_the_paper(connection):
    """A day holds what each paper printed on it by its own clock, and knows the nearest days with anything."""
    day = read_day(connection, date(2026, 3, 30), None, 10)

    assert [("tany", 2), ("vestnik", 1)] == [(paper.site, paper.total) for paper in day.papers]
    assert (date(2026, 3, 29), None) == (day.before, day.after)
    assert natural_key(FLOOD) in {one.id for one in day.papers[0].articles}
    assert date(2026, 3, 29) == read_day(connection, date(2026, 3, 29), "vestnik", 10).day
    assert 4 == read_day(connection, date(2026, 3, 29), "vestnik", 1).total
    assert (1, 0, 2) == articles_a_day(connection, "tany", newest_day(connection, "tany"), 3)


def test_empty_day_leads_to_both_sides(connection):
    """A day without articles still leads to the days around it."""
    day = read_day(connection, date(2026, 3, 29), "tany", 10)

    assert (0, date(2026, 3, 28), date(2026, 3, 30)) == (day.total, day.before, day.after)
