"""What becomes of an article from one capture to the next: its current row, its versions, its counters, its withdrawal.

Every row is a function of the set of captures, not of the order in which they arrive: the current row is that of the
newest capture, a version is dated by its earliest and latest one, changes and states are what a walk through the
captures in order of time finds (`history.py`). So `rebuild` arrives where the crawl did.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from archive.history import IN_PRINT, retell
from archive.moments import written, written_exactly
from archive.records import Article, Capture, Printed, Verdict, natural_key
from archive.rows import as_json, as_record, record_hash, write_parts, write_row
from archive.store import CAPTURE_FACTS, Archive, capture_facts

__all__ = ["GONE", "Change", "add_article", "add_gone", "add_moved", "as_record"]

TAKEN_DOWN = "taken-down"
"""State of a tombstone: nothing of the article may come back."""
GONE: Mapping[int, Verdict] = {404: "not-found", 410: "gone"}
"""Status codes that say an article is no longer in print (RFC 9110, 15.5.5 and 15.5.11)."""


class Change(StrEnum):
    """What one capture changed in the archive."""

    NEW = "new"
    EDITED = "edited"
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    RETURNED = "returned"


class Known(NamedTuple):
    """What the archive knows of an article before the next capture."""

    last_seen_at: str
    capture: str
    revision: str | None
    record_hash: str | None
    state: str
    number: int
    refused_later: int
    """Whether anything was refused at the very address at the moment of the capture or after."""


_KNOWN = (
    "select last_seen_at, capture, revision, record_hash, state, number, "
    "exists (select 1 from captures where url = ? and verdict <> 'shows' and fetched_at >= ?) "
    "from articles where id = ?"
)
_TOLD = ("article", "verdict", "revision", "views", "comments")
_MARK = (
    f"insert into captures ({', '.join((*CAPTURE_FACTS, *_TOLD))}) "  # noqa: S608 - literal
    f"values ({', '.join('?' * len((*CAPTURE_FACTS, *_TOLD)))}) "
    f"on conflict (id) do update set {', '.join(f'{column} = excluded.{column}' for column in _TOLD)}"
)


class Sighting(NamedTuple):
    """An article as one capture shows it, with what identifies that."""

    article: Article
    id: str
    revision: str
    record_hash: str
    printed: Printed
    capture: Capture
    at: str


def add_article(archive: Archive, article: Article, printed: Printed, capture: Capture) -> Change:
    """Put on record what *capture* shows of *article* and return what that changed."""
    revision = article.revision
    sighting = Sighting(
        article=article,
        id=article.id,
        revision=revision,
        record_hash=record_hash(article, printed, revision),
        printed=printed,
        capture=capture,
        at=written_exactly(capture.fetched_at),
    )
    with archive.atomic():
        row = archive.connection.execute(_KNOWN, (capture.url, sighting.at, sighting.id)).fetchone()
        known = Known(*row) if row else None
        if known and known.state == TAKEN_DOWN:
            archive.add_capture(capture)
            archive.connection.execute("update captures set article = ? where id = ?", (sighting.id, capture.id))
            return Change.UNCHANGED
        if known and _is_seen_again(known, sighting):
            _see_again(archive, known, sighting)
            return Change.UNCHANGED
        _see(archive, known, sighting)
        return _change(archive, sighting.id, capture) if known else Change.NEW


def add_gone(archive: Archive, url: str, capture: Capture, verdict: Verdict) -> Change | None:
    """Put on record that the article at the canonical *url* is no longer in print; None where none was known there."""
    return _add_refusal(archive, url, capture, verdict, None)


def add_moved(archive: Archive, url: str, capture: Capture, leads_to: str) -> Change | None:
    """Put on record that the canonical *url* leads to the article at *leads_to*; None where none was known there."""
    return _add_refusal(archive, url, capture, "moved", leads_to)


def _is_seen_again(known: Known, sighting: Sighting) -> bool:
    """Tell whether the capture is the newest and shows the present version, so that history stays what it is."""
    if known.revision != sighting.revision or known.state not in IN_PRINT or known.refused_later:
        return False
    return (sighting.at, sighting.capture.id) > (known.last_seen_at, known.capture)


def _see_again(archive: Archive, known: Known, sighting: Sighting) -> None:
    _mark(archive, sighting)
    _update_article(archive, known, sighting)


def _see(archive: Archive, known: Known | None, sighting: Sighting) -> None:
    archive.add_capture(sighting.capture)
    _insert_if_new(archive, known, sighting)
    _add_revision(archive, sighting)
    _mark(archive, sighting)
    if known is None or (sighting.at, sighting.capture.id) >= (known.last_seen_at, known.capture):
        _update_article(archive, known, sighting)
    for article in {sighting.id, *_claim(archive, sighting)}:
        retell(archive, article)


def _insert_if_new(archive: Archive, known: Known | None, sighting: Sighting) -> None:
    if known:
        archive.connection.execute(
            "update articles set first_seen_at = ? where id = ? and first_seen_at > ?",
            (sighting.at, sighting.id, sighting.at),
        )
        return
    article = sighting.article
    archive.connection.execute(
        "insert into articles "
        "(id, url, site, title, lead, body, blocks, printed, state, first_seen_at, last_seen_at, capture) "
        "values (?, ?, ?, ?, ?, ?, '[]', '{}', 'published', ?, '', ?)",
        (
            *(sighting.id, article.url, article.site, article.title, article.lead, article.body),
            *(sighting.at, sighting.capture.id),
        ),
    )
    archive.connection.execute(
        "update captures set article = about where about = ? and article is null", (sighting.id,)
    )


def _add_revision(archive: Archive, sighting: Sighting) -> None:
    """Put the version on record, or date it back; its details are those of its earliest capture."""
    article = sighting.article
    images = [
        {"url": image.url, "printed_url": image.printed_url, "alt": image.alt, "caption": image.caption}
        for image in article.images
    ]
    details = (
        as_json(images),
        as_json([byline.name for byline in article.bylines]),
        written(article.published_at) if article.published_at else None,
        article.published_precision,
        sighting.at,
        sighting.capture.id,
    )
    known = archive.connection.execute(
        "select first_seen_at, capture from revisions where id = ?", (sighting.revision,)
    ).fetchone()
    if known is None:
        archive.connection.execute(
            "insert into revisions (images, bylines, published_at, published_precision, first_seen_at, capture, "
            "id, article, text_hash, title, lead, body) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(*details, sighting.revision, sighting.id, article.text_hash),
                *(article.title, article.lead, article.body),
            ),
        )
        return
    if (sighting.at, sighting.capture.id) < known:
        archive.connection.execute(
            "update revisions set images = ?, bylines = ?, published_at = ?, published_precision = ?, "
            "first_seen_at = ?, capture = ? where id = ?",
            (*details, sighting.revision),
        )


def _mark(archive: Archive, sighting: Sighting) -> None:
    """Let the capture say what it shows; put it on record where that has not been done."""
    article = sighting.article
    told = (sighting.id, "shows", sighting.revision, article.views, article.comments)
    archive.connection.execute(_MARK, (*capture_facts(sighting.capture, sighting.at), *told))


def _update_article(archive: Archive, known: Known | None, sighting: Sighting) -> None:
    """Let the row of the article say what its newest capture shows; of what is the same only the time is written."""
    article = sighting.article
    by, key = ("number", known.number) if known else ("id", sighting.id)
    archive.connection.execute(
        f"update articles set views = ?, comments = ?, last_seen_at = ?, capture = ? where {by} = ?",  # noqa: S608 - literal
        (article.views, article.comments, sighting.at, sighting.capture.id, key),
    )
    known_hash = known.record_hash if known else None
    if known_hash != sighting.record_hash:
        write_row(archive, article, sighting.printed, sighting.revision, sighting.record_hash)
        write_parts(archive, article, is_new=known_hash is None)


def _change(archive: Archive, article: str, capture: Capture) -> Change:
    """Return what *capture* changed of *article*, as its history tells it now."""
    turn = archive.connection.execute(
        "select state from article_states where article = ? and capture = ? and state <> 'published'",
        (article, capture.id),
    ).fetchone()
    if turn:
        return Change(turn[0])
    edit = archive.connection.execute(
        "select 1 from changes where article = ? and capture = ?", (article, capture.id)
    ).fetchone()
    return Change.EDITED if edit else Change.UNCHANGED


def _add_refusal(archive: Archive, url: str, capture: Capture, verdict: Verdict, leads_to: str | None) -> Change | None:
    """Put a refusal on record: it is about the article last seen at the very address, or else about *url*.

    It waits in `captures.about` where no such article is known, so that it counts when an earlier capture comes later.
    """
    shown = (
        "select article from captures where url = ? and verdict = 'shows' and (fetched_at, id) < (?, ?) "
        "order by fetched_at desc, id desc limit 1"
    )
    with archive.atomic():
        at = written_exactly(capture.fetched_at)
        seen_there = archive.connection.execute(shown, (capture.url, at, capture.id)).fetchone()
        about = seen_there[0] if seen_there else natural_key(url)
        known = archive.connection.execute("select 1 from articles where id = ?", (about,)).fetchone()
        archive.connection.execute(
            "update captures set verdict = ?, leads_to = ?, about = ?, article = ? where id = ?",
            (verdict, leads_to, about, about if known else None, capture.id),
        )
        if not known or archive.is_taken_down(about):
            return None
        retell(archive, about)
        return _change(archive, about, capture)


def _later_refusals(archive: Archive, sighting: Sighting) -> list[tuple[str, str | None]]:
    """Return the refusals at the very address up to the next capture that shows an article there, each with its own."""
    rows: list[tuple[str, str | None]] = archive.connection.execute(
        "select id, article from captures where url = :url and verdict <> 'shows' and fetched_at >= :at "
        "and (fetched_at, id) > (:at, :id) and not exists (select 1 from captures s where s.url = :url "
        "and s.verdict = 'shows' and (s.fetched_at, s.id) > (:at, :id) "
        "and (s.fetched_at, s.id) < (captures.fetched_at, captures.id))",
        {"url": sighting.capture.url, "at": sighting.at, "id": sighting.capture.id},
    ).fetchall()
    return rows


def _claim(archive: Archive, sighting: Sighting) -> set[str]:
    """Let the refusals that follow at the address be about the article, and return whom they were about before."""
    refusals = _later_refusals(archive, sighting)
    archive.connection.executemany(
        "update captures set about = ?, article = ? where id = ?",
        [(sighting.id, sighting.id, capture) for capture, _ in refusals],
    )
    return {article for _, article in refusals if article}
