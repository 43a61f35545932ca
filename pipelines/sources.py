"""Whom a text credits for its news: «деп хабарлайды X», «сообщает X»."""

import re

from archive.records import Article, Printed

NAME_END = r"(?=\s*(?:[.,;!?…]|$|\bсо ссылкой\b|\bсілтеме\b))"
PRONOUN = r"(?:ол|олар|біз|мен|он|она|они|мы|я)\b"
CREDITS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bдеп\s+(?:хабарлайды|хабарлады|жазады|жазды|мәлімдейді|мәлімдеді)\s+(?P<name>(?!{PRONOUN})[\w«\"“][^.!?…;]*?){NAME_END}",
        rf"\b(?:сообщает|сообщила|сообщил|передает|передаёт|пишет)\s+(?:корреспондент\s+)?(?P<name>(?!{PRONOUN})[\w«\"“][^.!?…;,]*?){NAME_END}",
        rf"\bсо\s+ссылкой\s+на\s+(?P<name>[^.!?…;,]*?){NAME_END}",
        rf"\b(?:сообщили|рассказали)\s+в\s+(?P<name>[^.!?…;,]*?){NAME_END}",
    )
)
HINT = re.compile(r"\bдеп\b|сообщ|переда|пишет|ссылкой|рассказали", re.IGNORECASE)
"""Most paragraphs credit nobody: one look tells."""
LONGEST_NAME = 120


def read_sources(text: str) -> list[str]:
    """Return the names that a paragraph credits, as printed.

    >>> read_sources("Су деңгейі көтерілді, деп хабарлайды БҚО әкімдігінің баспасөз қызметі.")
    ['БҚО әкімдігінің баспасөз қызметі']
    >>> read_sources("Дорогу сдали в срок, сообщает пресс-служба акимата ЗКО.")
    ['пресс-служба акимата ЗКО']
    """
    if not HINT.search(text):
        return []
    found = (match for pattern in CREDITS for match in pattern.finditer(text))
    ordered = sorted(found, key=lambda match: match.start())
    names = (match["name"].strip() for match in ordered)
    return [name for name in names if name and len(name) <= LONGEST_NAME]


def fill_sources(article: Article, _printed: Printed) -> None:
    """Fill `sources` with the names the text credits, each once, in reading order."""
    for block in article.blocks:
        for name in read_sources(block.text or ""):
            if name not in article.sources:
                article.sources.append(name)
