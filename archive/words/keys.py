"""The keys of a word of any language: words that share one are searched for together.

Nobody says which language a word is of, so its letters do: one of the nine that Russian lacks makes it Kazakh, without
any it may be either. Both languages' keys are plain words of one kind, so that «университетте» and «университете» meet.
Words in Latin and Arabic letters have the keys of what they are in Cyrillic.
"""

from archive.words import kazakh, russian
from archive.words.scripts import CYRILLIC, spellings

KAZAKH_LETTERS = frozenset("әғқңөұүһі")
SHORTEST = 2
"""Letters from which a word can have forms."""


def keys(word: str) -> tuple[str, ...]:
    """Return the keys of *word*, in small letters; the word itself where it has no forms that we know of.

    >>> keys("қаласында"), keys("городе"), keys("астанада"), keys("2026")
    (('қала',), ('город',), ('астана',), ('2026',))
    >>> set(keys("qalasynda")) & set(keys("қалаға"))
    {'қала'}
    """
    if len(word) < SHORTEST:
        return (word,)
    if CYRILLIC.fullmatch(word):
        return _of_cyrillic(word)
    found = [key for spelt in spellings(word) for key in _of_cyrillic(spelt)]
    return tuple(dict.fromkeys(found)) or (word,)


def _of_cyrillic(word: str) -> tuple[str, ...]:
    if not KAZAKH_LETTERS.isdisjoint(word):
        return (kazakh.key(word),)
    own = kazakh.key(word.replace("ё", "е"))
    if russian.is_known(word):
        found = [*russian.keys(word), own] if kazakh.is_root(own) else russian.keys(word)
    else:
        found = [own] if kazakh.is_root(own) else [own, *russian.keys(word)]
    return tuple(dict.fromkeys(found))
