"""A site file of one's own against a real server on loopback: what a crawl does on a paper other than the demo's."""

import io
import os
import sqlite3
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image

from tests.commands import ROOT

TEXT = "Қала шетіндегі жаңа көпірдің құрылысы аяқталды, енді оқушылар мектепке айналма жолсыз барады. " * 4
SITE = """
from archive.records import Publisher
from crawlers.sources import Section
from crawlers.spider import NewsSpider

class Own(NewsSpider):
    name = "own"
    publisher = Publisher(
        title="Дала үні", home="{home}", languages=("kk",), timezone="Asia/Oral", hosts=("{pictures}",)
    )
    sources = (Section("/"),)
    article_url = r"/news/[\\w-]+"
    custom_settings = {{"DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": False}}
"""


def jpeg():
    """Return the bytes of a small picture."""
    picture = io.BytesIO()
    Image.new("RGB", (640, 360), "steelblue").save(picture, "JPEG")
    return picture.getvalue()


@pytest.fixture
def paper():
    """Return the address of a paper with one article, whose picture stands on another host."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            port = self.server.server_port
            pages = {
                "/": '<a href="/news/kopir">Жаңа көпір ашылды</a>',
                "/news/kopir": f"<article><h1>Жаңа көпір ашылды</h1><div>21.01.2026, 14:30</div><p>{TEXT}</p>"
                f'<p><img src="http://localhost:{port}/kopir.jpeg" alt=""></p><p>{TEXT}</p></article>',
            }
            body = jpeg() if self.path == "/kopir.jpeg" else pages.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "image/jpeg" if self.path == "/kopir.jpeg" else "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_picture_on_another_host_is_kept(tmp_path, paper):
    """A picture belongs to the article wherever it is stored; links to other hosts are not followed."""
    (tmp_path / "ownpapers.py").write_text(
        SITE.format(home=paper, pictures=paper.split("/")[2].replace("127.0.0.1", "localhost")), "utf-8"
    )
    program = (
        "import crawlers.settings; crawlers.settings.SPIDER_MODULES = ['ownpapers']; "
        f"from crawlers.cli import main; main(['crawl', 'own', '--data', {str(tmp_path / 'data')!r}])"
    )
    environment = os.environ | {"PYTHONPATH": f"{tmp_path}:{ROOT}"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, env=environment)

    assert done.returncode == 0, done.stdout + done.stderr
    connection = sqlite3.connect(tmp_path / "data" / "archive.db")
    query = (
        "select a.title, a.published_at, i.position, g.width from articles a "
        "join article_images i on i.article = a.id join images g on g.digest = i.image"
    )
    assert [("Жаңа көпір ашылды", "2026-01-21T09:30:00Z", 0, 640)] == connection.execute(query).fetchall()
