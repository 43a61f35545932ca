"""The front in a real browser: nothing fails, nothing sticks out, nothing is fetched from elsewhere."""

import sqlite3
from dataclasses import dataclass

import pytest

from archive.records import natural_key
from tests.archive.small_archive import ARABIC, BRIDGE, FAIR, FLOOD, ODD, SCHOOL, build
from tests.browser.windows import WIDTHS, Visit, served

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The small archive, open at a loopback address."""

    address: str
    pages: dict[str, str]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the small archive, served on a free port."""
    folder = tmp_path_factory.mktemp("front")
    small = build(folder)
    pages = {
        "home": "/",
        "search": "/search?q=су деңгейі",
        "nothing found": "/search?q=жоқсөз",
        "search narrowed": "/search?q=апталық&paper=tany&from=2026-03-10&order=oldest&ui=ru",
        "search without words": "/search?ui=en",
        "nothing left": "/search?q=деңгейі&paper=vestnik&language=ru&ui=ru",
        "article": f"/article/{natural_key(FLOOD)}",
        "earlier text": f"/article/{natural_key(FLOOD)}?revision={_earlier_text(folder)}",
        "withdrawn article": f"/article/{natural_key(BRIDGE)}",
        "history": f"/article/{natural_key(FLOOD)}/history",
        "history side by side": f"/article/{natural_key(FLOOD)}/history?view=side",
        "history of a returned article": f"/article/{natural_key(SCHOOL)}/history?ui=ru",
        "moved article": f"/article/{natural_key(FAIR)}",
        "hostile article": f"/article/{natural_key(ODD)}",
        "Arabic article": f"/article/{natural_key(ARABIC)}",
        "doubts": "/doubts",
        "doubts of one kind": "/doubts?paper=tany&field=published_at&code=contradiction&page=2",
        "no such doubts": "/doubts?field=nothing",
        "status": "/status?ui=ru",
    }
    with served(folder) as address:
        yield Site(address=address, pages=pages | {"capture": small.flood.id})


def _earlier_text(folder):
    connection = sqlite3.connect(folder / "archive.db")
    query = "select r.id from revisions r join articles a on a.id = r.article where a.url = ? and a.revision <> r.id"
    (earlier,) = connection.execute(query, (FLOOD,)).fetchone()
    connection.close()
    return earlier


@pytest.mark.parametrize(
    "name",
    [
        "home",
        "search",
        "nothing found",
        "search narrowed",
        "search without words",
        "nothing left",
        "article",
        "earlier text",
        "withdrawn article",
        "history",
        "history side by side",
        "history of a returned article",
        "moved article",
        "hostile article",
        "Arabic article",
        "doubts",
        "doubts of one kind",
        "no such doubts",
        "status",
    ],
)
def test_page_is_whole(site, visit, tmp_path, name):
    """A page loads without a fault, from one host, and fits the window."""
    answer = visit.open(site.address + site.pages[name])
    visit.page.screenshot(path=tmp_path / f"{name}.png", full_page=True)

    assert answer.status == 200
    assert [] == visit.faults
    assert {site.address.split("/")[2]} == visit.hosts
    assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert [] == visit.page.evaluate("[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)")


def test_reader_finds_an_article(site, visit):
    """From home a reader types a word, sees it marked, opens the article and its captured copy."""
    visit.open(site.address)
    visit.page.get_by_role("searchbox").fill("деңгейі")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/search?q=*")

    assert "деңгейі" == visit.page.locator("mark").first.inner_text()
    visit.page.locator(".hits a").first.click()
    assert "Жайықта су деңгейі қауіпті шектен асты" == visit.page.locator("h1").inner_text()
    visit.page.get_by_role("link", name="Сақталған көшірмесі").click()
    copy = visit.page.frame_locator("iframe.copy")
    assert "Жайықта су деңгейі қауіпті шектен асты" == copy.locator("h1").inner_text()


def test_doubts_can_be_narrowed_down(site, visit):
    """A reader chooses a reason, sees the doubts of that kind, and opens the article that prints the text."""
    visit.open(site.address + "/doubts?ui=ru")
    visit.page.get_by_role("combobox", name="Причина").select_option("future")
    visit.page.get_by_role("button", name="Показать").click()
    visit.page.wait_for_url("**/doubts?*code=future*")

    assert ["<u>31.12.2099</u>"] == visit.page.locator(".hits .first").all_inner_texts()
    visit.page.locator(".hits h3 a").click()
    visit.page.get_by_role("link", name="Такие же сомнения у этой газеты").first.click()
    assert 1 == visit.page.locator(".hits li").count()
    assert [] == visit.faults


def test_language_stays_chosen(site, visit):
    """A reader who chooses Russian once goes on reading the interface in Russian."""
    visit.open(site.address)
    visit.page.get_by_title("Русский").click()
    visit.page.goto(site.address + site.pages["withdrawn article"])

    assert "ru" == visit.page.locator("html").get_attribute("lang")
    assert "ru" == visit.page.locator("article").get_attribute("lang")
    assert visit.page.get_by_text("По своему адресу эта статья больше не открывается").is_visible()


def test_keyboard_reaches_the_text_first(site, visit):
    """The first stop of the Tab key is the link past the menu, and it shows itself."""
    visit.open(site.address)
    visit.page.keyboard.press("Tab")

    focused = visit.page.locator(":focus")
    assert "#main" == focused.get_attribute("href")
    assert focused.bounding_box()["x"] >= 0


def test_captured_scripts_do_not_run(site, chromium):
    """A captured page's script is stopped where the bytes are shown as they came, and is left out of the replay."""
    visit = Visit(chromium, WIDTHS["desk"])
    visit.open(site.address + "/capture/" + site.pages["capture"])
    assert any("Blocked script execution" in fault for fault in visit.faults)
    visit.close()

    visit = Visit(chromium, WIDTHS["desk"])
    visit.open(site.address + f"/capture/{site.pages['capture']}/about")
    frame = visit.page.frame_locator("iframe")
    assert frame.locator("h1").first.is_visible()
    assert 0 == frame.locator("script").count()
    assert [] == visit.faults
    visit.close()


def test_reader_compares_versions(site, visit):
    """From an article a reader opens its history, sees what went and what came without colours, and side by side."""
    visit.open(site.address + site.pages["article"] + "?ui=en")
    visit.page.get_by_role("link", name="changed since").click()
    assert "40" == visit.page.locator("del >> nth=-1").evaluate("e => e.lastChild.textContent")
    lines = [
        visit.page.locator(f".compare {tag}").first.evaluate("e => getComputedStyle(e).textDecorationLine")
        for tag in ("del", "ins")
    ]
    assert ["line-through", "underline"] == lines

    visit.page.get_by_role("link", name="Side by side").click()
    before, after = (visit.page.locator(f".sides {tag}").first.bounding_box() for tag in ("del", "ins"))
    is_wide = visit.page.evaluate("window.innerWidth > 640")
    assert (after["x"] > before["x"] + 200) == is_wide
    assert (after["y"] > before["y"] + 40) == (not is_wide)
    assert [] == visit.faults


def test_history_is_printed_whole(site, chromium):
    """On paper the history has neither menu nor switch, and its marks stay."""
    visit = Visit(chromium, WIDTHS["desk"])
    visit.page.emulate_media(media="print")
    visit.open(site.address + site.pages["history"])

    assert not visit.page.locator(".order").is_visible()
    assert visit.page.locator("ins").last.is_visible()
    visit.close()


def test_dark_page_is_dark(site, chromium):
    """Where the reader's system is dark, so is the page."""
    visit = Visit(chromium, WIDTHS["desk"], color_scheme="dark")
    visit.open(site.address)

    assert "rgb(21, 23, 26)" == visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    visit.close()
