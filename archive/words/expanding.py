"""From words to the forms that articles hold, and to an expression for the full-text index."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, product
from math import prod
from sqlite3 import Connection

from archive.words.keys import keys
from archive.words.queries import Part, Query
from archive.words.scripts import guesses
from archive.words.terms import is_word

MOST_FORMS = 48
"""Forms of one word that are searched for, those that most articles hold; each costs a walk through its articles."""
MOST_PHRASES = 64
"""Phrases that are made of the forms of a phrase's words; those of the commonest forms come first."""
PHRASE_WORK = 1_000_000
"""Articles that are gone through for the phrases together, counted by the rarest word of each; a second and less."""
PHRASE_FORMS = 16
"""Forms of one word of a phrase."""


@dataclass(frozen=True, slots=True)
class Form:
    """A word as articles hold it."""

    text: str
    articles: int
    """How many hold it."""


@dataclass(frozen=True, slots=True)
class Included:
    """The forms that a word was searched for in."""

    word: str
    forms: tuple[str, ...]
    """The word itself first where articles hold it, then by the number of articles."""
    left_out: int
    """Forms more that articles hold, too many to be searched for."""


class Vocabulary:
    """The words of an archive, as far as it has made their keys."""

    def __init__(self, connection: Connection) -> None:
        """Look into the archive behind *connection*; one of an earlier aimaq has no words to look up."""
        self._connection = connection
        table = "select 1 from sqlite_master where name = 'search_terms'"
        self.is_there = connection.execute(table).fetchone() is not None
        self._known: dict[str, tuple[Form, ...]] = {}
        self._keys: dict[str, bool] = {}

    def articles(self, word: str) -> int:
        """Return how many articles hold just *word*."""
        if not self.is_there:
            return 0
        row = self._connection.execute("select doc from search_words where term = ?", (word,)).fetchone()
        return int(row[0]) if row else 0

    def forms(self, word: str) -> tuple[Form, ...]:
        """Return the forms of *word* that articles hold, itself included, the commonest first."""
        if word not in self._known:
            self._known[word] = tuple(self._look_up(word)) if self.is_there and is_word(word) else ()
        return self._known[word]

    def _look_up(self, word: str) -> Iterator[Form]:
        wanted = {key: None for spelling in self._spellings(word) for key in keys(spelling)}
        marks = ", ".join("?" * len(wanted))
        query = f"select distinct term from search_terms where key in ({marks})"  # noqa: S608 - marks
        terms = {term for (term,) in self._connection.execute(query, tuple(wanted))} | {word}
        found = (Form(term, self.articles(term)) for term in terms)
        yield from sorted((form for form in found if form.articles), key=lambda form: (-form.articles, form.text))

    def _spellings(self, word: str) -> list[str]:
        """Return *word* and, where it is in Latin letters, what articles hold that it may stand for in Cyrillic."""
        guessed = list(dict.fromkeys(guesses(word)))
        held = [guess for guess in guessed if self.articles(guess)]
        return [word, *(held or self.with_longest_key(guessed))]

    def with_longest_key(self, guessed: Iterable[str]) -> list[str]:
        """Return those of *guessed* whose forms articles hold; the longer the key, the less it is chance."""
        lengths = {guess: max((len(key) for key in keys(guess) if self._has(key)), default=0) for guess in guessed}
        longest = max(lengths.values(), default=0)
        return [guess for guess, length in lengths.items() if length and length == longest]

    def _has(self, key: str) -> bool:
        if key not in self._keys:
            found = self._connection.execute("select 1 from search_keys where key = ? limit 1", (key,)).fetchone()
            self._keys[key] = found is not None
        return self._keys[key]


def expression(query: Query, vocabulary: Vocabulary) -> str:
    """Return *query* as an expression for FTS5 in which every word is quoted, so that none can be an operator.

    Empty where there is nothing to look for.
    """
    if not query.groups:
        return ""
    wanted = " AND ".join(_either(_written(part, vocabulary) for part in group) for group in query.groups)
    if not query.excluded:
        return wanted
    return f"({wanted}) NOT {_either(_written(part, vocabulary) for part in query.excluded)}"


def included(query: Query, vocabulary: Vocabulary) -> list[Included]:
    """Return the words of *query* that are searched for in more forms than the one typed, with these forms."""
    found: dict[str, Included] = {}
    for part in query.parts:
        if part.is_exact or part.is_beginning:
            continue
        searched: list[tuple[str, ...]] = [(word,) for word in _texts(part.words[0], vocabulary, MOST_FORMS)]
        if len(part.words) > 1:
            searched = _phrases(part.words, vocabulary)
        for place, word in enumerate(part.words):
            held = {form.text for form in vocabulary.forms(word)}
            texts = [text for text in dict.fromkeys(phrase[place] for phrase in searched) if text in held]
            own, others = [text for text in texts if text == word], [text for text in texts if text != word]
            if held - {word}:
                found.setdefault(word, Included(word, (*own, *others), len(held) - len(texts)))
    return list(found.values())


def _written(part: Part, vocabulary: Vocabulary) -> str:
    field = f"{part.field} : " if part.field else ""
    if part.is_beginning:
        return f"{field}{_phrase(part.words)} *"
    if part.is_exact:
        return f"{field}{_phrase(part.words)}"
    if len(part.words) == 1:
        return f"{field}{_either(_phrase([text]) for text in _texts(part.words[0], vocabulary, MOST_FORMS))}"
    return f"{field}{_either(map(_phrase, _phrases(part.words, vocabulary)))}"


def _phrases(words: tuple[str, ...], vocabulary: Vocabulary) -> list[tuple[str, ...]]:
    """Return the phrases made of the forms of *words*: as typed, then those whose rarest word is the commonest."""
    choices = [_texts(word, vocabulary, PHRASE_FORMS) for word in words]
    while prod(map(len, choices)) > MOST_PHRASES * PHRASE_FORMS:
        longest = max(choices[:-1] or choices, key=len)
        if len(longest) == 1:
            longest = choices[-1]
        longest.pop()
    counts = {form.text: form.articles for word in words for form in vocabulary.forms(word)}
    found = sorted(product(*choices), key=lambda phrase: -min(counts.get(word, 0) for word in phrase))
    work = accumulate(min(counts.get(word, 0) for word in phrase) for phrase in found)
    bearable = [phrase for phrase, so_far in zip(found, work, strict=True) if so_far <= PHRASE_WORK]
    return list(dict.fromkeys([words, *bearable]))[:MOST_PHRASES]


def _texts(word: str, vocabulary: Vocabulary, most: int) -> list[str]:
    forms = [form.text for form in vocabulary.forms(word)[:most]]
    return list(dict.fromkeys([word, *forms]))[:most]


def _phrase(words: Iterable[str]) -> str:
    return '"' + " ".join(words) + '"'


def _either(expressions: Iterable[str]) -> str:
    listed = list(expressions)
    return listed[0] if len(listed) == 1 else f"({' OR '.join(listed)})"
