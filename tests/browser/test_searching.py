"""The search page in a real browser: narrowing by a click or by dragging over bars, on a phone, without a script."""

from datetime import date

import pytest

from archive.store import Archive
from tests.archive.shelf import Shelf
from tests.archive.small_archive import build
from tests.browser.windows import WIDTHS, Visit, served

pytestmark = pytest.mark.browser
HIGHEST_HIT = 420
"""Pixels that an entry of the list takes at most, on a phone."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the address of the small archive."""
    folder = tmp_path_factory.mktemp("searching")
    build(folder)
    with Archive(folder) as archive:
        shelf = Shelf(archive)
        shelf.put("long", "Ұзақ сөз", "жәрмеңке туралы әңгіме. " * 2000, published=date(2026, 3, 11))
        shelf.keep_up()
    with served(folder) as address:
        yield address


def test_reader_narrows_down_and_takes_it_back(site, visit):
    """A reader opens the filters, clicks a paper, sees it set above the list, and takes it away again."""
    visit.open(site + "/en/search?q=жәрмеңке")
    visit.page.evaluate("document.querySelector('.filters').open = false")
    visit.page.locator(".filters summary").click()
    visit.page.locator(".choices").get_by_role("link", name="Жайық таңы").click()
    assert "paper=tany" in visit.page.url
    assert ["Жайық таңы"] == [text.split(" ×")[0] for text in visit.page.locator(".chips a").all_inner_texts()]

    visit.page.locator(".chips a").click()
    assert "paper" not in visit.page.url
    assert [] == visit.faults


def test_filters_are_folded_on_a_phone(site, visit):
    """On a phone the filters wait behind a line, so that the hits come first; beside them is room on a desk."""
    visit.open(site + "/search?q=жәрмеңке")

    is_wide = visit.page.evaluate("window.innerWidth > 992")
    assert is_wide == visit.page.locator(".choices").first.is_visible()


def test_dragging_over_bars_chooses_a_period(site, visit):
    """From the bar where the reader presses to the one where he lets go everything is in the range."""
    visit.open(site + "/en/search?q=жәрмеңке")
    visit.page.locator(".histogram svg").scroll_into_view_if_needed()
    first, last = (visit.page.locator(".histogram a").nth(place).bounding_box() for place in (3, 8))
    days = [visit.page.locator(".histogram a").nth(place).get_attribute("data-from") for place in (3, 8)]
    visit.page.mouse.move(first["x"] + first["width"] / 2, first["y"] + 30)
    visit.page.mouse.down()
    visit.page.mouse.move(last["x"] + last["width"] / 2, last["y"] + 30, steps=6)
    visit.page.mouse.up()
    visit.page.wait_for_url("**/search?*from=*")

    assert f"from={days[0]}&to={days[1]}" in visit.page.url
    assert 6 == visit.page.locator(".histogram a").count()
    assert [] == visit.faults


def test_a_click_on_a_bar_narrows_the_range(site, visit):
    """A bar is a link to its own days."""
    visit.open(site + "/en/search")
    bar = visit.page.locator(".histogram a").nth(2)
    day = bar.get_attribute("data-from")
    bar.click()
    visit.page.wait_for_url(f"**/search?*from={day}*")

    assert 1 == visit.page.locator(".hits li").count()


def test_everything_works_without_a_script(site, chromium):
    """Filters, dates, bars and pages are links and forms."""
    visit = Visit(chromium, WIDTHS["phone"], java_script_enabled=False)
    visit.page.goto(site + "/en/search?q=жәрмеңке")
    visit.page.locator(".filters summary").click()
    visit.page.get_by_label("From").fill("2026-03-10")
    visit.page.get_by_label("To", exact=True).fill("2026-03-12")
    visit.page.get_by_role("button", name="Show").click()

    assert "from=2026-03-10&to=2026-03-12" in visit.page.url
    assert 4 == visit.page.locator(".hits li").count()
    visit.close()


def test_a_long_text_is_a_short_hit(site, visit):
    """On Datasette's page one article fills several screens; ours shows two on every one."""
    visit.open(site + "/search?q=жәрмеңке")
    heights = [box["height"] for box in (hit.bounding_box() for hit in visit.page.locator(".hits li").all())]

    assert max(heights) < HIGHEST_HIT
