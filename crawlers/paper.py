"""What reading a page must know of the paper it comes from: its facts, its layouts, and whether it is declared."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.records import Publisher
from crawlers.layout import Layout
from crawlers.links import bare_host, canonical_url, is_listing

KAZAKHSTAN = "Asia/Almaty"
"""Zone of most of Kazakhstan: UTC+6 until 29 February 2024, UTC+5 since 1 March 2024 (tz database, 2024a)."""

SHORT_ADDRESS = re.compile(r"(?:^|&)p=\d+(?:&|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper as its reader needs it."""

    name: str
    publisher: Publisher
    article_url: str = ".+"
    """Pattern of an article's path, with its query where that tells articles apart; a last slash is left off."""
    layouts: tuple[Layout, ...] = ()
    general: bool = False
    """Whether nobody has declared this paper, so that the general extractor looks for the text."""

    def is_article(self, url: str) -> bool:
        """Tell whether *url* is an article's address by the paper's pattern."""
        canonical = canonical_url(url, self.publisher.home)
        parts = urlsplit(canonical)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return re.fullmatch(self.article_url, target) is not None and not is_listing(canonical)

    def may_be_article(self, url: str) -> bool:
        """Tell whether *url* is an article's address, or a WordPress short one that leads to some page (`?p=ID`)."""
        return SHORT_ADDRESS.search(urlsplit(url).query) is not None or self.is_article(url)


def undeclared_paper(url: str, timezone: str | None = None) -> Paper:
    """Return what can be told of an undeclared paper by an address of it: its host and, for `.kz`, its time zone.

    >>> undeclared_paper("https://www.ertis.kz/news/1").publisher.timezone
    'Asia/Almaty'
    """
    host = bare_host(urlsplit(url).netloc)
    zone = timezone or (KAZAKHSTAN if host.partition(":")[0].endswith(".kz") else None)
    home = f"{'http' if ':' in host else 'https'}://{host}/"
    return Paper(
        name=host,
        publisher=Publisher(title=host, home=home, languages=(), timezone=zone),
        general=True,
    )
