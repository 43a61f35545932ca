"""Where the pictures of a page stand among the words that a general extractor found on it."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from archive.records import PrintedBlock
from crawlers.blocks import DROPPED, ITALIC, PICTURES, read_blocks
from crawlers.captions import CAPTION_NAMES, LONGEST_CAPTION
from crawlers.shape import names_of, plain_text, story, walk
from crawlers.surroundings import leads_elsewhere
from pipelines.images import CREDIT, LONGEST_CREDIT_LINE

KEY = 60
"""Letters of a paragraph that tell it from every other one."""
SLACK = 20
"""Letters that an element may print besides its paragraph."""
CAPTION_LEVELS = 3
"""How far out of a picture its caption may stand."""


def with_pictures(
    blocks: tuple[PrintedBlock, ...], root: HtmlElement, title: HtmlElement | None, base_url: str
) -> tuple[PrintedBlock, ...]:
    """Return *blocks* with the pictures of their column, and those between *title* and text, in reading order."""
    elements = list(walk(root))
    found = _places(elements, blocks)
    if not found:
        return blocks
    column = _common_ancestor(found)
    own, around = set(column.iter()), set(story(root, title, column).iter())
    pictures: dict[int, list[HtmlElement]] = {}
    at = 0
    seen_title = title is None
    for element in elements:
        seen_title = seen_title or element is title
        if element in found:
            at = max(at, found[element] + 1)
        elif element.tag in PICTURES and not leads_elsewhere(element, base_url):
            above = at == 0 and seen_title and element in around
            if element in own or above:
                pictures.setdefault(at, []).append(element)
    return tuple(_joined(blocks, pictures, base_url))


def _places(elements: list[HtmlElement], blocks: tuple[PrintedBlock, ...]) -> dict[HtmlElement, int]:
    """Return the elements that print a block and nothing much besides, each with the block's index."""
    wanted = {_key(block.text): index for index, block in reversed(list(enumerate(blocks))) if block.text}
    found: dict[HtmlElement, int] = {}
    for element in elements:
        index = wanted.get(_beginning(element))
        if index is not None and len(plain_text(element)) <= len(blocks[index].text) + SLACK:
            found[element] = index
    return found


def _joined(
    blocks: tuple[PrintedBlock, ...], pictures: dict[int, list[HtmlElement]], base_url: str
) -> Iterator[PrintedBlock]:
    for index, block in enumerate(blocks):
        for picture in pictures.get(index, ()):
            yield from as_printed(picture, base_url)
        yield block
    for picture in pictures.get(len(blocks), ()):
        yield from as_printed(picture, base_url)


def as_printed(picture: HtmlElement, base_url: str) -> list[PrintedBlock]:
    """Return *picture* as a block, with the caption of the figure around it."""
    figure = next(picture.iterancestors("figure"), None)
    if figure is None:
        figure = _with_caption(picture)
    whole = picture.makeelement("body")
    behind = _caption_behind(figure) if figure.tag != "figure" else []
    whole.extend(deepcopy(part) for part in (figure, *behind))
    etree.strip_attributes(whole, DROPPED)
    for part in whole:
        part.tail = None
    found = [block for block in read_blocks(whole, base_url) if block.kind == "image"][:1]
    return [_with_credit(_with_line(block, behind), figure) for block in found]


def _caption_behind(picture: HtmlElement) -> list[HtmlElement]:
    """Return the element right behind *picture*, or behind what holds nothing else, that is its caption.

    Its names say so, or it credits the picture.
    """
    for around in (picture, *islice(picture.iterancestors(), CAPTION_LEVELS)):
        if around is not picture and (plain_text(around) or around.tag in {"article", "main", "body"}):
            break
        behind = around.getnext()
        if behind is None:
            continue
        if not isinstance(behind.tag, str) or next(behind.iter(*PICTURES), None) is not None:
            return []
        text = plain_text(behind)
        named = CAPTION_NAMES.search(names_of(behind)) is not None and len(text) <= LONGEST_CAPTION
        return [behind] if named or (len(text) <= LONGEST_CREDIT_LINE and CREDIT.search(text)) else []
    return []


def _with_line(block: PrintedBlock, behind: list[HtmlElement]) -> PrintedBlock:
    """Return the picture *block* with the line *behind* it as its caption, where it has none yet."""
    if block.image is None or block.image.caption or block.image.credit or not behind:
        return block
    return replace(block, image=replace(block.image, caption=plain_text(behind[0])))


def _with_credit(block: PrintedBlock, figure: HtmlElement) -> PrintedBlock:
    """Return the picture *block* with the credit that its wrapper prints, where no caption of it is known yet."""
    if block.image is None or block.image.caption or figure.tag == "figure":
        return block
    for number, around in enumerate(figure.iterancestors()):
        text = plain_text(around)
        if number == CAPTION_LEVELS or len(text) > LONGEST_CREDIT_LINE or _shows_several(around):
            break
        if text and CREDIT.search(text):
            return replace(block, image=replace(block.image, caption=text))
    return block


def _common_ancestor(elements: Iterable[HtmlElement]) -> HtmlElement:
    """Return the smallest element that holds all of *elements*."""
    paths = [list(reversed([element, *element.iterancestors()])) for element in elements]
    common = paths[0][0]
    for level in zip(*paths, strict=False):
        if any(element is not level[0] for element in level):
            break
        common = level[0]
    return common


def _shows_several(element: HtmlElement) -> bool:
    """Tell whether *element* holds several pictures; those of `noscript` are there for want of a script."""
    shown = (one for one in element.iter(*PICTURES) if next(one.iterancestors("noscript"), None) is None)
    return len(list(islice(shown, 2))) > 1


def _with_caption(picture: HtmlElement) -> HtmlElement:
    """Return the smallest block around *picture* that holds its caption and no other picture, else its link."""
    best = picture
    for number, around in enumerate(picture.iterancestors()):
        if number == CAPTION_LEVELS or around.tag in {"article", "main", "body"} or _shows_several(around):
            break
        text = plain_text(around)
        if len(text) > LONGEST_CAPTION:
            break
        named = text and any(CAPTION_NAMES.search(names_of(part)) for part in around.iter() if part is not around)
        if around.tag == "a" or named or (text and _is_set_small(around)):
            best = around
    return best


def _is_set_small(element: HtmlElement) -> bool:
    """Tell whether all words in *element* are set in italics or small."""
    texts = element.xpath(".//text()[normalize-space()][not(ancestor::noscript)]")
    return all(any(around.tag in ITALIC for around in _holders(text, element)) for text in texts)


def _holders(text: "etree._ElementUnicodeResult", within: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements around *text* below *within*."""
    parent = text.getparent()
    if parent is not None and text.is_tail:
        parent = parent.getparent()
    while parent is not None and parent is not within:
        yield parent
        parent = parent.getparent()


def _beginning(element: HtmlElement) -> str:
    """Return the first letters of *element*, as many as make a key."""
    begin = ""
    for text in element.itertext():
        begin += "".join(text.split())
        if len(begin) >= KEY:
            break
    return begin[:KEY]


def _key(text: str) -> str:
    return "".join(text.split())[:KEY]
