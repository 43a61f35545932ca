"""A saved page into an article, without an archive: what `aimaq read` does."""

import codecs
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from scrapy.http import HtmlResponse

from archive.faults import UnreadablePage
from archive.records import Article, Capture
from crawlers.capture import with_true_encoding
from crawlers.extraction import extract
from crawlers.observation import ArticleSeen
from crawlers.observation import read as read_seen
from crawlers.paper import Paper
from crawlers.papers import paper_at, paper_named
from crawlers.tails import with_tails_in

MAGIC = {
    b"%PDF": "a PDF file",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"PK\x03\x04": "a ZIP file",
    b"\x1f\x8b": "a gzip file; unpack it first",
    b"RIFF": "a RIFF file",
    b"SQLite format 3": "an SQLite file",
}
SNIFFED_BYTES = 2_048
HTML_TYPES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """A page in a file, and what is known of where it comes from."""

    path: Path
    url: str
    fetched_at: datetime | None = None
    """None where nobody knows: then words such as «кеше» tell nothing."""
    content_type: str = "text/html"
    site: str | None = None
    """Name of a declared paper; None to go by the host of *url*."""
    timezone: str | None = None
    """IANA name of the zone of printed times, in place of the paper's own."""
    archive: Path | None = None
    """Folder of the archive whose learnt tails of the paper leave the text."""


def read_page(page: SavedPage) -> Article:
    """Return what the saved *page* prints, as the archive would hold it; `UnreadablePage` where it is no HTML."""
    body = page.path.read_bytes()
    check_html(page.path.name, body, page.content_type)
    paper = paper_named(page.site) if page.site else paper_at(page.url, page.timezone)
    if page.timezone:
        paper = replace(paper, publisher=replace(paper.publisher, timezone=page.timezone))
    if page.archive:
        paper = with_tails_in(paper, page.archive)
    saved = HtmlResponse(page.url, headers={"Content-Type": page.content_type}, body=body)
    return read_response(saved, paper, page.fetched_at)


def read_response(response: HtmlResponse, paper: Paper, fetched_at: datetime | None) -> Article:
    """Return what an HTML page of *paper* prints, as the archive would hold it."""
    readable = with_true_encoding(response)
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    capture = Capture(
        id="",
        site=paper.name,
        crawl="",
        url=response.url,
        fetched_at=fetched_at or datetime.now(UTC),
        status=200,
        media_type=content_type.partition(";")[0].strip().lower(),
        digest="",
        payload_digest="",
        file="",
        offset=0,
        length=len(response.body),
    )
    assert isinstance(readable, HtmlResponse)  # noqa: S101 - replace() keeps the class
    printed = replace(extract(readable, paper, capture), visit_known=fetched_at is not None)
    return read_seen(ArticleSeen(printed=printed, capture=capture)).article


def check_html(page: str, body: bytes, content_type: str) -> None:
    """Raise `UnreadablePage` where the *body* of what is called *page* is no HTML."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind and kind not in HTML_TYPES:
        _refuse(page, f"its content type is {kind}")
    for magic, what in MAGIC.items():
        if body.startswith(magic):
            _refuse(page, f"it is {what}")
    if not body.strip():
        _refuse(page, "it is empty")
    start = body[:SNIFFED_BYTES].lower()
    if b"\0" in start and not start.startswith(codecs.BOM_UTF16_LE) and not start.startswith(codecs.BOM_UTF16_BE):
        _refuse(page, "it is binary data")
    if start.lstrip().startswith(b"<?xml") and b"<html" not in start:
        _refuse(page, "it is XML, perhaps a feed")
    if b"<" not in body:
        _refuse(page, "there is no HTML element in it")


def _refuse(page: str, why: str) -> None:
    message = f"{page} is not an HTML page: {why}; give the page as the server sent it"
    raise UnreadablePage(message)
