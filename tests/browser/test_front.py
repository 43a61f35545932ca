"""The front in a real browser: nothing fails, nothing sticks out, nothing is fetched from elsewhere."""

import pytest

from tests.browser.addresses import PAGES, small_site
from tests.browser.windows import WIDTHS, Visit

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the small archive, served on a free port."""
    with small_site(tmp_path_factory.mktemp("front")) as site:
        yield site


@pytest.mark.parametrize("name", PAGES)
def test_page_is_whole(site, visit, name):
    """A page loads without a fault, from one host, and fits the window."""
    answer = visit.open(site.page(name))

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
    visit.open(site.address + "/ru/doubts")
    visit.page.get_by_role("combobox", name="Причина").select_option("future")
    visit.page.get_by_role("button", name="Показать").click()
    visit.page.wait_for_url("**/ru/doubts?*code=future*")

    assert ["<u>31.12.2099</u>"] == visit.page.locator(".hits .first").all_inner_texts()
    visit.page.locator(".hits h3 a").click()
    visit.page.get_by_role("link", name="Такие же сомнения у этой газеты").first.click()
    assert 1 == visit.page.locator(".hits li").count()
    assert [] == visit.faults


def test_language_stays_chosen(site, visit):
    """A reader who chooses Russian once goes on reading the interface in Russian."""
    visit.open(site.address)
    visit.page.get_by_title("Русский").click()
    visit.page.wait_for_url("**/ru/")
    visit.page.goto(site.page("withdrawn article"))

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
    visit.open(site.address + "/capture/" + site.known["capture"])
    assert any("Blocked script execution" in fault for fault in visit.faults)
    visit.close()

    visit = Visit(chromium, WIDTHS["desk"])
    visit.open(site.page("capture"))
    frame = visit.page.frame_locator("iframe")
    assert frame.locator("h1").first.is_visible()
    assert 0 == frame.locator("script").count()
    assert [] == visit.faults
    visit.close()


def test_reader_compares_versions(site, visit):
    """From an article a reader opens its history, sees what went and what came without colours, and side by side."""
    visit.open(site.page("article").replace("/article/", "/en/article/"))
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
