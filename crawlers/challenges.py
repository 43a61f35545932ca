"""Pages that stand before a paper's own and ask whether who reads is a person: the marks they are known by."""

import re
from dataclasses import dataclass
from functools import lru_cache

from parsel import Selector
from scrapy.http import HtmlResponse, Response

MOST_BYTES = 200_000
"""A challenge is a small page; a larger one is the paper's own."""
MOST_WORDS = 60
"""Words that a page with a captcha prints at most; a comment form of an article may hold a captcha too."""
MOST_LINKS = 30
"""Links of such a page at most: a paper's page has more, and is soon told."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """A kind of challenge page."""

    name: str
    marks: tuple[bytes, ...]
    """All of them stand in the page's source."""
    why: str


CHALLENGES = (
    Challenge(
        "Cloudflare",
        (b"_cf_chl_opt",),
        "the options of its challenge script; /cdn-cgi/challenge-platform/ alone stands in ordinary pages too",
    ),
    Challenge("Cloudflare", (b"cf-browser-verification",), "the form of its older five-second page"),
    Challenge("Cloudflare", (b"cf-error-details", b"Attention Required!"), "its page for an address it keeps out"),
    Challenge("DDoS-Guard", (b"<title>DDoS-Guard</title>", b"ddos-guard"), "its title; its script alone is ordinary"),
    Challenge("DDoS-Guard", (b"/.well-known/ddos-guard/js-challenge",), "the script of its check"),
    Challenge("DataDome", (b"captcha-delivery.com",), "the host that serves its captcha"),
    Challenge("Imperva", (b"_Incapsula_Resource", b"incident_id"), "the frame with the number of the incident"),
    Challenge("PerimeterX", (b'id="px-captcha"',), "the element its captcha is drawn in"),
    Challenge("AWS WAF", (b"window.gokuProps",), "the parameters of its challenge script"),
    Challenge("Sucuri", (b"sucuri_cloudproxy_js",), "the variable that its cookie is computed in"),
    Challenge("Yandex SmartCaptcha", (b"/showcaptcha",), "the address that Yandex leads to for its captcha"),
    Challenge("Qrator", (b"__qrator/qauth",), "the script of its check"),
    Challenge("Variti", (b"variti", b"captcha"), "its own page with a captcha"),
)
"""The well-known ones, each by marks of its own."""
WIDGET = re.compile(
    rb"g-recaptcha|h-captcha|cf-turnstile|smart-captcha|hcaptcha\.com|recaptcha/api|"
    rb"<(?:img|input|form|iframe)[^>]{0,300}captcha",
    re.IGNORECASE,
)
"""What a captcha of any maker is put into a page by."""
WIDGET_WORDS = (b"captcha", b"cf-turnstile")
"""One of these stands wherever `WIDGET` finds something, and is found faster."""
PLEAS = (
    "are you a human",
    "are you a robot",
    "are you human",
    "checking your browser",
    "security check",
    "unusual traffic",
    "you are human",
    "you are not a robot",
    "you're not a robot",
    "не бот",
    "не робот",
    "проверка браузера",
    "Проверка браузера",
    "проверяем ваш браузер",
    "Проверяем ваш браузер",
    "робот емес",
)
"""What such a page says."""
ENCODINGS = ("utf-8", "windows-1251")
PLEA_BYTES = tuple({plea.encode(encoding) for plea in PLEAS for encoding in ENCODINGS})
PLEA_WORDS = ("human", "robot", "browser", "security check", "unusual traffic", "бот", "браузер")
"""One of these stands in every plea, and few are looked for faster than many."""
PLEA_WORD_BYTES = tuple({word.encode(encoding) for word in PLEA_WORDS for encoding in ENCODINGS})
MITIGATED = "cf-mitigated"
"""Header by which Cloudflare itself says that its answer is a challenge."""


def challenge_of(response: Response) -> str | None:
    """Return whose challenge page *response* is; None where it is the paper's own."""
    if (response.headers.get(MITIGATED) or b"").lower() == b"challenge":
        return "Cloudflare"
    if not isinstance(response, HtmlResponse) or len(response.body) > MOST_BYTES:
        return None
    return challenge_in(response.body)


@lru_cache(maxsize=16)  # a page is asked about by whoever counts and by whoever reads
def challenge_in(page: bytes) -> str | None:
    """Return whose challenge the source of a *page* is; "a captcha" where it is one of an unknown maker.

    >>> challenge_in(b"<title>Just a moment...</title><script>window._cf_chl_opt = {}</script>")
    'Cloudflare'
    >>> challenge_in(b"<h1>Are you human?</h1><div class='g-recaptcha'></div>")
    'a captcha'
    >>> challenge_in("<title>Подтвердите, что вы не робот</title><button>Продолжить</button>".encode())
    'a captcha'
    >>> challenge_in(b"<article>" + b"word " * 200 + b"</article><div class='g-recaptcha'></div>") is None
    True
    """
    if page.count(b"<a ") > MOST_LINKS:
        return None
    for known in CHALLENGES:
        if all(mark in page for mark in known.marks):
            return known.name
    return "a captcha" if _asks(page.lower()) and len(_words(page)) <= MOST_WORDS else None


def _asks(page: bytes) -> bool:
    """Tell whether a *page* in small letters has a captcha or asks for a person."""
    if any(word in page for word in WIDGET_WORDS) and WIDGET.search(page):
        return True
    return any(word in page for word in PLEA_WORD_BYTES) and any(plea in page for plea in PLEA_BYTES)


def _words(page: bytes) -> list[str]:
    found = Selector(text=page.decode("utf-8", "replace")).xpath("//text()[not(ancestor::script|ancestor::style)]")
    return " ".join(found.getall()).split()
