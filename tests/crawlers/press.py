"""A paper on loopback with any kind of list, that publishes, edits and withdraws, and counts every request."""

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.crawlers.small_papers import KAZAKH, STORIES, paragraphs

FIRST = datetime(2026, 9, 1, 4, tzinfo=UTC)
APART = timedelta(hours=1)
ON_A_PAGE = 20
SITE = """
from datetime import date
from archive.records import Publisher
from crawlers.sources import *
from crawlers.spider import NewsSpider

class Press(NewsSpider):
    name = "press"
    publisher = Publisher(title="Дала үні", home="{home}", languages=("kk",), timezone="Asia/Almaty")
    sources = ({sources},)
    article_url = r"/news/[\\w-]+"
    custom_settings = {{"DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 8}}
"""


@dataclass
class Piece:
    """One article of the paper."""

    number: int
    published: datetime
    modified: datetime
    words: str
    gone: bool = False

    @property
    def path(self):
        """Where it is."""
        return f"/news/{STORIES[self.number % len(STORIES)][0]}-{self.number}"


@dataclass
class Press:
    """The paper: what it has in print, and who asked for what."""

    pieces: list = field(default_factory=list)
    asked: list = field(default_factory=list)
    """Each request: path with query, whether it was conditional, and the status of its answer."""
    url: str = ""
    validators: bool = True
    lastmod_today: bool = False
    galleries: int = 0
    """Posts of its API that are no articles."""
    announces: bool = False
    """Whether its pages name its API."""
    broken: set = field(default_factory=set)
    """Paths of lists that answer 404."""

    def publish(self, count):
        """Publish *count* articles, an hour apart."""
        for _ in range(count):
            number = len(self.pieces) + 1
            moment = FIRST + number * APART
            words = f"{number} нөмірлі хабар. " + KAZAKH[number % len(KAZAKH)]
            self.pieces.append(Piece(number=number, published=moment, modified=moment, words=words))

    def edit(self, *numbers):
        """Let the articles *numbers* say something else."""
        for number in numbers:
            piece = self.pieces[number - 1]
            piece.words += " Мәтін түзетілді."
            piece.modified = datetime.now(UTC).replace(microsecond=0)

    def withdraw(self, *numbers):
        """Take the articles *numbers* out of print."""
        for number in numbers:
            self.pieces[number - 1].gone = True

    def in_print(self):
        """Return what is in print, the newest first."""
        return sorted(
            (piece for piece in self.pieces if not piece.gone), key=lambda piece: piece.published, reverse=True
        )

    def answer(self, target):
        """Return status, media type, headers and body for *target*."""
        parts = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path in self.broken:
            return 404, "text/html", {}, "<h1>Бет табылмады</h1>"
        if parts.path == "/wp-json/wp/v2/posts":
            return self._posts(query)
        if parts.path == "/feed/":
            return 200, "application/rss+xml", {}, self._feed()
        if parts.path == "/atom.xml":
            return 200, "application/atom+xml", {}, self._atom()
        if parts.path == "/sitemap.xml":
            return 200, "application/xml", {}, self._index()
        if parts.path.startswith("/part-"):
            return 200, "application/xml", {}, self._part(int(parts.path[6:-4]))
        if parts.path == "/latest/":
            return 200, "text/html; charset=utf-8", {}, self._section(int(query.get("page", "1")))
        piece = next((piece for piece in self.pieces if piece.path == parts.path and not piece.gone), None)
        if piece is None:
            return 404, "text/html; charset=utf-8", {}, "<h1>Бет табылмады</h1>"
        return 200, "text/html; charset=utf-8", {}, self._article(piece)

    def _posts(self, query):
        posts = self.in_print()
        if "after" in query:
            posts = [piece for piece in posts if piece.published.isoformat() > query["after"]]
        if "modified_after" in query:
            posts = [piece for piece in posts if piece.modified.isoformat()[:19] > query["modified_after"][:19]]
        if query.get("orderby") == "modified":
            posts = sorted(posts, key=lambda piece: piece.modified, reverse=True)
        size, page = int(query.get("per_page", "10")), int(query.get("page", "1"))
        shown = [
            {
                "link": self.url.rstrip("/") + piece.path,
                "date_gmt": piece.published.isoformat()[:19],
                "modified_gmt": piece.modified.isoformat()[:19],
            }
            for piece in posts[(page - 1) * size : page * size]
        ]
        if page == 1 and "modified_after" not in query:
            shown += [{"link": f"{self.url}album/{number}/"} for number in range(self.galleries)]
        headers = {"X-WP-Total": str(len(posts) + self.galleries), "X-WP-TotalPages": str(-(-len(posts) // size))}
        return 200, "application/json", headers, json.dumps(shown)

    def _feed(self):
        items = "".join(
            f"<item><link>{self.url.rstrip('/')}{piece.path}</link></item>" for piece in self.in_print()[:ON_A_PAGE]
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'

    def _atom(self):
        items = "".join(
            f"<entry><link href='{self.url.rstrip('/')}{piece.path}'/>"
            f"<updated>{piece.modified.isoformat()}</updated></entry>"
            for piece in self.in_print()[:ON_A_PAGE]
        )
        return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{items}</feed>'

    def _parts(self):
        """Return the articles in print in parts of a hundred numbers."""
        parts = {}
        for piece in self.in_print():
            parts.setdefault(piece.number // 100 + 1, []).append(piece)
        return parts

    def _index(self):
        today = datetime.now(UTC).isoformat()
        children = "".join(
            f"<sitemap><loc>{self.url}part-{number}.xml</loc>"
            f"<lastmod>{today if self.lastmod_today else self._changed(number, pieces)}</lastmod></sitemap>"
            for number, pieces in self._parts().items()
        )
        return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{children}</sitemapindex>'

    def _changed(self, number, pieces):
        """Return a moment that is another one whenever the part has changed."""
        latest = max(piece.modified for piece in pieces)
        count = sum(piece.number // 100 + 1 == number for piece in self.pieces)
        return (latest + timedelta(seconds=count - len(pieces))).isoformat()

    def _part(self, number):
        today = datetime.now(UTC).isoformat()
        urls = "".join(
            f"<url><loc>{self.url.rstrip('/')}{piece.path}</loc>"
            f"<lastmod>{today if self.lastmod_today else piece.modified.isoformat()}</lastmod></url>"
            for piece in self._parts().get(number, ())
        )
        return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'

    def _section(self, page):
        shown = self.in_print()[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
        cards = "".join(f"<h2><a href='{piece.path}'>{piece.number}</a></h2>" for piece in shown)
        more = len(self.in_print()) > page * ON_A_PAGE
        following = f"<a rel='next' href='/latest/?page={page + 1}'>келесі</a>" if more else ""
        head = f'<link rel="https://api.w.org/" href="{self.url}wp-json/">' if self.announces else ""
        return f"<html><head>{head}</head><body>{cards}{following}</body></html>"

    def _article(self, piece):
        title = f"{STORIES[piece.number % len(STORIES)][1]}: {piece.number}"
        words = paragraphs((piece.words, *KAZAKH))
        when = piece.published.isoformat()
        return (
            f'<html lang="kk"><head><title>{title}</title><meta property="article:published_time" content="{when}">'
            f"</head><body><article><h1>{title}</h1>{words}</article></body></html>"
        )


@contextmanager
def on_sale(press):
    """Serve *press* on loopback, with its address in `press.url`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            status, media_type, headers, text = press.answer(self.path)
            body = text.encode()
            tag = f'"{hash(text) & 0xFFFFFFFF:x}"'
            conditional = "If-None-Match" in self.headers
            if press.validators and status == 200:
                headers = headers | {"ETag": tag}
                if self.headers.get("If-None-Match") == tag:
                    status, body = 304, b""
            press.asked.append((self.path, conditional, status))
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        press.url = f"http://127.0.0.1:{server.server_port}/"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield press
        server.shutdown()
