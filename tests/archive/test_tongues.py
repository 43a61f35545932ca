"""The language of the interface: which one a page speaks, and how its links and its other languages are addressed."""

import asyncio
import re
from html import unescape
from urllib.parse import quote

import pytest
from datasette.app import Datasette

from archive.records import natural_key
from archive.web.serving import open_datasette
from archive.web.wording import LANGUAGES
from tests.archive.small_archive import FLOOD, build

ARTICLE = f"/article/{natural_key(FLOOD)}"
PAGES = ("/", "/search?q=су", "/doubts", "/status", ARTICLE, f"{ARTICLE}/history", "/nowhere")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Return one small archive for the whole module."""
    return build(tmp_path_factory.mktemp("tongues"))


@pytest.fixture(scope="module")
def get(small):
    """Return a browser without a screen."""
    datasette = open_datasette(small.folder)
    return lambda path, **options: asyncio.run(datasette.client.get(path, **options))


def links(answer):
    """Return where the links and forms of a page lead, without those of the language switch."""
    text = re.sub(r'<nav class="languages".*?</nav>|<link [^>]*>', "", answer.text, flags=re.DOTALL)
    return [unescape(address) for address in re.findall(r' (?:href|action|src)="(/[^"]*)"', text)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_in_every_language(get, path, language):
    """A page is at its address after the language's prefix, says so to machines, and its links stay in the language."""
    answer = get(f"/{language}{path}")

    assert (404 if path == "/nowhere" else 200) == answer.status_code
    assert f'<html lang="{language}">' in answer.text
    assert language == answer.headers["content-language"]
    alone = ("/archive", "/-/", "/picture/", "/thumbnail/", f"/{language}/")
    assert [] == [address for address in links(answer) if not address.startswith(alone)]
    assert f"/{language}/search" in links(answer)


@pytest.mark.parametrize("path", PAGES)
def test_language_switch_leads_to_the_same_page(get, path):
    """The switch leads to the same page in each language with everything that was asked, and so do the alternates."""
    asked = path + ("&" if "?" in path else "?") + "page=2&paper=tany"

    answer = get(f"/ru{asked}")

    plain = quote(asked, safe="/?&=")
    switch = re.search(r'<nav class="languages".*?</nav>', answer.text, re.DOTALL)[0]
    assert [f"/{tag}{plain}" for tag in LANGUAGES] == [unescape(a) for a in re.findall(r'href="([^"]*)"', switch)]
    alternates = dict(re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', answer.text))
    assert {tag: f"http://localhost/{tag}{plain}" for tag in LANGUAGES} | {"x-default": f"http://localhost{plain}"} == {
        tag: unescape(address) for tag, address in alternates.items()
    }


def test_files_are_the_same_in_every_language(get, small):
    """Pictures, captured bytes, tables and the style sheet are linked without a language."""
    article = links(get(f"/ru{ARTICLE}"))
    capture = links(get(f"/ru/capture/{small.flood.id}/about"))

    assert f"/picture/{small.picture.digest}" in article
    assert "/archive" in article
    assert [] != [address for address in article if re.fullmatch(r"/ru/capture/[^/]+/about", address)]
    assert {f"/replay/{small.flood.id}", f"/capture/{small.flood.id}"} <= set(capture)
    assert 404 == get("/ru/archive").status_code


@pytest.mark.parametrize(
    ("options", "language"),
    [
        ({}, "kk"),
        ({"headers": {"accept-language": "ru-RU,ru;q=0.9,en;q=0.8"}}, "ru"),
        ({"headers": {"accept-language": "ru"}, "cookies": {"aimaq_ui": "en"}}, "en"),
        ({"cookies": {"aimaq_ui": "xx"}}, "kk"),
    ],
)
def test_address_without_a_language(get, options, language):
    """Where the address names none, the interface speaks the language of the cookie, of the browser, or Kazakh."""
    answer = get("/", **options)

    assert f'<html lang="{language}">' in answer.text
    assert "accept-language" in answer.headers["vary"].lower()
    assert "set-cookie" not in answer.headers
    assert ARTICLE in links(answer)


def test_language_of_the_address_is_remembered(get):
    """The address wins over the cookie and is kept in it, so that `/` opens in the language chosen last."""
    answer = get("/ru/search?q=су", cookies={"aimaq_ui": "en"})

    assert '<html lang="ru">' in answer.text
    assert "aimaq_ui=ru" in answer.headers["set-cookie"]
    assert "accept-language" not in answer.headers["vary"].lower()
    assert "set-cookie" not in get("/ru/", cookies={"aimaq_ui": "ru"}).headers


def test_address_of_a_language_alone_is_home(get):
    """`/kk` is home as `/kk/` is; a word that begins like a language is no language."""
    assert get("/kk").text == get("/kk/").text
    assert 404 == get("/kkk/search").status_code


def test_switch_never_leads_to_another_host(get):
    """An address that begins with two slashes stays an address of this host."""
    answer = get("/ru//elsewhere.example/page")

    assert 404 == answer.status_code
    assert '"//' not in answer.text
    assert "http://elsewhere.example" not in answer.text


def test_languages_stand_below_the_base_address(small):
    """Behind a proxy with a path of its own, the language comes after that path, and the cookie is for that path."""
    below = Datasette([str(small.folder / "archive.db")], settings={"base_url": "/news/"})

    answer = asyncio.run(below.client.get("/ru/search?q=су"))

    assert '<html lang="ru">' in answer.text
    assert [] == [
        address
        for address in links(answer)
        if not address.startswith(("/news/ru/", "/news/archive", "/news/-/", "/news/picture/"))
    ]
    assert 'href="/news/kk/search?q=%D1%81%D1%83"' in answer.text
    assert "Path=/news/" in answer.headers["set-cookie"]
