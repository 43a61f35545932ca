"""Small papers on loopback, as three kinds of publishing system print them; all words are our own."""

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KAZAKH = (
    "Аудан орталығында жаңа көпір пайдалануға берілді, енді оқушылар мектепке айналма жолсыз барады.",
    "Құрылысшылар жұмысты екі айда аяқтады, ал көктемде жағалауға ағаш отырғызылады.",
    "Тұрғындар бұл күнді ұзақ күтті, ашылу салтанатында жергілікті ұжымдар ән шырқады.",
)
RUSSIAN = (
    "В районном центре открыли новый мост, и теперь школьники ходят на занятия без объезда.",
    "Рабочие управились за два месяца, а весной на берегу высадят молодые деревья.",
    "Жители давно ждали этого дня, на открытии выступили местные коллективы.",
)
STORIES = (
    ("zhana-kopir-paidalanuga-berildi", "Жаңа көпір пайдалануға берілді", KAZAKH),
    ("auyl-mektebi-zhondeuden-otti", "Ауыл мектебі жөндеуден өтті", KAZAKH),
    ("balalar-kitaphanasy-ashyldy", "Балалар кітапханасы қайта ашылды", KAZAKH),
    ("v-rajone-otkryli-novyj-most", "В районе открыли новый мост через реку", RUSSIAN),
    ("shkolniki-posadili-sto-derevev", "Школьники посадили сто молодых деревьев", RUSSIAN),
    ("muzej-prinimaet-pervyh-gostej", "Музей принимает первых гостей после ремонта", RUSSIAN),
)
HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"


@dataclass
class SmallPaper:
    """A paper on loopback: what each address answers, and what was asked for."""

    routes: dict = field(default_factory=dict)
    """Path with query → (status, headers, body)."""
    asked: list = field(default_factory=list)
    url: str = ""

    def put(self, path, body, content_type=HTML, status=200, **headers):
        """Answer *path* with *body*, a text or bytes."""
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.routes[path] = (status, {"Content-Type": content_type} | named, data)


@contextmanager
def serving(paper, tls=None):
    """Serve *paper* on a free port of loopback, with its address in `paper.url`; over TLS with an SSLContext *tls*."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            paper.asked.append(self.path)
            missing = (404, {"Content-Type": HTML}, "<h1>Бет табылмады</h1>".encode())
            status, headers, body = paper.routes.get(self.path, missing)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        paper.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}/"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield paper
        server.shutdown()


def paragraphs(words):
    """Return *words* as paragraphs, twice, as long as news is."""
    return "".join(f"<p>{line}</p>" for line in (*words, *words))


def rss(home, links):
    """Return an RSS feed of *links*."""
    items = "".join(f"<item><title>{title}</title><link>{home}{path}</link></item>" for path, title in links)
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{items}</channel></rss>'


def wordpress(paper):
    """Let *paper* be a WordPress one: API, feed, day in the address, offset in the metadata."""
    home = paper.url
    paths = [f"2026/01/{day:02}/{slug}/" for day, (slug, _, _) in enumerate(STORIES, 11)]
    menu = '<nav class="main-menu"><a href="/category/qogam/">Қоғам</a><a href="/redaktsiya/">Редакция</a></nav>'
    head = (
        '<meta name="generator" content="WordPress 6.4"><meta property="og:site_name" content="Атырау тынысы">'
        f'<link rel="alternate" type="application/rss+xml" href="{home}feed/">'
        f'<link rel="https://api.w.org/" href="{home}wp-json/"><link href="{home}wp-content/themes/x/style.css">'
    )
    cards = "".join(f'<h2><a href="/{path}">{story[1]}</a></h2>' for path, story in zip(paths, STORIES, strict=True))
    paper.put("/", f'<html lang="kk-KZ"><head>{head}<title>Басты бет</title></head><body>{menu}{cards}</body></html>')
    paper.put("/feed/", rss(home, [(path, story[1]) for path, story in zip(paths, STORIES, strict=True)]), XML)
    posts = json.dumps([{"link": f"{home}{path}"} for path in paths])
    api = "/wp-json/wp/v2/posts?per_page=100&_fields=link%2Cdate%2Cdate_gmt%2Cmodified_gmt&page=1"
    paper.put(api, posts, "application/json", X_WP_TotalPages="1")
    for day, (path, (_, title, words)) in enumerate(zip(paths, STORIES, strict=True), 11):
        paper.put(
            f"/{path}",
            f'<html lang="kk-KZ"><head>{head}<title>{title} - Атырау тынысы</title>'
            f'<meta property="article:published_time" content="2026-01-{day}T14:30:00+05:00"></head><body>{menu}'
            f'<article class="post"><h1 class="entry-title">{title}</h1><div class="entry-content">{paragraphs(words)}'
            "</div></article></body></html>",
        )
    return paths


def dle(paper):
    """Let *paper* be a DLE one: feed, sections, numbers in front of the slugs, no offset anywhere."""
    paths = [f"{'qogam' if n % 2 else 'sport'}/{4500 + n}-{story[0]}.html" for n, story in enumerate(STORIES * 2)]
    head = '<meta name="generator" content="DataLife Engine (http://dle-news.ru)"><title>Дала жаршысы</title>'
    menu = (
        '<div class="topmenu"><a href="/qogam/">Қоғам</a><a href="/sport/">Спорт</a><a href="/o-nas.html">Біз</a></div>'
    )
    linked = [(path, STORIES[n % len(STORIES)][1]) for n, path in enumerate(paths)]
    page = "<html><head>{}</head><body>{}<div id='dle-content'>{}</div></body></html>"
    for section in ("qogam", "sport"):
        cards = "".join(f"<h2><a href='/{path}'>{title}</a></h2>" for path, title in linked if path.startswith(section))
        paper.put(f"/{section}/", page.format(head, menu, cards))
    latest = "".join(f"<h2><a href='/{path}'>{title}</a></h2>" for path, title in linked)
    paper.put("/", page.format(head, menu, latest))
    paper.put("/o-nas.html", page.format(head, menu, "<h1>Газет туралы</h1><p>Біз 1931 жылдан бері шығамыз.</p>"))
    paper.put("/rss.xml", rss(paper.url, linked[:5]), XML)
    for n, (path, title) in enumerate(linked):
        words = paragraphs(STORIES[n % len(STORIES)][2])
        story = f"<h1>{title}</h1><div class='date'>{n + 1:02}.01.2026, 14:30</div><div class='full-text'>{words}</div>"
        paper.put(f"/{path}", page.format(head, menu, story))
    return paths


def plain(paper):
    """Let *paper* be one of no known system: no feed, no sitemap, a class for its text."""
    paths = [f"kk/news/{slug}" for slug, _, _ in STORIES]
    menu = '<nav><a href="/kk/news">Жаңалықтар</a><a href="/kk/baylanys">Байланыс</a></nav>'
    cards = "".join(f'<div><a href="/{path}">{s[1]}</a></div>' for path, s in zip(paths, STORIES, strict=True))
    page = (
        '<html lang="kk"><head><title>{}</title></head><body><header>{}</header>{}<footer>© 2026</footer></body></html>'
    )
    paper.put("/", page.format("Көкше үні | аудандық газет", menu, cards))
    paper.put("/kk/news", page.format("Жаңалықтар", menu, cards))
    paper.put("/kk/baylanys", page.format("Байланыс", menu, "<p>Көшпенділер көшесі, 5</p>"))
    for day, (path, (_, title, words)) in enumerate(zip(paths, STORIES, strict=True), 11):
        text = f"<div class='tekst'>{paragraphs(words)}</div>"
        story = f"<div class='story'><h1>{title}</h1><div class='when'>{day}.01.2026</div>{text}</div>"
        paper.put(f"/{path}", page.format(title, menu, story))
    return paths
