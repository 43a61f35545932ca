"""What a reader may have meant where nothing was found: Kazakh letters, a slip of the finger."""

from collections.abc import Iterable, Iterator

from archive.words.expanding import Vocabulary
from archive.words.keys import keys
from archive.words.queries import Query, readable, words_of
from archive.words.scripts import other_letters

MOST = 5
"""Suggestions that are made."""
SHORTEST = 4
"""Letters of a word in which a slip is looked for; a shorter one is a neighbour of too many."""
LONGEST = 24
LETTERS = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"


def suggestions(typed: str, query: Query, vocabulary: Vocabulary, *, found: bool) -> list[str]:
    """Return what may be meant by *typed*, which is *query*: the same with words that articles hold.

    Words that no article holds as typed are looked for with Kazakh letters, and where nothing was *found* also one slip
    of the finger away.
    """
    lowered = readable(typed)
    meant: dict[str, None] = {}
    for word in dict.fromkeys(word for part in query.parts for word in part.words):
        if vocabulary.articles(word) or not vocabulary.is_there:
            continue
        near = _with_kazakh_letters(word, vocabulary) or ([] if found else _held(slips(word), vocabulary))
        meant.update((_with(lowered, word, better), None) for better in near)
    return list(meant)[:MOST]


def _with_kazakh_letters(word: str, vocabulary: Vocabulary) -> list[str]:
    """Return the words that articles hold, in this or another form, and that *word* may be on a Russian keyboard."""
    guessed = list(other_letters(word))
    own = set(keys(word))
    others = (guess for guess in guessed if own.isdisjoint(keys(guess)))
    return _held(guessed, vocabulary) or vocabulary.with_longest_key(others)[:MOST]


def _held(words: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    """Return those of *words* that articles hold, the commonest first."""
    articles = {word: vocabulary.articles(word) for word in dict.fromkeys(words)}
    return sorted((word for word, count in articles.items() if count), key=lambda word: (-articles[word], word))[:MOST]


def slips(word: str) -> Iterator[str]:
    """Yield the words one slip away: a letter missing, too much, wrong, or two in the wrong order.

    >>> {"мектеп", "мктеп"} <= set(slips("мекеп")) | set(slips("мектеп"))
    True
    """
    if not SHORTEST <= len(word) <= LONGEST:
        return
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    for before, after in cuts:
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in LETTERS:
            if after and letter != after[0]:
                yield before + letter + after[1:]
            yield before + letter + after


def _with(typed: str, word: str, better: str) -> str:
    """Return *typed* with *better* in the place of *word*, the rest as it stands."""
    rest = typed
    done = ""
    while rest:
        place = rest.lower().find(word)
        if place < 0:
            break
        if word in words_of(rest[max(0, place - 1) : place + len(word) + 1]):
            return done + rest[:place] + better + rest[place + len(word) :]
        done, rest = done + rest[: place + 1], rest[place + 1 :]
    return typed.lower().replace(word, better, 1)
