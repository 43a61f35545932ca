"""Saved pages with what is known to be true of them, and whether what was read is right."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

INDEX = "index.jsonl"
"""A line for each page: id, set, url, html (a packed file beside the index) and gt, what is known of it."""
FURTHEST_EAST, FURTHEST_WEST = timedelta(hours=14), timedelta(hours=12)
"""Offsets of the earliest and the latest zone on Earth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TruePage:
    """A page with what is known to be true of it; None where that is unknown."""

    id: str
    set: str
    url: str
    file: Path
    body: str | None
    title: str | None
    published: date | None
    timezone: str | None = None
    """IANA name of the zone of printed times, where a reader is told one."""


@contextmanager
def saved_pages(folder: Path) -> Iterator[list[TruePage]]:
    """Yield the pages that *folder* holds, unpacked for as long as they are needed."""
    entries = [json.loads(line) for line in (folder / INDEX).read_text("utf-8").splitlines()]
    with TemporaryDirectory() as unpacked:
        yield [_unpack(folder / entry["html"], Path(unpacked), entry) for entry in entries]


def _unpack(packed: Path, into: Path, entry: dict[str, str | dict[str, str | None]]) -> TruePage:
    file = into / f"{entry['id']}.html"
    file.write_bytes(gzip.decompress(packed.read_bytes()))
    known = entry["gt"]
    assert isinstance(known, dict)
    published = known.get("published")
    return TruePage(
        id=str(entry["id"]),
        set=str(entry["set"]),
        url=str(entry["url"]),
        file=file,
        body=known.get("body"),
        title=known.get("title"),
        published=date.fromisoformat(published) if published else None,
    )


def title_verdict(true: str | None, read: str | None) -> str:
    """Return `right`, `wrong` or `missing`, white space and case aside; nothing where the true title is unknown.

    >>> title_verdict("Жаңа мектеп", "Жаңа  Мектеп"), title_verdict("Жаңа мектеп", None)
    ('right', 'missing')
    """
    if true is None:
        return ""
    if not read:
        return "missing"
    return "right" if " ".join(true.split()).lower() == " ".join(read.split()).lower() else "wrong"


def date_verdict(true: date | None, read: datetime | date | None) -> str:
    """Return `right`, `wrong` or `missing`; nothing where the true day is unknown.

    The truth gives a day without a zone: a moment is right if it falls on that day somewhere on Earth.

    >>> date_verdict(date(2020, 12, 1), datetime(2020, 11, 30, 20, tzinfo=UTC))
    'right'
    """
    if true is None:
        return ""
    if read is None:
        return "missing"
    if not isinstance(read, datetime):
        return "right" if read == true else "wrong"
    begins = datetime(true.year, true.month, true.day, tzinfo=UTC)
    is_that_day = begins - FURTHEST_EAST <= read < begins + timedelta(days=1) + FURTHEST_WEST
    return "right" if is_that_day else "wrong"


def day_verdict(true: frozenset[date], read: datetime | date | None, timezone: str) -> str:
    """Return `right` where *read* falls on one of the days *true* in *timezone*, `wrong` or `missing`; else nothing.

    >>> day_verdict(frozenset({date(2020, 12, 1)}), datetime(2020, 11, 30, 21, tzinfo=UTC), "Europe/Moscow")
    'right'
    """
    if not true:
        return ""
    if read is None:
        return "missing"
    day = read.astimezone(ZoneInfo(timezone)).date() if isinstance(read, datetime) else read
    return "right" if day in true else "wrong"
