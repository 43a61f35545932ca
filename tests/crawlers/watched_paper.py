"""A paper on loopback that writes down when each request came, and answers whatever it was told to."""

import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

from tests.commands import run_aimaq, start_aimaq

HTML = "text/html; charset=utf-8"
TEXT = "Аудан орталығында жаңа көпір пайдалануға берілді, енді оқушылар мектепке айналма жолсыз барады. " * 5
SITE = """
from archive.records import Publisher
from crawlers.sources import Feed, Section, Sitemap
from crawlers.spider import NewsSpider


class Watched(NewsSpider):
    "A paper that is watched."

    name = "{name}"
    publisher = Publisher(title="Тыныс", home="{home}", languages=("kk",), timezone="Asia/Oral"{facts})
    sources = ({sources},)
    article_url = r"/maqala/[\\w-]+$"
"""


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it: seconds of the monotonic clock when it came and when it was answered."""

    path: str
    came: float
    answered: float
    headers: dict


@dataclass
class WatchedPaper:
    """A paper: what each path answers, and what was asked for."""

    answers: dict = field(default_factory=dict)
    """Path → (status, headers, body), a list of such for one request after the other, or a function of none."""
    asked: list = field(default_factory=list)
    otherwise: object = None
    """What answers a path that is not among `answers`: a function of the path; None for 404."""
    home: str = ""
    answer_seconds: float = 0.0
    """How long each answer takes."""

    def put(self, path, body="", status=200, **headers):
        """Answer *path* with *body*."""
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, {"Content-Type": HTML} | named, data)

    def articles(self, count, *more):
        """Let the home page link to *count* articles and to *more* addresses; return the articles' paths."""
        paths = [f"/maqala/{number}" for number in range(count)]
        links = "".join(f'<p><a href="{link}">Бет</a></p>' for link in (*paths, *more))
        self.put("/", f"<html><body>{links}</body></html>")
        for path in paths:
            self.put(path, article(path))
        return paths

    def paths(self):
        """Return the paths that were asked for, in order."""
        return [one.path for one in self.asked]

    def gaps(self):
        """Return the seconds between each request and the next one, in the order in which they came."""
        came = sorted(one.came for one in self.asked)
        return [later - earlier for earlier, later in pairwise(came)]

    def overlaps(self):
        """Return how many requests came before the one before them was answered."""
        asked = sorted(self.asked, key=lambda one: one.came)
        return sum(later.came < earlier.answered for earlier, later in pairwise(asked))

    def answer_to(self, path):
        """Return what *path* answers now."""
        if path not in self.answers and self.otherwise:
            return self.otherwise(path)
        answer = self.answers.get(path, (404, {"Content-Type": HTML}, b"<h1>404</h1>"))
        if isinstance(answer, list):
            return answer.pop(0) if len(answer) > 1 else answer[0]
        return answer() if callable(answer) else answer


def article(title, *pictures):
    """Return the page of an article with *pictures*."""
    shown = "".join(f'<p><img src="{url}" alt="сурет"></p>' for url in pictures)
    return (
        f"<html><body><article><h1>{title} ашылды</h1><div>21.01.2026</div><p>{TEXT}</p>{shown}</article></body></html>"
    )


@contextmanager
def watched(host="127.0.0.1", *, wrap=None, scheme="http"):
    """Serve a paper on a free port of *host*; *wrap* may put TLS around the server's socket."""
    paper = WatchedPaper()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            came = time.monotonic()
            time.sleep(paper.answer_seconds)
            status, headers, body = paper.answer_to(self.path)
            answered = time.monotonic()
            paper.asked.append(Asked(self.path, came, answered, dict(self.headers)))
            if status is None:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):  # who asked has read enough
                self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing."""

    with ThreadingHTTPServer((host, 0), Handler) as server:
        server.daemon_threads = True
        if wrap:
            wrap(server)
        paper.home = f"{scheme}://{host}:{server.server_port}/"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield paper
        server.shutdown()


class Visits:
    """A watched paper, its site file and the archive it is crawled into."""

    def __init__(self, paper, folder, name="watched"):
        """Crawl *paper* into a folder below *folder*."""
        self.paper, self.name = paper, name
        self.data, self.sites = folder / "data", folder / "sites"
        self.sites.mkdir(exist_ok=True)
        self.declare()

    def declare(self, more="", *, facts="", sources='Section("/")', home=None):
        """Write the site file, with *more* of a class body and more *facts* of the publisher."""
        text = SITE.format(name=self.name, home=home or self.paper.home, facts=facts, sources=sources) + more
        (self.sites / f"{self.name}.py").write_text(text, "utf-8")

    def arguments(self, *more):
        """Return the words of the command that crawls the paper."""
        return ("crawl", self.name, "--data", self.data, "--sites", self.sites, *more)

    def run(self, *more, **variables):
        """Crawl to the end."""
        return run_aimaq(*self.arguments(*more), **variables)

    def start(self, *more, **variables):
        """Begin a crawl."""
        return start_aimaq(*self.arguments(*more), **variables)
