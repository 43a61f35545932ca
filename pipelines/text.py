"""White space and characters: printed text in, clean text out; blocks of the text column cut into paragraphs."""

import re
import unicodedata
from dataclasses import replace

from archive.records import Article, Block, Printed, PrintedBlock

INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffc\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
"""Characters that are not seen and split words: soft hyphen, zero-width and directional marks, controls."""
LONGEST_CAPTION = 400
PARAGRAPH_BREAK = re.compile(r"\n[ \t\u00a0]*\n\s*")
CYRILLIC, LATIN = "\u0400-\u052f", "A-Za-z\u018f\u0259\u00d6\u00f6\u00cb\u00eb\u00cf\u00ef"
MIXED = re.compile(rf"[{CYRILLIC}][{LATIN}]|[{LATIN}][{CYRILLIC}]")
HAS_LATIN = re.compile(rf"[{LATIN}]")
WORD = re.compile(r"[^\W\d_]+")
LOOK_ALIKES = str.maketrans(
    "aceopxyhikABCEHIKMOPTXYəƏöÖëËïÏ",
    "асеорхуһікАВСЕНІКМОРТХУәӘөӨёЁїЇ",
)
"""Latin letters that look like Cyrillic ones (PAGES.md, X1); Kazakh і, һ, ә and ө among them."""
ALIKE = frozenset(chr(code) for code in LOOK_ALIKES)
ABBREVIATION = re.compile(rf"^[{LATIN}]{{2,}}|[{LATIN}]{{3,}}")
"""Latin letters that stand together are meant: ITшник, Xабар is not."""
SHORTCODE = re.compile(
    r"\[/?(?:caption|divider|gallery|embed|video|audio|playlist|contact-form(?:-7)?|button|quote|column|row|spoiler|su_\w+|"
    r"vc_\w+|et_pb_\w+|td_\w+|rev_slider|wp\w*|ad|ads|adrotate|social\w*|share\w*|toc|youtube|clear|separator|spacer)"
    r"(?:\s[^\[\]]{0,500})?/?\]|\[/?\w{2,20}(?:\s+\w{1,20}=(?:\"[^\"\[\]]{0,200}\"|'[^'\[\]]{0,200}'|[^\s\[\]]{1,100})){1,20}\s*/?\]",
    re.IGNORECASE,
)
"""A shortcode of WordPress that no plugin took out (PAGES.md, X8): a known name, or any with attributes."""
CLOSING_CODE = re.compile(r"\[/(\w{2,20})\]")
ANY_CODE = re.compile(r"\[/?(?P<name>\w{2,20})\]")
BLOCK_TAG = re.compile(
    r"</?(?:p|div|br|h[1-6]|ul|ol|li|blockquote|figure|table|tr|center|section)(?:\s[^<>]{0,500})?/?>", re.IGNORECASE
)
INLINE_TAG = re.compile(
    r"</?(?:a|b|i|u|s|em|strong|span|font|small|big|sup|sub|img|iframe|td|th|tbody|script|style)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
"""HTML that a page shows as text (PAGES.md, X8)."""


def clean(text: str) -> str:
    r"""Return *text* in NFC on one line: white space normal, no-break space as space, nothing invisible.

    >>> clean("Орал\u00a0 қала\u00adсында\n")
    'Орал қаласында'
    """
    normal = unicodedata.normalize("NFC", text)
    if not normal.isprintable():
        normal = INVISIBLE.sub("", normal)
    line = " ".join(normal.split())
    return with_cyrillic_letters(line) if HAS_LATIN.search(line) and MIXED.search(line) else line


def with_cyrillic_letters(text: str) -> str:
    """Return *text* with Latin look-alikes made Cyrillic inside words that are Cyrillic but for them.

    >>> with_cyrillic_letters("Түркiстан, ITшник, COVID-тің")
    'Түркістан, ITшник, COVID-тің'
    """
    return WORD.sub(lambda word: _as_cyrillic(word[0]), text)


def _as_cyrillic(word: str) -> str:
    latin = [letter for letter in word if letter.isascii() or letter in ALIKE]
    if not latin or len(latin) == len(word) or len(latin) * 2 > len(word) or not ALIKE.issuperset(latin):
        return word
    return word if ABBREVIATION.search(word) else word.translate(LOOK_ALIKES)


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


def without_code(text: str) -> str:
    r"""Return *text* without shortcodes and HTML that the page shows as text.

    >>> without_code("[divider]Орал</p><p>Ақтау &lt;3")
    'Орал  Ақтау &lt;3'
    """
    if "[" in text:
        closed = {name.lower() for name in CLOSING_CODE.findall(text)}
        text = SHORTCODE.sub("", text)
        text = ANY_CODE.sub(lambda code: "" if code["name"].lower() in closed else code[0], text) if closed else text
    if "<" in text:
        text = INLINE_TAG.sub("", BLOCK_TAG.sub(" ", text))
    return text


def fill_blocks(article: Article, printed: Printed) -> None:
    """Fill `blocks` with the text column, clean; an empty line (`<br><br>`) parts paragraphs, one break does not."""
    for block in printed.blocks:
        caption, end, rest = block.text.partition("[/caption]")
        last = article.blocks[-1] if article.blocks else None
        if end and last and last.picture and len(caption) <= LONGEST_CAPTION:
            article.blocks[-1] = Block(kind="image", picture=replace(last.picture, caption=clean(caption)))
            article.blocks.extend(_clean_blocks(replace(block, text=rest)))
            continue
        article.blocks.extend(_clean_blocks(block))
    article.doubts.extend(printed.doubts)


def _clean_blocks(block: PrintedBlock) -> list[Block]:
    if block.kind == "image":
        return [Block(kind="image", picture=block.image)]
    if block.kind == "table":
        return [Block(kind="table", text="\n".join(lines(block.text)))]
    if block.kind == "embed":
        return [Block(kind="embed", text=clean(block.text))]
    plain = without_code(block.text)
    texts = PARAGRAPH_BREAK.split(plain) if block.kind in {"paragraph", "quote"} else [plain]
    found = (
        Block(kind=block.kind, text="\n".join(lines(text)), linked=block.linked, at_right=block.at_right)
        for text in texts
    )
    return [block for block in found if block.text]
