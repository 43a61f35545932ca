"""What a page of a list names as its next page."""

import pytest
from scrapy.http import HtmlResponse

from crawlers.sources import Section

BLOCKS = {
    "rel": ('<a rel="next" href="/news/page/2/">2</a>', "/news/page/2/"),
    "link in the head": ('<link rel="next" href="/news?page=2">', "/news?page=2"),
    "class of the link": ('<a class="next page-numbers" href="/page/2/">Келесі</a>', "/page/2/"),
    "class of what holds it": ('<ul><li class="next"><a href="?page=2">&gt;</a></li></ul>', "/news?page=2"),
    "DLE": (
        '<div class="navigation"><span>1</span> <a href="/page/2/">2</a> <a href="/page/3/">3</a></div>',
        "/page/2/",
    ),
    "DLE, its third page": (
        '<div><a href="/">1</a> <a href="/page/2/">2</a> <span>3</span> <a href="/page/4/">4</a></div>',
        "/page/4/",
    ),
    "Bootstrap": (
        '<ul><li class="active"><a href="/news?page=1">1</a></li><li><a href="/news?page=2">2</a></li></ul>',
        "/news?page=2",
    ),
    "Bitrix": (
        '<div class="nav"><b>2</b>&nbsp;|&nbsp;<a href="/news/?PAGEN_1=1">1</a> <a href="/news/?PAGEN_1=3">3</a></div>',
        "/news/?PAGEN_1=3",
    ),
    "offsets": (
        '<p><strong>1</strong> <a href="/news?start=20">2</a> <a href="/news?start=40">3</a></p>',
        "/news?start=20",
    ),
    "aria-current": (
        '<nav><a aria-current="page" href="/news">1</a><a href="/news/2">2</a></nav>',
        "/news/2",
    ),
    "numbers alone": ('<p><a href="/news?page=1">1</a> <a href="/news?page=2">2</a></p>', "/news?page=2"),
    "numbers alone, one leads here": ('<p><a href="/news">1</a> <a href="/news/2">2</a></p>', "/news/2"),
    "Kazakh words": ('<a href="/news?p=2">Келесі бет »</a>', "/news?p=2"),
    "Russian words": ('<a href="/news?p=2">Следующая страница</a>', "/news?p=2"),
    "an arrow": ('<a href="/news?p=2">»</a>', "/news?p=2"),
    "the last page": ('<div><a href="/page/1/">1</a> <a href="/page/2/">2</a> <span>3</span></div>', None),
    "years are no pages": ('<div><a href="/2024/">2024</a> <a href="/2025/">2025</a></div>', None),
    "a link to itself": ('<a rel="next" href="/news">2</a>', None),
    "a script": ('<a href="javascript:more()">Далее</a> <a href="#">»</a>', None),
    "nothing": ("<p>Жаңалық</p>", None),
}


@pytest.mark.parametrize(("block", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_next_page(block, expected):
    """Markup comes first, then the number after that of the current page, then words."""
    cards = "<div><a href='/news/kopir-ashyldy'>Көпір ашылды</a><span>12</span></div>"
    page = f"<html><body>{cards}{block}</body></html>".encode()

    listing = Section("/news").read(HtmlResponse("https://dala.kz/news", body=page, encoding="utf-8"))

    assert ((f"https://dala.kz{expected}",) if expected else ()) == listing.lists
