"""Kept responses read again, from WARC records to observations, by as many processes as there are cores."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlsplit

from archive.faults import UnknownSite
from archive.records import Capture, Crawl
from archive.warc import Damage, KeptResponse
from archive.warc.members import members
from archive.warc.reading import crawl_in, is_warcinfo, read_segment
from crawlers.links import bare_host
from crawlers.observation import Kept, told
from crawlers.paper import Paper, undeclared_paper
from crawlers.papers import paper_at, paper_named
from crawlers.recycling import collect_seldom

SEGMENT_RECORDS = 64
SEGMENTS_AHEAD = 3
"""Segments for each process that may be read before they are stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of a WARC file that one process reads."""

    path: Path
    file: str
    """The file, relative to the folder `warc`."""
    start: int
    end: int
    """Where the stretch begins and ends, in bytes."""
    crawl: Crawl | None
    """Visit that its records belong to; None where the file names none before them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What one record gave."""

    capture: Capture
    observation: Kept | None
    """What it tells; None for a list and the like, and while its payload is elsewhere."""
    revisit: KeptResponse | None = None
    """The response, where its payload is in another record: who has the archive reads it."""


def segments(warc: Path, path: Path, on_damage: Callable[[Damage], None]) -> Iterator[Segment]:
    """Yield the stretches of the file at *path* below *warc*, up to where it breaks off, which *on_damage* is told."""
    file = path.relative_to(warc).as_posix()
    crawl: Crawl | None = None
    start = end = records = 0
    for offset, member in members(path, lambda place, why: on_damage(Damage(file=file, offset=place, reason=why))):
        named = is_warcinfo(member)
        if records and (named or records == SEGMENT_RECORDS):
            yield Segment(path=path, file=file, start=start, end=end, crawl=crawl)
            start, records = offset, 0
        if named:
            crawl = crawl_in(member, path.parent.name)
        end = offset + member.length
        records += 1
    if records:
        yield Segment(path=path, file=file, start=start, end=end, crawl=crawl)


def reread(segment: Segment) -> list[Crawl | Reread | Damage]:
    """Return what the records of *segment* hold, in order, read by the papers as they are declared today."""
    found: list[Crawl | Reread | Damage] = []
    for kept in read_segment(segment.path, segment.file, segment.start, segment.end, segment.crawl):
        if isinstance(kept, Crawl | Damage):
            found.append(kept)
        elif kept.revisit is not None:
            found.append(Reread(capture=kept.capture, observation=None, revisit=kept))
        else:
            found.append(Reread(capture=kept.capture, observation=observation_of(kept)))
    return found


def observation_of(kept: KeptResponse) -> Kept | None:
    """Return what *kept* tells of its paper, an article read by the stages."""
    return told(kept, paper_of(kept.capture.site, kept.capture.url))


def paper_of(site: str, url: str) -> Paper:
    """Return the paper *site* where it is declared and *url* is its own; else the paper of the host of *url*.

    Files that others made may hold pages of several papers.
    """
    host = bare_host(urlsplit(url).netloc)
    if (site, host) not in _papers:
        _papers[site, host] = _paper_of(site, host, url)
    return _papers[site, host] or undeclared_paper(url)


_papers: dict[tuple[str, str], Paper | None] = {}


def _paper_of(site: str, host: str, url: str) -> Paper | None:
    paper = named(site)
    if not paper.general and host in {bare_host(urlsplit(paper.publisher.home).netloc), *paper.publisher.hosts}:
        return paper
    at_host = paper_at(url)
    return None if at_host.general else at_host


def named(site: str) -> Paper:
    """Return the paper *site*; where it is declared no more, or never was, what its name alone tells."""
    try:
        return paper_named(site)
    except UnknownSite:
        return undeclared_paper(f"https://{site}/")


def reread_all(found: Iterator[Segment], processes: int) -> Iterator[tuple[Segment, list[Crawl | Reread | Damage]]]:
    """Yield each segment of *found* with what it gave, in order, read by that many *processes*; by this one for 1."""
    if processes == 1:
        for segment in found:
            yield segment, reread(segment)
        return
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=collect_seldom) as pool:
        waiting: deque[tuple[Segment, Future[list[Crawl | Reread | Damage]]]] = deque()
        try:
            for segment in found:
                waiting.append((segment, pool.submit(reread, segment)))
                if len(waiting) >= processes * SEGMENTS_AHEAD:
                    first, result = waiting.popleft()
                    yield first, result.result()
            for first, result in waiting:
                yield first, result.result()
        finally:
            for _, result in waiting:
                result.cancel()
