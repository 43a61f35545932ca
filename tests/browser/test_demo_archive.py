"""The demo paper's archive in a real browser: what `make demo` shows."""

import pytest

from archive.store import open_for_reading
from tests.browser.windows import served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo-archive")]
FIRST_TITLE = "«Таза Қазақстан - бірлік пен жауапкершілік» жастар диалог алаңы"


@pytest.fixture(scope="module")
def address(demo_archive):
    """Return where the demo paper's archive is served."""
    with served(demo_archive.folder) as address:
        yield address


def article_ids(demo_archive, condition):
    """Return the ids of the articles that meet *condition*, in SQL."""
    query = f"select id from articles where {condition} order by number"
    return [row[0] for row in open_for_reading(demo_archive.folder).execute(query)]


def whole(visit, address):
    """Tell whether the page in the window came without a fault, from one host, and fits its width."""
    broken = visit.page.evaluate("[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)")
    fits = visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    return (visit.faults, broken, fits, visit.hosts) == ([], [], True, {address.split("/")[2]})


def test_home_leads_by_search_to_the_first_article(address, visit, tmp_path):
    """Home, a search, a hit, and the article with its two pictures, its signature and three people quoted."""
    visit.open(address)
    assert whole(visit, address)
    visit.page.get_by_role("searchbox").fill("жауапкершілік диалог")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/search?q=*")
    assert whole(visit, address)
    visit.page.get_by_role("link", name=FIRST_TITLE).first.click()
    visit.page.wait_for_load_state("networkidle")

    visit.page.screenshot(path=tmp_path / "article.png", full_page=True)
    visit.page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    visit.page.wait_for_load_state("networkidle")
    assert whole(visit, address)
    article = visit.page.locator("article")
    assert ("kk", FIRST_TITLE) == (article.get_attribute("lang"), visit.page.locator("h1").inner_text())
    assert 2 == article.locator("img").count()
    assert "2026-01-21" in (visit.page.locator("time").first.get_attribute("datetime") or "")
    text = visit.page.locator("main").inner_text()
    for words in ("БҚО жастармен жұмыс жөніндегі ресурстық орталығы", "Нұрсұлтан Сарсенбаев", "14:30"):
        assert words in text


def test_withdrawn_articles_say_so(address, visit, demo_archive):
    """Each withdrawn article shows its text with a notice and the answer that proves it."""
    for article in article_ids(demo_archive, "state = 'withdrawn'"):
        visit.open(f"{address}/article/{article}")

        assert whole(visit, address), article
        assert visit.page.locator(".notice.gone").get_by_role("link", name="HTTP").is_visible()


def test_edited_articles_show_their_texts(address, visit, demo_archive):
    """Each edited article offers both of its texts."""
    for article in article_ids(demo_archive, "id in (select id from edited_articles)"):
        visit.open(f"{address}/article/{article}")

        assert whole(visit, address), article
        assert visit.page.locator("a[href*='revision=']").count() >= 1


def test_histories_show_what_was_changed(address, visit, demo_archive):
    """Each history shows words that went or came, or the picture that was exchanged beside the one before."""
    for article in article_ids(demo_archive, "id in (select id from edited_articles)"):
        visit.open(f"{address}/article/{article}/history")

        assert whole(visit, address), article
        images = visit.page.locator(".shots img").count()
        assert (images == 2) == (visit.page.locator(".compare ins").count() == 0), article


def test_moved_article_leads_on(address, visit, demo_archive):
    """The moved article leads to the one that is there now."""
    (article,) = article_ids(demo_archive, "state = 'moved'")
    visit.open(f"{address}/article/{article}")
    title = visit.page.locator("h1").inner_text()

    visit.page.locator(".notice").get_by_role("link", name=title).click()
    assert whole(visit, address)
    assert title == visit.page.locator("h1").inner_text()
    assert not visit.page.url.endswith(article)
