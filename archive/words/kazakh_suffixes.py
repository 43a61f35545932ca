"""Kazakh suffixes in their layers, written with capitals for the letters that follow from the word before them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

FRONT = frozenset("әеөүіэё")
BACK = frozenset("аоұыя")
VOWELS = FRONT | BACK | frozenset("иую")
OPEN = frozenset("аеоыіөұүәяёэ")
"""Vowels for certain; у, и and ю are glides as often."""
GLIDES = frozenset("рйуию")
RINGING = frozenset("зжмнңл")
VOICELESS = frozenset("кқпстфхһцчшщбвгд")
"""Letters after which a suffix begins voiceless; б, в, г, д end loans alone, where they are spoken so."""
CONSONANTS = GLIDES | RINGING | VOICELESS | frozenset("ғьъ")

_STARTS: Mapping[str, Sequence[tuple[str, frozenset[str]]]] = {
    "L": (("л", OPEN | GLIDES), ("д", RINGING), ("т", VOICELESS)),
    "N": (("н", OPEN | frozenset("мнңию")), ("д", frozenset("рйулзжию")), ("т", VOICELESS)),
    "Z": (("н", OPEN | frozenset("ию")), ("д", GLIDES | RINGING), ("т", VOICELESS)),
    "D": (("д", OPEN | GLIDES | RINGING), ("т", VOICELESS)),
    "B": (("н", frozenset("мнң")), ("д", OPEN | GLIDES | frozenset("лзж")), ("т", VOICELESS)),
    "G": (("Ғ", OPEN | GLIDES | RINGING), ("Қ", VOICELESS)),
    "M": (("м", OPEN | GLIDES | frozenset("л")), ("б", frozenset("мнңзж")), ("п", VOICELESS)),
    "P": (("м", OPEN | GLIDES | frozenset("лмнң")), ("б", frozenset("мнңзж")), ("п", VOICELESS)),
    "=": (("", OPEN | GLIDES),),
    "+": (("", CONSONANTS),),
}
"""What a suffix begins with, by the last letter of the word before it; "=" is a vowel's suffix, "+" a consonant's."""
_PAIRS: Mapping[str, tuple[str, str]] = {"A": ("а", "е"), "I": ("ы", "і"), "Ғ": ("ғ", "г"), "Қ": ("қ", "к")}
"""Letters that follow from harmony: after back vowels, after front vowels."""


@dataclass(frozen=True, slots=True)
class Suffix:
    """One spelling of a suffix and what may stand before it."""

    to: str
    """Layer that the rest of the word belongs to."""
    before: frozenset[str]
    """Letters that the rest may end in."""
    is_front: bool | None
    """Harmony that it asks for; None where it goes with all words."""
    cost: float
    adds: str = ""
    """Letter of the rest that the suffix swallowed: оқы + йды is оқиды, оқы + у is оқу."""
    is_voicing: bool = False
    """Whether it begins with a vowel, before which п, к and қ become б, г and ғ."""


_PERSON = "PIн PIз сIң сIз сIңдAр сIздAр"
_OWN = "=м +Iм =ң +Iң =ңIз +IңIз =мIз +IмIз"
LAYERS: Mapping[str, Sequence[tuple[str, str, float]]] = {
    # What a word may be: a nominal with its predicate, or a finite verb.
    "word": (
        ("case", "", 0),
        ("case", _PERSON, 1.5),
        # Present and aorist.
        ("base", "+AдI =йдI +AмIн =ймIн +AмIз =ймIз +AсIң =йсIң +AсIз =йсIз +AсIздAр =йсIздAр +AсIңдAр =йсIңдAр", 0),
        ("base", "+Aм =ймын =ймін", 0.5),
        # Past.
        ("base", "DI DIм DIң DIқ DIк DIңIз DIңIздAр DIңдAр", 0),
        ("base", "+IптI =птI +IппIн =ппIн +IппIз =ппIз +IпсIз =псIз +IпсIң =псIң", 0),
        # Converbs.
        ("base", "+Iп =п +A =й GAлI GAншA =йIншA +AрдA", 0.2),
        ("base", "MAстAн", 0),
        # Conditional, imperative, optative.
        ("base", "сA сAм сAң сAқ сAк сAңIз сAңдAр сAңIздAр", 0),
        ("base", "сIн +AйIн =йIн +AйIқ +AйIк =йIқ =йIк +IңIз =ңIз +IңдAр =ңдAр +IңIздAр =ңIздAр +Iң", 0.3),
        ("base", "GAй", 1),
        ("base", "", 0.4),
    ),
    # A nominal that a case may end.
    "case": (
        ("owned", "", 0),
        ("owned", "NIң ZI GA DA BAн", 0),
        ("owned", "мен бен пен менен бенен пенен", 0),
        ("owned", "DAғI DAгI", 0.3),
        ("owned", "DAй", 0.8),
        ("owned", "шA", 1.2),
        ("third", "н нA ндA нAн ндAғI ндAгI ндAй", 0),
        ("third", "нIң", 0),
        ("third", "ншA", 1.2),
        ("ours", "A", 0),
        ("cased", "", 0),
    ),
    # -дағы makes a nominal of a case, and that takes cases again.
    "cased": (("located", "нIң нI нA ндA нAн DA GA BAн LAр LAрдIң LAрдI LAрҒA", 0.4),),
    "located": (("owned", "DAғI DAгI", 0.5), ("third", "ндAғI ндAгI", 0.5)),
    "owned": (("third", "", 0), ("many", "", 0), ("ours", "", 0)),
    "third": (("many", "+I =сI", 0),),
    "ours": (("many", _OWN, 0.2),),
    "many": (("noun", "", 0), ("noun", "LAр", 0)),
    "noun": (
        ("nominal", "", 0),
        ("nominal", "GI", 1.0),
        ("nominal", "+IншI =ншI", 1.0),
        ("nominal", "+IрAқ +IрAк =рAқ =рAк LAу", 1.0),
        ("base", "GAн +AтIн =йтIн", 0),
        ("base", "GAндIқ GAндIк", 0.2),
        ("base", "у ушы уші ушылық ушілік ю юшы юші", 0.1),
        ("base", "+Aр =р MAс", 1.0),
        ("base", "+Aрлық +Aрлік =рлық =рлік", 0.6),
        ("base", "MAқ MAк MAқшы MAкші", 0.3),
        ("base", "GI", 1.2),
        ("base", "+Iс =с", 2.5),
    ),
    # A verb before its tense.
    "base": (("voiced", "", 0), ("voiced", "MA", 0.1)),
    "voiced": (("verb", "", 0), ("twice", "+Iл =л +Iн =н", 0.3), ("twice", "+Iс =с", 0.6)),
    "twice": (("verb", "", 0), ("verb", "+Iл +Iн =н =л +Iс", 0.5)),
}
"""Of each layer: what the word is without the suffix, the suffixes, and what taking one costs."""
STEMS = frozenset({"nominal", "verb"})
"""Layers where a stem is reached."""


@cache
def spellings() -> Mapping[str, Mapping[str, tuple[Suffix, ...]]]:
    """Return, of each layer, every spelling of its suffixes; that of no suffix is the empty string."""
    found: dict[str, dict[str, list[Suffix]]] = {layer: {} for layer in LAYERS}
    for layer, rows in LAYERS.items():
        for to, patterns, cost in rows:
            for pattern in patterns.split() or [""]:
                for text, suffix in _spelt(pattern, to, cost):
                    found[layer].setdefault(text, []).append(suffix)
    return {layer: {text: tuple(dict.fromkeys(all_)) for text, all_ in rows.items()} for layer, rows in found.items()}


def _spelt(pattern: str, to: str, cost: float) -> Iterator[tuple[str, Suffix]]:
    if not pattern:
        yield "", Suffix(to=to, before=VOWELS | CONSONANTS, is_front=None, cost=cost)
        return
    starts = _STARTS.get(pattern[0], (("", VOWELS | CONSONANTS),))
    rest = pattern[1:] if pattern[0] in _STARTS else pattern
    for (start, before), is_front in product(starts, (False, True)):
        text = "".join(_PAIRS[letter][is_front] if letter in _PAIRS else letter for letter in start + rest)
        harmony = _harmony_of(text, start + rest, is_front=is_front)
        if harmony is not None and harmony != is_front:
            continue
        voicing = text[0] in VOWELS
        yield text, Suffix(to=to, before=before, is_front=harmony, cost=cost, is_voicing=voicing)
        if pattern[0] == "=" and text[0] == "й":
            swallowed = "и" + text[1:].removeprefix("ы").removeprefix("і")
            yield swallowed, Suffix(to, CONSONANTS, harmony, cost, adds="і" if is_front else "ы")
        if pattern[0] == "ю":
            yield text, Suffix(to, OPEN, None, cost, adds="й")
        if pattern[0] == "у" and to == "base":
            for vowel in "ыі":
                yield text, Suffix(to, CONSONANTS, None, cost + 0.2, adds=vowel)


def _harmony_of(text: str, spelt: str, *, is_front: bool) -> bool | None:
    """Return the harmony that a spelling asks for: that of its pattern, of a fixed vowel, or none."""
    if any(letter in _PAIRS for letter in spelt):
        return is_front
    if spelt in {"мен", "бен", "пен", "менен", "бенен", "пенен"}:
        return None
    vowel = next((letter for letter in text if letter in FRONT | BACK), None)
    return None if vowel is None else vowel in FRONT
