"""How surely copies of a text are found, how often strangers are taken for copies, and what telling stories costs.

Releases of 60 to 400 words are drawn from a vocabulary in which words are as unequal as in a language, with phrases
that every release has; each is printed by one paper and comes back in another, changed in one of the ways below. What
must not be joined is drawn beside: texts that share a sentence with a release, quote a paragraph of it, or hold it as
one of ten briefs. The archive is a real file. CPU time counts, of articles that are already on record.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.console import Console
from rich.table import Table

from archive.records import Publisher, natural_key
from archive.store import Archive
from archive.stories.telling import bring_up_to_date

PHRASES = (
    "деп хабарлайды облыс әкімдігінің баспасөз қызметі",
    "Қазақстан Республикасының Президенті Қасым-Жомарт Тоқаев",
    "об этом сообщает пресс-служба акимата области",
)
VOCABULARY = 40_000
PAPERS = 30
MINUTES_A_YEAR = 525_600

Text = list[list[str]]
"""Paragraphs of words."""


@dataclass(frozen=True, slots=True)
class Draw:
    """A source of made-up texts."""

    random: random.Random
    words: list[str]
    weights: list[float]

    def paragraph(self, words: int) -> list[str]:
        """Return a paragraph of so many words, and a phrase that all texts have."""
        return [
            *self.random.choices(self.words, cum_weights=self.weights, k=words),
            *self.random.choice(PHRASES).split(),
        ]

    def release(self) -> Text:
        """Return a text of four paragraphs."""
        length = self.random.randrange(60, 400)
        return [self.paragraph(length // 4) for _ in range(4)]

    def changed(self, text: Text, share: float) -> Text:
        """Return *text* with the *share* of its words replaced, one here and one there."""
        return [
            [self.random.choice(self.words) if self.random.random() < share else word for word in paragraph]
            for paragraph in text
        ]

    def cut(self, text: Text, share: float) -> Text:
        """Return the beginning of *text*, *share* of its words."""
        words = [word for paragraph in text for word in paragraph]
        return [words[: round(share * len(words))]]


Change = Callable[[Draw, Text], Text]
COPIES: dict[str, Change] = {
    "as it came": lambda _, text: text,
    "a paragraph replaced": lambda draw, text: [text[0], draw.paragraph(len(text[1])), *text[2:]],
    "two paragraphs put before": lambda draw, text: [draw.paragraph(40), draw.paragraph(40), *text],
    "1 word in 20 changed": lambda draw, text: draw.changed(text, 0.05),
    "1 word in 10 changed": lambda draw, text: draw.changed(text, 0.1),
    "1 word in 5 changed": lambda draw, text: draw.changed(text, 0.2),
    "cut to two thirds": lambda draw, text: draw.cut(text, 0.67),
    "cut to a half": lambda draw, text: draw.cut(text, 0.5),
    "cut to a third": lambda draw, text: draw.cut(text, 0.33),
    "cut to a quarter": lambda draw, text: draw.cut(text, 0.25),
}
STRANGERS: dict[str, Change] = {
    "a sentence in common": lambda draw, text: [*draw.release(), text[0][:12]],
    "a brief with a sentence in common": lambda draw, text: [draw.paragraph(20), text[0][:12]],
    "a paragraph quoted": lambda draw, text: [*draw.release(), text[1]],
    "one of ten briefs": lambda draw, text: [*(paragraph for _ in range(9) for paragraph in draw.release()), *text],
}


def new_draw(seed: int) -> Draw:
    """Return a source of texts; a word's share falls with its rank, as in a language."""
    source = random.Random(seed)
    letters = "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшыіэюя"
    words = ["".join(source.choices(letters, k=source.randrange(3, 12))) for _ in range(VOCABULARY)]
    weights, total = [], 0.0
    for rank in range(VOCABULARY):
        total += 1 / (rank + 3)
        weights.append(total)
    return Draw(source, words, weights)


class Papers:
    """An archive file into which papers print texts, without pages."""

    def __init__(self, folder: Path) -> None:
        """Make the archive in *folder*."""
        self.archive = Archive(folder)
        for paper in range(PAPERS):
            title = f"paper{paper}"
            publisher = Publisher(title=title, home=f"http://{title}.example/", languages=("kk",), timezone=None)
            self.archive.add_site(title, publisher)

    def close(self) -> None:
        """Let go of the file."""
        self.archive.close()

    def put(self, texts: Iterator[tuple[int, int, str]]) -> list[str]:
        """Print texts, each with its paper and its minute, and return the ids."""
        rows = []
        for place, (paper, minute, body) in enumerate(texts):
            url = f"http://paper{paper}.example/{minute}-{place}-{len(body)}"
            moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1_750_000_000 + 60 * minute))
            rows.append((natural_key(url), url, f"paper{paper}", moment, body, moment, moment))
        with self.archive.atomic():
            self.archive.connection.executemany(
                "insert into articles (id, url, site, published_at, published_precision, body, first_seen_at, "
                "last_seen_at, blocks, printed, state) values (?, ?, ?, ?, 'minute', ?, ?, ?, '[]', '{}', 'published')",
                rows,
            )
        return [row[0] for row in rows]

    def tell(self) -> float:
        """Tell the stories and return the seconds that it took."""
        begin = time.process_time()
        bring_up_to_date(self.archive)
        return time.process_time() - begin

    def stories(self) -> dict[str, str]:
        """Return of each article in a story the first printing."""
        return dict(self.archive.connection.execute("select article, story from same_texts"))

    def pages(self, *tables: str) -> int:
        """Return how many bytes *tables* take, indexes and all."""
        marks = ", ".join("?" * len(tables))
        query = (
            "select coalesce(sum(d.pgsize), 0) from dbstat d join sqlite_master m on m.name = d.name "
            f"where m.tbl_name in ({marks})"
        )
        return int(self.archive.connection.execute(query, tables).fetchone()[0])


def as_body(text: Text) -> str:
    """Return *text* as an article has it."""
    return "\n\n".join(" ".join(paragraph) for paragraph in text)


def quality(draw: Draw, releases: int) -> Table:
    """Return of each kind of change how many were joined to the release."""
    table = Table("second text", "joined to it", "to another", title=f"{releases} releases each")
    for kinds in (COPIES, STRANGERS):
        for kind, change in kinds.items():
            with TemporaryDirectory() as folder, closing(Papers(Path(folder))) as papers:
                texts = [draw.release() for _ in range(releases)]
                first = papers.put((0, minute, as_body(text)) for minute, text in enumerate(texts))
                second = papers.put(
                    (1, MINUTES_A_YEAR + minute, as_body(change(draw, text))) for minute, text in enumerate(texts)
                )
                papers.tell()
                stories = papers.stories()
                joined = sum(stories.get(other) == one for one, other in zip(first, second, strict=True))
                elsewhere = sum(
                    stories.get(other, other) not in {one, other} for one, other in zip(first, second, strict=True)
                )
                table.add_row(kind, str(joined), str(elsewhere))
        table.add_section()
    return table


def cost(draw: Draw, articles: int, form: Callable[[Draw, int], str], what: str) -> list[str]:
    """Return what telling costs where *articles* are on record at once, and then a hundred more."""
    with TemporaryDirectory() as folder, closing(Papers(Path(folder))) as papers:
        papers.put((n % PAPERS, n, form(draw, n)) for n in range(articles))
        whole = papers.tell()
        papers.put((n % PAPERS, articles + n, form(draw, articles + n)) for n in range(100))
        later = papers.tell()
        papers.put((n % PAPERS, n - articles, form(draw, n)) for n in range(100))
        earlier = papers.tell()
        own = papers.pages("text_marks", "text_bands", "text_due", "same_texts")
        size = own / (articles + 200)
        return [
            what,
            f"{articles:,}",
            f"{1000 * whole / articles:.2f}",
            f"{later:.2f}",
            f"{earlier:.2f}",
            f"{size:.0f}",
        ]


def news(draw: Draw, _: int) -> str:
    """Return a text of its own; one in five was printed before, with a word in twenty changed."""
    if draw.random.random() < REPRINTED and RECENT:
        return as_body(draw.changed(draw.random.choice(RECENT), 0.05))
    RECENT.append(draw.release())
    del RECENT[:-200]
    return as_body(RECENT[-1])


RECENT: list[Text] = []
REPRINTED = 0.2


def form(_: Draw, number: int) -> str:
    """Return a form that every paper fills in with other figures: nearly the same text each time."""
    sentence = "Жайық өзенінде су деңгейі бір тәулікте күрт көтерілді, ауыл тұрғындары № {} бекетке көшірілуде."
    return "\n\n".join(" ".join([sentence.format(number + place)] * 3) for place in range(6))


@click.command()
@click.option("--articles", default=20_000, show_default=True, help="Articles on record when the hundred come.")
@click.option("--releases", default=300, show_default=True, help="Releases of each kind of change.")
def main(articles: int, releases: int) -> None:
    """Tell how surely copies of a text are found, and what that costs."""
    draw = new_draw(11)
    console = Console(width=100)
    console.print(quality(draw, releases))
    table = Table("texts", "on record", "s / 1,000", "s, 100 newer", "s, 100 older", "bytes each", title="CPU seconds")
    table.add_row(*cost(draw, articles, news, "news, a fifth reprinted"))
    table.add_row(*cost(draw, articles, form, "one form filled in"))
    console.print(table)


if __name__ == "__main__":
    main()
