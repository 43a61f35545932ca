"""Windows of a real browser, and an archive served for them."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from archive.web.serving import open_datasette

WIDTHS = {"desk": 1280, "phone": 390}
START_SECONDS = 10


class Visit:
    """One page in one window, with everything that went wrong on it."""

    def __init__(self, chromium, width, **options):
        """Open an empty window *width* pixels wide."""
        self.context = chromium.new_context(viewport={"width": width, "height": 900}, locale="kk-KZ", **options)
        self.page = self.context.new_page()
        self.faults = []
        self.hosts = set()
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("requestfailed", self._failed)
        self.page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))

    def _failed(self, request):
        """Note a request that failed; one that the reader's own click broke off is no fault."""
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"{request.url}: {request.failure}")

    def open(self, address):
        """Open *address* and wait until nothing more comes, scrolled to the end for what is loaded late."""
        answer = self.page.goto(address)
        self.page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
        self.page.wait_for_load_state("networkidle")
        return answer

    def close(self):
        """Close the window."""
        self.context.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the archive in *folder* on a free port of loopback and give its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(open_datasette(folder).app(), log_level="warning", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        _wait_for(server)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def _wait_for(server):
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.02)
