"""What comes out of the printer: the text and where it is from, black on white, without menus."""

import re

import pytest

from tests.browser.addresses import PAGES, small_site
from tests.browser.windows import WIDTHS, Visit

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the small archive, served on a free port."""
    with small_site(tmp_path_factory.mktemp("print")) as site:
        yield site


@pytest.fixture
def paper(chromium):
    """Return a window of a dark system that shows what is printed."""
    visit = Visit(chromium, WIDTHS["desk"], color_scheme="dark")
    visit.page.emulate_media(media="print")
    yield visit
    visit.close()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_to_press_is_printed(site, paper, name):
    """No menu, form or button is printed, and the address that the page has in whatever language is."""
    paper.open(site.page(name))

    for selector in (".top", "form", ".button", "nav.pages", "iframe"):
        assert 0 == paper.page.locator(f"{selector} >> visible=true").count(), selector
    printed = paper.page.locator(".on-paper >> visible=true").inner_text()
    assert re.sub(r"(?<=\d)/(?:kk|ru|en)(?=/)", "", paper.page.url) == printed


@pytest.mark.parametrize("name", ["article", "withdrawn article", "history"])
def test_print_is_black_on_white(site, paper, name):
    """What is printed is black on white, also from a dark system."""
    paper.open(site.page(name))

    colours = paper.page.evaluate(
        "() => [document.body, document.querySelector('h1'), document.querySelector('main p')]"
        ".map(e => getComputedStyle(e)).map(look => [look.color, look.backgroundColor])"
    )
    assert {"rgb(0, 0, 0)"} == {colour for colour, _ in colours}
    assert {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"} >= {ground for _, ground in colours}


def test_printed_article_says_where_it_is_from(site, paper, tmp_path):
    """A printed article names the paper's address, the moment of the capture and the place in the WARC file."""
    paper.open(site.page("article"))
    paper.page.pdf(path=tmp_path / "article.pdf", format="A4")

    text = paper.page.locator("main").inner_text()
    for words in ("http://tany.example/kk/news/su-deneyi", "2026 жылғы 30 наурыз", ".warc.gz"):
        assert words in text
    assert 20_000 < (tmp_path / "article.pdf").stat().st_size


def test_history_is_printed_whole(site, paper):
    """On paper the history has no switch, and its marks stay."""
    paper.open(site.page("history"))

    assert not paper.page.locator(".order").is_visible()
    assert paper.page.locator("ins").last.is_visible()
