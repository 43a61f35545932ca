"""Language and script of a whole text."""

import re
from collections import Counter
from functools import cache, lru_cache

import numpy as np
import py3langid

from archive.records import Article, Printed
from pipelines.months import folded

KAZAKH_ONLY = frozenset("әғқңөұүһіӘҒҚҢӨҰҮҺІ")
NOT_RUSSIAN = KAZAKH_ONLY | frozenset("їєґўѐѝћђљњџјѓќѕӣӯҷҳҗЇЄҐЎ")
"""Letters of other Cyrillic alphabets."""
TURKIC_ARABIC = frozenset("ۇۆەڭۋ\u0674\u0675\u0676\u0677\u0678")
UYGHUR_ONLY = frozenset("ئېۈ")
"""Letters of Uyghur that Kazakh in Arabic script does without."""
SCRIPTS = {
    "Cyrl": re.compile("[\u0400-\u052f]"),
    "Arab": re.compile("[\u0600-\u06ff]"),
    "Latn": re.compile("[A-Za-zÀ-ɏ]"),
}
CANDIDATES = ("kk", "ru", "en", "ky", "tt", "uz", "uk", "tr", "ug", "be", "bg", "mn", "tg", "ar", "fa")
KAZAKH_SHARE = 0.03
"""Least share of letters that only Kazakh has: about .2 in running Kazakh, under .01 in Russian with Kazakh names."""
FOREIGN_SHARE = 0.01
"""Most letters of other Cyrillic alphabets in a Russian text: names."""
LATIN_WORD = re.compile(r"[a-z]+")
LATIN_KAZAKH = frozenset(
    [
        "jane",
        "zhane",
        "men",
        "bul",
        "bir",
        "dep",
        "osy",
        "ushin",
        "ushyn",
        "qazaq",
        "qazaqstan",
        "qazirgi",
        "bolady",
        "boldy",
        "eken",
        "keiin",
        "keyin",
        "jyly",
        "jyl",
        "zhyly",
        "edi",
        "degen",
        "ol",
        "deidi",
        "dedi",
        "auylynda",
        "kitaphana",
        "audandyq",
        "oblystyq",
        "myng",
        "aytty",
        "aitty",
        "kerek",
        "bolyp",
        "turady",
        "jatyr",
        "bolatyn",
        "adam",
        "jumys",
        "kun",
        "kuni",
        "eki",
        "ush",
        "tort",
        "bes",
        "jer",
        "su",
        "kop",
        "az",
        "biyl",
        "jeti",
        "juz",
        "myn",
        "oblysy",
        "audany",
        "qalasy",
        "auyly",
        "jana",
        "zhana",
        "bar",
        "joq",
        "tagy",
        "onyn",
        "olar",
        "sol",
        "birge",
        "turaly",
    ]
)
"""Short words of Kazakh in Latin script, folded; Uzbek and Turkish have few of them."""
LATIN_SHARE = 0.06
ENOUGH_LETTERS = 200
SAMPLE = 1_000
"""Letters that the identifier looks at: it is sure long before."""


def read_script(text: str) -> str | None:
    """Return the script most letters of *text* are in, ISO 15924, or None without letters.

    >>> read_script("Орал"), read_script("Oral"), read_script("213")
    ('Cyrl', 'Latn', None)
    """
    counts: Counter[str] = Counter()
    for character, times in _characters(text).items():
        script = _script_of(character)
        if script:
            counts[script] += times
    return counts.most_common(1)[0][0] if counts else None


@cache
def _script_of(character: str) -> str | None:
    return next((script for script, letters in SCRIPTS.items() if letters.match(character)), None)


def read_language(text: str) -> str | None:
    """Return the language of *text*, BCP 47 primary tag, or None where it is too short to tell.

    Cyrillic text with Kazakh letters in running use is Kazakh, and long text with ы and none of other alphabets is
    Russian; the rest is identified.

    >>> read_language("Орал қаласында жаңа мектеп ашылды"), read_language("В Уральске открылась новая школа")
    ('kk', 'ru')
    """
    seen = _characters(text)
    letters = sum(times for character, times in seen.items() if character.isalpha())
    if letters < 3:  # noqa: PLR2004 - less than a word
        return None
    if sum(seen[letter] for letter in KAZAKH_ONLY) >= letters * KAZAKH_SHARE and not _could_be_neighbour(text):
        return "kk"
    foreign = sum(seen[letter] for letter in NOT_RUSSIAN)
    if letters >= ENOUGH_LETTERS and seen["ы"] > letters * FOREIGN_SHARE and foreign < letters * FOREIGN_SHARE:
        return "ru"
    if _is_arabic_kazakh(seen):
        return "kk"
    return "kk" if _is_latin_kazakh(text) else _identified(text[:SAMPLE])


def _is_arabic_kazakh(seen: Counter[str]) -> bool:
    """Tell whether letters that Arabic and Persian lack are in running use, and those of Uyghur alone are not."""
    arabic = sum(times for character, times in seen.items() if SCRIPTS["Arab"].match(character))
    turkic = sum(seen[letter] for letter in TURKIC_ARABIC)
    uyghur = sum(seen[letter] for letter in UYGHUR_ONLY)
    return turkic > arabic * KAZAKH_SHARE and uyghur < arabic * FOREIGN_SHARE


def _is_latin_kazakh(text: str) -> bool:
    """Tell whether words that only Kazakh has are in running use in Latin script, in any of its orthographies."""
    words = LATIN_WORD.findall(folded(text[: 2 * SAMPLE]))
    return sum(word in LATIN_KAZAKH for word in words) >= max(1, len(words) * LATIN_SHARE)


@lru_cache(maxsize=2)
def _characters(text: str) -> Counter[str]:
    """Return how often each character occurs in *text*; language and script ask for the same text in turn."""
    counts = np.bincount(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4"))
    seen = counts.nonzero()[0]
    return Counter(dict(zip(map(chr, seen.tolist()), counts[seen].tolist(), strict=True)))


def _could_be_neighbour(text: str) -> bool:
    """Tell whether letters occur that Kazakh shares with Tatar, Uyghur or Mongolian, but none of its own қ ғ і ұ."""
    return re.search("[қғіұҚҒІҰ]", text) is None


def _identified(text: str) -> str:
    _choose_candidates()
    return str(py3langid.classify(text)[0])


@cache
def _choose_candidates() -> None:
    """Let the identifier choose among the languages that regional papers print, once per process."""
    py3langid.set_languages(list(CANDIDATES))


def fill_language(article: Article, printed: Printed) -> None:
    """Fill `language` and `script` from the whole text; of a text too short to tell, what the page declares."""
    text = "\n".join([article.title or "", article.body])
    article.script = read_script(text)
    article.language = read_language(text) or _declared(printed.metadata.language)


def _declared(tag: str | None) -> str | None:
    primary = re.match("[a-zA-Z]{2,3}", tag or "")
    return primary[0].lower() if primary else None
