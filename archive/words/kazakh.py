"""The key of a Kazakh word: the stem that is left when its suffixes are taken off, the same for all its forms.

Suffixes are taken from the right, layer by layer, each only where vowel harmony and assimilation allow it; among the
stems that are left the likeliest is chosen, roots of `kazakh_roots.txt` before all others. Nothing but the standard
library is needed, so that others can use this package alone (README.md).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from archive.words.kazakh_suffixes import BACK, FRONT, STEMS, VOWELS, Suffix, spellings

SIZES = {layer: sorted({len(text) for text in rows} - {0}) for layer, rows in spellings().items()}
"""How long the suffixes of each layer are."""
LONGEST_WORD = 40
"""Letters; what is longer is no word."""
SHORTEST_STEM = 2
HARD: Mapping[str, str] = MappingProxyType({"б": "п", "г": "к", "ғ": "қ"})
"""Consonants between vowels, and what they are at the end of a word."""

# What a stem weighs against the cost of the suffixes taken off; for unknown stems set with most roots left out.
ROOT, LETTER, ALWAYS, WHOLE = 6.0, 0.6, 1.5, 0.8
"""For a known root, for each of its letters, for one that is meant nearly always, for a word that is a root itself."""
SHORT: Mapping[int, float] = MappingProxyType({2: -3.0, 3: -0.7})
"""For unknown stems of so many letters."""
TAKEN, VERB, KNOWN_NOUN, ODD_VERB, DERIVED, GERUND = 0.8, -1.0, -3.0, -2.0, 1.5, -0.8
"""Of unknown stems: for a letter taken off, for verbs, for verbs that are known as nouns or end as no verb does, for
what ends as derived words do, and for nouns that end as gerunds do."""
VERB_ENDS = tuple("аеыійтлснрз")
DERIVED_VERBS = ("ла", "ле", "да", "де", "та", "те", "дыр", "дір", "тыр", "тір", "ғыз", "гіз", "қыз", "кіз")
DERIVED_NOUNS = ("лық", "лік", "дық", "дік", "тық", "тік", "шы", "ші", "стан", "дас", "дес", "тас", "тес")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word."""

    stem: str
    is_verb: bool
    cost: float
    """Of the suffixes taken off and the letters restored."""
    taken: int
    """Letters taken off."""


def key(word: str) -> str:
    """Return the key of *word*, in small Cyrillic letters; the word itself where nothing can be taken off.

    >>> key("қалаларымыздағы"), key("халқын"), key("тауып"), key("бармағандықтан"), key("мұның")
    ('қала', 'халық', 'тап', 'бар', 'бұл')
    """
    known = roots()
    if word in known.irregular:
        return known.irregular[word]
    if word in known.whole or len(word) > LONGEST_WORD:
        return word
    found = readings(word)
    return max(found, key=lambda reading: (_weight(reading, word), reading.stem)).stem if found else word


def is_root(stem: str) -> bool:
    """Tell whether *stem* is one of the words that are known beforehand."""
    known = roots()
    return stem in known.verbs or stem in known.nouns or stem in known.whole


def readings(word: str) -> list[Reading]:
    """Return every way to read *word* by the rules alone."""
    best: dict[tuple[str, bool], Reading] = {}
    for reading in _read(word, "word", 0.0, len(word), None):
        is_known = best.get((reading.stem, reading.is_verb))
        if is_known is None or reading.cost < is_known.cost:
            best[reading.stem, reading.is_verb] = reading
    return list(best.values())


def _weight(reading: Reading, word: str) -> float:
    known = roots()
    same = known.verbs if reading.is_verb else known.nouns
    if reading.stem in same:
        always = ALWAYS if same[reading.stem] else 0.0
        whole = WHOLE if reading.stem == word else 0.0
        return ROOT + LETTER * len(reading.stem) + always + whole - reading.cost
    weight = SHORT.get(len(reading.stem), 0.0) + TAKEN * reading.taken - reading.cost
    return weight + (_verb_weight(reading.stem) if reading.is_verb else _noun_weight(reading.stem))


def _verb_weight(stem: str) -> float:
    weight = VERB + (KNOWN_NOUN if stem in roots().nouns else 0.0)
    is_odd = sum(letter in VOWELS for letter in stem) > 1 and not stem.endswith(VERB_ENDS)
    return weight + (ODD_VERB if is_odd else 0.0) + (DERIVED if _ends(stem, DERIVED_VERBS) else 0.0)


def _noun_weight(stem: str) -> float:
    return (DERIVED if _ends(stem, DERIVED_NOUNS) else 0.0) + (GERUND if stem.endswith("у") else 0.0)


def _ends(stem: str, ends: tuple[str, ...]) -> bool:
    """Tell whether *stem* is a word with one of these *ends*: two letters and a vowel are left before it."""
    end = next((end for end in ends if stem.endswith(end)), "")
    before = stem.removesuffix(end)
    return bool(end) and len(before) > SHORTEST_STEM and any(letter in VOWELS for letter in before)


def _read(rest: str, layer: str, cost: float, length: int, last: Suffix | None) -> Iterator[Reading]:
    """Yield the readings of *rest*, a word of *layer* before the suffix *last* was put on."""
    if layer in STEMS:
        is_verb = layer == "verb"
        for stem, more in _stems(rest, last, is_verb=is_verb):
            yield Reading(stem, is_verb, cost + more, length - len(rest))
        return
    spelt = spellings()[layer]
    for suffix in spelt.get("", ()):
        yield from _read(rest, suffix.to, cost + suffix.cost, length, last)
    for size in SIZES[layer]:
        if size >= len(rest):
            break
        for suffix in spelt.get(rest[-size:], ()):
            left = rest[:-size]
            if left[-1] in suffix.before and fits(left + suffix.adds, is_front=suffix.is_front):
                yield from _read(left + suffix.adds, suffix.to, cost + suffix.cost, length, suffix)


def _stems(rest: str, last: Suffix | None, *, is_verb: bool) -> Iterator[tuple[str, float]]:
    """Yield what *rest* is without the suffix *last*, and what believing that costs."""
    if len(rest) < SHORTEST_STEM or VOWELS.isdisjoint(rest):
        return
    if last is not None and last.is_voicing:
        yield from _restored(rest, is_verb=is_verb)
    elif last is None or not is_verb or rest[-1] not in HARD:
        yield rest, 0.0


def _restored(rest: str, *, is_verb: bool) -> Iterator[tuple[str, float]]:
    """Yield the stems that are *rest* before a vowel: кітаб of кітап, халқ of халық, тау of тап."""
    end = rest[-1]
    hard = HARD.get(end)
    if hard:
        yield rest[:-1] + hard, 0.0
    if end == "у" and is_verb:
        yield rest[:-1] + "п", 0.3
    if not hard or (end in "бг" and not is_verb):  # loans keep theirs
        yield rest, 0.5 if hard or (end in "пкқ" and not is_verb) else 0.0
    if len(rest) > SHORTEST_STEM and end not in VOWELS and rest[-2] not in VOWELS:
        for vowel in "ыі":
            if fits(rest[:-1], is_front=vowel == "і"):
                yield rest[:-1] + vowel + (hard or end), 1.0


def fits(stem: str, *, is_front: bool | None) -> bool:
    """Tell whether a suffix of that harmony goes with *stem*, by its last vowel; и and у go with both.

    >>> fits("қала", is_front=True), fits("ел", is_front=True), fits("кітап", is_front=False)
    (False, True, True)
    """
    if is_front is None:
        return True
    after_glide = False
    for letter in reversed(stem):
        if letter in FRONT:
            return is_front or letter == "ә"
        if letter in BACK:
            return not is_front or after_glide
        after_glide = after_glide or letter in "ию"
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Roots:
    """What is known of Kazakh words beforehand."""

    verbs: Mapping[str, bool]
    """Bare stems, each with whether it is meant nearly always."""
    nouns: Mapping[str, bool]
    """All other roots, likewise."""
    whole: frozenset[str]
    """Words that are taken for nothing else."""
    irregular: Mapping[str, str]
    """Forms that no rule makes, and their keys."""


@cache
def roots() -> Roots:
    """Return the words of `kazakh_roots.txt`."""
    sections: dict[str, list[str]] = {}
    words: list[str] = []
    for line in (Path(__file__).parent / "kazakh_roots.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            words = sections.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            words.extend(line.split())
    irregular: dict[str, str] = {}
    stem = ""
    for word in sections["irregular"]:
        stem = word.removesuffix(":") if word.endswith(":") else stem
        irregular[word.removesuffix(":")] = stem
    return Roots(
        verbs={word.lstrip("!"): word.startswith("!") for word in sections["verbs"]},
        nouns={word.lstrip("!"): word.startswith("!") for word in sections["nouns"]},
        whole=frozenset(sections["whole"]),
        irregular=irregular,
    )
