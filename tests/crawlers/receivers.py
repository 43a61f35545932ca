"""Receiving ends of alerts: a web server and an SMTP server on loopback, and a program that keeps what it is given."""

import json
import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PROGRAM = """
import json, os, sys
with open(sys.argv[1], "a", encoding="utf-8") as kept:
    kept.write(json.dumps({"text": sys.stdin.read(), "alert": json.loads(os.environ["AIMAQ_ALERT"])}) + "\\n")
"""


@contextmanager
def webhook(statuses=()):
    """Yield the address of a web server and what was posted to it; it answers *statuses* first, then 204."""
    posted, left = [], list(statuses)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            posted.append((self.headers["Content-Type"], json.loads(body)))
            self.send_response(left.pop(0) if left else 204)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hook", posted
        server.shutdown()


@contextmanager
def mail_server():
    """Yield the port of an SMTP server (RFC 5321) and the list of the mails that it took."""
    taken = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            self.answer("220 loopback")
            while line := self.rfile.readline():
                word = line.split()[0].upper() if line.split() else b""
                if word == b"EHLO":
                    self.answer("250-loopback\r\n250-SMTPUTF8\r\n250 8BITMIME")
                elif word == b"DATA":
                    self.answer("354 go on")
                    taken.append(message_from_bytes(self.data(), policy=policy.default))
                    self.answer("250 taken")
                elif word == b"QUIT":
                    self.answer("221 bye")
                    return
                else:
                    self.answer("250 ok")

        def answer(self, text):
            self.wfile.write(f"{text}\r\n".encode())

        def data(self):
            lines = []
            while (line := self.rfile.readline()) not in {b".\r\n", b""}:
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            return b"".join(lines)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], taken
        server.shutdown()
