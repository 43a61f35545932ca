"""Whoever sees little, sees no colours, uses no mouse or wants nothing to move can read every page (WCAG 2.2, AA)."""

import pytest

from tests.browser.access import obstacles
from tests.browser.addresses import PAGES, small_site
from tests.browser.windows import WIDTHS, Visit

pytestmark = pytest.mark.browser
STOPS = """() => [...document.querySelectorAll('a[href], button, input, select, summary, iframe, [tabindex="0"]')]
  .filter(e => e.checkVisibility() && e.type !== 'hidden').length"""
FOCUSED = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), look = getComputedStyle(e);
  return {name: e.tagName + ' ' + (e.href || e.name || e.id),
          outline: look.outlineStyle === 'none' ? 0 : parseFloat(look.outlineWidth),
          shown: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
          place: [...document.querySelectorAll('*')].indexOf(e)};
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the small archive, served on a free port."""
    with small_site(tmp_path_factory.mktemp("accessibility")) as site:
        yield site


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_in_anybodys_way(site, visit, name):
    """axe-core finds nothing wrong on a page, on a desk and on a phone, nor its contrast too low where it is dark.

    What stands by itself to be pressed is at least 24 pixels high and wide (WCAG 2.2, 2.5.8).
    """
    visit.page.goto(site.page(name))

    assert [] == obstacles(visit.page)


@pytest.mark.parametrize("name", ["home", "search", "article", "history", "doubts", "status"])
def test_keyboard_goes_everywhere_and_shows_where_it_is(site, visit, name):
    """The Tab key stops at everything that can be used, in the order of the page, in view and with a visible ring."""
    visit.open(site.page(name))
    visit.page.evaluate("window.scrollTo(0, 0)")
    stops = visit.page.evaluate(STOPS)
    seen = []
    while len(seen) < stops:
        visit.page.keyboard.press("Tab")
        stop = visit.page.evaluate(FOCUSED)
        if not seen or stop != seen[-1]:  # a field for a date has a stop for day, month and year
            seen.append(stop)

    assert [] == [stop["name"] for stop in seen if stop["outline"] < 2]
    assert [] == [stop["name"] for stop in seen if not stop["shown"]]
    places = [stop["place"] for stop in seen]
    assert places == sorted(set(places))


def test_nothing_moves_where_nothing_should(site, chromium):
    """Where the reader's system asks for no motion, nothing on a page changes gradually."""
    visit = Visit(chromium, WIDTHS["desk"], reduced_motion="reduce")
    visit.open(site.page("article"))

    moving = visit.page.evaluate(
        """() => [...document.querySelectorAll('*')].filter(e => {
          const look = getComputedStyle(e);
          return parseFloat(look.transitionDuration) || look.animationName !== 'none'
            || look.scrollBehavior === 'smooth';
        }).map(e => e.outerHTML.slice(0, 90))"""
    )
    assert [] == moving
    visit.close()


@pytest.mark.parametrize("name", ["search", "history", "status"])
def test_page_needs_no_colours_of_its_own(site, chromium, tmp_path, name):
    """In the system's few colours (forced-colors) found words, changes and bars of charts still stand out."""
    visit = Visit(chromium, WIDTHS["desk"], forced_colors="active", color_scheme="dark")
    visit.open(site.page(name))
    visit.page.screenshot(path=tmp_path / "forced.png", full_page=True)

    ground = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    for selector, what in (("mark", "backgroundColor"), (".chart rect", "fill"), ("del", "textDecorationLine")):
        for look in visit.page.locator(selector).evaluate_all(f"all => all.map(e => getComputedStyle(e).{what})"):
            assert look not in {ground, "none", "rgb(11, 85, 99)"}
    visit.close()


def test_dark_page_is_dark(site, chromium):
    """Where the reader's system is dark, so is the page."""
    visit = Visit(chromium, WIDTHS["desk"], color_scheme="dark")
    visit.open(site.address)

    assert "rgb(21, 23, 26)" == visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    visit.close()
