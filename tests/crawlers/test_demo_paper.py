"""The demo paper keeps its promises: the same paper everywhere, and pages that print the truth they were made from."""

import gzip
import hashlib
import http.client
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from itertools import pairwise

import lxml.etree
import lxml.html
import pytest

from crawlers.demo.drawings import drawn
from crawlers.demo.first import first_article
from crawlers.demo.pages import Pages, today
from crawlers.demo.paper import DOMAIN, build
from crawlers.demo.server import DemoServer
from crawlers.demo.texts import FOLDER

EDITIONS = (1, 2)


class Visitor:
    """A client that keeps one connection to a demo server open."""

    def __init__(self, server):
        """Prepare a connection to *server*."""
        self.server = server
        self.connection = http.client.HTTPConnection(server.url.split("/")[2], timeout=10)

    def get(self, path, method="GET", **headers):
        """Return the response and its content."""
        self.connection.request(method, path, headers=headers)
        response = self.connection.getresponse()
        return response, response.read()

    def page(self, path):
        """Return the parsed page at *path*, which must answer 200."""
        response, content = self.get(path)
        assert response.status == 200, path
        return lxml.html.document_fromstring(content.decode())


@pytest.fixture(scope="module", params=EDITIONS)
def edition(request):
    """Run a test with either edition."""
    return request.param


@pytest.fixture(scope="module")
def visitor(edition):
    """Return a visitor of a server that serves the edition."""
    with DemoServer(edition=edition) as server:
        yield Visitor(server)


@cache
def by_number(edition):
    """Return the articles of an edition by post ID."""
    return {article.number: article for article in build(edition).articles}


def lines(element):
    """Return the lines of *element*, a picture as its alternative text."""
    images = element.xpath("descendant-or-self::img")
    return [images[0].get("alt")] if images else element.text_content().split("\n")


def printed_lines(page):
    """Return what the article's own column prints, in order."""
    article = page.xpath('//article[@class="post"]')[0]
    parts = article.xpath('./div[@class="entry-meta"]/span | ./h1 | ./div[@class="entry-content"]/*')
    return [line for part in parts for line in lines(part) if line]


def test_paper_is_the_same_on_every_machine():
    """The paper's text is fixed down to the letter: change this digest only together with the text parts."""
    words = repr([build(edition) for edition in EDITIONS]).encode()

    assert hashlib.sha256(words).hexdigest() == "38ccd3e25cf8db39406b438afb9dca5512c409c2684916aeb8c2e8c6cbf8959a"


def test_a_new_process_with_another_hash_seed_builds_the_same_paper():
    """Neither hashes nor the order of sets decide anything."""
    program = (
        "import hashlib; from crawlers.demo.paper import build;"
        "print(hashlib.sha256(repr(build(2)).encode()).hexdigest())"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONHASHSEED": "7"}, capture_output=True, text=True, check=True
    )

    assert run.stdout.strip() == hashlib.sha256(repr(build(2)).encode()).hexdigest()


def test_only_two_editions_exist():
    """Asking for another edition is an error that says what there is."""
    with pytest.raises(ValueError, match="choose 1 or 2"):
        build(3)


def test_counts_of_languages_and_generations():
    """Both languages and all four themes are there in the promised numbers."""
    articles = build(1).articles

    assert Counter(article.language for article in articles) == {"kk": 86, "ru": 65}
    assert Counter(article.generation for article in articles) == {1: 6, 2: 10, 3: 14, 4: 121}


def test_titles_addresses_and_numbers_are_unique(edition):
    """No two articles share a title, a path, a post ID or a text."""
    articles = build(edition).articles

    for facts in (
        [article.title for article in articles],
        [article.path for article in articles],
        [article.number for article in articles],
        [article.body for article in articles],
    ):
        assert len(set(facts)) == len(articles)


def test_newest_first_and_never_in_the_future(edition):
    """Articles stand in order of publication, post IDs grow with time, and all is over before April 2026."""
    articles = build(edition).articles

    assert all(one.published >= other.published and one.number > other.number for one, other in pairwise(articles))
    assert articles[0].published < datetime.fromisoformat("2026-04-01")


def test_no_slot_is_left_open(edition):
    """Nothing of the text parts' own grammar reaches the page."""
    for article in build(edition).articles:
        printed = " ".join(
            [article.title, article.body, *(picture.caption for picture in article.pictures if picture.caption)]
        )

        assert not re.search(r"[{}\[\]_]|\bNone\b|\.\.|  | ,", printed), article.title
        assert re.match(r"[А-ЯӘҒҚҢӨҰҮҺІЁ«\d]", article.body), article.title


def test_variety_of_the_truth():
    """Every kind of byline, picture, quote and furniture occurs often enough to be tested on."""
    articles = build(1).articles
    pictures = [picture for article in articles for picture in article.pictures]

    assert min(Counter(article.byline.kind if article.byline else None for article in articles).values()) >= 15
    assert set(Counter(picture.origin for picture in pictures)) == {"gluster", "uuid", "camera", "whatsapp"}
    assert sum(picture.credit is not None for picture in pictures) >= 40
    assert sum(picture.caption is not None for picture in pictures) >= 30
    assert 0.25 <= sum(bool(article.quotes) for article in articles) / len(articles) <= 0.55
    assert sum(bool(article.sources) for article in articles) >= 25
    assert sum(article.domain_line for article in articles) >= 10
    assert {len(article.pictures) for article in articles} == {0, 1, 2, 3}
    assert {block.kind for article in articles for block in article.blocks} >= {"heading", "list", "rubric", "spacing"}


def test_truth_of_quotes_and_sources_stands_in_the_body(edition):
    """What a reader is to find is really printed: speaker, role, words and credited names."""
    for article in build(edition).articles:
        for quote in article.quotes:
            assert quote.speaker in article.body
            assert quote.role in article.body
            assert quote.text.removeprefix("«").removesuffix("»") in article.body
        assert all(source in article.paragraphs[0] for source in article.sources)
        assert DOMAIN not in article.body
        assert article.byline is None or article.byline.name not in article.paragraphs


def test_some_outer_guillemets_collapse():
    """Words that begin or end with a name in guillemets are printed with one mark, not two."""
    quotes = [quote.text for article in build(1).articles for quote in article.quotes]

    assert any(text.startswith("«") for text in quotes)
    assert not any("««" in article.body or "»»" in article.body for article in build(1).articles)


def test_edition_2_differs_exactly_as_promised():
    """Three are edited, one has another picture, one moved, four are withdrawn, two new; counters grew."""
    before, after = by_number(1), by_number(2)
    kept = before.keys() & after.keys()
    changed = {
        number
        for number in kept
        if (before[number].title, before[number].body) != (after[number].title, after[number].body)
    }

    assert len(before.keys() - after.keys()) == 4
    assert len(after.keys() - before.keys()) == 2
    assert before.keys() - after.keys() == {one.article.number for one in build(2).withdrawn}
    assert changed == set(build(2).edited)
    moved, repictured = {one.after.number for one in build(2).moved}, set(build(2).repictured)
    assert (1, 1) == (len(moved), len(repictured))
    for number in kept:
        assert (before[number].path == after[number].path) == (number not in moved)
        is_first = after[number].title == first_article(0).title
        assert is_first or before[number].views < after[number].views
        assert number in changed or (before[number].blocks == after[number].blocks) == (number not in repictured)


def test_the_three_edits_are_a_title_a_reworded_and_an_added_paragraph():
    """Each edit changes one thing and nothing else."""
    titled, reworded, added = ((by_number(1)[number], by_number(2)[number]) for number in build(2).edited)

    assert titled[0].title != titled[1].title
    assert titled[0].blocks == titled[1].blocks
    assert reworded[0].title == reworded[1].title
    assert [one == other for one, other in zip(reworded[0].paragraphs, reworded[1].paragraphs, strict=True)].count(
        False
    ) == 1
    assert added[0].title == added[1].title
    assert [text for text in added[1].paragraphs if text in added[0].paragraphs] == list(added[0].paragraphs)
    assert len(added[1].paragraphs) == len(added[0].paragraphs) + 1


def test_first_page_prints_what_the_first_article_printed():
    """The page of the first article gives back the text it was copied from, line by line, odd spaces included."""
    article = next(article for article in build(1).articles if article.quotes and article.views == 213)
    html = Pages(build(1), "http://127.0.0.1/").article(article, datetime.fromisoformat("2026-11-22T09:05"))
    expected = [line for line in (FOLDER / "first.txt").read_text(encoding="utf-8").split("\n") if line]

    assert expected == printed_lines(lxml.html.document_fromstring(html))
    assert len(article.title) == len(article.printed_title) - 1
    assert article.picture_positions == (0, 2)
    assert [quote.speaker for quote in article.quotes] == [
        "Дәуренбек Сахым",
        "Нұрсұлтан Сарсенбаев",
        "Фариза Султашева",
    ]


def test_every_page_carries_its_truth(visitor, edition):
    """Each article's page answers 200 and prints title, date, counter, every paragraph and every picture."""
    for article in build(edition).articles:
        page = visitor.page(article.path)
        printed = printed_lines(page)
        texts = [" ".join(line.split()) for line in printed]
        sources = page.xpath('//div[@class="entry-content"]//img/@src')

        assert page.xpath("//h1/text()") == [article.printed_title]
        assert page.xpath("//html/@lang") == [article.language]
        assert page.xpath('//link[@rel="canonical"]/@href') == [visitor.server.url + article.path[1:]]
        assert article.counter_line in printed
        assert not article.printed_date or article.printed_date in printed
        assert [text for text in texts if text in article.paragraphs] == list(article.paragraphs)
        assert sources == [picture.printed_path for picture in article.pictures]
        assert article.byline is None or article.byline.printed in printed


def test_generations_print_date_counter_and_title_in_their_own_order(visitor, edition):
    """Date and counter stand before the title, but after it and without a date in generation 1."""
    for article in build(edition).articles:
        printed = printed_lines(visitor.page(article.path))
        counter = {1: r"Күні: , \d+ рет оқылды", 2: r"Қараулар: \d+", 3: r"Просмотры: \d+", 4: r"Оқылды: \d+"}

        assert re.fullmatch(counter[article.generation], printed[1])
        assert printed[2 if article.generation > 1 else 0] == article.printed_title
        assert article.generation != 2 or printed.count(article.printed_title) == 1 + bool(article.pictures)
        assert article.generation != 2 or article.rubric in printed


def test_every_spelling_of_an_address_leads_to_the_same_article(visitor, edition):
    """With and without the last slash, by number and by AMP: one canonical address, the same words."""
    for article in build(edition).articles[::10]:
        for path in (article.path[:-1], f"/?p={article.number}", f"{article.path}amp/", f"{article.path}amp"):
            page = visitor.page(path)
            text = " ".join(page.text_content().split())

            assert page.xpath('//link[@rel="canonical"]/@href') == [visitor.server.url + article.path[1:]]
            assert article.title in text
            assert article.counter_line in text
            assert all(paragraph in text for paragraph in article.paragraphs)


def test_sections_reach_every_article_through_their_pages(visitor, edition):
    """Following «next» from a section's first page meets each article of the language, in mixed spellings."""
    for language in ("kk", "ru"):
        articles = [article for article in build(edition).articles if article.language == language]
        path, links = f"/{language}/news/", set()
        while path:
            page = visitor.page(path)
            links |= set(page.xpath('//h2/a[@rel="bookmark"]/@href'))
            path = next(iter(page.xpath('//a[@rel="next"]/@href')), None)

        met = {article.number for article in articles for link in links if link in address_forms(article)}
        assert met == {article.number for article in articles}
        assert len(links) == len(articles)
        assert {form for article in articles for form, link in enumerate(address_forms(article)) if link in links} == {
            0,
            1,
            2,
            3,
        }


def address_forms(article):
    """Return the four ways in which lists link to *article*."""
    return (article.path, article.path[:-1], f"/?p={article.number}", f"{article.path}amp/")


def test_section_has_no_page_behind_the_last(visitor):
    """A list that is paged too far answers 404."""
    assert visitor.get("/kk/news/page/40/")[0].status == 404
    assert visitor.get("/kk/news/page/0/")[0].status == 404


def test_withdrawn_articles_say_farewell_each_in_its_way():
    """Missing, led to the home page, a page that says so, gone: in every spelling; the pictures stay."""
    farewells = {"missing": (404, None), "home": (301, "/"), "removed": (200, None), "gone": (410, None)}
    with DemoServer(edition=2) as server:
        visitor = Visitor(server)

        assert list(farewells) == [one.farewell for one in build(2).withdrawn]
        for one in build(2).withdrawn:
            for path in address_forms(one.article):
                response, content = visitor.get(path)
                assert farewells[one.farewell] == (response.status, response.getheader("Location"))
                assert one.article.title not in content.decode()
            for picture in one.article.pictures:
                assert visitor.get(picture.printed_path)[0].status == 200


def test_moved_article_leads_to_its_new_address():
    """The old address leads to the new one, in full and for phones; the number leads there by itself."""
    (moved,) = build(2).moved
    with DemoServer(edition=2) as server:
        visitor = Visitor(server)

        for end in ("", "amp/"):
            response, _ = visitor.get(moved.before.path + end)
            assert (301, moved.after.path + end) == (response.status, response.getheader("Location"))
        for path in (moved.after.path, f"/?p={moved.after.number}"):
            assert moved.after.title in visitor.page(path).text_content()


def test_exchanged_picture_stands_in_place_of_the_first():
    """One picture is another file; place, size, caption and the other pictures are the same."""
    (number,) = build(2).repictured
    before, after = by_number(1)[number].pictures, by_number(2)[number].pictures

    assert before[1:] == after[1:]
    assert before[0].path != after[0].path
    assert (before[0].caption, before[0].credit, before[0].full_size) == (
        after[0].caption,
        after[0].credit,
        after[0].full_size,
    )


def test_unknown_address_shows_the_site_and_404(visitor):
    """An address that never was gets a page in the site's design."""
    response, content = visitor.get("/ru/news/net-takoy/")

    assert response.status == 404
    assert "Страница не найдена" in content.decode()
    assert "/kk/news/" in content.decode()


def test_feed_and_sitemap_list_articles_with_local_times(visitor, edition):
    """The feed holds the twenty newest articles, the sitemap all of them."""
    articles = build(edition).articles
    feed = lxml.etree.fromstring(visitor.get("/feed/")[1])
    sitemap = lxml.etree.fromstring(visitor.get("/sitemap.xml")[1])
    dates = [parsedate_to_datetime(date) for date in feed.xpath("//item/pubDate/text()")]

    assert feed.xpath("//item/link/text()") == [visitor.server.url + article.path[1:] for article in articles[:20]]
    assert [date.replace(tzinfo=None) for date in dates] == [article.published for article in articles[:20]]
    assert {date.utcoffset().total_seconds() for date in dates} == {5 * 3600}
    assert len(sitemap.xpath("//*[local-name()='loc']")) == len(articles)


def test_robots_close_a_page_that_the_footer_links_to(visitor):
    """There is something that a polite crawler must not ask for."""
    rules = visitor.get("/robots.txt")[1].decode()

    assert "Disallow: /wp-admin/" in rules
    assert f"Sitemap: {visitor.server.url}sitemap.xml" in rules
    assert "/wp-admin/secret/" in visitor.page("/").xpath("//footer//a/@href")
    assert visitor.get("/wp-admin/secret/")[0].status == 403


def test_listing_traps_answer(visitor):
    """Home, author and search pages are lists of articles, not articles."""
    for path in ("/", "/author/redaksiya/", "/?s=%D0%96%D0%B0%D0%B9%D1%8B%D2%9B", "/?s="):
        page = visitor.page(path)

        assert page.xpath('//h2/a[@rel="bookmark"]')
        assert not page.xpath('//link[@rel="canonical"]')


def test_pictures_are_small_jpegs_of_the_promised_size(visitor, edition):
    """Every printed picture and its original can be fetched; two names hold identical bytes."""
    pictures = [picture for article in build(edition).articles for picture in article.pictures][:12]
    for picture in pictures:
        for path in {picture.path, picture.printed_path}:
            response, content = visitor.get(path)

            assert response.getheader("Content-Type") == "image/jpeg"
            assert content.startswith(b"\xff\xd8")
            assert len(content) < 40 * 1024


def test_two_names_hold_one_picture(visitor, edition):
    """Two articles print the same file under two names, in both editions the same two."""
    copies = [picture for article in build(edition).articles for picture in article.pictures if picture.drawing]
    originals = [picture for article in build(edition).articles for picture in article.pictures]
    original = next(picture for picture in originals if picture.stem == copies[0].drawing)

    assert len(copies) == 1
    assert visitor.get(copies[0].path)[1] == visitor.get(original.path)[1]
    assert copies[0].path != original.path


def test_drawings_are_repeatable():
    """The same name gives the same bytes, another name other ones."""
    assert drawn.__wrapped__("a", 320, 180) == drawn.__wrapped__("a", 320, 180)
    assert drawn("a", 320, 180) != drawn("b", 320, 180)


def test_compression_length_and_edition_header(visitor, edition):
    """Text is gzipped for who accepts it; the length is right either way, and each answer names the edition."""
    plain, plain_content = visitor.get("/kk/news/")
    packed, packed_content = visitor.get("/kk/news/", **{"Accept-Encoding": "gzip, br"})

    assert plain.getheader("Content-Encoding") is None
    assert packed.getheader("Content-Encoding") == "gzip"
    assert clockless(gzip.decompress(packed_content)) == clockless(plain_content)
    for response, content in ((plain, plain_content), (packed, packed_content)):
        assert int(response.getheader("Content-Length")) == len(content)
        assert response.getheader("X-Demo-Paper") == str(edition)


def clockless(content):
    """Return *content* without the clock of the masthead."""
    return re.sub(rb'<span class="today">.*?</span>', b"", content)


def test_head_sends_no_content(visitor):
    """HEAD answers like GET, without the page."""
    head, nothing = visitor.get("/style.css", method="HEAD")
    full, content = visitor.get("/style.css")

    assert nothing == b""
    assert head.getheader("Content-Length") == full.getheader("Content-Length") == str(len(content))


def test_masthead_shows_the_moment_of_the_visit():
    """The clock in the masthead is a trap: it has no year and no connection with any article."""
    assert today(datetime.fromisoformat("2026-01-21T14:30"), "kk") == "сәрсенбі, 21 қаңтар 14:30"


def test_requests_are_logged_in_order():
    """Tests can see what a crawl asked for."""
    with DemoServer() as server:
        visitor = Visitor(server)
        visitor.get("/robots.txt")
        visitor.get("/feed/", method="HEAD")

        assert server.requests == [("GET", "/robots.txt"), ("HEAD", "/feed/")]


def test_taken_port_is_an_error():
    """A second server on the same port fails at once, and the port is free again after the first stops."""
    with DemoServer() as server:
        port = int(server.url.split(":")[2].strip("/"))
        with pytest.raises(OSError, match="in use"):
            DemoServer(port=port)
    with DemoServer(edition=2, port=port) as server:
        assert Visitor(server).get("/robots.txt")[0].getheader("X-Demo-Paper") == "2"


def test_stopping_hangs_up_on_clients():
    """A connection kept open does not outlive the server, so nobody reads an edition that is no longer served."""
    with DemoServer() as server:
        visitor = Visitor(server)
        visitor.get("/robots.txt")
        kept = visitor.connection.sock

    assert kept.recv(1) == b""


def test_whole_paper_is_served_quickly():
    """All pages of an edition, over one connection, take less than two seconds."""
    with DemoServer() as server:
        visitor = Visitor(server)
        begun = time.perf_counter()
        for article in build(1).articles:
            visitor.get(article.path)

        assert time.perf_counter() - begun < 2


def test_command_tells_what_is_wrong_with_a_taken_port():
    """Serving by hand on a taken port gives one line of advice and exit code 2."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        run = subprocess.run(
            [sys.executable, "-m", "crawlers.demo", "--port", port], capture_output=True, text=True, check=False
        )

    assert run.returncode == 2
    assert f"port {port} cannot be used" in run.stderr
    assert "Traceback" not in run.stderr
