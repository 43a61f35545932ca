"""A big archive of made-up articles, to measure searching: words as often and as many as in real text.

How often a word stands follows Zipf and Mandelbrot, how many different ones there are Heaps (20 · tokens^0.6 in each of
two languages). A word is a made-up stem with a Kazakh or Russian ending; of each stem the next form is half as common
as the one before, so that a common stem has twenty forms. The same number of articles gives the same archive.
"""

import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from archive.derived import bring_up_to_date
from archive.moments import written
from archive.records import Publisher, natural_key
from archive.store import Archive

TOKENS = 190
"""Words of an article: 2.8 KB of Cyrillic."""
AT_ONCE = 2_000
TOGETHER = 10
"""Times `AT_ONCE` that are put in together, so that the index merges its parts less often."""
INDEX_SETTING = "insert into articles_fts (articles_fts, rank)"
PAPERS = tuple(f"gazet{number:02d}" for number in range(12))
SECTIONS = tuple("Қоғам,Саясат,Экономика,Спорт,Мәдениет,Білім,Жаңалықтар,Оқиға,Ауыл,Табиғат".split(","))  # noqa: SIM905
FAMILIES = ("Серіков", "Асқаров", "Жанатов", "Маратов", "Ерланов")
NAMES = tuple(f"{family} {letter}." for family in FAMILIES for letter in "АБВГДЕЖЗИК")
ENDINGS = {
    "kk": (
        "- ның ға да дан мен ды лар лары ларда ларының ы ында ына сыз лық".split(),  # noqa: SIM905 - easier to read
        "- нің ге де ден мен ді лер лері лерде лерінің і інде іне сіз лік".split(),  # noqa: SIM905
    ),
    "ru": ("- а у ом е ы ов ам ами ах ный ного ному ные ных но".split(),) * 2,  # noqa: SIM905
}
"""The first stands for none; of each two kinds, after back and front vowels."""
VOWELS = {"kk": ("аоұы", "әеөі"), "ru": ("аоуы", "еиюя")}
CONSONANTS = "бвгджзклмнпрстфхшч"
BEGIN = datetime(2016, 1, 1, tzinfo=UTC)
DAYS, SECONDS = 3650, 86_400
KAZAKH, SIGNED, PICTURED, CHANGED, WITHDRAWN = 0.55, 0.7, 0.6, 0.03, 0.01
"""Shares of the articles."""
LAST_ARTICLE = "select max(number) from articles"


class Tongue:
    """The vocabulary of a language."""

    def __init__(self, language: str, size: int) -> None:
        """Make up the *size* commonest words, the commonest first."""
        self.language = language
        self.words = [self._word(rank) for rank in range(1, size + 1)]

    def _word(self, rank: int) -> str:
        form = (rank & -rank).bit_length() - 1
        stem = rank >> form
        vowels = VOWELS[self.language][stem // 2 % 2]
        left, letters = stem // 4 + (200 if self.language == "kk" else 9_000), []
        while left:
            left, consonant = divmod(left, len(CONSONANTS))
            left, vowel = divmod(left, len(vowels))
            letters += [CONSONANTS[consonant], vowels[vowel]]
        endings = ENDINGS[self.language][stem // 2 % 2]
        return "".join(letters) + CONSONANTS[stem % len(CONSONANTS)] + endings[form % len(endings)].strip("-")

    def text(self, dice: np.random.Generator, articles: int) -> list[list[str]]:
        """Return the words of as many *articles*: of rank r in proportion to 1 / (r + 2.7)."""
        top = np.log((len(self.words) + 2.7) / 3.7)
        ranks = (3.7 * np.exp(dice.random((articles, TOKENS)) * top) - 3.7).astype(np.int64)
        return [[self.words[rank] for rank in row] for row in ranks.tolist()]


def build(folder: Path, articles: int, seconds: float) -> Path:
    """Return the folder of an archive of as many *articles*, built once; ends with an error after *seconds*."""
    place = folder / str(articles)
    if (place / "whole").exists():
        return place
    began = time.monotonic()
    tongues = tongues_for(articles)
    with Archive(place) as archive:
        archive.connection.execute("pragma foreign_keys = off")
        archive.connection.execute("pragma synchronous = off")
        _add_papers(archive)
        done = archive.connection.execute(LAST_ARTICLE).fetchone()[0] or 0
        archive.connection.execute(f"{INDEX_SETTING} values ('hashsize', 200000000)")
        while done < articles:
            with archive.atomic():
                for _ in range(TOGETHER):
                    add(archive, tongues, done, min(AT_ONCE, articles - done))
                    done = min(done + AT_ONCE, articles)
            if time.monotonic() - began > seconds:
                message = f"{done} articles after {seconds:.0f} s; call again to go on"
                raise SystemExit(message)
        archive.connection.execute(f"{INDEX_SETTING} values ('hashsize', 1048576)")
        print(f"{articles} articles put in after {time.monotonic() - began:.0f} s")
        bring_up_to_date(archive)
        archive.connection.execute("pragma optimize")
    (place / "whole").touch()
    print(f"built in {time.monotonic() - began:.0f} s")
    return place


def tongues_for(articles: int) -> tuple[Tongue, Tongue]:
    """Return the vocabularies of an archive of as many *articles*."""
    size = int(20 * (articles * TOKENS / 2) ** 0.6)
    return Tongue("kk", size), Tongue("ru", size)


def _add_papers(archive: Archive) -> None:
    for name in PAPERS:
        publisher = Publisher(
            title=name.title(), home=f"https://{name}.example/", languages=("kk", "ru"), timezone="Asia/Oral"
        )
        archive.add_site(name, publisher)
    pictures = [(f"sha256:{n}", "image/jpeg", 1, f"<urn:{n}>", "0" * 16) for n in range(500)]
    statement = "insert or ignore into images (digest, media_type, bytes, capture, phash) values (?, ?, ?, ?, ?)"
    archive.connection.executemany(statement, pictures)


def add(archive: Archive, tongues: tuple[Tongue, Tongue], first: int, count: int) -> None:
    """Put *count* articles behind the *first* ones in one transaction."""
    dice = np.random.default_rng(first)
    texts = [tongue.text(dice, count) for tongue in tongues]
    with archive.atomic():
        for number, (article, draw) in enumerate(_rows(dice, texts, first, count), first):
            archive.connection.execute(ADD, article)
            _add_parts(archive.connection, str(article[0]), number, draw)


ADD = (
    "insert into articles (id, url, site, title, published_at, published_precision, language, script, section, body, "
    "blocks, printed, state, first_seen_at, last_seen_at) "
    "values (?, ?, ?, ?, ?, 'minute', ?, 'Cyrl', ?, ?, '[]', '{}', ?, ?, ?)"
)


def _rows(
    dice: np.random.Generator, texts: list[list[list[str]]], first: int, count: int
) -> Iterator[tuple[tuple[str, ...], np.ndarray]]:
    for place, draw in enumerate(dice.random((count, 8))):
        language = "kk" if draw[0] < KAZAKH else "ru"
        words = texts[language == "ru"][place]
        paper = PAPERS[int(len(PAPERS) * draw[1] ** 2)]
        url = f"https://{paper}.example/news/{first + place}"
        paragraphs = (" ".join(words[start : start + 36]).capitalize() + "." for start in range(8, TOKENS, 36))
        moment = written(BEGIN + timedelta(seconds=int(DAYS * SECONDS * draw[2] ** 0.7)))
        state = "withdrawn" if draw[3] < WITHDRAWN else "published"
        section = SECTIONS[int(len(SECTIONS) * draw[4] ** 2)]
        facts = (natural_key(url), url, paper, " ".join(words[:8]).capitalize(), moment, language, section)
        yield (*facts, "\n\n".join(paragraphs), state, moment, moment), draw


def _add_parts(connection: sqlite3.Connection, article: str, number: int, draw: np.ndarray) -> None:
    if draw[5] < SIGNED:
        name = NAMES[int(len(NAMES) * draw[6] ** 2)]
        connection.execute("insert into bylines (article, n, name, kind) values (?, 0, ?, 'person')", (article, name))
    if draw[7] < PICTURED:
        connection.execute(
            "insert into article_images (article, n, url, printed_url, position, image) values (?, 0, ?, ?, 0, ?)",
            (article, f"https://x.example/{number}.jpg", f"https://x.example/{number}.jpg", f"sha256:{number % 500}"),
        )
    if draw[5] > 1 - CHANGED:
        connection.execute(
            "insert into changes (article, at, kinds, from_revision, revision, capture) "
            "values (?, '2026-01-01T00:00:00Z', 'text', 'a', 'b', ?)",
            (article, str(number)),
        )
