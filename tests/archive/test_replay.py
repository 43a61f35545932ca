"""The captured page in the front: its pictures from the archive, nothing that runs or loads, nothing taken down."""

import asyncio
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from archive.pictures.looking import look_at_new
from archive.records import Article, Block, Image, Printed, Publisher, natural_key
from archive.revisions import add_article
from archive.store import Archive
from archive.takedowns import take_down
from archive.warc import WarcWriter
from archive.web.serving import open_datasette
from tests.archive.test_pictures import drawing, packed
from tests.archive.wire import exchange

MOMENT = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
PAPER = Publisher(title="Дала үні", home="https://dala.kz/", languages=("kk",), timezone="Asia/Oral")
PAGE = """<!doctype html><html><head><base href="https://dala.kz/news/"><script src="/x.js"></script>
<link rel="stylesheet" href="/site.css"><meta http-equiv="refresh" content="0;url=https://elsewhere.kz/">
<style>p {{ color: navy }}</style></head><body onload="alert(1)"><h1>Көпір ашылды</h1>
<img src="data:image/gif;base64,R0lGOD" data-src="../media/kopir.jpg" srcset="/media/kopir.jpg 2x" alt="Көпір">
<img src="https://elsewhere.kz/pixel.gif" alt="пиксел"><iframe src="https://elsewhere.kz/"></iframe>
<p onclick="steal()">Мәтін № {number}</p><a href="2" target="_top">екінші</a> <a href="https://elsewhere.kz/">бөгде</a>
<a href="#end">соңы</a></body></html>"""


class Small:
    """An archive of two pages that show one picture, in two sizes."""

    def __init__(self, folder):
        """Build it in *folder*."""
        self.folder = folder
        with Archive(folder) as archive:
            archive.add_site("dala", PAPER)
            self.writer = WarcWriter(archive.warc, "dala", "tests", MOMENT)
            archive.add_crawl(self.writer.crawl)
            self.picture = self._picture(archive, "https://dala.kz/media/kopir.jpg", packed(drawing()))
            small = packed(drawing().resize((600, 400)), quality=60)
            self.smaller = self._picture(archive, "https://dala.kz/media/kopir-600.jpg", small)
            self.pages = [self._page(archive, 1, "kopir.jpg"), self._page(archive, 2, "kopir-600.jpg")]
            self.writer.close(MOMENT, "finished")
            look_at_new(archive)
        self.datasette = open_datasette(folder)

    def _picture(self, archive, url, content):
        sent = exchange(url, content, headers=(("Content-Type", "image/jpeg"),), fetched_at=MOMENT)
        capture = self.writer.write_exchange(sent).capture
        archive.add_capture(capture)
        archive.add_image(capture, len(content), (1200, 800))
        return capture

    def _page(self, archive, number, picture):
        url, body = f"https://dala.kz/news/{number}", PAGE.format(number=number).encode()
        html = (("Content-Type", "text/html; charset=utf-8"),)
        sent = exchange(url, body, headers=html, fetched_at=MOMENT + timedelta(minutes=number))
        capture = self.writer.write_exchange(sent).capture
        archive.add_capture(capture)
        image = Image(
            **dict.fromkeys(("alt", "caption", "credit", "origin", "asset_id", "uploaded_on", "width", "height")),
            url=f"https://dala.kz/media/{picture}",
            printed_url=f"https://dala.kz/media/{picture}",
            position=0,
        )
        text = f"Мәтін № {number}"
        article = Article(url=url, site="dala", title=f"Көпір ашылды {number}", body=text, images=[image])
        article.blocks = [Block(kind="paragraph", text=text), Block(kind="image", image=image.url)]
        printed = Printed(url=url, site="dala", publisher=PAPER, fetched_at=capture.fetched_at)
        add_article(archive, article, printed, capture)
        return capture

    def get(self, path):
        """Return the answer of the address *path*."""
        return asyncio.run(self.datasette.client.get(path))


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Return one archive for all tests that only look."""
    return Small(tmp_path_factory.mktemp("replay"))


def test_replay_shows_the_page_with_its_picture(small):
    """The picture comes from the archive, wherever its address stood; links lead to captured pages, or nowhere."""
    answer = small.get(f"/replay/{small.pages[0].id}")

    assert 200 == answer.status_code
    assert f'src="/picture/{small.picture.digest}"' in answer.text
    assert f'href="/replay/{small.pages[1].id}"' in answer.text
    assert 'title="https://elsewhere.kz/"' in answer.text
    assert "Мәтін № 1" in answer.text
    assert "color: navy" in answer.text


@pytest.mark.parametrize(
    "word", ["<script", "onload", "onclick", "<iframe", "refresh", "site.css", "pixel.gif", "<base"]
)
def test_replay_leaves_out_what_runs_or_loads(small, word):
    """Nothing of the page is left that could run, load or lead outside."""
    assert word not in small.get(f"/replay/{small.pages[0].id}").text


def test_replay_is_sandboxed(small):
    """The policy lets nothing run and nothing load but pictures of the archive."""
    policy = small.get(f"/replay/{small.pages[0].id}").headers["content-security-policy"]

    assert policy.startswith("sandbox; default-src 'none';")
    assert "script" not in policy


def test_page_of_a_picture_shows_where_it_is_printed_and_what_looks_like_it(small):
    """The same picture in another size is found, with the article that shows it."""
    answer = small.get(f"/picture/{quote(small.picture.digest)}/about")

    assert 200 == answer.status_code
    for words in ("Көпір ашылды 1", "Көпір ашылды 2", f"/thumbnail/{small.smaller.digest}", "Дала үні"):
        assert words in answer.text
    assert "image/webp" == small.get(f"/thumbnail/{quote(small.smaller.digest)}").headers["content-type"]
    assert 404 == small.get("/picture/sha256%3ANONE/about").status_code


def test_what_was_taken_down_is_shown_nowhere(tmp_path):
    """The article says that and why it is gone; its captures, its pictures and their thumbnails are not shown."""
    small = Small(tmp_path)
    with Archive(tmp_path) as archive:
        take_down(archive, small.pages[0].url, "Сот шешімі № 7", MOMENT)
    article, capture, digest = natural_key(small.pages[0].url), small.pages[0].id, quote(small.picture.digest)

    gone = small.get(f"/article/{article}")
    assert (410, True) == (gone.status_code, "Сот шешімі № 7" in gone.text)
    for path in (
        f"/article/{article}/history",
        f"/replay/{capture}",
        f"/capture/{capture}",
        f"/capture/{capture}/about",
    ):
        assert 410 == small.get(path).status_code, path
    for path in (f"/picture/{digest}", f"/picture/{digest}/about", f"/thumbnail/{digest}"):
        assert 404 == small.get(path).status_code, path
    assert "Көпір ашылды 1" not in small.get("/").text
    assert "ашылды 1" not in small.get("/search?q=Көпір").text
    assert "ашылды 2" in small.get("/search?q=Көпір").text
    assert small.picture.digest not in small.get(f"/replay/{small.pages[1].id}").text
