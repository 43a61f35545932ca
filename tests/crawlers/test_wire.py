"""What the WARC files hold is what went over the wire, byte for byte, however odd the server."""

import gzip
import inspect
import re
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing
from dataclasses import replace

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from scrapy.core.downloader.handlers import http11
from twisted.web import _newclient, client

from archive.captures import LISTED, capture_from, kept_response
from archive.warc.messages import final_response
from archive.warc.records import without_codings
from tests.commands import ROOT, free_port, run_aimaq, wait_for
from tests.crawlers.raw_server import RawServer
from tests.outside import tool

TEXT = "Қала шетіндегі жаңа көпірдің құрылысы аяқталды, енді оқушылар мектепке айналма жолсыз барады. " * 12
SITE = """
from archive.records import Publisher
from crawlers.sources import Section
from crawlers.spider import NewsSpider

class Odd(NewsSpider):
    name = "odd"
    publisher = Publisher(title="Дала үні", home="{home}/", languages=("kk",), timezone="Asia/Oral")
    sources = (Section("/"),)
    article_url = r"/news/[\\w-]+"
    custom_settings = {{"DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": False, "RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 3}}
"""


def page(title):
    """Return an article's page."""
    return f"<article><h1>{title}</h1><div>21.01.2026, 14:30</div><p>{TEXT}</p></article>".encode()


def answer(body, *headers, line="HTTP/1.1 200 OK", length=True):
    """Return a response to send: *line*, *headers* as they are, and *body*."""
    lines = [line.encode(), *headers] + ([b"Content-Length: %d" % len(body)] if length else [])
    return b"\r\n".join([*lines, b"", b""]) + body


def chunked(body, trailer=b""):
    """Return *body* in chunks of odd sizes, one with an extension, and a *trailer* behind them."""
    first, second = body[:13], body[13:]
    return b"D\r\n%s\r\n%x;note=1\r\n%s\r\n0\r\n%s\r\n" % (first, len(second), second, trailer)


HTML = b"content-TYPE:text/html; charset=utf-8"
PACKED = gzip.compress(page("Бөлшектеп жіберілген бет"))
LINKED = (
    "trailer",
    "odd",
    "chunked",
    "old",
    "endless",
    "first",
    "second",
    "cut",
    "short",
    "liar",
    "bomb",
    "slow",
    "interim",
    "win",
)
ANSWERS = {
    "/": answer("".join(f'<a href="/news/{name}">{name} бет</a>' for name in LINKED).encode(), HTML),
    "/news/odd": answer(
        page("Тақ бет"),
        HTML,
        b"X-oDD-case:   spaced  ",
        b"Set-Cookie: a=1",
        b"sEt-cookie: b=2; Path=/",
        b"X-Latin: caf\xe9",
        b"X-Folded: one\r\n two",
        line="HTTP/1.1 200 Fine by me, friend",
    ),
    "/news/chunked": answer(
        chunked(PACKED), HTML, b"Content-Encoding: gzip", b"TRANSFER-encoding: chunked", length=False
    ),
    "/news/trailer": answer(
        chunked(page("Соңына сөз қосылған бет"), b"X-Trailer: yes\r\n"),
        HTML,
        b"Transfer-Encoding: chunked",
        length=False,
    ),
    "/news/old": answer(page("Ескі сервер беті"), HTML, line="HTTP/1.0 200 OK", length=False),
    "/news/endless": answer(page("Ұзындығы айтылмаған бет"), HTML, b"Connection: close", length=False),
    "/news/first": answer(page("Бірдей бет"), HTML),
    "/news/second": answer(page("Бірдей бет"), HTML),
    "/news/cut": answer(PACKED[: len(PACKED) // 2], HTML, b"Content-Encoding: gzip"),
    "/news/short": answer(page("Жартысы келген бет"), HTML, b"Content-Length: 90000", length=False),
    "/news/liar": answer(page("Қапталмаған бет"), HTML, b"Content-Encoding: gzip"),
    "/news/bomb": answer(gzip.compress(bytes(200_000_000), 9), HTML, b"Content-Encoding: gzip"),
    "/news/slow": answer(page("Аяқталмаған бет"), HTML, b"Content-Length: 90000", length=False),
    "/news/interim": [b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n", answer(page("Алдын ала белгі"), HTML)],
    "/news/win": answer(page("Кодтауы жалған бет").decode().encode("cp1251", "xmlcharrefreplace"), HTML),
}
CLOSED = ("/news/old", "/news/endless", "/news/short")
READ = {"trailer", "odd", "chunked", "old", "endless", "first", "second", "liar", "interim", "win"}
FAULTS = {"cut": "cut", "short": "disconnect", "bomb": "too-large", "slow": "time"}


@pytest.fixture(scope="module")
def crawl(tmp_path_factory):
    """Return the server, the archive's folder and what the crawl said."""
    folder = tmp_path_factory.mktemp("wire")
    with RawServer(ANSWERS, close=CLOSED) as server:
        (folder / "sites").mkdir()
        (folder / "sites" / "odd.py").write_text(SITE.format(home=server.home), "utf-8")
        done = run_aimaq("crawl", "odd", "--data", folder / "data", "--sites", folder / "sites")
        yield server, folder / "data", done.stdout + done.stderr


@pytest.fixture(scope="module")
def records(crawl):
    """Return the WARC records: address → request block, response block, response headers."""
    _, folder, _ = crawl
    (file,) = (folder / "warc" / "odd").glob("*.warc.gz")
    found = {}
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream, parse_http=False):
            if record.record_type & (WarcRecordType.request | WarcRecordType.response | WarcRecordType.revisit):
                kind = record.headers["WARC-Type"]
                path = "/" + record.headers["WARC-Target-URI"].split("/", 3)[3]
                found.setdefault(path, {})[kind] = (record.reader.read(), dict(record.headers.to_tuples()))
    return found


@pytest.mark.parametrize("path", [path for path in ANSWERS if path not in {"/news/first", "/news/second"}])
def test_response_is_kept_byte_for_byte(crawl, records, path):
    """Status line, header case, order and duplicates, chunks and body are what the server sent; 1xx is no answer."""
    server, _, _ = crawl
    sent = server.sent[path][0]
    sent = sent[sent.index(b"HTTP/1.1 200") :] if path == "/news/interim" else sent

    assert sent == records[path]["response"][0]


@pytest.mark.parametrize("path", list(ANSWERS))
def test_request_is_kept_byte_for_byte(crawl, records, path):
    """The request is kept as the server received it."""
    server, _, _ = crawl

    assert server.received[path][0] == records[path]["request"][0]


def test_same_payload_is_kept_once(crawl, records):
    """A second address with the same payload becomes a revisit record that leads to the first."""
    server, _, _ = crawl
    first, second = sorted(
        (records[path] for path in ("/news/first", "/news/second")), key=lambda one: "revisit" in one
    )
    block, headers = second["revisit"]

    assert block == server.sent["/news/first"][0].partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    assert first["response"][1]["WARC-Record-ID"] == headers["WARC-Refers-To"]
    assert first["response"][1]["WARC-Payload-Digest"] == headers["WARC-Payload-Digest"]
    assert headers["WARC-Profile"].endswith("/identical-payload-digest")


def test_what_is_whole_is_read(crawl):
    """Every page that came whole is an article, also one without its payload, one mislabelled, one in cp1251."""
    _, folder, _ = crawl
    with closing(sqlite3.connect(folder / "archive.db")) as database:
        read = dict(database.execute("select url, title from articles").fetchall())

    assert READ == {url.rpartition("/")[2] for url in read}
    assert "Кодтауы жалған бет" in read.values()


def test_what_is_not_whole_is_kept_unread_and_told(crawl, records):
    """What broke off is kept with its fault, one line says so, and no article is made of half a page."""
    _, folder, said = crawl
    with closing(sqlite3.connect(folder / "archive.db")) as database:
        faults = dict(database.execute("select url, fault from captures where fault is not null").fetchall())

    assert FAULTS == {url.rpartition("/")[2]: fault for url, fault in faults.items()}
    assert "Traceback" not in said
    told = " ".join(said.split())
    assert all(f"/news/{name}" in told for name in FAULTS)
    assert "disconnect" == records["/news/short"]["response"][1]["WARC-Truncated"]


def test_every_capture_is_read_back(crawl):
    """Each row of `captures` leads to its bytes, a revisit to those of the record it refers to."""
    _, folder, _ = crawl
    with closing(sqlite3.connect(folder / "archive.db")) as database:
        captures = [capture_from(row) for row in database.execute(f"select {LISTED} from captures")]
        kept = {capture.url: kept_response(database, folder / "warc", capture) for capture in captures}

    bodies = {url.rpartition("/")[2]: response.body for url, response in kept.items()}
    assert set(captures) == {replace(response.capture, crawl=captures[0].crawl) for response in kept.values()}
    assert page("Бірдей бет") == bodies["first"] == bodies["second"]
    assert page("Бөлшектеп жіберілген бет") == bodies["chunked"]


@pytest.mark.parametrize("tool", [("warcio.cli", "check"), ("fastwarc.cli", "check")])
def test_checkers_find_nothing(crawl, tool):
    """Others' tools find every digest right."""
    _, folder, _ = crawl
    module, verb = tool
    program = f"import sys; sys.argv = ['x', {verb!r}, *sys.argv[1:]]; from {module} import main; main()"
    for file in (folder / "warc").glob("*/*.warc.gz"):
        done = subprocess.run([sys.executable, "-c", program, file], capture_output=True, text=True, check=False)
        assert (0, False) == (done.returncode, "failed:" in done.stdout), done.stdout + done.stderr


def test_connection_of_http_1_0_is_not_used_again(tmp_path):
    """Nothing more is asked over a connection whose server promised nothing, also after an answer without a body."""
    gone = answer(b"", HTML, line="HTTP/1.0 404 Gone")
    answers = {f"/news/{name}": gone for name in LINKED} | {"/": ANSWERS["/"]}
    with RawServer(answers) as server:
        (tmp_path / "odd.py").write_text(SITE.format(home=server.home), "utf-8")
        done = run_aimaq("crawl", "odd", "--data", tmp_path / "data", "--sites", tmp_path)

    assert done.returncode == 0, done.stderr
    asked = [path for paths in server.connections for path in paths]
    assert {f"/news/{name}" for name in LINKED} < set(asked)
    assert all(not path.startswith("/news/") for paths in server.connections for path in paths[:-1])


def test_rebuild_tells_the_same(crawl, tmp_path):
    """What a rebuild finds in these bytes is what the crawl found."""
    _, folder, _ = crawl
    assert (
        0 == run_aimaq("rebuild", "--data", folder, "--into", tmp_path, "--sites", folder.parent / "sites").returncode
    )

    for table in ("captures", "articles", "revisions", "crawls"):
        rows = []
        for place in (folder, tmp_path):
            with closing(sqlite3.connect(place / "archive.db")) as database:
                names = [name for _, name, *_ in database.execute(f"pragma table_info({table})") if name != "number"]
                rows.append(sorted(database.execute(f"select {', '.join(names)} from {table}"), key=repr))
        assert rows[0] == rows[1], table


def test_names_that_others_keep_for_themselves_are_there():
    """Taking the bytes relies on these names of Scrapy and Twisted; a release without one needs a look."""
    assert {"_pool", "_contextFactory", "_bind_address", "_default_maxsize"} <= set(
        inspect.getsource(http11.HTTP11DownloadHandler.__init__).replace(".", " ").replace(":", " ").split()
    ) | set(inspect.getsource(http11.BaseHttpDownloadHandler.__init__).replace(".", " ").replace(":", " ").split())
    assert "_factory" in inspect.getsource(client.HTTPConnectionPool)
    assert {"txresponse", "request"} <= set(inspect.signature(http11._ScrapyAgent._cb_bodyready).parameters)
    assert "request.writeTo(self.transport)" in inspect.getsource(_newclient.HTTP11ClientProtocol.request)
    assert issubclass(http11._LenientHTTP11ClientFactory, client._HTTP11ClientFactory)
    assert issubclass(http11._LenientHTTP11ClientProtocol, _newclient.HTTP11ClientProtocol)


@pytest.fixture(scope="module")
def wayback(crawl):
    """Return the address under which pywb replays the archive's folders as they are, by the configuration in docs/."""
    _, folder, _ = crawl
    program = tool("wayback")
    (configuration,) = re.findall(
        r"```yaml\n(.+?)```", (ROOT / "docs" / "web-archive.md").read_text("utf-8"), re.DOTALL
    )
    (folder / "config.yaml").write_text(configuration, "utf-8")
    port = free_port()
    with subprocess.Popen(
        [program, "-p", str(port), "-b", "127.0.0.1"], cwd=folder, stderr=subprocess.DEVNULL
    ) as server:
        wait_for(port)
        yield f"http://127.0.0.1:{port}/aimaq"
        server.terminate()


# Not the one with a trailer: warcio, which pywb reads with, takes a trailer for a part of the body.
@pytest.mark.parametrize("name", sorted(READ - {"trailer"}))
def test_pywb_replays_what_the_server_sent(crawl, wayback, name):
    """Pywb finds every page by its address and gives the payload byte for byte, a revisit's too."""
    server, folder, _ = crawl
    url = f"{server.home}/news/{name}"
    with closing(sqlite3.connect(folder / "archive.db")) as database:
        query = "select replace(replace(replace(substr(fetched_at, 1, 19), '-', ''), ':', ''), 'T', '') from captures"
        (moment,) = database.execute(f"{query} where url = ?", (url,)).fetchone()

    asked = urllib.request.Request(f"{wayback}/{moment}id_/{url}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked) as replayed:
        packed, body = replayed.headers["Content-Encoding"], replayed.read()
    sent, plain = without_codings(final_response(server.sent[f"/news/{name}"][0]))
    assert (sent.body if packed else plain.body) == body
