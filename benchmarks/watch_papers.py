"""Papers on loopback for a watch: tiny ones, one that accepts and never answers, one that has no end."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

HOST = "127.0.0.1"
MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
PAGE = (
    '<!DOCTYPE html><html lang="kk"><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'
)
FLOOD_LINKS, FLOOD_BYTES = 200, 300_000
SITE = """
from datetime import timedelta

from archive.records import Publisher
from crawlers.layout import Layout
from crawlers.sources import Section
from crawlers.spider import NewsSpider


class Paper(NewsSpider):
    "A paper on loopback."

    name = "{name}"
    publisher = Publisher(title="{name}", home="{home}", languages=("kk",), timezone="Asia/Oral")
    sources = (Section("/"),)
    article_url = r"/maqala/\\d+$"
    layouts = (Layout(body=".text", title="h1", complete=True),)
    visit_every = (timedelta(minutes={minutes}), timedelta(minutes={minutes}))
    custom_settings = {{"DOWNLOAD_DELAY": 0}}
"""


@dataclass
class Paper:
    """One paper: what it is like, and when it was asked for what."""

    name: str
    articles: int = 1
    kind: str = "tiny"
    """tiny, hangs or floods."""
    home: str = ""
    asked: list[tuple[float, str]] = field(default_factory=list)

    def visits(self) -> list[float]:
        """Return when visits began: each asks for the front page once."""
        return [at for at, path in self.asked if path == "/"]

    def site_file(self, minutes: int) -> str:
        """Return the site file of a paper that is visited every so many *minutes*."""
        return SITE.format(name=self.name, home=self.home, minutes=minutes)

    def answer(self, path: str) -> bytes | None:
        """Return the answer to *path*, None for never; remember that it was asked for."""
        self.asked.append((time.time(), path))
        if self.kind == "hangs":
            return None
        if path == "/robots.txt":
            return MISSING
        if self.kind == "floods":
            return _flood(path)
        if path == "/":
            links = "".join(f'<a href="/maqala/{number}">Мектеп {number}</a>' for number in range(self.articles))
            return _html("Жаңалықтар", links)
        return _html("Мектеп жөнделді", f"<h1>Мектеп жөнделді</h1><div class='text'><p>{_words(path)}</p></div>")


@contextmanager
def serving(papers: list[Paper]) -> Iterator[None]:
    """Serve *papers*, each on a port of its own, from a thread."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    servers = [asyncio.run_coroutine_threadsafe(_listen(paper), loop).result() for paper in papers]
    try:
        yield
    finally:
        for server in servers:
            loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


async def _listen(paper: Paper) -> asyncio.Server:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                answer = paper.answer(head.split(b" ", 2)[1].decode())
                if answer is None:
                    await reader.read()
                    break
                writer.write(answer)
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, HOST, 0)
    paper.home = f"http://{HOST}:{server.sockets[0].getsockname()[1]}/"
    return server


def _flood(path: str) -> bytes:
    """Return a page that is long and leads to many others, all new."""
    number = int("".join(filter(str.isdigit, path)) or 0)
    links = "".join(f'<a href="/maqala/{number * FLOOD_LINKS + more + 1}">Мектеп</a>' for more in range(FLOOD_LINKS))
    text = f"<p>{_words(path)}</p>" * (FLOOD_BYTES // 200)
    links += f'<a rel="next" href="/?page={number + 1}">Келесі</a>'
    return _html("Тасқын", f"<h1>Тасқын {number}</h1><div class='text'>{text}</div>{links}")


def _words(path: str) -> str:
    return f"Аудандағы {path.rpartition('/')[2] or 0}-мектеп жазда жөнделді, қыркүйекте оған жаңа оқушылар келді."


def _html(title: str, body: str) -> bytes:
    content = PAGE.format(title=title, body=body).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content
