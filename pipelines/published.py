"""When an article was published and changed: the most trustworthy of what the page states, in UTC, or a doubt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from archive.records import Article, Precision, Printed, PrintedDate
from pipelines.dates import CHANGED, EMPTY_LABEL, LABEL, YEARLESS, PrintedMoment, in_utc, read_change, read_date
from pipelines.languages import read_script
from pipelines.months import WEEKDAY, folded
from pipelines.relative import read_relative
from pipelines.text import clean

FIRST_YEAR = 1990
"""No regional paper of ours printed on the web before; an earlier year is a fault of the page (1970 is epoch zero)."""
WITH_WEEKDAY = re.compile(WEEKDAY, re.IGNORECASE)
CHANGE_LABEL = re.compile(rf"^{CHANGED}")
LONGEST_DATE = 300
LABELLED = re.compile(LABEL)
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
DRUPAL = re.compile(r"\d/\d{4} - \d")
"""How Drupal prints a date unless told otherwise, month first in any language: 11/03/2016 - 10:41."""
CLOCK_SKEW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A moment in UTC and how exactly it is told."""

    moment: datetime
    precision: Precision


def fill_dates(article: Article, printed: Printed) -> None:
    """Fill `published_at`, its precision and `modified_at`: metadata before print, print before nothing.

    Of metadata that tell the day alone, and of print that tells the same day with a time, the print is taken.
    """
    earlier_doubts = list(article.doubts)
    stated = _read(article, printed, "published_at", printed.metadata.published, shown=False)
    shown = [told for text in _dates_of(article, printed) if (told := _read(article, printed, "published_at", text))]
    told = stated or next(iter(shown), None)
    if told:
        told = _more_exact(told, shown)
        article.published_at, article.published_precision = told.moment, told.precision
        article.doubts = earlier_doubts
        if stated and shown and abs(shown[0].moment - stated.moment) > timedelta(days=1):
            article.doubt("published_at", "contradiction", article.dates[0].text or article.dates[0].stated)
    _fill_change(article, printed)


def _fill_change(article: Article, printed: Printed) -> None:
    changes = (change for date in article.changes for change in (date.stated, CHANGE_LABEL.sub("", folded(date.text))))
    for text in (printed.metadata.modified, *changes):
        told = _read(article, printed, "modified_at", text)
        if told:
            article.modified_at = told.moment
            return


def _more_exact(told: Told, others: list[Told]) -> Told:
    """Return the one of *others* that tells a time on the day *told*, where that is a day alone; else *told*.

    Where two tell different times of that day, neither is believed.
    """
    if told.precision != "day":
        return told
    day = timedelta(hours=24)
    timed = [other for other in others if other.precision != "day" and told.moment <= other.moment < told.moment + day]
    return timed[0] if len({other.moment for other in timed}) == 1 else told


def is_masthead_date(date: PrintedDate, printed: Printed) -> bool:
    """Tell whether a printed date may be the masthead's.

    The day of the visit with a weekday, or the moment of the visit.

    A masthead prints the day of the visit, often with the clock (PAGES.md, D14); an article of today that is dated like
    that stays in doubt, unless a word or the paper's layout says what the date is.
    """
    labelled = date.declared or LABELLED.match(folded(date.text)) is not None
    return not labelled and _is_of_visit(date, printed)


def _is_of_visit(date: PrintedDate, printed: Printed) -> bool:
    read = read_date(date.text)
    if read is None or printed.publisher.timezone is None:
        return False
    visit = printed.fetched_at.astimezone(ZoneInfo(printed.publisher.timezone))
    moment = in_utc(read.moment, printed.publisher.timezone)
    assert moment is not None  # noqa: S101 - the zone is known
    at_visit = abs(moment - printed.fetched_at) <= CLOCK_SKEW
    with_weekday = WITH_WEEKDAY.match(folded(clean(date.text))) is not None
    return at_visit or (read.precision == "day" and with_weekday and read.moment.date() == visit.date())


def _dates_of(article: Article, printed: Printed) -> Iterator[str]:
    """Yield the dates printed around the title, the most trustworthy first; one that may be the masthead's is a doubt.

    A date of the very visit comes last: where another is printed as well, the masthead's is the likelier. A day in the
    form for machines behind a signature is as often that of the last change, so without a label it is a doubt.
    """
    listed = {date.text for date in article.dates if _is_bare_below(date)}
    for date in sorted(article.dates, key=lambda date: _is_of_visit(date, printed)):
        if len(listed) > 1 and date.text in listed:
            article.doubt("published_at", "unlabelled", date.text)
            continue
        if is_masthead_date(date, printed):
            article.doubt("published_at", "masthead", date.text)
            continue
        if date.signed and not date.stated and ISO_DAY.fullmatch(clean(date.text)):
            article.doubt("published_at", "unlabelled", date.text)
            continue
        if date.stated:
            yield date.stated
        if date.text:
            yield date.text


def _is_bare_below(date: PrintedDate) -> bool:
    """Tell whether nothing says what a date below the text is; several of them are a list of other articles."""
    return date.place == "below text" and not (date.named or date.stated or date.declared)


def _read(article: Article, printed: Printed, about: str, text: str | None, *, shown: bool = True) -> Told | None:
    """Return the moment *text* prints, in UTC, if it can be true; else None, with a doubt.

    Only what is *shown* to readers, and no metadata, may tell it from the visit: «кеше».
    """
    line = clean((text or "")[:LONGEST_DATE])
    if not line:
        return None
    read = read_date(line) or (_from_visit(line, printed) if shown else None)
    if read is None:
        if read_change(line) is None:
            article.doubt(about, _why_unreadable(line, printed, shown=shown), line)
        return None
    if read.either_way and (read_script(article.title or "") != "Cyrl" or DRUPAL.search(line)):
        article.doubt(about, "either-way", line)
        return None
    moment = _in_utc(read, printed.publisher.timezone)
    doubt = _why_untrue(moment, printed.fetched_at)
    if doubt or moment is None:
        article.doubt(about, doubt or "no-zone", line)
        return None
    return Told(moment=moment, precision=read.precision)


def _in_utc(read: PrintedMoment, timezone: str | None) -> datetime | None:
    """Return the moment *read* in UTC; a day alone begins at the paper's own midnight, whatever offset is stated."""
    local = read.precision == "day" and timezone is not None
    return in_utc(read.moment.replace(tzinfo=None) if local else read.moment, timezone)


def _why_unreadable(line: str, printed: Printed, *, shown: bool) -> str:
    if EMPTY_LABEL.match(line):
        return "empty"
    if shown and read_relative(line, printed.fetched_at):
        return "no-zone" if printed.visit_known else "no-visit"
    return "no-year" if YEARLESS.fullmatch(folded(line)) else "unreadable"


def _from_visit(line: str, printed: Printed) -> PrintedMoment | None:
    zone = printed.publisher.timezone
    if zone is None or not printed.visit_known:
        return None
    return read_relative(line, printed.fetched_at.astimezone(ZoneInfo(zone)))


def _why_untrue(moment: datetime | None, fetched_at: datetime) -> str | None:
    if moment is None:
        return "no-zone"
    if moment > fetched_at.astimezone(UTC) + CLOCK_SKEW:
        return "future"
    return "implausible" if moment.year < FIRST_YEAR else None
