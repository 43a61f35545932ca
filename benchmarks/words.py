"""How well the keys of words bring the forms of one word together, and how many words a second get theirs.

A treebank in CoNLL-U says which word each form belongs to. Every token that holds a letter is asked for once by its
dictionary form and once as it stands; found are the tokens of the same sentences that have a key in common with what
was asked for, right are those with the same dictionary form (in small letters, punctuation left out). The pairs are
summed up over all tokens. Parts of one written word (those of lines such as `4-5`) are counted as the treebank cuts
them. The peer is the word as it stands, as a plain index has it. Nothing is learnt from the treebank.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from archive.words import kazakh, russian
from archive.words.keys import keys as every_key

KAZAKH = Path(__file__).parent / "../../shared/data/ud-kazakh-ktb/tuning.conllu"
FORM, LEMMA, TAG = 1, 2, 3
LEFT_OUT = {"PUNCT", "SYM"}
CONTENT = {"NOUN", "VERB", "ADJ", "PROPN", "ADV"}

Keys = Callable[[str], Collection[str]]
Token = tuple[str, str]
KEYS: dict[str, Keys] = {"kk": lambda word: (kazakh.key(word),), "ru": russian.keys, "search": every_key}


@dataclass(frozen=True, slots=True)
class Score:
    """How well what was asked for was found."""

    right: int
    found: int
    wanted: int

    def __str__(self) -> str:
        """Return precision, recall and their harmonic mean."""
        precision, recall = self.right / self.found, self.right / self.wanted
        return f"{precision:.3f}  {recall:.3f}  {2 * precision * recall / (precision + recall):.3f}"


def sentences(path: Path, tags: set[str] | None) -> Iterator[list[Token]]:
    """Yield each sentence's tokens, form and dictionary form, ё as е; only those of *tags*, where any are named."""
    for sentence in path.read_text("utf-8").split("\n\n"):
        rows = [line.split("\t") for line in sentence.splitlines() if line[:1].isdigit()]
        yield [
            (row[FORM].lower().replace("ё", "е"), row[LEMMA].lower().replace("ё", "е"))
            for row in rows
            if row[0].isdigit()
            and (row[TAG] in tags if tags else row[TAG] not in LEFT_OUT)
            and any(letter.isalpha() for letter in row[FORM])
        ]


def score(tokens: list[Token], keys: Keys, *, by_lemma: bool) -> Score:
    """Return how well every token is found by all, asked for by its dictionary form or as it stands."""
    counts = Counter(tokens)
    wanted = Counter(lemma for _, lemma in tokens)
    holders: dict[str, set[Token]] = defaultdict(set)
    for token in counts:
        for one in keys(token[0]):
            holders[one].add(token)
    right = found = all_wanted = 0
    for (form, lemma), asked in counts.items():
        hits = set().union(*(holders.get(one, set()) for one in keys(lemma if by_lemma else form)))
        found += asked * sum(counts[hit] for hit in hits)
        right += asked * sum(counts[hit] for hit in hits if hit[1] == lemma)
        all_wanted += asked * wanted[lemma]
    return Score(right, found, all_wanted)


def rate(words: Collection[str], keys: Keys) -> float:
    """Return how many different words get their keys in a second of CPU."""
    start = time.process_time()
    for word in words:
        keys(word)
    return len(words) / (time.process_time() - start)


@click.command()
@click.option("--treebank", default=KAZAKH, type=click.Path(path_type=Path, exists=True), help="CoNLL-U file.")
@click.option(
    "--keys",
    "whose",
    type=click.Choice(KEYS),
    default="kk",
    show_default=True,
    help="Keys of Kazakh, of Russian, or those that the search has, of all languages together.",
)
def main(treebank: Path, whose: str) -> None:
    """Print precision, recall and F1 of plain words and of keys, for the whole treebank and for each half."""
    keys = KEYS[whose]
    keys("жылы")  # so that rules and dictionaries are loaded before time is taken
    table = Table(title="precision, recall, F1")
    for column in ("sentences", "tokens", "asked by", "plain words", "keys"):
        table.add_column(column)
    for name, tags in (("all words", None), ("content words", CONTENT)):
        listed = list(sentences(treebank, tags))
        for part, some in (("all", listed), ("odd", listed[::2]), ("even", listed[1::2])):
            tokens = [token for sentence in some for token in sentence]
            for by_lemma in (True, False) if tokens else ():
                plain, keyed = (score(tokens, way, by_lemma=by_lemma) for way in (lambda word: (word,), keys))
                asked = "dictionary form" if by_lemma else "form"
                table.add_row(f"{name}, {part}", str(len(tokens)), asked, str(plain), str(keyed))
    console = Console(width=140)
    console.print(table)
    words = {form for sentence in sentences(treebank, None) for form, _ in sentence}
    console.print(f"{rate(words, keys):,.0f} different words a second of CPU")


if __name__ == "__main__":
    main()
