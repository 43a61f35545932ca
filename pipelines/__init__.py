"""Printed text in, typed values out: pure functions without network, disk, clock or Scrapy."""

from collections.abc import Callable

from archive.records import Article, Printed
from pipelines.around import fill_around
from pipelines.body import fill_body
from pipelines.boilerplate import fill_boilerplate
from pipelines.counters import fill_counters
from pipelines.headings import drop_repeated_title, fill_lead, fill_title
from pipelines.images import fill_images
from pipelines.languages import fill_language
from pipelines.legacy import with_modern_letters
from pipelines.published import fill_dates
from pipelines.quotes import fill_quotes
from pipelines.signatures import fill_bylines
from pipelines.sources import fill_sources
from pipelines.text import fill_blocks

Stage = Callable[[Article, Printed], None]

STAGES: tuple[Stage, ...] = (
    fill_blocks,
    fill_title,
    drop_repeated_title,
    fill_around,
    fill_boilerplate,
    fill_lead,
    fill_bylines,
    fill_boilerplate,  # once more: a promotion above the signature
    fill_dates,
    fill_counters,
    fill_images,
    fill_quotes,
    fill_sources,
    fill_body,
    fill_language,
)
"""The way of an article from printed to read: each stage fills its field, what it claims leaves the text column."""


def read_article(printed: Printed) -> Article:
    """Return what the page prints as an article, read stage by stage."""
    printed = with_modern_letters(printed)
    article = Article(url=printed.url, site=printed.site, variants=printed.variants)
    for stage in STAGES:
        stage(article, printed)
    return article
