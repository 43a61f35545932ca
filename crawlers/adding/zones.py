"""Which time zone a paper's printed times are in, as far as its host, its title and its metadata tell."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from crawlers.paper import KAZAKHSTAN

CITIES = {
    "Asia/Oral": r"орал(?!ма)|уральск|жайық|жайык|приурал|\boral(?:\b|skaya|oniri)|uralsk|zhaik|zhaiyq",
    "Asia/Atyrau": r"атырау|atyrau",
    "Asia/Aqtau": r"ақтау|актау|маңғыстау|мангистау|мангыстау|aqtau|aktau|mangystau|manghystau",
    "Asia/Aqtobe": r"ақтөбе|актобе|актюбинск|aqtobe|aktobe|aktube",
    "Asia/Qostanay": r"қостанай|костанай|кустанай|qostana[iy]|kostana[iy]",
    "Asia/Qyzylorda": r"қызылорда|кызылорда|кзылорда|qyzylorda|kyzylorda",
}
"""Zones of Kazakhstan that were other than Almaty's at some time (tz database, 2024a), by the names of their cities."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A time zone and how it was told."""

    name: str | None
    """IANA name; None where nothing tells."""
    how: str
    """What it was told by, as a sentence's end."""


def zone_of(host: str, title: str, stated: list[str]) -> Zone:
    """Return the zone of the paper called *title* at *host*; *stated* are the moments its metadata give.

    >>> zone_of("zhaikpress.kz", "Жайық Пресс", []).name, zone_of("example.com", "News", []).name
    ('Asia/Oral', None)
    """
    named = next((zone for zone, names in CITIES.items() if re.search(names, f"{title} {host}", re.IGNORECASE)), None)
    is_kazakh = host.partition(":")[0].endswith(".kz")
    offsets = sorted({offset for moment in stated if (offset := _offset(moment)) is not None})
    if named is None and not is_kazakh:
        shown = f"its metadata state {', '.join(map(_shown, offsets))}" if offsets else "nothing tells it"
        return Zone(name=None, how=f"{shown}; give it with --timezone")
    zone = named or KAZAKHSTAN
    told = "a city in its name" if named else "its host in .kz"
    return Zone(name=zone, how=f"told by {told}, {_confirmation(zone, stated)}")


def _confirmation(zone: str, stated: list[str]) -> str:
    """Tell whether the offsets in metadata bear *zone* out."""
    moments = [moment for text in stated if (moment := _moment(text)) is not None]
    if not moments:
        return "which no metadata confirm"
    local = ZoneInfo(zone)
    others = {_offset_of(at) for at in moments if at.astimezone(local).utcoffset() != at.utcoffset()}
    if not others:
        return f"confirmed by the metadata of {len(moments)} articles"
    return f"but metadata state {', '.join(map(_shown, sorted(others)))}"


def _moment(text: str) -> datetime | None:
    """Return the moment that *text* tells with its offset, ISO 8601; None for any other text."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _offset(text: str) -> timedelta | None:
    moment = _moment(text)
    return _offset_of(moment) if moment else None


def _offset_of(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()


def _shown(offset: timedelta) -> str:
    return str(timezone(offset))
