"""A paper on loopback whose crawls are killed: small pages, a picture of its own in each, a list of what was asked."""

import asyncio
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image

HOST = "127.0.0.1"
LINKS = 50
"""Articles on a section page."""
SHARED_PICTURE = "/suret/ortaq.png"
MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
PAGE = (
    '<!DOCTYPE html><html lang="kk"><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'
)
SITE = """
from archive.records import Publisher
from crawlers.layout import Layout
from crawlers.sources import Section
from crawlers.spider import NewsSpider


class Kill(NewsSpider):
    "A paper that is killed over and over."

    name = "kill"
    publisher = Publisher(title="Тыныс", home="{home}", languages=("kk",), timezone="Asia/Oral")
    sources = (Section("/"),)
    article_url = r"/maqala/\\d+$"
    layouts = (Layout(body=".text", title="h1", published=".date", complete=True),)
    custom_settings = {{"DOWNLOAD_DELAY": {delay}}}
"""


def article_path(number: int) -> str:
    """Return the path of article *number*."""
    return f"/maqala/{number}"


def picture_path(number: int) -> str:
    """Return the path of the picture that only article *number* prints."""
    return f"/suret/{number}.png"


def answers(articles: int) -> dict[str, bytes]:
    """Return the whole answers, head and content, by path."""
    found = {SHARED_PICTURE: _answer("image/png", _picture(articles))}
    for number in range(articles):
        found[article_path(number)] = _html(f"{number}-мектеп жөнделді", _article(number))
        found[picture_path(number)] = _answer("image/png", _picture(number))
    for page in range(-(-articles // LINKS)):
        found[_section_path(page)] = _html("Жаңалықтар", _section(page, articles))
    return found


def site_file(home: str, delay: float = 0) -> str:
    """Return the site file that declares the paper at *home*, asked every *delay* seconds."""
    return SITE.format(home=home, delay=delay)


class KillPaper:
    """The paper as it is served: what was asked for, in order."""

    def __init__(self, articles: int) -> None:
        """Make a paper of *articles* articles."""
        self.articles = articles
        self.answers = answers(articles)
        self.asked: list[str] = []
        self.home = ""

    def answer(self, path: str) -> bytes:
        """Return the answer to *path*, and remember that it was asked for."""
        self.asked.append(path)
        return self.answers.get(path, MISSING)


@contextmanager
def serving(paper: KillPaper, port: int = 0) -> Iterator[KillPaper]:
    """Serve *paper* on *port* of loopback, or on a free one, from a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(_listen(paper, port), loop).result()
    try:
        yield paper
    finally:
        asyncio.run_coroutine_threadsafe(_hang_up(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _listen(paper: KillPaper, port: int) -> asyncio.Server:
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(paper), HOST, port)
    paper.home = f"http://{HOST}:{server.sockets[0].getsockname()[1]}/"
    return server


async def _hang_up(server: asyncio.Server) -> None:
    """Stop listening and break off what is open."""
    server.close()
    for connection in tuple(_Connection.open):
        connection.abort()
    await asyncio.sleep(0)  # each connection is told of its end in the next turn of the loop


class _Connection(asyncio.Protocol):
    """Answers the GET requests of one connection, which stays open between them."""

    open: set[asyncio.Transport] = set()  # noqa: RUF012 - of all servers of this process

    def __init__(self, paper: KillPaper) -> None:
        self.paper = paper
        self.received = b""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.transport = transport
        self.open.add(transport)

    def connection_lost(self, _: Exception | None) -> None:
        self.open.discard(self.transport)

    def data_received(self, data: bytes) -> None:
        self.received += data
        while b"\r\n\r\n" in self.received:
            head, self.received = self.received.split(b"\r\n\r\n", 1)
            self.transport.write(self.paper.answer(head.split(b" ", 2)[1].decode()))


def _section_path(page: int) -> str:
    return f"/?page={page + 1}" if page else "/"


def _article(number: int) -> str:
    words = (
        f"Аудандағы {number}-мектеп жазда жөнделді, қыркүйекте оған {number + 300} оқушы келді.",
        f"Құрылысшылар {number + 5} терезе мен {number + 2} есікті ауыстырды, ауласына ағаш отырғызды.",
        f"Келесі жылы кезек {number + 1}-мектепке келеді, оған қаржы бөлінді.",
    )
    pictures = f'<p><img src="{picture_path(number)}"></p><p><img src="{SHARED_PICTURE}"></p>'
    text = "".join(f"<p>{line}</p>" for line in words)
    date = f"{number % 28 + 1:02d}.{number % 12 + 1:02d}.2025, 14:{number % 60:02d}"
    return f'<h1>{number}-мектеп жөнделді</h1><div class="date">{date}</div><div class="text">{pictures}{text}</div>'


def _section(page: int, articles: int) -> str:
    last = min((page + 1) * LINKS, articles)
    links = "".join(f'<a href="{article_path(number)}">Мектеп {number}</a>' for number in range(page * LINKS, last))
    return links + (f'<a rel="next" href="{_section_path(page + 1)}">Келесі</a>' if last < articles else "")


def _html(title: str, body: str) -> bytes:
    return _answer("text/html; charset=utf-8", PAGE.format(title=title, body=body).encode())


def _picture(number: int) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (16, 16), (number % 256, number // 256 % 256, number // 65536)).save(written, "PNG")
    return written.getvalue()


def _answer(media_type: str, content: bytes) -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content
