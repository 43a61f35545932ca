"""What a crawl that was killed had written to its WARC file and not yet put on record."""

import sys
from pathlib import Path

from archive.captures import with_payload
from archive.faults import DamagedWarc
from archive.moments import read_moment
from archive.records import Crawl
from archive.store import Archive
from archive.warc import KeptResponse
from archive.warc.reading import read_segment
from crawlers.observation import keep, told
from crawlers.paper import Paper


def recover(archive: Archive, paper: Paper) -> int:
    """Put on record what the WARC files of killed crawls of *paper* hold beyond the last row; return how much it was.

    A record goes to the file before its row goes to the database, so that at most the last of a file is without one.
    """
    query = "select id, started_at from crawls where site = ? and finished_at is null"
    crawls = [
        Crawl(id=identity, site=paper.name, started_at=read_moment(at), finished_at=None, reason=None)
        for identity, at in archive.connection.execute(query, (paper.name,)).fetchall()
    ]
    return sum(
        _recover_file(archive, paper, path, crawl)
        for crawl in crawls
        for path in sorted((archive.warc / paper.name).glob(f"{paper.name}-*-{crawl.id[-6:]}-*.warc.gz"))
    )


def _recover_file(archive: Archive, paper: Paper, path: Path, crawl: Crawl) -> int:
    file = path.relative_to(archive.warc).as_posix()
    query = "select coalesce(max(offset), 0) from captures where file = ?"
    (start,) = archive.connection.execute(query, (file,)).fetchone()
    records = read_segment(path, file, start, sys.maxsize, crawl)
    lost = [kept for kept in records if isinstance(kept, KeptResponse) and not _is_on_record(archive, kept)]
    for kept in lost:
        _put(archive, paper, kept)
    return len(lost)


def _is_on_record(archive: Archive, kept: KeptResponse) -> bool:
    row = archive.connection.execute("select 1 from captures where id = ?", (kept.capture.id,)).fetchone()
    return row is not None


def _put(archive: Archive, paper: Paper, kept: KeptResponse) -> None:
    try:
        kept = with_payload(archive.connection, archive.warc, kept)
    except DamagedWarc:
        return  # `aimaq verify` and a rebuild name it
    seen = told(kept, paper)
    with archive.atomic():
        archive.add_capture(kept.capture)
        if seen is not None:
            keep(archive, seen)
