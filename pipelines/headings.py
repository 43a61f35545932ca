"""Headline, lead, section and keywords."""

import re

from archive.records import Article, Block, Printed
from pipelines.text import clean, clean_or_none

SEPARATOR = r"\s+(?:[|»•·—–-]|::)\s+"
"""What stands between a title and the paper's name that metadata add to it."""

RUBRICS = frozenset(
    {
        "ауыл",
        "ауыл шаруашылығы",
        "білім",
        "денсаулық",
        "жастар",
        "жаңалықтар",
        "здоровье",
        "культура",
        "молодежь",
        "молодёжь",
        "мәдениет",
        "новости",
        "образование",
        "общество",
        "оқиға",
        "политика",
        "право",
        "происшествия",
        "рухани жаңғыру",
        "руханият",
        "саясат",
        "село",
        "сельское хозяйство",
        "спорт",
        "тарих",
        "экология",
        "экономика",
        "қоғам",
        "құқық",
        "әлеумет",
        "өнер",
    }
)
"""Names of rubrics that themes print as a line of their own before the text (PAGES.md, 1.1, generation 2)."""


def fill_title(article: Article, printed: Printed) -> None:
    """Fill `title` from the printed heading, else from the metadata without the paper's name."""
    stated = clean_or_none(printed.metadata.title)
    article.title = clean_or_none(printed.title) or (stated and _without_site_name(stated, printed))


def _without_site_name(title: str, printed: Printed) -> str:
    """Return *title* without the paper's name behind a bar or a dash; any other tail is a part of the title."""
    for name in (printed.metadata.site_name, printed.publisher.title):
        match = re.search(rf"{SEPARATOR}{re.escape(clean(name))}$", title, re.IGNORECASE) if name else None
        if match:
            return title[: match.start()]
    return title


def drop_repeated_title(article: Article, _printed: Printed) -> None:
    """Take the lines out of the text that repeat the title or stand for a picture by its file stem (PAGES.md, I8)."""
    stems = {_stem(block.picture.src) for block in article.blocks if block.picture}
    alts = {clean(block.picture.alt) for block in article.blocks if block.picture}
    repeated = {article.title, *stems, *(alt for alt in alts if alt and " " not in alt)}
    kept: list[Block] = []
    for block in article.blocks:
        own = (block.text or "").split("\n")
        words = [line for line in own if line not in repeated]
        if block.kind == "image" or len(words) == len(own):
            kept.append(block)
        elif words:
            kept.append(Block(kind=block.kind, text="\n".join(words)))
    article.blocks = kept


def _stem(address: str) -> str:
    return address.rpartition("/")[2].rpartition(".")[0]


def fill_lead(article: Article, printed: Printed) -> None:
    """Fill `lead` where the layout marks one, `section` and `tags`; a marked lead is the first paragraph too."""
    article.lead = clean_or_none(printed.lead)
    rubric = _take_rubric(article)
    article.section = clean_or_none(printed.section) or clean_or_none(printed.metadata.section) or rubric
    article.tags = [tag for tag in (clean(tag) for tag in printed.tags or printed.metadata.tags) if tag]
    texts = [clean(block.text) for block in article.blocks if block.text]
    if article.lead and article.lead not in texts[:1]:
        article.blocks.insert(0, Block(kind="paragraph", text=article.lead))


def _take_rubric(article: Article) -> str | None:
    """Return the rubric line before the first paragraph and take it out of the text; None where there is none."""
    first = next((block for block in article.blocks if block.text), None)
    if first is None or not first.text or first.text.lower() not in RUBRICS:
        return None
    article.blocks.remove(first)
    return first.text
