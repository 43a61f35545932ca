"""Lines that a paper prints under and amidst its articles.

Promotions, reuse notices, related articles, its own address.
"""

from dataclasses import replace
from functools import lru_cache

from archive.records import Article, Block, Printed
from pipelines.cells import claim_line
from pipelines.promotions import (
    ADVERTISEMENT,
    ASKS,
    CALLS,
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
    SENTENCES,
    SHORT_LINE,
    SOURCE_LINE,
    SPOKEN,
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
        kept, gone = _without_end(article, last, printed, asked=bool(at_end))
        at_end[:0] = gone
        if kept:
            if gone:
                article.blocks[index] = replace(last, text="\n".join(kept))
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


def _without_end(article: Article, block: Block, printed: Printed, *, asked: bool) -> tuple[list[str], list[str]]:
    """Return the lines of *block* that are text, and what stands at its end and leaves it.

    *asked* says that a call stood behind it: then a question that leads to the call goes with it.
    """
    kept = (block.text or "").split("\n")
    gone: list[str] = []
    while kept and (
        _is_section_link(article, block)
        or _takes(article, kept[-1], printed)
        or ((asked or gone) and ASKS.match(kept[-1]))
    ):
        gone.insert(0, kept.pop())
    if kept:
        kept[-1], call = _without_call(kept[-1])
        gone[:0] = [call] if call else []
    return kept, gone


def _without_call(line: str) -> tuple[str, str]:
    """Return *line* without the sentences at its end that call readers to a channel, and those sentences.

    >>> _without_call("Ремонт закончат к осени. Подписывайтесь на наш Telegram-канал!")
    ('Ремонт закончат к осени.', 'Подписывайтесь на наш Telegram-канал!')
    """
    sentences = SENTENCES.split(line)
    kept = len(sentences)
    while kept and _calls(sentences[kept - 1]):
        kept -= 1
    while 0 < kept < len(sentences) and ASKS.match(sentences[kept - 1]):
        kept -= 1
    return " ".join(sentences[:kept]), " ".join(sentences[kept:])


def _calls(sentence: str) -> bool:
    """Tell whether a sentence calls readers to a channel; words that somebody is quoted with call nobody."""
    is_whole = sentence.count("«") == sentence.count("»")
    return is_whole and CALLS.match(sentence) is not None and not SPOKEN.match(sentence)


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
    if SPOKEN.match(line):
        return False
    if len(line) > SHORT_LINE:
        small = line.lower()
        if not any(hint in small for hint in HINTS):
            return False
    if RELATED.match(line) or any(pattern.search(line) for pattern in PROMOTIONS):
        return True
    return not _without_call(line)[0]


def _host(address: str) -> str:
    return (
        address.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/").split("/")[0]
    )
