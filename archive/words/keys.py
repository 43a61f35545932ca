"""The keys of a word of any language: words that share one are searched for together.

Nobody says which language a word is of, so its letters do: one of the nine that Russian lacks makes it Kazakh, without
any it may be either. Both languages' keys are plain words of one kind, so that «университетте» and «университете» meet.
"""

import re

from archive.words import kazakh, russian

KAZAKH_LETTERS = frozenset("әғқңөұүһі")
CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]+")
SHORTEST = 2
"""Letters from which a word can have forms."""


def keys(word: str) -> tuple[str, ...]:
    """Return the keys of *word*, in small letters; the word itself where it has no forms that we know of.

    >>> keys("қаласында"), keys("городе"), keys("астанада"), keys("2026"), keys("facebook")
    (('қала',), ('город',), ('астана',), ('2026',), ('facebook',))
    """
    if len(word) < SHORTEST or not CYRILLIC.fullmatch(word):
        return (word,)
    if not KAZAKH_LETTERS.isdisjoint(word):
        return (kazakh.key(word),)
    own = kazakh.key(word)
    if russian.is_known(word):
        found = [*russian.keys(word), own] if kazakh.is_root(own) else russian.keys(word)
    else:
        found = [own] if kazakh.is_root(own) else [own, *russian.keys(word)]
    return tuple(dict.fromkeys(found))
