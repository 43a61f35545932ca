"""What is found out about a paper that nobody has declared: what `aimaq add` does before it writes a site file."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import chain, zip_longest
from urllib.parse import urlsplit

from archive.faults import Fault, WrongArgument
from archive.records import Publisher
from crawlers.adding.addresses import Pattern, article_pattern, likely
from crawlers.adding.columns import body_selector, states_body
from crawlers.adding.home import Home, read_home
from crawlers.adding.lists import FoundList, find_api, find_feeds, find_sections, find_sitemap
from crawlers.adding.samples import Sample, fetch_samples, read_samples
from crawlers.adding.zones import Zone, zone_of
from crawlers.cms.system import System
from crawlers.fetching import Visitor, web_address
from crawlers.layout import Layout
from crawlers.links import bare_host
from crawlers.paper import Paper
from crawlers.papers import declared_sites
from crawlers.saving import AlreadyThereError
from crawlers.settings import DOWNLOAD_DELAY
from crawlers.site_facts import LANGUAGES, NAME
from crawlers.slugs import name_of
from crawlers.sources import Section, Sitemap, Source, WordPress

MOST_REQUESTS = 40
MOST_SOURCES = 8


class NoArticlesError(Fault):
    """Nothing on a paper's pages looks like its articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A paper that is to be added, as it was named on the command line."""

    url: str
    name: str
    timezone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found out about a paper."""

    paper: Paper
    system: System | None
    sources: tuple[Source, ...]
    pattern: Pattern
    zone: Zone
    samples: tuple[Sample, ...]
    """Some of its articles, as a crawl would read them."""
    looked_on: date
    notes: tuple[str, ...] = ()
    """What a person should know before the file is written."""


def newcomer_at(url: str, name: str | None, timezone: str | None) -> Newcomer:
    """Return the paper at *url*, which may lack its scheme; `WrongArgument` where address or name are none."""
    url = web_address(url if "//" in url else f"https://{url}")
    name = name or name_of(url)
    if not NAME.fullmatch(name) or not name[0].isalpha():
        message = f"--name {name!r} is no name of a paper: small Latin letters, digits, - and _, a letter first"
        raise WrongArgument(message)
    return Newcomer(url=url, name=name, timezone=timezone)


def look_at(newcomer: Newcomer, *, delay: float | None, on_request: Callable[[str], None]) -> Found:
    """Return what the pages of *newcomer* tell; `NoArticlesError` where no articles are found on it.

    At most 40 requests, *delay* seconds apart (None: as long as in a crawl); each is told to *on_request*.
    """
    pause = DOWNLOAD_DELAY if delay is None else delay
    with Visitor(newcomer.url, delay=pause, limit=MOST_REQUESTS, on_request=on_request) as visitor:
        home = read_home(visitor.fetch(newcomer.url))
        _check_new(home)
        lists = [*find_api(visitor, home), *find_feeds(visitor, home)]
        if not _is_complete(lists):
            lists += find_sitemap(visitor, home)
        return _found(newcomer, visitor, home, lists)


def _found(newcomer: Newcomer, visitor: Visitor, home: Home, lists: list[FoundList]) -> Found:
    pattern = _pattern(home, lists)
    lists = _with_sections(visitor, home, lists, pattern)
    candidates = [link for link in _in_turn(lists, home) if pattern.matches(home.target(link))]
    samples = fetch_samples(visitor, candidates)
    if not samples:
        message = f"no article of {home.url} could be read; write its site file by hand, see docs/adding-a-site.md"
        raise NoArticlesError(message)
    zone = _zone(newcomer, home, samples)
    moved = bare_host(urlsplit(newcomer.url).netloc)
    publisher = Publisher(
        title=home.title,
        home=home.url,
        languages=(),
        timezone=zone.name,
        hosts=(moved,) if moved != home.host else (),
    )
    paper = Paper(name=newcomer.name, publisher=publisher, article_url=pattern.regex, layouts=_layouts(home, samples))
    samples = read_samples(samples, paper)
    paper = replace(paper, publisher=replace(publisher, languages=_languages(home, samples)))
    found = Found(
        paper=paper,
        system=home.system,
        sources=tuple(found.source for found in lists)[:MOST_SOURCES] or (Section("/"),),
        pattern=pattern,
        zone=zone,
        samples=tuple(samples),
        looked_on=datetime.now(UTC).date(),
    )
    return replace(found, notes=_notes(visitor, found))


def _check_new(home: Home) -> None:
    for name, site in declared_sites().items():
        if home.host in {bare_host(urlsplit(site.publisher.home).netloc), *site.publisher.hosts}:
            message = f"{home.url} is declared already: aimaq crawl {name}"
            raise AlreadyThereError(message)


def _pattern(home: Home, lists: list[FoundList]) -> Pattern:
    """Return the pattern of the addresses that lists show, else of those behind long links of the home page."""
    listed = [home.target(link) for found in lists for link in found.links]
    articles = likely(listed or [home.target(link) for link in home.stories])
    menu = [target for url in home.menu if (target := home.target(url)) not in articles]
    usual = home.system.article_url if home.system else ()
    pattern = article_pattern(articles, menu, usual)
    if pattern is None:
        message = (
            f"no articles found on {home.url}: no feed, no sitemap, no links of a headline's length; "
            "write its site file by hand, see docs/adding-a-site.md"
        )
        raise NoArticlesError(message)
    return pattern


def _with_sections(visitor: Visitor, home: Home, lists: list[FoundList], pattern: Pattern) -> list[FoundList]:
    """Return *lists*, and the section pages where neither an API nor a sitemap lists everything."""
    if _is_complete(lists):
        return lists
    return [*lists, *find_sections(visitor, home, lambda url: pattern.matches(home.target(url)))]


def _is_complete(lists: list[FoundList]) -> bool:
    """Tell whether one of *lists* holds all articles there are, so that no section need be walked."""
    return any(isinstance(found.source, Sitemap | WordPress) for found in lists)


def _in_turn(lists: list[FoundList], home: Home) -> list[str]:
    """Return the links of all lists, the first of each before the second of any; those of the home page after them."""
    rounds = zip_longest(*(found.links for found in lists))
    return list(dict.fromkeys([link for link in chain.from_iterable(rounds) if link] + list(home.stories)))


def _zone(newcomer: Newcomer, home: Home, samples: list[Sample]) -> Zone:
    if newcomer.timezone:
        return Zone(name=newcomer.timezone, how="given with --timezone")
    return zone_of(home.host, home.title, [sample.stated for sample in samples if sample.stated])


def _layouts(home: Home, samples: list[Sample]) -> tuple[Layout, ...]:
    """Return a layout where neither the publishing system nor microdata tell where the text is."""
    if home.system or all(states_body(sample.root) for sample in samples):
        return ()
    selector = body_selector([sample.root for sample in samples])
    return (Layout(body=selector),) if selector else ()


def _languages(home: Home, samples: list[Sample]) -> tuple[str, ...]:
    """Return the languages of the articles read, the most usual first; without any, what the home page declares."""
    read = Counter(sample.article.language for sample in samples if sample.article and sample.article.language)
    told = [language for language, _ in read.most_common() if language in LANGUAGES]
    return tuple(told) or ((home.language,) if home.language in LANGUAGES and home.language else ())


def _notes(visitor: Visitor, found: Found) -> tuple[str, ...]:
    """Return what a person should know before the file is written."""
    notes = [f"time zone: {found.zone.how}", f"article_url: {found.pattern.how}"]
    if visitor.requests >= MOST_REQUESTS:
        notes.append(f"stopped after {MOST_REQUESTS} requests; there may be more lists than these")
    empty = [sample.page.url for sample in found.samples if sample.article and not sample.article.body]
    notes += [f"no text was found on {url}" for url in empty]
    undated = sum(1 for sample in found.samples if sample.article and sample.article.published_at is None)
    if undated and found.zone.name:
        notes.append(f"no date was read on {undated} of {len(found.samples)} articles; a Layout(published=…) may help")
    if not found.paper.publisher.languages:
        notes.append("no language was told; write them in by hand")
    return tuple(notes)
