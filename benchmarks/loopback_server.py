"""Serves the loopback paper: pages rendered beforehand, nothing compressed; prints its address when ready."""

import asyncio
import io
from argparse import ArgumentParser

import uvloop
from loopback_pages import PICTURES, LoopbackPaper
from PIL import Image

HOST = "127.0.0.1"
MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def answers(articles: int) -> dict[bytes, bytes]:
    """Return the whole answers, head and content, by path; what is missing here is answered with 404."""
    picture = _answer("image/gif", _picture())
    pages = LoopbackPaper(articles).pages()
    found = {path.encode(): _answer("text/html; charset=UTF-8", content.encode()) for path, content in pages}
    return found | {path.encode(): picture for path in PICTURES}


def _answer(media_type: str, content: bytes) -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content


def _picture() -> bytes:
    written = io.BytesIO()
    Image.new("P", (320, 256)).save(written, "GIF")
    return written.getvalue()


class Connection(asyncio.Protocol):
    """Answers the GET requests of one connection, which stays open between them; never compresses."""

    def __init__(self, known: dict[bytes, bytes]) -> None:
        """Answer with what is *known*, by path."""
        self.known = known
        self.received = b""

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Remember where to answer."""
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        self.received += data
        while b"\r\n\r\n" in self.received:
            head, self.received = self.received.split(b"\r\n\r\n", 1)
            self.transport.write(self.known.get(head.split(b" ", 2)[1], MISSING))


async def serve(articles: int) -> None:
    """Render the pages, take a free port, print the address, and serve until the process is ended."""
    known = answers(articles)
    server = await asyncio.get_running_loop().create_server(lambda: Connection(known), HOST, 0)
    print(f"http://{HOST}:{server.sockets[0].getsockname()[1]}/", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=int)
    uvloop.run(serve(parser.parse_args().articles))
