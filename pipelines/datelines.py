"""The lines around a title that print date, counter and the like: found, cut into parts, taken out of the text."""

import re

from archive.records import Article, Block, Printed
from pipelines import counters, dates
from pipelines.text import clean, lines

READING_TIME = r"\d+\s*(?:мин(?:ут\w*)?\.?|min)\s*(?:оқу(?:\s+үшін)?|чтения|на чтение|read)?"
EDGE = r"(?=$|[\s,|•·;/])"
PARTS = tuple(
    re.compile(pattern + EDGE, re.IGNORECASE)
    for pattern in (
        *dates.PATTERNS,
        dates.LABEL,
        *(pattern for patterns in counters.PATTERNS.values() for pattern in patterns),
        READING_TIME,
    )
)
SEPARATORS = re.compile(r"[\s,|•·;/–—-]+")
LONGEST_DATELINE = 120
HEAD_BLOCKS = 3
"""A dateline stands among the first blocks of words of a text column or nowhere."""


def cut(line: str) -> list[str]:
    """Return the parts of a dateline, or nothing where *line* prints anything besides dates and counters.

    >>> cut("27.08.2021, 13:17 | Просмотры: 47")
    ['27.08.2021, 13:17', 'Просмотры: 47']
    >>> cut("Күні: , 33 рет оқылды")
    ['Күні:', '33 рет оқылды']
    >>> cut("Жиын 27.08.2021 күні өтті")
    []
    """
    rest = clean(line)
    if len(rest) > LONGEST_DATELINE:
        return []
    parts: list[str] = []
    while rest:
        longest = max((match.end() for match in (part.match(rest) for part in PARTS) if match), default=0)
        if not longest:
            return []
        parts.append(rest[:longest].strip())
        rest = SEPARATORS.sub("", rest[longest:], count=1) if SEPARATORS.match(rest[longest:]) else rest[longest:]
    return parts


def fill_head(article: Article, printed: Printed) -> None:
    """Fill `head` from the lines above the text and from the datelines among its first blocks, which leave the text."""
    for line in (printed.published, printed.views, printed.comments, *printed.above):
        article.head.extend(cut(line or ""))
    kept: list[Block] = []
    words_seen = 0
    for block in article.blocks:
        own = lines(block.text or "")
        found = {line: cut(line) for line in own} if words_seen < HEAD_BLOCKS else {}
        words = [line for line in own if not found.get(line)]
        words_seen += bool(words)
        article.head.extend(part for parts in found.values() for part in parts)
        if len(words) == len(own):
            kept.append(block)
        elif words:
            kept.append(Block(kind=block.kind, text="\n".join(words)))
    article.blocks = kept
