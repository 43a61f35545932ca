"""Some articles of a paper, fetched and read as a crawl would read them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml.html import HtmlElement
from scrapy.http import HtmlResponse

from archive.faults import UnreadablePage
from archive.records import Article
from crawlers.adding.lists import look
from crawlers.capture import with_true_encoding
from crawlers.fetching import Page, Visitor
from crawlers.metadata import read_metadata
from crawlers.paper import Paper
from crawlers.reading import check_html, read_response

WANTED = 5
MOST_TRIES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An article's page; read, once enough is known of its paper."""

    page: Page
    root: HtmlElement
    stated: str | None
    """Moment of publication as its metadata state it."""
    article: Article | None = None


def fetch_samples(visitor: Visitor, addresses: Iterable[str]) -> list[Sample]:
    """Return the first five of *addresses* that answer with an HTML page; no more than eight are asked."""
    samples: list[Sample] = []
    for url in list(addresses)[:MOST_TRIES]:
        page = look(visitor, url) if len(samples) < WANTED else None
        sample = _sample(page) if page else None
        if sample:
            samples.append(sample)
    return samples


def read_samples(samples: Iterable[Sample], paper: Paper) -> list[Sample]:
    """Return *samples* with their articles, as a crawl of *paper* would read them."""
    return [
        replace(sample, article=read_response(_html(sample.page), paper, sample.page.fetched_at)) for sample in samples
    ]


def _sample(page: Page) -> Sample | None:
    try:
        check_html(page.url, page.body, page.content_type)
    except UnreadablePage:
        return None
    root = with_true_encoding(_html(page)).selector.root  # type: ignore[attr-defined]
    return Sample(page=page, root=root, stated=read_metadata(root, page.url).published)


def _html(page: Page) -> HtmlResponse:
    return HtmlResponse(page.url, headers={"Content-Type": page.content_type}, body=page.body)
