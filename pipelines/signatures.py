"""Where an article is signed: the layout's place, the lines around the title, the tail of the text, the metadata."""

import re
from dataclasses import replace
from itertools import pairwise

from archive.records import Article, Block, Byline, Printed
from pipelines.bylines import AGENCY, AUTHOR_LABEL, LEADING, STAFF, is_nobody, own_names, read_bylines
from pipelines.counters import BARS
from pipelines.datelines import cut
from pipelines.names import CAPITALISED, NAME, NO_NAME, TWO_WORDS, is_likely_name
from pipelines.posts import POST, POST_AT_END
from pipelines.quotation_marks import is_quotation
from pipelines.quotes import is_label, read_attribution
from pipelines.text import clean

FIRST_NAME = re.compile(r"\s*(?:[,/;(|]|\s[–—-]\s|\s(?:және|мен|пен|бен|и)\s)\s*")
DATELINE = re.compile(
    rf"{CAPITALISED}\.\s+\d{{1,2}}\s+\w+\s+\d{{4}}\s*(?:года?|г\.|жыл\w*|ж\.)?\.?\s+[^.–—]{{2,40}}?\s+[–—-]\s+(?P<who>{NAME})\."
)
"""«Орал. 5 сәуір 2020 жыл. Paper – Author.» (PAGES.md, 1.2)."""
PLACE = re.compile(r"(?:облысы|ауданы|қаласы|ауылы|кенті|область|район|г\.\s?\w+|город \w+|село \w+)$", re.IGNORECASE)
"""A place below a name."""
TAIL = 4
LONGEST_DOUBT = 200
"""Blocks from the end among which a bare name signs."""


def fill_bylines(article: Article, printed: Printed) -> None:
    """Fill `bylines` from what the layout names, the lines around the title, the tail of the text, or the metadata.

    What the text itself signs with leaves it in any case.
    """
    own = own_names(printed)
    named = [byline for text in printed.bylines for byline in _named(article, text, own)]
    around = _with_posts([byline for text in article.signed for byline in _signed_beside(text, own)])
    in_text = _take_from_text(article, own) or _from_dateline(article)
    stated = [byline for name in printed.metadata.authors for byline in _stated(name, own)]
    posts = _posts_beside(printed) if stated and not (named or around or in_text) else {}
    stated = [replace(byline, role=byline.role or posts.get(byline.name)) for byline in stated]
    article.bylines = _each_once(named or around or in_text or stated, [*in_text])


def _posts_beside(printed: Printed) -> dict[str, str]:
    """Return the posts that the page prints right behind a name, by name: in a card about who wrote the article."""
    cells = [clean(cell.text[:LONGEST_DOUBT]) for line in printed.around for cell in line.cells]
    return {name: post for name, post in pairwise(cells) if _is_post(post) and len(post.split()) <= TAIL}


def _with_posts(bylines: list[Byline]) -> list[Byline]:
    """Return *bylines* with what is printed behind a name as its post: «Ольга Ким», «специальный корреспондент»."""
    found: list[Byline] = []
    for byline in bylines:
        last = found[-1] if found else None
        if (
            byline.kind == "staff"
            and last
            and last.kind == "person"
            and last.role is None
            and (POST_ONLY.search(byline.name) or _is_post(byline.name))
        ):
            found[-1] = Byline(name=last.name, kind="person", role=byline.name)
        elif not byline.name[0].islower() or byline.kind != "staff" or STAFF.fullmatch(byline.name):
            found.append(byline)
    return found


def _signed_beside(text: str, own: frozenset[str]) -> list[Byline]:
    """Return who signs with a piece of a line around the title; a post alone is nobody's yet."""
    if len(text.split()) <= TAIL and _is_post(text):
        return [Byline(name=text, kind="staff")]
    return read_bylines(text, trusted=True, own=own)


def _is_post(text: str) -> bool:
    """Tell whether *text* is a post alone: «спорт шолушысы», «редактор отдела»."""
    return text[:1].islower() and (
        POST_AT_END.search(text) is not None or POST.match(text.partition(" ")[0]) is not None
    )


POST_ONLY = re.compile(r"корр|тілші|журналист|редактор", re.IGNORECASE)


def read_signature(text: str) -> list[Byline]:
    """Return who signs with the line *text* at the head or the end of an article.

    Nobody where it is a part of the text.

    >>> [byline.name for byline in read_signature("Ольга Петрова")], read_signature("Жаңа мектеп")
    (['Ольга Петрова'], [])
    """
    text = "\n".join(map(clean, text.split("\n")))
    found = _signing(Block(kind="paragraph", text=text), frozenset())
    if found:
        return found
    pieces = BARS.split(text)
    signing = [
        byline
        for piece in pieces
        if not cut(piece)
        for byline in _signing(Block(kind="paragraph", text=piece), frozenset())
    ]
    return signing if len(pieces) > 1 and any(cut(piece) for piece in pieces) else []


def _each_once(first: list[Byline], more: list[Byline]) -> list[Byline]:
    """Return *first* and those of *more* that sign under another name."""
    found: list[Byline] = []
    for byline in (*first, *more):
        if all(_same(byline.name) != _same(known.name) for known in found):
            found.append(byline)
    return found


def _same(name: str) -> frozenset[str]:
    """Return what two forms of one name share: Айгүл СЕРІКОВА, Серікова Айгүл."""
    return frozenset(name.lower().replace(".", " ").split())


def _named(article: Article, text: str, own: frozenset[str]) -> list[Byline]:
    found = read_bylines(text, trusted=True, own=own)
    line = clean(text[:LONGEST_DOUBT])
    if not found and not is_nobody(AUTHOR_LABEL.sub("", line)):
        article.doubt("bylines", "unreadable", line)
    return found


def _stated(name: str, own: frozenset[str]) -> list[Byline]:
    """Return who signs by the name that the metadata state, if it is anybody's."""
    known = AGENCY.fullmatch(clean(name)) or clean(name).lower() in own
    return [] if is_nobody(name) and not known else read_bylines(name, trusted=True, own=own)


def _take_from_text(article: Article, own: frozenset[str]) -> list[Byline]:
    """Take the bylines out of the text.

    At its end, behind pictures and label-and-quote pairs, and labelled at its head.
    """
    return [*_take_from_head(article, own), *_take_from_tail(article, own)]


def _from_dateline(article: Article) -> list[Byline]:
    """Return the author whom a dateline names that opens the text with place, day and paper; it stays in the text."""
    first = next((block.text for block in article.blocks if block.text), "")
    match = DATELINE.match(first)
    return [Byline(name=match["who"], kind="person")] if match and is_likely_name(match["who"]) else []


def _take_from_head(article: Article, own: frozenset[str]) -> list[Byline]:
    for index, block in enumerate(article.blocks[:3]):
        if block.kind == "image" or not block.text:
            continue
        labelled = AUTHOR_LABEL.match(block.text) is not None and "\n" not in block.text
        found = read_bylines(block.text, own=own) if labelled or len(block.text.split()) <= 4 else []  # noqa: PLR2004
        if found:
            del article.blocks[index]
            return found
        return []
    return []


def _take_from_tail(article: Article, own: frozenset[str]) -> list[Byline]:
    found: list[Byline] = []
    seen = 0
    index = len(article.blocks) - 1
    while index > 0 and seen < TAIL:
        block = article.blocks[index]
        text = block.text or ""
        if block.kind in {"image", "embed", "quote"} or _belongs_to_quote(article.blocks, index):
            index -= 1
            continue
        signing = (
            _signing(block, own) or _over_two(article.blocks, index, own)
            if block.kind in {"paragraph", "heading", "quote"}
            else []
        )
        if not signing:
            break
        found[:0] = signing
        seen += 1
        if not _signing(block, own):
            del article.blocks[index - 1 : index + 1]
            index -= 2
            continue
        rest = "" if _at_right(block, own) else _unsigned(text, own)
        article.blocks[index : index + 1] = [Block(kind=block.kind, text=rest)] if rest else []
        if rest:
            break
        index -= 1
    return found


def _over_two(blocks: list[Block], index: int, own: frozenset[str]) -> list[Byline]:
    """Return who signs with two paragraphs, the name with a comma and the place below it."""
    before = (blocks[index - 1].text or "") if index > 1 else ""
    text = (blocks[index].text or "").rstrip(".")
    if len(text.split()) > TAIL or not (before.endswith(",") or PLACE.search(text)):
        return []
    return _likely(f"{before.rstrip(',')}, {text}", own)


def _signing(block: Block, own: frozenset[str]) -> list[Byline]:
    """Return who signs with a block, or with the last line of one."""
    printed = [line for line in map(_bare, (block.text or "").split("\n")) if line]
    joined = " ".join(printed)
    whole = (
        _likely(joined, own) or read_bylines(joined, own=own) or _at_right(block, own) or _in_two_lines(printed, own)
    )
    if whole:
        return whole
    last = (block.text or "").rpartition("\n")[2]
    return read_bylines(last, own=own) or _likely(last, own)


def _bare(line: str) -> str:
    """Return *line* without the signs before a name: a pen, asterisks, a dash."""
    return LEADING.sub("", line)


def _in_two_lines(printed: list[str], own: frozenset[str]) -> list[Byline]:
    """Return who signs with the name in one line and the post in small letters in the next."""
    if len(printed) != 2 or not printed[1][0].islower() or not is_likely_name(printed[0]):  # noqa: PLR2004 - name and post
        return []
    return read_bylines(f"{printed[0]}, {printed[1]}", trusted=True, own=own)


def _at_right(block: Block, own: frozenset[str]) -> list[Byline]:
    """Return who signs with a block set to the right that is but a first name and a surname of any form."""
    line = block.text or ""
    is_name = block.at_right and TWO_WORDS.fullmatch(line) is not None and not NO_NAME.search(line)
    return read_bylines(line, trusted=True, own=own) if is_name else []


def _likely(line: str, own: frozenset[str]) -> list[Byline]:
    """Return who signs with a line that begins with what looks like a name: in its place that is enough."""
    first = FIRST_NAME.split(line, maxsplit=1)[0].rstrip(".")
    is_sentence = line.endswith((".", "!", "?", ":", "…")) and first != line.rstrip(".")
    return read_bylines(line, trusted=True, own=own) if is_likely_name(first) and not is_sentence else []


def _unsigned(text: str, own: frozenset[str]) -> str:
    """Return the lines of a block that do not sign."""
    printed = [line for line in map(_bare, text.split("\n")) if line]
    joined = " ".join(printed)
    if read_bylines(joined, own=own) or _likely(joined, own) or _in_two_lines(printed, own):
        return ""
    rest, _, last = text.rpartition("\n")
    return rest if rest and (read_bylines(last, own=own) or _likely(last, own)) else ""


def _belongs_to_quote(blocks: list[Block], index: int) -> bool:
    """Tell whether the block at *index* is a label that ends in a colon, or stands right behind one."""
    text = blocks[index].text or ""
    before = (blocks[index - 1].text or "") if index else ""
    attributes = index > 0 and blocks[index - 1].kind == "quote" and read_attribution(text) is not None
    return is_label(text) or attributes or (is_label(before) and is_quotation(text))
