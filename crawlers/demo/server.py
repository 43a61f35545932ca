"""The demo paper's web server: HTTP/1.1 on loopback, for trying things out and for tests."""

import gzip
import socket
import sys
import threading
from collections import deque
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from crawlers.demo.pages import ZONE
from crawlers.demo.paper import build
from crawlers.demo.routes import Routes

HOST = "127.0.0.1"
Connection = socket.socket | tuple[bytes, socket.socket]
"""What socketserver hands out; over TCP always a socket."""
MOST_LOGGED = 10_000
"""How many requests the server remembers."""


class DemoServer:
    """Serves one edition of the paper on loopback, from `start` to `stop` or as a context manager.

    >>> with DemoServer(edition=2) as paper:
    ...     paper.url.startswith("http://127.0.0.1:")
    True
    """

    def __init__(self, edition: int = 1, port: int = 0) -> None:
        """Take *port* at once, 0 meaning any that is free; raise OSError if another server has it."""
        self.edition = edition
        self._http = _Server((HOST, port), _Handler)
        self._http.edition = edition
        self.url = f"http://{HOST}:{self._http.server_port}/"
        self._http.routes = Routes(build(edition), self.url)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), name="demo paper", daemon=True)

    @property
    def requests(self) -> list[tuple[str, str]]:
        """Method and path of the latest requests, the oldest first."""
        return list(self._http.log)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering, close every connection and give the port back."""
        if self._thread.is_alive():
            self._http.shutdown()
            self._thread.join()
        self._http.server_close()
        self._http.hang_up()

    def wait(self) -> None:
        """Stay until the server is stopped or the user presses Ctrl+C."""
        try:
            self._thread.join()
        except KeyboardInterrupt:
            return

    def __enter__(self) -> Self:
        """Begin to answer."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop answering."""
        self.stop()


class _Server(ThreadingHTTPServer):
    """The listening socket, what it answers with, and its open connections."""

    allow_reuse_port = False
    daemon_threads = True
    request_queue_size = 128

    routes: Routes
    edition: int

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        """Open the socket, with an empty log."""
        self.log: deque[tuple[str, str]] = deque(maxlen=MOST_LOGGED)
        self._open: set[Connection] = set()
        self._lock = threading.Lock()
        super().__init__(address, handler)

    def process_request(self, request: Connection, client_address: object) -> None:
        """Answer on the connection in a thread of its own, and remember the connection."""
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Connection) -> None:
        """Close the connection and forget it."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that clients still hold open: nobody shall read an edition that is no longer served."""
        with self._lock:
            held = [connection for connection in self._open if isinstance(connection, socket.socket)]
        for connection in held:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:  # the client was faster
                continue

    def handle_error(self, request: Connection, client_address: object) -> None:
        """Keep quiet about clients that hang up; report everything else as usual."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection, which stays open between them."""

    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "demo-paper"
    sys_version = ""
    disable_nagle_algorithm = True
    timeout = 60
    wbufsize = -1

    def do_GET(self) -> None:
        """Send the answer to a GET request; http.server asks for this name."""
        self._send(with_content=True)

    def do_HEAD(self) -> None:
        """Send the same answer without its content."""
        self._send(with_content=False)

    def _send(self, *, with_content: bool) -> None:
        """Send the answer, compressed where the client accepts that and it saves something."""
        self.server.log.append((self.command, self.path))
        visit = datetime.now(ZONE).replace(tzinfo=None)
        answer = self.server.routes.answer(self.path, visit)
        content = answer.content
        self.send_response(HTTPStatus(answer.status))
        self.send_header("Content-Type", answer.media_type)
        self.send_header("X-Demo-Paper", str(self.server.edition))
        if answer.location:
            self.send_header("Location", answer.location)
        if not answer.media_type.startswith("image/"):
            self.send_header("Vary", "Accept-Encoding")
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                content = gzip.compress(content, mtime=0)
                self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if with_content:
            self.wfile.write(content)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server asks for
        """Print nothing; requests are in the server's log."""
