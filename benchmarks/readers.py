"""The readers that the benchmarks set side by side, each used as its own documentation says.

aimaq and trafilatura are always there. A peer that is not installed is left out. Pictures are nobody's task here, and
no reader may fetch anything.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from importlib.util import find_spec

from htmldate import find_date
from lxml import html
from trafilatura import bare_extraction
from trafilatura.settings import Document
from truth import TruePage

from crawlers.reading import SavedPage, read_page


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader found on one page."""

    body: str = ""
    title: str | None = None
    published: datetime | date | None = None
    printed: tuple[str, ...] = ()
    """Of aimaq alone: the dates it found printed, each with its place; the first that can be read is the article's."""
    failed: str = ""
    """The peer's exception where it could not read the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A way to read a page."""

    name: str
    module: str
    """What Python imports; the reader is left out where there is none."""
    read: Callable[[TruePage], Reading]
    finds: frozenset[str] = frozenset({"body", "title", "date"})

    @property
    def is_installed(self) -> bool:
        """Whether the reader can be asked."""
        return find_spec(self.module) is not None


def read_as_aimaq(page: TruePage) -> Reading:
    """Return what aimaq reads on *page*, whose paper it does not know."""
    article = read_page(SavedPage(path=page.file, url=page.url, timezone=page.timezone))
    printed = tuple(f"{line.place or 'in the text'}: {line.text or line.stated}" for line in article.dates)
    return Reading(body=article.body, title=article.title, published=article.published_at, printed=printed)


def read_as_trafilatura(page: TruePage) -> Reading:
    """Return what trafilatura reads on *page*."""
    found = bare_extraction(page.file.read_text("utf-8"), url=page.url, include_comments=False, with_metadata=True)
    if not isinstance(found, Document):
        return Reading()
    published = date.fromisoformat(found.date) if found.date else None
    return Reading(body=found.text or "", title=found.title, published=published)


def read_as_htmldate(page: TruePage) -> Reading:
    """Return the date of first publication that htmldate finds on *page*."""
    found = find_date(page.file.read_text("utf-8"), url=page.url, original_date=True)
    return Reading(published=date.fromisoformat(found) if found else None)


def day_or_moment(read: datetime | None) -> datetime | date | None:
    """Return *read*, of which only the day counts where it has no zone."""
    return read.date() if read and read.tzinfo is None else read


def read_as_newspaper4k(page: TruePage) -> Reading:
    """Return what newspaper4k reads on *page*, told the alphabet's commonest language: some pages declare none."""
    from newspaper import Article, ArticleException

    article = Article(page.url, language="ru" if page.set == "cyrillic" else None, fetch_images=False)
    try:
        article.download(input_html=page.file.read_text("utf-8"))
        article.parse()
    except ArticleException as fault:
        return Reading(failed=repr(fault))
    return Reading(body=article.text, title=article.title, published=day_or_moment(article.publish_date))


def read_as_news_please(page: TruePage) -> Reading:
    """Return what news-please reads on *page*."""
    from newsplease import NewsPlease

    found = NewsPlease.from_html(page.file.read_text("utf-8"), url=page.url, fetch_images=False)
    if not found:
        return Reading()
    return Reading(body=found.maintext or "", title=found.title, published=day_or_moment(found.date_publish))


def read_as_readability(page: TruePage) -> Reading:
    """Return the text of what readability-lxml makes of *page*; it reads no date."""
    from readability import Document as Readable
    from readability.readability import Unparseable

    try:
        readable = Readable(page.file.read_text("utf-8"), url=page.url)
        summary = readable.summary(html_partial=True)
    except Unparseable as fault:
        return Reading(failed=repr(fault))
    lines = html.fromstring(summary).itertext()
    return Reading(body="\n".join(lines), title=readable.short_title())


def read_as_resiliparse(page: TruePage) -> Reading:
    """Return the main text that resiliparse finds on *page*, without readers' comments; it reads nothing else."""
    from resiliparse.extract.html2text import extract_plain_text

    html_text = page.file.read_text("utf-8")
    return Reading(body=extract_plain_text(html_text, main_content=True, alt_texts=False, comments=False))


READERS = (
    Reader(name="aimaq", module="crawlers", read=read_as_aimaq),
    Reader(name="trafilatura", module="trafilatura", read=read_as_trafilatura),
    Reader(name="newspaper4k", module="newspaper", read=read_as_newspaper4k),
    Reader(name="news-please", module="newsplease", read=read_as_news_please),
    Reader(name="readability-lxml", module="readability", read=read_as_readability, finds=frozenset({"body", "title"})),
    Reader(name="resiliparse", module="resiliparse", read=read_as_resiliparse, finds=frozenset({"body"})),
)
DATE_READERS = (
    *(reader for reader in READERS if "date" in reader.finds),
    Reader(name="htmldate", module="htmldate", read=read_as_htmldate, finds=frozenset({"date"})),
)
