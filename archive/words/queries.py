"""What a reader types, read as words, phrases, exclusions, alternatives, beginnings and fields; never an error.

What makes no sense, such as an exclusion from nothing or a lone OR, is read as words; an OR that joins nothing is
passed over.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

LONGEST_QUERY = 400
"""Characters of a query that are read."""
MOST_PARTS = 32
"""Words and phrases of a query that are searched for."""
SHORTEST_BEGINNING = 2
"""Letters before a `*`."""
INVISIBLE = str.maketrans(dict.fromkeys(map(ord, "\x00\u00ad\u200b\u200c\u200d\u2060\ufeff")))
"""Characters that nobody sees and that split words: NUL, soft hyphen, zero-width space and joiners, byte order mark."""
FIELDS: Mapping[str, str] = {
    "title": "title",
    "тақырып": "title",
    "тақырыбы": "title",
    "заголовок": "title",
    "text": "body",
    "мәтін": "body",
    "мәтіні": "body",
    "текст": "body",
}
"""What may stand before a colon, and the column of the index that is meant."""
ALTERNATIVES = frozenset({"OR", "НЕМЕСЕ", "ИЛИ", "|"})
"""Between two words: either will do. In capitals, because all are words of their own as well."""
MINUS = "–—−-"
_PART = re.compile(
    rf"""
    (?P<minus>(?<!\S)[{MINUS}](?=[^\s{MINUS}]))?
    (?:(?P<field>{"|".join(FIELDS)}):\s*(?=[^\s:]))?
    (?P<exact>=(?=[^\s=]))?
    (?:
        (?P<quoted>["«“„](?P<phrase>[^"«»“”„]*)["»”“])
      | (?P<word>[^\s"«»“”„()]+)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One word or phrase that is searched for."""

    words: tuple[str, ...]
    """In small letters as the index has them; more than one must stand side by side."""
    field: str | None = None
    """Column of the index that it must stand in; None for any."""
    is_excluded: bool = False
    is_exact: bool = False
    """Whether only the very forms typed are meant."""
    is_beginning: bool = False
    """Whether the last word may go on."""
    is_or: bool = False
    """Whether it stands for OR; where nothing else is typed, it is a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is searched for."""

    groups: tuple[tuple[Part, ...], ...] = ()
    """Of each group one part must be there."""
    excluded: tuple[Part, ...] = ()
    """None of these may be there."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """All that must or may be there."""
        return tuple(part for group in self.groups for part in group)


def read_query(typed: str) -> Query:
    """Return what *typed* asks for.

    >>> read_query('су -тасқын').groups[0][0].words, read_query('су -тасқын').excluded[0].words
    (('су',), ('тасқын',))
    >>> [[part.words for part in group] for group in read_query('Орал OR Ақтөбе «су деңгейі»').groups]
    [[('орал',), ('ақтөбе',)], [('су', 'деңгейі')]]
    """
    groups: list[list[Part]] = []
    excluded: list[Part] = []
    is_alternative = False
    parts = _parts(readable(typed))
    for part in parts:
        if part.is_or:
            is_alternative = bool(groups)
        elif part.is_excluded:
            excluded.append(part)
        elif is_alternative:
            groups[-1].append(part)
            is_alternative = False
        else:
            groups.append([part])
    if not groups:
        lone = excluded or [part for part in parts if part.words]
        return Query(groups=tuple((replace(part, is_excluded=False),) for part in lone))
    return Query(groups=tuple(map(tuple, groups)), excluded=tuple(excluded))


def exactly(typed: str) -> str:
    """Return *typed* with every word and phrase asked for in just that form.

    >>> exactly('су -тасқын OR title:«көпір» =қала')
    '=су -=тасқын OR title:=«көпір» =қала'
    """
    found = []
    for match in _PART.finditer(readable(typed)):
        text = match["quoted"] or match["word"]
        field = f"{match['field']}:" if match["field"] else ""
        is_plain = text in ALTERNATIVES or not words_of(text)
        found.append(f"{match['minus'] or ''}{field}{'' if is_plain else '='}{text}")
    return " ".join(found)


def inexactly(typed: str) -> str:
    """Return *typed* with no word or phrase asked for in just one form.

    >>> inexactly('=су -тасқын title:=«көпір»')
    'су -тасқын title:«көпір»'
    """
    found = []
    for match in _PART.finditer(readable(typed)):
        field = f"{match['field']}:" if match["field"] else ""
        found.append(f"{match['minus'] or ''}{field}{match['quoted'] or match['word']}")
    return " ".join(found)


def readable(typed: str) -> str:
    """Return *typed* as the index has its letters: NFC, without invisible characters, not too long."""
    text = typed.encode("utf-8", "ignore").decode("utf-8").translate(INVISIBLE)
    text = unicodedata.normalize("NFC", text)
    if len(text) <= LONGEST_QUERY:
        return text
    return text[:LONGEST_QUERY].rpartition(" ")[0] or text[:LONGEST_QUERY]


def _parts(text: str) -> list[Part]:
    """Return the parts of *text* that hold a word, and what stands for OR."""
    found = []
    for match in _PART.finditer(text):
        raw = match["phrase"] or match["word"] or ""
        words = words_of(raw)
        if not words and raw not in ALTERNATIVES:
            continue
        field = FIELDS[match["field"].lower()] if match["field"] else None
        part = Part(
            words=words,
            field=field,
            is_excluded=bool(match["minus"] and words),
            is_exact=bool(match["exact"]),
            is_beginning=bool(match["word"]) and raw.endswith("*") and len("".join(words[-1:])) >= SHORTEST_BEGINNING,
            is_or=match.group() in ALTERNATIVES,
        )
        found.append(part)
    return found[:MOST_PARTS]


def words_of(text: str) -> tuple[str, ...]:
    """Return the words that the index cuts *text* into, in small letters (FTS5's unicode61: letters and numbers).

    >>> words_of("Ақ-Жайық, 2026 ж.")
    ('ақ', 'жайық', '2026', 'ж')
    """
    marked = "".join(char if _belongs(char) else " " for char in text)
    return tuple(word.lower() for word in marked.split() if any(unicodedata.category(c)[0] in "LN" for c in word))


def _belongs(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM" or unicodedata.category(char) == "Co"
