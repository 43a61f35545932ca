"""Headline, lead, section and keywords."""

import re
from urllib.parse import unquote

from archive.records import Article, Block, Printed
from pipelines.text import clean, clean_or_none

SEPARATOR = r"\s*(?:\s[|»•·—–-]|[|»•]|::)\s+"
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
HOME_CRUMBS = frozenset(
    {
        "басты бет",
        "басты",
        "бас бет",
        "главная",
        "главная страница",
        "home",
        "негізгі бет",
        "start",
        "basty bet",
        "мақала",
        "статья",
        "article",
        "на главную",
    }
)
SLACK = 40
"""Signs that one printing of a title may have more than another."""
LEAD_BLOCKS = 4
"""A lead that the text column prints as well stands among its first blocks; captions may stand before it."""
PICTURE_ADDRESS = re.compile(r"(?:https?://|/)\S{1,300}\.(?:avif|gif|jpe?g|png|webp)(?:\?\S*)?", re.IGNORECASE)
"""The address of a picture printed as a line (PAGES.md, 1.4, adyrna)."""
LETTERS = re.compile(r"[\W_]+")


def fill_title(article: Article, printed: Printed) -> None:
    """Fill `title` from the printed heading, else from the metadata without the paper's name."""
    stated = clean_or_none(printed.metadata.title)
    article.title = clean_or_none(printed.title) or (stated and _without_site_name(stated, printed))


def _without_site_name(title: str, printed: Printed) -> str:
    """Return *title* without the paper's name behind a bar or a dash; any other tail is a part of the title."""
    home = printed.publisher.home.partition("//")[2].partition("/")[0].removeprefix("www.")
    for name in (printed.metadata.site_name, printed.publisher.title, home):
        match = re.search(rf"{SEPARATOR}{re.escape(clean(name))}$", title, re.IGNORECASE) if name else None
        if match:
            return title[: match.start()]
    return title


def letters(text: str | None) -> str:
    """Return the letters and digits of *text* in small letters: what makes two lines the same.

    >>> letters("«Таза Қазақстан»!") == letters("Таза  қазақстан")
    True
    """
    return LETTERS.sub("", clean(text or "")).casefold()


def drop_repeated_title(article: Article, printed: Printed) -> None:
    """Take the lines out of the text that repeat the title or stand for a picture by its file stem (PAGES.md, I8)."""
    pictures = [block.picture for block in article.blocks if block.picture]
    stems = {_stem(picture.src) for picture in pictures}
    alts = {clean(picture.alt) for picture in pictures}
    repeated = {*stems, *(alt for alt in alts if alt and " " not in alt)} - {""}
    titles = {letters(article.title), letters(printed.metadata.title)} - {""}
    longest = max((len(title or "") for title in (article.title, printed.metadata.title)), default=0) + SLACK
    kept: list[Block] = []
    for block in article.blocks:
        own = (block.text or "").split("\n")
        words = [
            line
            for line in own
            if not (line in repeated or (len(line) <= longest and letters(line) in titles) or _is_address(line))
        ]
        if block.kind in {"image", "embed"} or len(words) == len(own):
            kept.append(block)
        elif words:
            kept.append(Block(kind=block.kind, text="\n".join(words), linked=block.linked))
    article.blocks = kept


def _is_address(line: str) -> bool:
    return " " not in line and PICTURE_ADDRESS.fullmatch(line) is not None


def _stem(address: str) -> str:
    return unquote(address).rpartition("/")[2].rpartition(".")[0]


def fill_lead(article: Article, printed: Printed) -> None:
    """Fill `lead` where the page marks one, `section` and `tags`; a marked lead is the first paragraph too."""
    article.lead = clean_or_none(printed.lead)
    rubric = _take_rubric(article)
    article.section = (
        clean_or_none(printed.section)
        or article.section
        or clean_or_none(printed.metadata.section)
        or _section_of_crumbs(article, printed)
        or clean_or_none(printed.folder)
        or rubric
    )
    around = [] if article.tags == [article.section] else article.tags  # a theme's sign of keywords before the rubric
    tags = (
        [clean(tag).lstrip("#") for tag in printed.tags]
        or around
        or [clean(tag).lstrip("#") for tag in printed.metadata.tags]
    )
    article.tags = list(dict.fromkeys(tag for tag in tags if tag))
    if not article.lead:
        return
    firsts = [block for block in article.blocks if block.text and block.kind != "embed"][:LEAD_BLOCKS]
    if letters(article.lead) not in {letters(block.text) for block in firsts}:
        article.blocks.insert(0, Block(kind="paragraph", text=article.lead))


def _section_of_crumbs(article: Article, printed: Printed) -> str | None:
    """Return the last breadcrumb that is neither the home page nor the article itself."""
    own = {
        letters(article.title),
        letters(printed.metadata.title),
        letters(printed.publisher.title),
        letters(printed.metadata.site_name),
    }
    crumbs = [clean(crumb) for crumb in printed.metadata.breadcrumbs or printed.breadcrumbs]
    named = [
        crumb
        for crumb in crumbs
        if crumb and crumb.lower() not in HOME_CRUMBS and letters(crumb) not in own and not _is_cut(crumb, article)
    ]
    return named[-1] if named else None


def _is_cut(crumb: str, article: Article) -> bool:
    """Tell whether *crumb* is the beginning of the title, cut off with an ellipsis."""
    return crumb.endswith(("…", "...")) and letters(article.title).startswith(letters(crumb))


def _take_rubric(article: Article) -> str | None:
    """Return the rubric line before the first paragraph and take it out of the text; None where there is none."""
    first = next((block for block in article.blocks if block.text), None)
    if first is None or not first.text:
        return None
    line = first.text.strip("[]# ").lower()
    if line not in RUBRICS and first.text != article.section:
        return None
    article.blocks.remove(first)
    return first.text
