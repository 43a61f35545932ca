"""What the file name of a picture tells: where it comes from, its number, the day of its upload, its size."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from urllib.parse import unquote, urlsplit

GLUSTER = re.compile(
    r"_?gluster_(?P<year>\d{4})_(?P<month>\d{1,2})_(?P<day>\d{1,2})_(?P<asset>[0-9a-f]{32})(?:_(?P<width>\d+)x(?P<height>\d+))?",
    re.IGNORECASE,
)
DAY = r"(?P<year>20\d\d)[-_.]?(?P<month>0\d|1[0-2])[-_.]?(?P<day>[0-2]\d|3[01])"
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (origin, re.compile(pattern, re.IGNORECASE))
    for origin, pattern in (
        ("gluster", GLUSTER.pattern),
        ("whatsapp", rf"^(?:IMG|VID)[-_]{DAY}[-_](?P<asset>WA\d{{3,5}})"),
        ("whatsapp", rf"^(?:Изображение[-_ ]+)?Whats-?_?App[-_ ]+(?:(?:Image|Video)[-_ ]+)?{DAY}(?P<asset>)"),
        ("telegram", rf"^photo_{DAY}[_-]\d\d-\d\d(?:-\d\d)?(?P<asset>)"),
        (
            "screenshot",
            rf"^(?:Screenshot|Screen[-_ ]?Shot|Снимок[-_ ]экрана|Скриншот)[-_ ]*(?:from[-_ ]|at[-_ ])?{DAY}(?P<asset>)",
        ),
        ("screenshot", r"^(?:Screenshot|Скриншот|Снимок[-_ ]экрана)[-_ ]*\(?\d{1,5}(?P<asset>)(?!\d)"),
        ("uuid", r"(?:^|[_-])(?P<asset>[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12})(?![0-9A-F])"),
        ("camera", rf"^(?P<asset>(?:IMG|PXL|MVIMG|BURST)[-_]{DAY}[-_]\d{{6,9}})(?!\d)"),
        (
            "camera",
            (
                r"^(?P<asset>(?:_?IMG|_?MG|_?DSC|DSCF|DSCN|DSC_|SAM|GOPR|DJI|"
                r"_?[A-Z0-9]{2,3}(?=_\d{4}(?!\d)))[_-]?\d{3,6})(?=[-_. ()]|$)"
            ),
        ),
        ("camera", r"^(?P<asset>P\d{7})(?=[-_. ]|$)"),
    )
)
EDITED = re.compile(r"-e(?P<asset>1\d{12})(?=(?:-\d{2,4}x\d{2,4})?(?:-scaled)?(?:\.\w+)?$)")
"""What WordPress adds to the name of an edited picture: milliseconds since 1970 (PAGES.md, I3)."""
EPOCH = re.compile(r"^(?P<asset>1\d{9}(?:\d{3})?)(?=[-_.]|$)")
FIRST_EPOCH, LAST_EPOCH = datetime(2005, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
MILLISECONDS = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class FileName:
    """What the file name of a picture tells."""

    origin: str | None = None
    asset_id: str | None = None
    uploaded_on: date | None = None
    width: int | None = None
    height: int | None = None


@lru_cache(maxsize=512)
def read_file_name(url: str) -> FileName:
    """Return what the file name in *url* tells; nothing of it where the name follows no known pattern.

    >>> read_file_name("/a/_gluster_2026_1_21_22003f978d564d04acdf03990befef78_1280x720.jpeg").uploaded_on.isoformat()
    '2026-01-21'
    >>> read_file_name("/a/1512704871_article_b.jpeg").uploaded_on.isoformat()
    '2017-12-08'
    """
    name = unquote(urlsplit(url).path.rpartition("/")[2])
    for origin, pattern in PATTERNS:
        match = pattern.search(name)
        if match:
            facts = match.groupdict()
            day = _day(facts)
            if "year" in facts and day is None:
                continue
            return FileName(
                origin=origin,
                asset_id=(facts["asset"].upper() if origin == "whatsapp" else facts["asset"]) or None,
                uploaded_on=day if origin != "camera" else _edited_on(name),
                width=_number(facts.get("width")),
                height=_number(facts.get("height")),
            )
    if EDITED.search(name):
        return FileName(uploaded_on=_edited_on(name))
    epoch = EPOCH.match(name)
    day = _epoch_day(epoch["asset"]) if epoch else None
    if epoch and day:
        return FileName(origin="epoch", asset_id=epoch["asset"], uploaded_on=day)
    return FileName()


def _day(facts: dict[str, str]) -> date | None:
    if "year" not in facts:
        return None
    try:
        return date(int(facts["year"]), int(facts["month"]), int(facts["day"]))
    except ValueError:
        return None


def _edited_on(name: str) -> date | None:
    edited = EDITED.search(name)
    return _epoch_day(edited["asset"]) if edited else None


def _epoch_day(digits: str) -> date | None:
    """Return the day of so many seconds, or milliseconds, since 1970, UTC; None where no picture can be of it."""
    seconds = int(digits) / (1000 if len(digits) == MILLISECONDS else 1)
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.date() if FIRST_EPOCH <= moment < LAST_EPOCH else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None
