"""After a crawl or a rebuild.

Learn what a paper prints under every article, and read again the articles it concerns.
"""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from sqlite3 import Connection

from archive.captures import kept_response
from archive.faults import DamagedWarc
from archive.store import Archive, open_for_reading
from archive.tails import forget_texts, keep_tails, known_tails, learn_tails
from crawlers.observation import ArticleRead, keep, told
from crawlers.paper import Paper

ROUNDS = 4
"""Taking tails out can show others above them; more than so many layers no paper has."""


def with_tails(paper: Paper, connection: Connection, site: str) -> Paper:
    """Return *paper* with the tails that the archive behind *connection* has learnt of *site*."""
    learnt = known_tails(connection, site)
    if not learnt:
        return paper
    tails = tuple(dict.fromkeys([*paper.publisher.tails, *sorted(learnt)]))
    return replace(paper, publisher=replace(paper.publisher, tails=tails))


def with_tails_in(paper: Paper, folder: Path) -> Paper:
    """Return *paper* with the tails learnt in the archive in *folder*; as it is where none is there yet."""
    if not (folder / "archive.db").is_file():
        return paper
    with closing(open_for_reading(folder)) as connection:
        has_tails = connection.execute("select 1 from sqlite_master where name = 'tails'").fetchone()
        return with_tails(paper, connection, paper.name) if has_tails else paper


def relearn(archive: Archive, paper: Paper, site: str) -> int:
    """Learn the tails of *site*, read again the articles that end with one, and return how many those are."""
    read_again: set[str] = set()
    for _ in range(ROUNDS):
        articles = keep_tails(archive, site, learn_tails(archive.connection, site))
        if not articles:
            break
        reader = with_tails(paper, archive.connection, site)
        for article in articles:
            _read_again(archive, reader, article)
        read_again.update(articles)
    return len(read_again)


def _read_again(archive: Archive, paper: Paper, article: str) -> None:
    try:
        kept = [kept_response(archive.connection, archive.warc, capture) for capture in archive.captures_of(article)]
    except DamagedWarc:
        return  # its evidence cannot be read now, so its row stays what it was; a rebuild names the damage
    with archive.atomic():
        forget_texts(archive, article)
        for response in kept:
            seen = told(response, paper)
            if isinstance(seen, ArticleRead):
                keep(archive, seen)
