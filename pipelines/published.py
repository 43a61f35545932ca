"""When an article was published and changed: the most trustworthy of what the page states, in UTC, or a doubt."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from archive.records import Article, Printed
from pipelines.dates import EMPTY_LABEL, WEEKDAY, in_utc, read_date
from pipelines.text import clean

FIRST_YEAR = 1990
"""No regional paper of ours printed on the web before; an earlier year is a fault of the page (1970 is epoch zero)."""
WITH_WEEKDAY = re.compile(WEEKDAY, re.IGNORECASE)
CLOCK_SKEW = timedelta(minutes=15)


def fill_dates(article: Article, printed: Printed) -> None:
    """Fill `published_at`, its precision and `modified_at`: metadata before print, print before nothing."""
    earlier_doubts = list(article.doubts)
    for text in (printed.metadata.published, printed.published, *_dates_of(article, printed)):
        moment = _read(article, printed, "published_at", text)
        if moment is not None:
            article.published_at, article.doubts = moment, earlier_doubts
            read = read_date(text or "")
            article.published_precision = read.precision if read else None
            break
    for text in (printed.metadata.modified, printed.modified):
        article.modified_at = article.modified_at or _read(article, printed, "modified_at", text)


def is_masthead_date(text: str, printed: Printed) -> bool:
    """Tell whether a printed date may be the masthead's: a weekday and the very day of the capture, without a time.

    A masthead prints the day of the visit (PAGES.md, D14); an article of today that is dated like that stays in doubt.
    """
    read = read_date(text)
    if (
        read is None
        or read.precision != "day"
        or printed.publisher.timezone is None
        or not WITH_WEEKDAY.match(clean(text))
    ):
        return False
    visit = printed.fetched_at.astimezone(ZoneInfo(printed.publisher.timezone))
    return read.moment.date() == visit.date()


def _dates_of(article: Article, printed: Printed) -> Iterator[str]:
    """Yield the dates printed around the title, the nearest first; one that may be the masthead's is a doubt."""
    for part in article.head:
        if is_masthead_date(part, printed):
            article.doubt("published_at", "masthead", part)
        elif read_date(part) or EMPTY_LABEL.match(part):
            yield part


def _read(article: Article, printed: Printed, about: str, text: str | None) -> datetime | None:
    """Return the moment *text* prints, in UTC, if it can be true; else None, with a doubt."""
    line = clean(text or "")
    if not line:
        return None
    read = read_date(line)
    if read is None:
        article.doubt(about, "empty" if EMPTY_LABEL.match(line) else "unreadable", line)
        return None
    moment = in_utc(read.moment, printed.publisher.timezone)
    doubt = _why_untrue(moment, printed.fetched_at)
    if doubt:
        article.doubt(about, doubt, line)
        return None
    return moment


def _why_untrue(moment: datetime | None, fetched_at: datetime) -> str | None:
    if moment is None:
        return "no-zone"
    if moment > fetched_at + CLOCK_SKEW:
        return "future"
    return "implausible" if moment.year < FIRST_YEAR else None
