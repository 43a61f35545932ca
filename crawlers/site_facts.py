"""What the facts of a site file must be, checked when it is imported."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, get_type_hints
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from archive.faults import Fault
from archive.records import Publisher
from crawlers.health.expectations import Expect
from crawlers.layout import Layout
from crawlers.links import bare_host
from crawlers.manners.traps import Limits
from crawlers.schedule.quiet import are_hours
from crawlers.sources import DayArchive, Source
from crawlers.sources.day_archive import names_a_day

if TYPE_CHECKING:
    from crawlers.spider import NewsSpider

NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
"""The name is a folder's as well: `data/warc/<name>/`."""
TAGS = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv
ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne
ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st
su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
alt crh dng kaa kjh krc kum nog rom sah tyv xal
"""
LANGUAGES = frozenset(TAGS.split())
"""ISO 639-1, and of the languages without a tag of two letters (ISO 639-3) those that papers of the region print in."""
COUNTRIES = {"kz": "kk", "kg": "ky", "ua": "uk", "cn": "zh", "by": "be"}
"""Codes of countries that are taken for languages."""
SELECTORS = tuple(name for name, kind in get_type_hints(Layout).items() if kind in {str, str | None})


class FaultySiteError(Fault, TypeError):
    """A site file lacks a fact or has a wrong one; the text names the file and the field."""


def check_facts(site: "type[NewsSpider]") -> None:
    """Raise `FaultySiteError` for the first fact of *site* that is missing or wrong."""
    facts: dict[str, type] = {
        "name": str,
        "publisher": Publisher,
        "sources": tuple,
        "article_url": str,
        "layouts": tuple,
        "requests_a_day": int,
        "limits": Limits,
    }
    for field, kind in facts.items():
        if not isinstance(getattr(site, field, None), kind):
            _refuse(site, field, f"must be given, as a {kind.__name__}")
    if not isinstance(site.expect, Expect | None):
        _refuse(site, "expect", "must be given as Expect(…), or left out")
    for why in site.expect.faults() if site.expect else ():
        _refuse(site, "expect", why)
    for field, why in (
        *_name(site),
        *_publisher(site.publisher),
        *_pattern(site),
        *_sources(site),
        *_layouts(site),
        *_manners(site),
        *_visits(site),
    ):
        _refuse(site, field, why)


def _refuse(site: "type[NewsSpider]", field: str, why: str) -> None:
    message = f"{inspect.getsourcefile(site)}: {site.__name__}.{field} {why}"
    raise FaultySiteError(message)


def _name(site: "type[NewsSpider]") -> Iterator[tuple[str, str]]:
    if not NAME.fullmatch(site.name):
        yield "name", f"is {site.name!r}; it takes small Latin letters, digits, - and _"


def _publisher(publisher: Publisher) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the facts about the paper: field and fault."""
    home = urlsplit(publisher.home)
    if home.scheme not in {"http", "https"} or not home.hostname or not home.path.startswith("/"):
        yield "publisher.home", f"is {publisher.home!r}; it must be an address such as https://example.kz/"
    for field in ("languages", "hosts", "tails"):
        if not isinstance(getattr(publisher, field), tuple):
            yield (
                f"publisher.{field}",
                f'must be a tuple of texts, such as ("{"kk" if field == "languages" else "…"}",)',
            )
            return
    for tag in publisher.languages:
        if tag not in LANGUAGES:
            hint = f"; the language of that country is {COUNTRIES[tag]!r}" if tag in COUNTRIES else ""
            yield "publisher.languages", f"names {tag!r}, which is no language tag such as 'kk' or 'ru'{hint}"
    for host in publisher.hosts:
        if "/" in host or host.startswith("www."):
            yield "publisher.hosts", f"names {host!r}; it takes hosts without scheme, path and www."
    if publisher.timezone is not None and not is_zone(publisher.timezone):
        yield "publisher.timezone", f"is {publisher.timezone!r}, which is no IANA time zone such as 'Asia/Oral'"


def is_zone(name: str) -> bool:
    """Tell whether *name* is a time zone of the tz database.

    >>> is_zone("Asia/Oral"), is_zone("Asia/Uralsk"), is_zone("UTC+5")
    (True, False, False)
    """
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of the database, such as "Asia"
        return False
    return True


def _pattern(site: "type[NewsSpider]") -> Iterator[tuple[str, str]]:
    try:
        re.compile(site.article_url)
    except re.error as error:
        yield "article_url", f"is no regular expression: {error}"


def _sources(site: "type[NewsSpider]") -> Iterator[tuple[str, str]]:
    if not site.sources:
        yield "sources", "must name at least one source"
    for source in site.sources:
        if not isinstance(source, Source):
            yield "sources", f"holds {source!r}, which is no source such as Feed(…) or Section(…)"
        elif not isinstance(source.path, str) or not _is_own_place(source.path, site.publisher):
            yield "sources", f"holds {source!r}, whose path neither begins with a slash nor is an address of its hosts"
        elif isinstance(source, DayArchive):
            yield from _day_archive(source)


def _is_own_place(path: str, publisher: Publisher) -> bool:
    """Tell whether *path* begins at the root of the paper's host, or is a whole address on one of its other hosts."""
    if path.startswith("/"):
        return not path.startswith("//")
    own = {bare_host(urlsplit(publisher.home).netloc), *publisher.hosts}
    return path.startswith(("http://", "https://")) and bare_host(urlsplit(path).netloc) in own


def _day_archive(source: DayArchive) -> Iterator[tuple[str, str]]:
    if not names_a_day(source.path):
        yield "sources", f"holds {source!r}, whose path does not name year, month and day as in /%Y/%m/%d/"
    if type(source.since) is not date:
        yield "sources", f"holds {source!r}, whose `since` is no date such as date(2015, 1, 31)"


def _manners(site: "type[NewsSpider]") -> Iterator[tuple[str, str]]:
    reason = site.unverified_certificate
    if reason is not None and not (isinstance(reason, str) and reason.strip()):
        yield "unverified_certificate", f"is {reason!r}; it says in words why the certificate is not verified"
    for fact in fields(site.limits):
        value, usual = getattr(site.limits, fact.name), getattr(Limits(), fact.name)
        if type(value) is not type(usual) or (isinstance(value, int) and value < 1):
            yield "limits", f"has {fact.name}={value!r}, which is no {type(usual).__name__} such as {usual!r}"


def _layouts(site: "type[NewsSpider]") -> Iterator[tuple[str, str]]:
    for layout in site.layouts:
        if not isinstance(layout, Layout):
            yield "layouts", "must be a tuple of Layout(…)"
            return
        for field in SELECTORS:
            selector = getattr(layout, field)
            if selector is not None and (why := _selector_fault(selector)):
                yield "layouts", f"has {field}={selector!r}, which is no CSS selector: {why}"
    ends = [layout.until for layout in site.layouts]
    if len(ends) != len(set(ends)):
        yield "layouts", "names two layouts with the same `until`; one design ends when the next begins"


def _visits(site: "type[NewsSpider]") -> Iterator[tuple[str, str]]:
    """Yield what is wrong with what the site file says of visits."""
    every: object = site.visit_every
    match every:
        case (timedelta() as soonest, timedelta() as latest) if timedelta(minutes=1) <= soonest <= latest:
            pass
        case _:
            example = "(timedelta(minutes=20), timedelta(hours=12))"
            yield "visit_every", f"must be the shortest and the longest pause, a minute or more, such as {example}"
    hours: object = site.quiet_hours
    if not isinstance(hours, str) or (hours and not are_hours(hours)):
        yield "quiet_hours", f'is {hours!r}; it takes hours such as "23:00-06:00"'


def _selector_fault(selector: object) -> str | None:
    """Return what is wrong with *selector*, or None; each alternative is compiled as the extraction does."""
    if not isinstance(selector, str):
        return "it is no text"
    try:
        for part in selector.split(", "):
            CSSSelector(part, translator="html")
    except SelectorError as error:
        return str(error)
    return None
