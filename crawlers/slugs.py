"""Short Latin names for addresses and hosts, for folders and files."""

import ipaddress
import re
from urllib.parse import parse_qsl, unquote, urlsplit

from crawlers.links import bare_host

CYRILLIC = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
LATIN = "a,a,b,v,g,g,d,e,e,zh,z,i,y,k,q,l,m,n,n,o,o,p,r,s,t,u,u,u,f,h,h,c,ch,sh,sh,,y,i,,e,yu,ya"
LETTERS = str.maketrans(dict(zip(CYRILLIC, LATIN.split(","), strict=True)))
LONGEST = 60
GENERIC = frozenset({"com", "edu", "gov", "info", "net", "org"})
"""Names below a country's that say nothing of the paper."""
ENDING = re.compile(r"\.(?:html?|php|aspx?)$")


def latin(text: str) -> str:
    """Return *text* in small Latin letters and digits, with hyphens between the words.

    >>> latin("Қала көшесі — 2026!")
    'qala-koshesi-2026'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower().translate(LETTERS)).strip("-")


def slug_of(url: str) -> str:
    """Return a folder's name for the page at *url*: its last words, or its number.

    >>> slug_of("https://a.kz/news/512-zhana-kopir.html"), slug_of("https://a.kz/?p=511"), slug_of("https://a.kz/")
    ('512-zhana-kopir', 'p-511', 'home')
    """
    parts = urlsplit(url)
    segments = [latin(ENDING.sub("", unquote(segment))) for segment in parts.path.split("/")]
    words = [segment for segment in segments if segment and segment not in {"amp", "index"}]
    if not words:
        words = [latin(f"{name}-{value}") for name, value in parse_qsl(parts.query)]
    return _cut(words[-1]) if words and words[-1] else "home"


def _cut(words: str) -> str:
    """Return *words* up to the last hyphen within the limit."""
    return words if len(words) <= LONGEST else words[: LONGEST + 1].rpartition("-")[0][:LONGEST] or words[:LONGEST]


def name_of(url: str) -> str:
    """Return the name for the paper at *url*, from its host.

    >>> name_of("https://www.zhaikpress.kz/"), name_of("https://24.kz/"), name_of("http://127.0.0.1:8010/")
    ('zhaikpress', 'paper24', 'paper1270018010')
    """
    host = bare_host(urlsplit(url).netloc)
    if not _is_address(host):
        host = ".".join(label for label in _readable(host.partition(":")[0]).split(".")[:-1] if label not in GENERIC)
    name = latin(host).replace("-", "")
    return name if name[:1].isalpha() else f"paper{name}"


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.rpartition(":")[0] or host)
    except ValueError:
        return False
    return True


def _readable(host: str) -> str:
    """Return *host* with the letters that an international name stands for (RFC 5891)."""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host
