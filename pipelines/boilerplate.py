"""Lines that a paper prints under and amidst its articles.

Promotions, reuse notices, related articles, its own address.
"""

from dataclasses import replace
from functools import lru_cache

from archive.records import Article, Block, Printed
from pipelines.cells import claim_line
from pipelines.promotions import (
    ADVERTISEMENT,
    COMMENTS_HEAD,
    DOMAIN,
    FEWEST_WORDS,
    HASHTAGS,
    HINTS,
    LONGEST_PROMOTION,
    LONGEST_TITLE,
    MOST_RELATED,
    PROMOTIONS,
    RELATED,
    RELATED_LINE,
    SHORT_LINE,
    SOURCE_LINE,
)


def fill_boilerplate(article: Article, printed: Printed) -> None:
    """Fill `boilerplate` with the promotions and own-address lines at the end of the text, which they leave.

    Lists of other articles leave it wherever they stand; the hashtags and the source of a last line are kept apart.
    """
    taken = _take_related(article)
    at_end: list[str] = []
    index = len(article.blocks) - 1
    while index >= 0:
        last = article.blocks[index]
        if last.kind == "image":
            index -= 1
            continue
        if last.kind == "embed":
            break
        own = (last.text or "").split("\n")
        taken_lines: list[str] = []
        while own and (_is_section_link(article, last) or _takes(article, own[-1], printed)):
            taken_lines.insert(0, own.pop())
        at_end[:0] = taken_lines
        if own:
            if taken_lines:
                article.blocks[index] = replace(last, text="\n".join(own))
            break
        del article.blocks[index]
        index -= 1
    article.boilerplate.extend(line for line in (*at_end, *taken) if line)


def _is_section_link(article: Article, block: Block) -> bool:
    """Tell whether a last block is but a link to the article's section."""
    text = block.text or ""
    if not block.linked or len(text) > LONGEST_SECTION or text.endswith((".", "!", "?")):
        return False
    article.section = article.section or text
    return text == article.section


LONGEST_SECTION = 40


def _takes(article: Article, line: str, printed: Printed) -> bool:
    """Tell whether the last *line* leaves the text, and keep what it tells."""
    if len(line) > LONGEST_PROMOTION:
        return False
    if HASHTAGS.match(line):
        tags = [tag.strip("#, ") for tag in line.split("#") if tag.strip("#, ")]
        article.tags.extend(tag for tag in tags if tag not in article.tags)
        return True
    if claim_line(article, line):
        return True
    source = SOURCE_LINE.match(line)
    if source:
        name = source["name"].rstrip(" .")
        if name not in article.sources:
            article.sources.append(name)
        return True
    return is_boilerplate(line, printed)


def _take_related(article: Article) -> list[str]:
    """Take the lists of other articles out of the text, and return their lines.

    A list begins with a heading of its own; behind it stand links, or, at the end of the text, nothing but titles.
    """
    taken: list[str] = []
    index = 0
    while index < len(article.blocks):
        block = article.blocks[index]
        text = block.text or ""
        if block.kind == "embed" or not text or len(text) > LONGEST_PROMOTION:
            index += 1
        elif (
            index
            and COMMENTS_HEAD.match(text)
            and all(len(block.text or "") <= LONGEST_PROMOTION for block in article.blocks[index:])
        ):
            claim_line(article, COMMENTS_HEAD.sub(r"комментарии: \g<count>", text))
            taken += [line for block in article.blocks[index:] for line in (block.text or "").split("\n") if line]
            del article.blocks[index:]
        elif RELATED.match(text):
            end = _end_of_related(article.blocks, index)
            gone = [
                (block, line) for block in article.blocks[index:end] for line in (block.text or "").split("\n") if line
            ]
            taken += [line for block, line in gone if block.linked or not claim_line(article, line)]
            del article.blocks[index:end]
        elif _is_related_line(block) or ADVERTISEMENT.fullmatch(text):
            taken.append(text)
            del article.blocks[index]
        else:
            index += 1
    return taken


def _is_related_line(block: Block) -> bool:
    text = block.text or ""
    if (
        block.linked
        and block.kind in {"paragraph", "heading"}
        and len(text.split()) >= FEWEST_WORDS
        and len(text) <= LONGEST_TITLE
    ):
        return text[-1] not in ".!:;,"
    return (
        len(text) <= LONGEST_TITLE + 40
        and RELATED_LINE.match(text) is not None
        and (block.linked or not text.endswith("."))
    )


def _end_of_related(blocks: list[Block], begin: int) -> int:
    """Return where the list of other articles ends whose heading stands at *begin*."""
    rest = blocks[begin + 1 :]
    if len(rest) <= MOST_RELATED and all(
        len(block.text or "") <= LONGEST_TITLE and not (block.text or "").endswith(".") for block in rest
    ):
        return len(blocks)
    end = begin + 1
    while end < len(blocks) and (
        blocks[end].linked or (blocks[end].kind == "image" and end + 1 < len(blocks) and blocks[end + 1].linked)
    ):
        end += 1
    return end


def is_boilerplate(line: str, printed: Printed) -> bool:
    """Tell whether *line* promotes a channel, forbids reuse, or is the paper's own address."""
    if DOMAIN.match(line):
        return _host(line) in {_host(printed.publisher.home), *printed.publisher.hosts}
    if line in printed.publisher.tails:
        return True
    if len(line) > LONGEST_PROMOTION:
        return False
    return _promotes(line)


@lru_cache(maxsize=256)
def _promotes(line: str) -> bool:
    """Tell whether *line* promotes or forbids something, or heads a list; the last lines are asked about twice."""
    if len(line) > SHORT_LINE:
        small = line.lower()
        if not any(hint in small for hint in HINTS):
            return False
    return RELATED.match(line) is not None or any(pattern.search(line) for pattern in PROMOTIONS)


def _host(address: str) -> str:
    return (
        address.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/").split("/")[0]
    )
