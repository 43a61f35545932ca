"""Hostile input: no reader takes more than linear time, and none takes a second for a megabyte."""

import time
from datetime import UTC, datetime

import pytest
from lxml import html

from archive.records import Article, Block, Metadata, Printed, PrintedBlock, PrintedCell, PrintedLine, Publisher
from crawlers.blocks import read_blocks
from crawlers.folders import folder_name
from crawlers.keywords import tag_links
from crawlers.links import canonical_url
from crawlers.metadata import read_metadata
from crawlers.selecting import Selecting
from crawlers.shape import find_body, find_title
from crawlers.surroundings import read_surroundings
from pipelines import STAGES, read_article
from pipelines.bylines import read_bylines
from pipelines.counters import read_counter, read_number
from pipelines.dates import read_change, read_date
from pipelines.file_names import read_file_name
from pipelines.images import read_caption
from pipelines.languages import read_language, read_script
from pipelines.originals import original_url
from pipelines.quotes import read_quotes
from pipelines.relative import read_relative
from pipelines.sources import read_sources
from pipelines.text import clean, without_code

MEGABYTE = 1_000_000
NOW = datetime(2026, 3, 10, tzinfo=UTC)
SECONDS = 1.0
TRIES = 3
TEXTS = {
    "digits": "1" * MEGABYTE,
    "guillemets": "«" * MEGABYTE,
    "closing guillemets": "»" * MEGABYTE,
    "spaces": " " * MEGABYTE,
    "no-break spaces": "\u00a0" * MEGABYTE,
    "dashes": "– " * (MEGABYTE // 2),
    "brackets": "[" * MEGABYTE,
    "tags as text": "<p" * (MEGABYTE // 2),
    "capitals": "А" * MEGABYTE,
    "names": "Айгүл СЕРІКОВА, " * (MEGABYTE // 16),
    "dates": "21.01.2026, 14:30 | " * (MEGABYTE // 20),
    "attributions": "«а б», – деді ол. " * (MEGABYTE // 18),
    "credits": "деп хабарлайды " * (MEGABYTE // 15),
    "slashes": "/" * MEGABYTE,
    "mixed letters": "aа" * (MEGABYTE // 2),
    "commas": "а, " * (MEGABYTE // 3),
    "quotes and commas": '", ' * (MEGABYTE // 3),
    "colons": "А. Б: " * (MEGABYTE // 6),
    "shortcodes": '[a b="c" ' * (MEGABYTE // 9),
}
READERS = {
    "clean": clean,
    "without_code": without_code,
    "read_date": read_date,
    "read_change": read_change,
    "read_relative": lambda text: read_relative(text, NOW),
    "read_number": read_number,
    "read_counter": lambda text: (read_counter(text, "views"), read_counter(text, "comments")),
    "read_bylines": lambda text: read_bylines(text, trusted=True),
    "read_caption": read_caption,
    "read_file_name": read_file_name,
    "original_url": original_url,
    "canonical_url": lambda text: canonical_url(f"https://a.kz/{text}"),
    "read_sources": read_sources,
    "read_quotes": lambda text: read_quotes([text]),
    "read_language": read_language,
    "read_script": read_script,
}


def seconds(reader, text):
    """Return the CPU seconds that *reader* takes for *text*: the least of up to three tries, for cores are shared."""
    best = float("inf")
    for _ in range(TRIES):
        begun = time.process_time()
        reader(text)
        best = min(best, time.process_time() - begun)
        if best < SECONDS:
            break
    return best


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("reader", READERS)
def test_reader_is_quick_on_a_megabyte(reader, text):
    """Each reader finishes a megabyte of anything within a second."""
    assert seconds(READERS[reader], TEXTS[text]) < SECONDS


def printed(**facts):
    """Return a page with these facts."""
    publisher = Publisher(title="А", home="https://a.kz/", languages=("kk",), timezone="Asia/Oral")
    return Printed(url="https://a.kz/1", site="a", publisher=publisher, fetched_at=NOW, **facts)


@pytest.mark.parametrize("text", TEXTS)
def test_each_stage_is_quick_on_a_megabyte(text):
    """Each stage finishes a page whose every field is a megabyte within a second."""
    page = printed(
        title=TEXTS[text],
        blocks=(PrintedBlock(kind="paragraph", text=TEXTS[text]), PrintedBlock(kind="quote", text=TEXTS[text])),
        around=(PrintedLine(place="under title", cells=(PrintedCell(text=TEXTS[text], says="byline"),)),),
        metadata=Metadata(title=TEXTS[text], authors=(TEXTS[text],), published=TEXTS[text], tags=(TEXTS[text],)),
    )
    article = Article(url=page.url, site=page.site)
    slow = {}
    for stage in STAGES:
        slow[stage.__name__] = seconds(lambda page, stage=stage: stage(article, page), page)

    assert {name: taken for name, taken in slow.items() if taken >= SECONDS} == {}


@pytest.mark.parametrize("count", [20_000])
def test_stages_are_quick_on_many_blocks(count):
    """A page of very many short paragraphs is read within two seconds."""
    blocks = tuple(PrintedBlock(kind="paragraph", text=f"Орал қаласы {number}") for number in range(count))

    assert seconds(read_article, printed(title="Орал", blocks=blocks)) < 2 * SECONDS


def keywords(root, title, body):
    """Return the keywords of a page, read with all that stands around its text."""
    page = Selecting(root)
    whole = read_surroundings(page, title, body).whole
    return whole is not None and tag_links(page, whole, "https://a.kz/")


@pytest.mark.parametrize("tag", ["div", "blockquote", "b", "ul", "span"])
def test_deep_nesting_is_read_quickly(tag):
    """Elements nested ten thousand deep are read within a second, each step."""
    opening, closing = f"<{tag} class='tags'>" * 10_000, f"</{tag}>" * 10_000
    page = f"<html><body><h1>Орал қаласында</h1>{opening}Мәтін <a href='/b'>су</a>{closing}</body></html>"
    root = html.document_fromstring(page, parser=html.HTMLParser(huge_tree=True))

    def whole(root):
        title, body = find_title(root, "Орал қаласында"), find_body(root)
        return keywords(root, title, body) if body is not None else None

    assert seconds(read_metadata, root) < SECONDS
    assert seconds(whole, root) < SECONDS
    assert seconds(lambda column: read_blocks(column, "https://a.kz/", prune=True), root.body) < SECONDS


def test_many_elements_are_read_quickly():
    """A page of a hundred thousand links and paragraphs is read within a few seconds."""
    page = (
        "<html><body><h1>Орал қаласында</h1>"
        + "<p><a class='tag' href='/a'>Тағы бір жаңалық бар</a> мәтін бұл жерде жиырма бес таңбадан ұзын</p>" * 20_000
        + "</body></html>"
    )
    root = html.document_fromstring(page)

    def whole(root):
        title, body = find_title(root, "Орал қаласында"), find_body(root)
        assert body is not None
        return keywords(root, title, body)

    assert seconds(whole, root) < 3 * SECONDS


def test_many_links_to_one_folder_are_read_quickly():
    """A list of ten thousand links to the article's own folder is looked at within a second."""
    links = "<li><a href='/sport/'>Спорт</a></li>" * 10_000
    root = html.document_fromstring(f"<html><body><ul>{links}</ul><div id='text'>Мәтін</div></body></html>")

    def name(page):
        return folder_name(page, "https://a.kz/sport/b", page.get_element_by_id("text"))

    assert seconds(name, root) < SECONDS


def test_no_block_is_lost_by_a_hostile_neighbour():
    """What is unreadable costs nothing that is readable."""
    article = read_article(
        printed(
            title="Орал",
            blocks=(
                PrintedBlock(kind="paragraph", text="«" * 100),
                PrintedBlock(kind="paragraph", text="Көпір ашылды."),
            ),
        )
    )

    assert Block(kind="paragraph", text="Көпір ашылды.") in article.blocks
