"""White space and characters: printed text in, clean text out; blocks of the text column cut into paragraphs."""

import re
import unicodedata

from archive.records import Article, Block, Printed, PrintedBlock

INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
"""Characters that are not seen and split words: soft hyphen, zero-width space and joiners, byte order mark."""
PARAGRAPH_BREAK = re.compile(r"\n[ \t\u00a0]*\n\s*")


def clean(text: str) -> str:
    r"""Return *text* in NFC on one line: white space normal, no-break space as space, nothing invisible.

    >>> clean("Орал\u00a0 қала\u00adсында\n")
    'Орал қаласында'
    """
    normal = unicodedata.normalize("NFC", text)
    return " ".join((normal if normal.isprintable() else INVISIBLE.sub("", normal)).split())


def clean_or_none(text: str | None) -> str | None:
    """Return *text* clean, or None where nothing is printed.

    >>> clean_or_none("\u00a0") is None
    True
    """
    return (clean(text) or None) if text else None


def lines(text: str) -> list[str]:
    r"""Return the lines of *text*, clean, empty ones left out.

    >>> lines("21.01.2026, 14:30\n\u00a0\nОқылды: 213")
    ['21.01.2026, 14:30', 'Оқылды: 213']
    """
    return [line for line in (clean(line) for line in text.split("\n")) if line]


def fill_blocks(article: Article, printed: Printed) -> None:
    """Fill `blocks` with the text column, clean; an empty line (`<br><br>`) parts paragraphs, one break does not."""
    for block in printed.blocks:
        article.blocks.extend(_clean_blocks(block))
    article.doubts.extend(printed.doubts)


def _clean_blocks(block: PrintedBlock) -> list[Block]:
    if block.kind == "image":
        return [Block(kind="image", picture=block.image)]
    if block.kind == "table":
        return [Block(kind="table", text="\n".join(lines(block.text)))]
    texts = PARAGRAPH_BREAK.split(block.text) if block.kind in {"paragraph", "quote"} else [block.text]
    return [Block(kind=block.kind, text="\n".join(lines(text))) for text in texts if clean(text)]
