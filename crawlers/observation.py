"""What one kept response tells, the same in crawl and rebuild: an article, its end or move, a picture, or nothing."""

import io
from dataclasses import dataclass, replace

from PIL import Image, UnidentifiedImageError
from scrapy.http import HtmlResponse, Response, TextResponse

from archive.records import Article, Capture, Doubt, Printed, Variant, Verdict, natural_key
from archive.revisions import GONE, Change, add_article, add_gone, add_moved
from archive.store import Archive
from archive.warc import KeptResponse
from crawlers.capture import as_response, with_true_encoding
from crawlers.challenges import challenge_of
from crawlers.extraction import extract
from crawlers.links import AMP, canonical_url, script_variant
from crawlers.paper import Paper
from crawlers.parsing import root_of
from crawlers.redirects import REDIRECTS, is_own, leads_home, leads_nowhere, target_of
from crawlers.removed import says_removed
from pipelines import read_article

OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSeen:
    """An article in print."""

    printed: Printed
    capture: Capture


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRead:
    """An article in print, read."""

    article: Article
    printed: Printed
    capture: Capture


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleGone:
    """An address of an article at which it is no longer in print."""

    url: str
    """Canonical address."""
    verdict: Verdict
    """How the capture says so."""
    capture: Capture


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleMoved:
    """An address of an article that leads to the address of another."""

    url: str
    """Canonical address."""
    leads_to: str
    """Canonical address of the other."""
    capture: Capture


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSeen:
    """A picture."""

    capture: Capture
    size: int
    """In bytes."""
    dimensions: tuple[int, int] | None
    """Width and height in pixels; None where the bytes are no readable picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantSeen:
    """An article in print in another script: a transliteration, no text of its own."""

    printed: Printed
    capture: Capture
    variant: Variant


Observation = ArticleSeen | ArticleGone | ArticleMoved | PictureSeen | VariantSeen
Kept = ArticleRead | ArticleGone | ArticleMoved | PictureSeen | VariantSeen
"""What can be put on record."""


def observe(response: Response, paper: Paper, capture: Capture, since: Capture | None = None) -> Observation | None:
    """Return what *response* tells of *paper*, or None where it is a list, a robots.txt or the like.

    What is not whole tells nothing: half a page would look like an edited one; so would a page before the paper's own
    that asks whether who reads is a person. Where *capture* is a 304, *response* is the page that has not changed
    *since* another capture; what it prints was said then, and holds now.
    """
    if capture.fault:
        return None
    if since is None:
        return _observe(response, paper, capture)
    seen = _observe(response, paper, since)
    return replace(seen, capture=capture) if isinstance(seen, ArticleSeen | VariantSeen) else None


def _observe(response: Response, paper: Paper, capture: Capture) -> Observation | None:
    if capture.status == OK and (capture.media_type or "").startswith("image/"):
        return PictureSeen(capture=capture, size=len(response.body), dimensions=_dimensions(response.body))
    if not paper.may_be_article(capture.url):
        return None
    if capture.status in GONE:
        return _gone(GONE[capture.status], paper, capture)
    target = target_of(response)
    if target or capture.status in REDIRECTS:
        return _led_away(target, paper, capture)
    if capture.status != OK or not isinstance(response, HtmlResponse) or challenge_of(response):
        return None
    readable = _readable(response)
    printed = extract(readable, paper, capture)
    if says_removed(root_of(readable), printed):
        return _gone("removed", paper, capture)
    if not paper.is_article(printed.url):
        return None
    script = script_variant(capture.url)
    if script:
        return VariantSeen(
            printed=printed, capture=capture, variant=Variant(url=capture.url, language=None, script=script)
        )
    return ArticleSeen(printed=printed, capture=capture)


def _gone(verdict: Verdict, paper: Paper, capture: Capture) -> ArticleGone | None:
    """Return that the article is gone; None where only an edition of it for phones or in another script is."""
    if script_variant(capture.url) or AMP.search(capture.url):
        return None
    return ArticleGone(url=canonical_url(capture.url, paper.publisher.home), verdict=verdict, capture=capture)


def _led_away(target: str | None, paper: Paper, capture: Capture) -> ArticleGone | ArticleMoved | None:
    """Return what it says of an article that its address leads to *target*; None for another spelling or another paper.

    A short address (`?p=ID`) is made to lead to its article, so that it moves nothing.
    """
    if target is None:
        return None
    home = paper.publisher.home
    url, leads_to = canonical_url(capture.url, home), canonical_url(target, home)
    if leads_to == url or not is_own(target, paper):
        return None
    if leads_home(capture.url, target, paper):
        return _gone("home", paper, capture)
    if leads_nowhere(target):
        return _gone("removed", paper, capture)
    if not (paper.is_article(capture.url) and paper.is_article(target)) or _gone("moved", paper, capture) is None:
        return None
    return ArticleMoved(url=url, leads_to=leads_to, capture=capture)


def _readable(response: HtmlResponse) -> TextResponse:
    readable = with_true_encoding(response)
    assert isinstance(readable, TextResponse)  # noqa: S101 - replace() keeps the class
    return readable


def read(seen: ArticleSeen) -> ArticleRead:
    """Return the article seen, read by the stages of `pipelines`."""
    article = read_article(seen.printed)
    if not article.body:
        article.doubts.append(Doubt(field="body", code="empty", text=article.title or ""))
    return ArticleRead(article=article, printed=seen.printed, capture=seen.capture)


def told(kept: KeptResponse, paper: Paper) -> Kept | None:
    """Return what a response read back tells of *paper*, an article read by the stages; None as for `observe`."""
    capture = kept.capture
    since = kept.unchanged_since
    status = since.status if since else capture.status
    seen = observe(as_response(capture.url, status, kept.headers, kept.body), paper, capture, since)
    return read(seen) if isinstance(seen, ArticleSeen) else seen


def keep(archive: Archive, observation: Kept) -> Change | None:
    """Put *observation* into *archive* and return what it changed of an article; None where it concerns none."""
    match observation:
        case ArticleRead(article=article, printed=printed, capture=capture):
            return add_article(archive, article, printed, capture)
        case ArticleGone(url=url, verdict=verdict, capture=capture):
            return add_gone(archive, url, capture, verdict)
        case ArticleMoved(url=url, leads_to=leads_to, capture=capture):
            return add_moved(archive, url, capture, leads_to)
        case VariantSeen(printed=printed, capture=capture, variant=variant):
            archive.add_variant_text(natural_key(printed.url), variant, read_article(printed), capture)
            return None
        case PictureSeen(capture=capture, size=size, dimensions=dimensions):
            archive.add_image(capture, size, dimensions)
            return None


def _dimensions(body: bytes) -> tuple[int, int] | None:
    """Return width and height that the header of a picture states; its pixels are not decoded."""
    try:
        with Image.open(io.BytesIO(body)) as picture:
            return picture.size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return None
