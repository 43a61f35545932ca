"""The text of a page that nobody has declared: what a general extractor finds, set right by the page's own shape."""

import re
from copy import deepcopy

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document

from archive.records import PrintedBlock
from crawlers.blocks import read_blocks

NOT_LETTERS = re.compile(r"\W+")
ENOUGH = 0.6
"""Share of the extractor's words that the page's column must hold for the column to be believed."""
SENTENCE = 12
"""Words of a block that is text for certain; shorter ones are as often menus and rates."""
TEXT_ENDS = (".", "!", "?", "…", ":", ";", ",", "»", "”", '"')
TEI_TO_HTML = {
    "cell": "td",
    "head": "h2",
    "hi": "span",
    "item": "li",
    "lb": "br",
    "list": "ul",
    "quote": "blockquote",
    "ref": "a",
    "row": "tr",
}


def general_blocks(root: HtmlElement, base_url: str) -> tuple[PrintedBlock, ...]:
    """Return the main text of a page of an unknown paper, as trafilatura finds it, without pictures.

    Asked for pictures, trafilatura takes captions and related articles for text; and it loses the words that stand
    behind a comment, so it gets a copy of the page without any.
    """
    page = deepcopy(root)
    etree.strip_tags(page, etree.Comment, etree.ProcessingInstruction)
    document = bare_extraction(page, url=base_url, include_comments=False, deduplicate=False, with_metadata=False)
    if not isinstance(document, Document) or document.body is None:
        return ()
    for element in list(document.body.iter(*TEI_TO_HTML)):
        element.tag = TEI_TO_HTML[element.tag]
    return read_blocks(document.body, base_url)


def agreed(column: tuple[PrintedBlock, ...], general: tuple[PrintedBlock, ...]) -> tuple[PrintedBlock, ...] | None:
    """Return the blocks of *column* that the general extractor takes for text as well, and what stands between them.

    None where the two disagree on most of the text: then the column is no article's. What each alone takes for text
    is mostly a neighbour of the article; on the pages of the benchmark both together are right more often than either
    (`benchmarks/reading.py`).
    """
    ours, theirs = _letters(column), _letters(general)
    shared = [_key(block) in theirs for block in column if _is_text(block)]
    common = sum(_words(block) for block in general if _key(block) in ours)
    outside = sum(words for block in general if _key(block) not in ours and (words := _words(block)) >= SENTENCE)
    if not any(shared) or common < ENOUGH * (common + outside):
        return None
    places = {index for index, block in enumerate(column) if _is_text(block) and _key(block) in theirs}
    first, last = min(places), max(places)
    kept = []
    for index, block in enumerate(column):
        behind_quote = index > 0 and column[index - 1].kind == "quote"
        heads = block.kind == "heading" and not block.linked and index + 1 in places
        amidst = first <= index <= last and (behind_quote or heads or _reads_like_text(block))
        if index in places or not _is_text(block) or amidst:
            kept.append(block)
    return tuple(kept)


def _reads_like_text(block: PrintedBlock) -> bool:
    """Tell whether a block amidst the text that the extractor left out is a sentence, a label or a list."""
    return not block.linked and (block.kind in {"list", "table"} or block.text.rstrip().endswith(TEXT_ENDS))


def _is_text(block: PrintedBlock) -> bool:
    return bool(block.text) and block.kind != "embed"


def _key(block: PrintedBlock) -> str:
    return NOT_LETTERS.sub("", block.text)


def _letters(blocks: tuple[PrintedBlock, ...]) -> str:
    return "".join(_key(block) for block in blocks if _is_text(block))


def _words(block: PrintedBlock) -> int:
    return len(block.text.split()) if _is_text(block) else 0
