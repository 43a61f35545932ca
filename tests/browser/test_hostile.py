"""Whatever a paper prints, no page of the front runs it, is bent by it or hides anything because of it."""

import sqlite3
from contextlib import closing

import pytest

from tests.archive.hostile_archive import LONG_TITLE, build_hostile
from tests.browser.addresses import PAGES, Site, known_in
from tests.browser.windows import Visit, served

pytestmark = pytest.mark.browser
MOST_PIXELS = 40_000
"""Height that no page exceeds; the longest, a list of 20 articles on a phone, is two thirds of that."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return the folder of the hostile archive."""
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def site(folder):
    """Return the hostile archive, served on a free port."""
    small = build_hostile(folder)
    with served(folder) as address:
        yield Site(address=address, known=known_in(folder, small))


class Wary(Visit):
    """A window that notes every dialog."""

    def __init__(self, chromium, width, **options):
        """Open an empty window *width* pixels wide."""
        super().__init__(chromium, width, **options)
        self.page.on("dialog", self._dialog)

    def _dialog(self, dialog):
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()


@pytest.fixture(params=[1280, 390], ids=["desk", "phone"])
def wary(request, chromium):
    """Return a wary window as wide as a desk's screen, and one as wide as a phone."""
    visit = Wary(chromium, request.param)
    yield visit
    visit.close()


def poke(page):
    """Point at and press on everything that might wait for it, without leaving the page."""
    page.evaluate(
        """() => { for (const e of document.querySelectorAll('main *')) {
          for (const kind of ['mouseover', 'focus', 'error', 'load']) e.dispatchEvent(new Event(kind)); } }"""
    )
    page.wait_for_timeout(50)


@pytest.mark.parametrize("name", PAGES)
def test_page_stays_a_page(site, wary, name):
    """Nothing runs, is loaded from elsewhere or sticks out; menu and heading are there, the end is near."""
    answer = wary.open(site.page(name))
    poke(wary.page)

    assert answer.status == 200
    assert wary.page.evaluate("window.hostile === undefined")
    assert [] == wary.faults
    assert {site.address.split("/")[2]} == wary.hosts
    assert [] == wary.page.evaluate(
        """() => [...document.querySelectorAll('a[href], form, img, iframe, link, script')]
          .map(e => e.href?.baseVal === undefined ? e.href || e.action || e.src || ""
            : new URL(e.href.baseVal, location).href)
          .filter(a => a && !/^https?:/.test(a))"""
    )
    assert wary.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert wary.page.evaluate("document.documentElement.scrollHeight") < MOST_PIXELS
    for selector in (".top .name", ".menu a", "h1"):
        assert wary.page.locator(selector).first.is_visible()


@pytest.mark.parametrize("name", ["home", "article", "history", "doubts", "capture", "picture", "status"])
def test_direction_ends_with_the_text(site, wary, name):
    """A bidi override that a text does not end turns nothing round after it: our dates and labels run to the right."""
    wary.open(site.page(name))

    turned = wary.page.evaluate(
        """() => [...document.querySelectorAll('main time, main dt, footer div')].filter(e => {
          const text = e.firstChild;
          if (!e.checkVisibility() || !text || text.nodeType !== 3 || text.length < 4) return false;
          const at = n => {
            const range = document.createRange(); range.setStart(text, n); range.setEnd(text, n + 1);
            return range.getBoundingClientRect();
          };
          return at(0).top === at(1).top && at(0).left > at(1).left;
        }).map(e => e.outerHTML.slice(0, 90))"""
    )
    assert [] == turned
    assert not {"\u202e", "\u2067", "\u200f"} & set(wary.page.title())


def test_long_title_is_cut_and_whole_within_reach(site, wary):
    """A title of 10,000 letters leaves room for the rest of a page, and all of it can be scrolled to."""
    wary.open(site.page("article"))

    heading = wary.page.locator("h1")
    assert heading.bounding_box()["height"] <= 0.6 * 900 + 1
    assert len(LONG_TITLE.split()) == len(heading.inner_text().split())
    assert heading.evaluate("e => e.scrollHeight > e.clientHeight && getComputedStyle(e).overflowY === 'auto'")


def test_control_characters_are_not_shown_as_something_else(site, wary):
    """Control characters and NUL take away nothing of what stands around them."""
    wary.open(site.page("withdrawn article"))

    text = wary.page.locator("main").inner_text()
    assert "[2J" in text
    assert "<svg onload=window.hostile=3>" in text
    assert "{{7*7}}" in text
    assert "49" not in text.split("{{7*7}}")[0][-20:]


def test_datasettes_own_pages_run_nothing(site, folder, chromium):
    """Datasette's pages of every table show the same texts and run none of them."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        query = "select name from sqlite_master where type in ('table', 'view') order by name"
        tables = [name for (name,) in connection.execute(query)]
    visit = Wary(chromium, 1280)
    for table in tables:
        answer = visit.page.goto(f"{site.address}/archive/{table}?_size=100")
        poke(visit.page)
        assert answer.status in {200, 400}, table  # 400: a table of FTS5 that cannot be read as one
        assert visit.page.evaluate("window.hostile === undefined"), table
        bad = visit.page.evaluate(
            "[...document.querySelectorAll('a[href]')].map(a => a.protocol).filter(p => !/^https?:$/.test(p))"
        )
        assert [] == bad, table
    assert [] == [fault for fault in visit.faults if "400" not in fault and "favicon" not in fault]
    visit.close()
