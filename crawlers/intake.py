"""From WARC files into a database: the way that rebuild, import and merge share."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.captures import LISTED, capture_from, with_payload
from archive.faults import DamagedWarc
from archive.pictures.looking import look_at_new
from archive.records import Crawl
from archive.store import Archive
from archive.takedowns import apply_log
from archive.warc import Damage, read_at
from archive.warc.cdxj import index_all
from crawlers.observation import ArticleRead, VariantSeen, keep
from crawlers.rereading import Reread, Segment, named, observation_of, reread_all, segments
from crawlers.tails import relearn

LOST = "lost-payload"
"""Fault of a capture whose payload is in a record that is not here, and may come."""
WORTH_A_PROCESS = 4 * 1024 * 1024
"""Bytes of WARC files from which on starting other processes pays."""


@dataclass(slots=True, kw_only=True)
class Taken:
    """What was found in WARC files."""

    records: int = 0
    """Responses read."""
    changes: Counter[str] = field(default_factory=Counter)
    """Articles by what each capture changed: new, edited, unchanged, withdrawn."""
    damages: list[Damage] = field(default_factory=list)
    read_again: int = 0
    """Articles that end with a line which many articles of their paper end with."""


class Intake:
    """WARC files below the folder `warc` of an archive on their way into its database."""

    def __init__(self, archive: Archive, processes: int, on_progress: Callable[[int], None]) -> None:
        """Read into *archive* by that many *processes*; *on_progress* is told the bytes done."""
        self.archive = archive
        self.taken = Taken()
        self._processes = processes
        self._on_progress = on_progress
        self._sites = {name for (name,) in archive.connection.execute("select name from sites")}
        self._waiting: list[Reread] = []

    def take(self, files: Iterable[Path], on_file: Callable[[str], None] | None = None) -> None:
        """Put on record what *files* hold; *on_file* is told of each in the transaction after it is finished."""
        listed = list(files)
        processes = self._processes if sum(file.stat().st_size for file in listed) > WORTH_A_PROCESS else 1
        last = ""
        for segment, rows in reread_all(self._segments(listed), processes):
            with self.archive.atomic():
                if on_file and last and segment.file != last:
                    on_file(last)
                for row in rows:
                    self._keep(row)
            last = segment.file
            self._on_progress(segment.end - segment.start)

    def finish(self) -> Taken:
        """Put on record what needs the whole: payloads in later files, tails of papers, takedowns, the index."""
        with self.archive.atomic():
            for row in [*self._waiting, *self._lost_before()]:
                self._keep_revisit(row, last_try=True)
        self.taken.read_again = sum(relearn(self.archive, named(site), site) for site in sorted(self._sites))
        apply_log(self.archive)
        look_at_new(self.archive)
        index_all(self.archive.connection, self.archive.cdxj)
        return self.taken

    def _segments(self, files: list[Path]) -> Iterator[Segment]:
        for file in files:
            yield from segments(self.archive.warc, file, self.taken.damages.append)

    def _keep(self, row: Crawl | Reread | Damage) -> None:
        if isinstance(row, Damage):
            self.taken.damages.append(row)
        elif isinstance(row, Crawl):
            self._add_site(row.site)
            self.archive.add_crawl(row)
        elif row.revisit is not None:
            self.taken.records += 1
            self._keep_revisit(row, last_try=False)
        else:
            self.taken.records += 1
            self._put(row)

    def _keep_revisit(self, row: Reread, *, last_try: bool) -> None:
        """Put a capture without a payload on record with that of the record it refers to, once that one is there."""
        assert row.revisit is not None  # noqa: S101 - asked of revisits alone
        try:
            kept = with_payload(self.archive.connection, self.archive.warc, row.revisit)
        except DamagedWarc as why:
            if not last_try:
                self._waiting.append(row)
                return
            where = row.capture
            self.taken.damages.append(Damage(file=where.file, offset=where.offset, reason=str(why)))
            self._put(Reread(capture=replace(where, fault=LOST), observation=None))
        else:
            self.archive.connection.execute("delete from captures where id = ? and fault = ?", (row.capture.id, LOST))
            self._put(Reread(capture=kept.capture, observation=observation_of(kept)))

    def _lost_before(self) -> Iterator[Reread]:
        """Yield the captures whose payload was not here when they came."""
        rows = self.archive.connection.execute(f"select {LISTED} from captures where fault = ?", (LOST,)).fetchall()  # noqa: S608 - literal
        for capture in map(capture_from, rows):
            with suppress(DamagedWarc):
                kept = read_at(self.archive.warc, capture.file, capture.offset)
                kept = replace(kept, capture=replace(kept.capture, crawl=capture.crawl))
                yield Reread(capture=kept.capture, observation=None, revisit=kept)

    def _put(self, row: Reread) -> None:
        seen = row.observation
        if not isinstance(seen, ArticleRead):  # which puts its capture on record together with what it shows
            self.archive.add_capture(row.capture)
        if seen is None:
            return
        if isinstance(seen, ArticleRead | VariantSeen):
            self._add_site(seen.printed.site)
        change = keep(self.archive, seen)
        if change:
            self.taken.changes[change] += 1

    def _add_site(self, site: str) -> None:
        """Put the paper *site* on record at its first mention."""
        if site not in self._sites:
            self._sites.add(site)
            self.archive.add_site(site, named(site).publisher)
