"""Pages of people, papers, days, pictures, changes and stories in a real browser: whole, wide enough, and of use."""

from dataclasses import dataclass

import pytest

from archive.records import natural_key
from tests.archive.small_archive import FLOOD
from tests.archive.told_archive import MAYOR, OWN, REWRITTEN, SPEECH, build_told
from tests.browser.access import obstacles
from tests.browser.windows import served

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The archive of stories, open at a loopback address."""

    address: str
    pages: dict[str, str]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the archive of stories, served on a free port."""
    folder = tmp_path_factory.mktemp("told")
    first, _, rewritten = build_told(folder).ids
    pages = {
        "story": f"/ru/article/{rewritten}",
        "beside": f"/article/{first}/beside/{rewritten}",
        "beside, side by side": f"/ru/article/{first}/beside/{rewritten}?view=side",
        "quotes": "/quotes?q=лёд",
        "empty day": "/en/day/2026-04-02",
        "quiet week": "/changes?week=2026-W20",
    }
    with served(folder) as address:
        yield Site(address=address, pages=pages)


@pytest.mark.parametrize(
    "name",
    [
        "story",
        "beside",
        "beside, side by side",
        "quotes",
        "empty day",
        "quiet week",
    ],
)
def test_page_is_whole(site, visit, name):
    """A page loads without a fault, from one host, fits the window, and is in nobody's way."""
    answer = visit.open(site.address + site.pages[name])

    assert 200 == answer.status
    assert [] == visit.faults
    assert {site.address.split("/")[2]} == visit.hosts
    assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert [] == visit.page.evaluate("[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)")
    assert [] == obstacles(visit.page)


def test_reader_follows_a_quote(site, visit):
    """From the quotes a reader finds a speech by another form of a word, and opens the article where it stands."""
    visit.open(site.address + "/ru/quotes")
    visit.page.get_by_label("Слова цитаты").fill("толщиной")
    visit.page.get_by_role("button", name="Найти").click()
    visit.page.wait_for_url("**/quotes?q=*")

    assert 3 == visit.page.locator(".sayings li").count()
    visit.page.get_by_role("link", name="Лёд закрыт не везде").click()
    assert SPEECH == visit.page.locator(":target").inner_text()
    visit.page.get_by_role("link", name=MAYOR).first.click()
    assert MAYOR == visit.page.locator("h1").inner_text()
    assert [] == visit.faults


def test_reader_sees_what_a_paper_added(site, visit):
    """From a story's printing a reader opens the comparison and sees the paper's own sentence marked."""
    visit.open(f"{site.address}/ru/article/{natural_key(REWRITTEN)}")
    visit.page.get_by_role("link", name="Чем отличается").last.click()

    assert any(OWN in words for words in visit.page.locator(".text ins").all_inner_texts())


def test_citation_is_copied(site, visit):
    """A button copies the citation that it stands under, and says so."""
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.open(f"{site.address}/ru/article/{natural_key(FLOOD)}")
    button = visit.page.get_by_role("button", name="Скопировать").first
    button.click()
    visit.page.get_by_role("button", name="Скопировано").wait_for()

    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert copied == visit.page.locator("#cite-gost").inner_text()
    assert "[Электрондық ресурс]" in copied
