"""How an article is cited: GOST 7.1-2003, as Kazakhstan's libraries ask, and APA 7, in the article's own language.

Names stand as the page prints them: which of two words is the surname, nobody should guess.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from archive.moments import read_moment, zone_of
from archive.web.wording import MONTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What stands between the facts, in one language."""

    resource: str
    viewed: str
    copy: str
    captured: str
    untitled: str
    undated: str
    day: str
    """Day and month in GOST."""
    apa_date: str


WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "kk": Words(
            resource="Электрондық ресурс",
            viewed="қаралған күні",
            copy="Мұрағаттағы көшірмесі",
            captured="сақталған күні",
            untitled="Тақырыпсыз",
            undated="күні көрсетілмеген",
            day="{day} {month}",
            apa_date="{year}, {day} {month}",
        ),
        "ru": Words(
            resource="Электронный ресурс",
            viewed="дата обращения",
            copy="Архивная копия",
            captured="дата сохранения",
            untitled="Без заголовка",
            undated="б. д.",
            day="{day} {month}",
            apa_date="{year}, {day} {month}",
        ),
        "en": Words(
            resource="Electronic resource",
            viewed="accessed",
            copy="Archived copy",
            captured="captured",
            untitled="Untitled",
            undated="n.d.",
            day="{day} {month}",
            apa_date="{year}, {month} {day}",
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is cited."""

    title: str | None
    names: Sequence[str]
    """Who signs, as printed."""
    paper: str
    published_at: str | None
    """UTC; None where no date is printed."""
    url: str
    zone: str | None
    """Time zone of the paper, in which all days are told."""
    language: str | None
    copy: str
    """Address of the archived copy."""
    captured_at: str
    """When that was captured, UTC."""

    @property
    def words(self) -> Words:
        """The words of its language; English ones where those of its language are not known."""
        return WORDS.get(self.language or "", WORDS["en"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A citation in one style."""

    style: str
    text: str


def citations(source: Source, viewed_at: datetime) -> tuple[Citation, ...]:
    """Return *source*, as looked at at *viewed_at*, in each style."""
    return (
        Citation(style="gost", text=gost(source, viewed_at)),
        Citation(style="apa", text=apa(source)),
    )


def gost(source: Source, viewed_at: datetime) -> str:
    """Return *source* as GOST 7.1-2003 has an article of an electronic serial."""
    words = source.words
    head = f"{_bare(source.title or words.untitled)} [{words.resource}]"
    signed = f" / {', '.join(source.names)}" if source.names else ""
    local = _local(source.published_at, source.zone)
    dates = [f"{local.year}", words.day.format(**_parts(local, source.language))] if local else []
    viewed = f"{viewed_at.astimezone(zone_of(source.zone)):%d.%m.%Y}"
    captured = _local(source.captured_at, source.zone)
    areas = [
        f"{head}{signed} // {_bare(source.paper)}",
        *dates,
        f"URL: {source.url} ({words.viewed}: {viewed})",
        f"{words.copy}: {source.copy} ({words.captured}: {captured:%d.%m.%Y})",
    ]
    return ". – ".join(areas) + "."


def apa(source: Source) -> str:
    """Return *source* as the seventh edition of APA has an article of a newspaper's site."""
    words = source.words
    local = _local(source.published_at, source.zone)
    date = words.apa_date.format(year=local.year, **_parts(local, source.language)) if local else words.undated
    title = source.title or words.untitled
    signed = f"{', '.join(source.names)}. ({date}). {_ended(title)}" if source.names else f"{_ended(title)} ({date})."
    captured = _local(source.captured_at, source.zone)
    return f"{signed} {_ended(source.paper)} {source.url} ({words.copy}, {captured:%d.%m.%Y}: {source.copy})"


def _local(moment: str | None, zone: str | None) -> datetime | None:
    return read_moment(moment).astimezone(zone_of(zone)) if moment else None


def _parts(local: datetime, language: str | None) -> dict[str, object]:
    months = MONTHS.get(language or "", MONTHS["en"])
    return {"day": local.day, "month": months[local.month - 1]}


def _bare(text: str) -> str:
    """Return *text* without the full stop that the next area brings along."""
    return text.rstrip().removesuffix(".")


def _ended(text: str) -> str:
    """Return *text* with a full stop, unless it ends a sentence anyway."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
