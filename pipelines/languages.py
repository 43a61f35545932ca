"""Language and script of a whole text."""

import re
from collections import Counter
from functools import cache

import py3langid

from archive.records import Article, Printed

KAZAKH_ONLY = re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
SCRIPTS = {
    "Cyrl": re.compile("[\u0400-\u052f]"),
    "Arab": re.compile("[\u0600-\u06ff]"),
    "Latn": re.compile("[A-Za-zÀ-ɏ]"),
}
CANDIDATES = ("kk", "ru", "en", "ky", "tt", "uz", "uk", "tr", "ug", "be", "bg", "mn", "tg")
KAZAKH_SHARE = 0.03
"""Least share of letters that only Kazakh has: about .2 in running Kazakh, under .01 in Russian with Kazakh names."""
SAMPLE = 5_000


def read_script(text: str) -> str | None:
    """Return the script most letters of *text* are in, ISO 15924, or None without letters.

    >>> read_script("Орал"), read_script("Oral"), read_script("213")
    ('Cyrl', 'Latn', None)
    """
    counts = Counter({script: len(letters.findall(text[:SAMPLE])) for script, letters in SCRIPTS.items()})
    script, most = counts.most_common(1)[0]
    return script if most else None


def read_language(text: str) -> str | None:
    """Return the language of *text*, BCP 47 primary tag, or None where it is too short to tell.

    Cyrillic text with Kazakh letters in running use is Kazakh, without any Russian or another language.

    >>> read_language("Орал қаласында жаңа мектеп ашылды"), read_language("В Уральске открылась новая школа")
    ('kk', 'ru')
    """
    sample = text[:SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters < 3:  # noqa: PLR2004 - less than a word
        return None
    if len(KAZAKH_ONLY.findall(sample)) / letters >= KAZAKH_SHARE:
        return _identified(sample) if _could_be_neighbour(sample) else "kk"
    return _identified(sample)


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
