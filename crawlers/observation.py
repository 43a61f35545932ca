"""What one kept response tells, the same in a crawl and in a rebuild: an article, its end, a picture, or nothing."""

import io
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError
from scrapy.http import HtmlResponse, Response, TextResponse

from archive.records import Article, Capture, Doubt, Printed, Variant, natural_key
from archive.revisions import GONE, Change, add_article, add_gone
from archive.store import Archive
from crawlers.capture import with_true_encoding
from crawlers.extraction import extract
from crawlers.links import canonical_url, script_variant
from crawlers.paper import Paper
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
    """An address of an article that answers 404 or 410."""

    url: str
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


Observation = ArticleSeen | ArticleGone | PictureSeen | VariantSeen
Kept = ArticleRead | ArticleGone | PictureSeen | VariantSeen
"""What can be put on record."""


def observe(response: Response, paper: Paper, capture: Capture) -> Observation | None:
    """Return what *response* tells of *paper*, or None where it is a list, a robots.txt or the like.

    What is not whole tells nothing: half a page would look like an edited one.
    """
    if capture.fault:
        return None
    if capture.status == OK and (capture.media_type or "").startswith("image/"):
        return PictureSeen(capture=capture, size=len(response.body), dimensions=_dimensions(response.body))
    if not paper.may_be_article(capture.url):
        return None
    if capture.status in GONE:
        return ArticleGone(url=canonical_url(capture.url, paper.publisher.home), capture=capture)
    if capture.status != OK or not isinstance(response, HtmlResponse):
        return None
    printed = extract(_readable(response), paper, capture)
    if not paper.is_article(printed.url):
        return None
    script = script_variant(capture.url)
    if script:
        return VariantSeen(
            printed=printed, capture=capture, variant=Variant(url=capture.url, language=None, script=script)
        )
    return ArticleSeen(printed=printed, capture=capture)


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


def keep(archive: Archive, observation: Kept) -> Change | None:
    """Put *observation* into *archive* and return what it changed of an article; None where it concerns none."""
    match observation:
        case ArticleRead(article=article, printed=printed, capture=capture):
            return add_article(archive, article, printed, capture)
        case ArticleGone(url=url, capture=capture):
            return add_gone(archive, url, capture)
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
