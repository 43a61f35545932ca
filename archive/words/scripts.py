"""Kazakh in other letters: Latin of 2021, of 2018 or as people type it, Arabic, the Russian keyboard, look-alikes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product

MOST = 256
"""Spellings of one word that are tried."""
LATIN = re.compile(r"[a-zäöüūğñşıəáóúýńǵ]+")
ARABIC = re.compile(r"[\u0620-\u06ff]+")
CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]+")
LOOK_ALIKES = str.maketrans("aceohipxykəöü", "асеоһірхукәөү")
"""Latin letters in a Cyrillic word, by the looks; the schwa stands for ә on many keyboards."""
KEYBOARD: Mapping[str, str] = {
    "а": "аә",
    "г": "гғ",
    "е": "еә",
    "и": "иі",
    "й": "йі",
    "к": "кқ",
    "н": "нң",
    "о": "оө",
    "у": "уұү",
    "х": "хһқ",
    "ы": "ыі",
    "э": "эә",
}
"""What a letter of the Russian keyboard stands for where the Kazakh one is not at hand, the likeliest first."""
FROM_LATIN: Mapping[str, Sequence[str]] = {
    "a": ("а", "ә"),
    "b": ("б",),
    "c": ("ц", "к", "с", "ч"),
    "d": ("д",),
    "e": ("е", "э"),
    "f": ("ф",),
    "g": ("г", "ғ"),
    "h": ("х", "һ"),
    "i": ("и", "і", "й", "ы"),
    "j": ("ж", "й"),
    "k": ("к", "қ"),
    "l": ("л", "ль"),
    "m": ("м",),
    "n": ("н", "ң"),
    "o": ("о", "ө"),
    "p": ("п",),
    "q": ("қ",),
    "r": ("р",),
    "s": ("с", "ш"),
    "t": ("т", "ть"),
    "u": ("у", "ұ", "ү"),
    "v": ("в",),
    "w": ("у", "в", "ш"),
    "x": ("х", "кс"),
    "y": ("ы", "й", "у", "и", "і"),
    "z": ("з",),
    "ä": ("ә",),
    "á": ("ә",),
    "ə": ("ә",),
    "ö": ("ө",),
    "ó": ("ө",),
    "ü": ("ү",),
    "ú": ("ү",),
    "ū": ("ұ",),
    "ý": ("у",),
    "ğ": ("ғ",),
    "ǵ": ("ғ",),
    "ñ": ("ң",),
    "ń": ("ң",),
    "ş": ("ш",),
    "ı": ("ы", "і", "и", "й"),
    "ch": ("ч",),
    "gh": ("ғ",),
    "ia": ("я", "иа", "ия"),
    "kh": ("х", "қ"),
    "ng": ("ң", "нг", "ңг"),
    "sh": ("ш",),
    "shch": ("щ",),
    "ts": ("ц", "тс"),
    "ya": ("я",),
    "yo": ("ё", "йо"),
    "yu": ("ю",),
    "iu": ("ю",),
    "zh": ("ж",),
}
"""What Latin letters stand for in any of the ways in which Kazakh and Russian are written with them."""
_GRAPHEME = re.compile("|".join(sorted(FROM_LATIN, key=len, reverse=True)))
MARKS_OF_2021, MARKS_OF_2018 = frozenset("äöüūğñş"), frozenset("áóúýńǵ")
IN_2021: Mapping[str, str] = {"ı": "і", "i": "и", "u": "у", "y": "ы", "j": "ж", "h": "х", "g": "г", "k": "к"}
IN_2018: Mapping[str, str] = {"ı": "и", "i": "і", "u": "ұ", "y": "ы", "j": "ж", "h": "х", "g": "г", "k": "к"}
COMMON_TURKIC: Mapping[str, str] = {"ı": "ы", "i": "і", "u": "у", "y": "й", "j": "ж", "h": "х", "g": "г", "k": "к"}
_VOWEL_BEFORE_I = re.compile("(?<=[аәеоөұүыіуэ])и")
FROM_ARABIC: Mapping[str, str] = {
    "\u0627": "а",
    "\u0628": "б",
    "\u062a": "т",
    "\u062c": "ж",
    "\u062d": "х",
    "\u062e": "х",
    "\u062f": "д",
    "\u0631": "р",
    "\u0632": "з",
    "\u0633": "с",
    "\u0634": "ш",
    "\u0639": "ғ",
    "\u0641": "ф",
    "\u0642": "қ",
    "\u0643": "к",
    "\u0644": "л",
    "\u0645": "м",
    "\u0646": "н",
    "\u0647": "һ",
    "\u0648": "о",
    "\u0649": "ы",
    "\u064a": "и",
    "\u067e": "п",
    "\u0686": "ч",
    "\u06a9": "к",
    "\u06ad": "ң",
    "\u06af": "г",
    "\u06be": "һ",
    "\u06c6": "в",
    "\u06c7": "ұ",
    "\u06cb": "у",
    "\u06cc": "и",
    "\u06d5": "е",
}
"""What the letters of the Arabic alphabet for Kazakh (töte jazu) stand for, back vowels."""
HAMZAS = frozenset("\u0621\u0654\u0674\u0675")
FRONT_SIGNS = HAMZAS | frozenset("\u0643\u06a9\u06af\u06d5")
"""What makes the vowels of a word in Arabic letters front ones: the hamza, or a letter that back words have not."""
TO_FRONT = str.maketrans("аоұы", "әөүі")


def spellings(word: str) -> tuple[str, ...]:
    """Return what *word*, in small letters, is in Cyrillic by each alphabet that it may be written in.

    Nothing where it is Cyrillic already.

    >>> spellings("qazaqstanda"), spellings("oñtüstık")
    (('қазақстанда',), ('оңтүстік', 'оңтүстык'))
    >>> spellings("\u0642\u0627\u0644\u0627"), spellings("ақшa")
    (('қала',), ('ақша',))
    """
    if LATIN.fullmatch(word):
        return tuple(dict.fromkeys(_by_alphabet(word, letters) for letters in _alphabets(word)))
    if ARABIC.fullmatch(word):
        return (_from_arabic(word),)
    mended = word.translate(LOOK_ALIKES)
    return (mended,) if mended != word and CYRILLIC.fullmatch(mended) else ()


def guesses(word: str) -> Iterator[str]:
    """Yield what *word* in Latin letters may be in Cyrillic, however it was typed, the likeliest spellings first.

    >>> "шымкент" in guesses("shymkent"), "өзбекстан" in guesses("ozbekstan")
    (True, True)
    """
    if not LATIN.fullmatch(word):
        return
    choices = [FROM_LATIN[match.group()] for match in _GRAPHEME.finditer(word)]
    yield from islice(_combined(choices), MOST)


def other_letters(word: str) -> Iterator[str]:
    """Yield what *word*, typed on a Russian keyboard, may be with Kazakh letters; not the word itself.

    >>> "қазақстан" in other_letters("казакстан"), "жаңалық" in other_letters("жаналык")
    (True, True)
    """
    choices = [tuple(KEYBOARD.get(letter, letter)) for letter in word]
    yield from (guess for guess in islice(_combined(choices), 4 * MOST) if guess != word)


def _combined(choices: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the combinations of *choices*; the places that vary first are those with the fewest ways to be spelt.

    Where there are too many, one choice is made for all places that have the same ways.
    """
    total = 1
    for choice in choices:
        total *= len(choice)
    if total <= 4 * MOST:
        yield from map("".join, product(*choices))
        return
    kinds = sorted({choice for choice in map(tuple, choices) if len(choice) > 1}, key=len)
    for picked in product(*kinds):
        chosen = dict(zip(kinds, picked, strict=True))
        yield "".join(chosen.get(tuple(choice), choice[0]) for choice in choices)


def _alphabets(word: str) -> list[Mapping[str, str]]:
    """Return the Latin alphabets that *word* may be written in."""
    if not MARKS_OF_2018.isdisjoint(word):
        return [IN_2018]
    is_of_2021 = not MARKS_OF_2021.isdisjoint(word)
    return [IN_2021, COMMON_TURKIC] if is_of_2021 else [IN_2021, COMMON_TURKIC, IN_2018]


def _by_alphabet(word: str, letters: Mapping[str, str]) -> str:
    graphemes = (match.group() for match in _GRAPHEME.finditer(word))
    text = "".join(letters.get(grapheme, FROM_LATIN[grapheme][0]) for grapheme in graphemes)
    return _VOWEL_BEFORE_I.sub("й", text)


def _from_arabic(word: str) -> str:
    text = "".join(FROM_ARABIC.get(letter, "") for letter in word)
    text = _VOWEL_BEFORE_I.sub("й", text)
    return text if FRONT_SIGNS.isdisjoint(word) else text.translate(TO_FRONT)
