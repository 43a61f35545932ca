"""A server that answers with bytes given beforehand, and remembers what it was sent and what it sent."""

import socket
import threading
from contextlib import suppress


class RawServer:
    """A paper on loopback that speaks whatever it was told to; a list of pieces is sent piece by piece."""

    def __init__(self, answers, *, close=()):
        """Answer each path of *answers* with its bytes; close the connection after the paths in *close*."""
        self.answers = answers
        self.close_after = set(close)
        self.received = {}
        self.sent = {}
        self.connections = []
        """For each connection the paths that were asked for over it."""
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.home = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        """Return the server, which listens already."""
        return self

    def __exit__(self, *_):
        """Listen no more."""
        self.listener.close()

    def _accept(self):
        with suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        paths = []
        self.connections.append(paths)
        with connection, suppress(OSError):
            while True:
                asked = b""
                while b"\r\n\r\n" not in asked:
                    piece = connection.recv(65536)
                    if not piece:
                        return
                    asked += piece
                path = asked.split()[1].decode()
                self.received.setdefault(path, []).append(asked)
                paths.append(path)
                answer = self.answers.get(path, b"HTTP/1.1 404 Nope\r\nContent-Length: 0\r\n\r\n")
                for part in [answer] if isinstance(answer, bytes) else answer:
                    connection.sendall(part)
                whole = answer if isinstance(answer, bytes) else b"".join(answer)
                self.sent.setdefault(path, []).append(whole)
                if path in self.close_after:
                    return
