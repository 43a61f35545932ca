"""Who signs an article: a person, an organisation, an agency, or the paper's own staff."""

import re

from archive.records import Article, Block, Byline, Printed
from pipelines.text import clean

STAFF = re.compile(
    r"^(?:өз\s+тілші(?:міз|лер(?:іміз)?)|(?:біздің|меншікті)\s+тілші(?:міз)?|наш(?:и)?\s+корр(?:\.|еспондент(?:ы)?)|"
    r"соб(?:\.|ственный)\s*корр(?:\.|еспондент)?|редакция(?:\s+ақпараты)?|корр\.?\s+газеты)\.?$",
    re.IGNORECASE,
)
AGENCY = re.compile(
    r"^(?:казинформ|қазақпарат|kazinform|интерфакс(?:-казахстан)?|тасс|риа новости|kaztag|казтаг)\.?$", re.IGNORECASE
)
ORGANISATION = re.compile(
    r"\b(?:баспасөз\s+қызмет\w*|пресс-служб\w*|басқармас\w*|департамент\w*|әкімді[гк]\w*|әкімшіліг\w*|аппарат\w*|министрліг\w*|"
    r"орталы[ғқ]\w*|комитет\w*|бірлестіг\w*|қор(?:ы)?|мекемес\w*|кәсіпорн\w*|ассоциация\w*|одағ\w*|кеңес\w*|палатас\w*|"
    r"федерация\w*|федераци\w*|университет\w*|колледж\w*|мектеб\w*|институт\w*|филиал\w*|бөлім\w*|инспекция\w*|прокуратура\w*|полиция\w*|сот\w?|"
    r"кітапхана\w*|мұражай\w*|музей\w*|театр\w*|аурухана\w*|емхана\w*|управлени\w*|акимат\w*|министерств\w*|центр\w*|"
    r"объединени\w*|фонд\w*|предприяти\w*|ассоциаци\w*|союз\w*|совет\w*|палат\w*|школ\w*|отдел\w*|инспекци\w*|"
    r"прокуратур\w*|служб\w*|библиотек\w*|больниц\w*|поликлиник\w*|общественн\w*\s+организаци\w*|агентств\w*|"
    r"департаментінің|ЖШС|ЖК|АҚ|ТОО|АО|КГП|МКҚК|КММ|ШЖҚ|РММ)\b",
    re.IGNORECASE,
)
"""Words that name an organisation, Kazakh and Russian, with their endings."""
CAPITALISED = r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w’'ʼ-]*"
CAPITALS = r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ-]{2,}"
PERSON = re.compile(
    rf"^(?:{CAPITALISED}\s+{CAPITALS}|(?:[А-ЯӘҒҚҢӨҰҮҺІ]\.\s*){{1,2}}{CAPITALISED}|{CAPITALS}\s+{CAPITALISED})$"
)
"""A given name with a surname in capitals, or initials with a surname."""
AUTHOR_LABEL = re.compile(r"^(?:автор(?:ы)?|авторы|текст|мәтін|әзірлеген|дайындаған)\s*:\s*", re.IGNORECASE)
LONGEST_BYLINE = 120
MOST_WORDS = 14
SENTENCE_END = (".", "!", "?", "…", ":", ";", ",", "»", "”", '"')
NOBODY = frozenset({"admin", "administrator", "editor", "админ", "редактор", "user", "moderator"})
"""Logins of publishing systems: nobody's name."""


def read_byline(text: str) -> Byline | None:
    """Return who signs with the line *text*, or None where it is no byline for certain.

    >>> read_byline("БҚО жастармен жұмыс жөніндегі ресурстық орталығы").kind
    'organisation'
    >>> read_byline("Айгүл СЕРІКОВА").kind, read_byline("Өз тілшіміз").kind
    ('person', 'staff')
    >>> read_byline("Жиында облыс әкімдігінің өкілдері сөз сөйледі.") is None
    True
    """
    line = AUTHOR_LABEL.sub("", clean(text))
    if not line or len(line) > LONGEST_BYLINE or len(line.split()) > MOST_WORDS or line.lower() in NOBODY:
        return None
    if STAFF.match(line):
        return Byline(name=line, kind="staff")
    if AGENCY.match(line):
        return Byline(name=line, kind="agency")
    if PERSON.match(line):
        return Byline(name=line, kind="person")
    if ORGANISATION.search(line) and not line.endswith(SENTENCE_END[:-3]):
        return Byline(name=line, kind="organisation")
    return None


def fill_bylines(article: Article, printed: Printed) -> None:
    """Fill `bylines` from what the layout names, the tail of the text, which it leaves, or the metadata."""
    for text in printed.bylines:
        _sign(article, text)
    if not article.bylines:
        _take_from_text(article)
    if not article.bylines:
        for name in printed.metadata.authors:
            _sign_from_metadata(article, name, printed)


def _sign(article: Article, text: str) -> None:
    byline = read_byline(text)
    if byline:
        article.bylines.append(byline)
    elif clean(text).lower() not in NOBODY:
        article.doubt("bylines", "unreadable", clean(text))


def _sign_from_metadata(article: Article, name: str, printed: Printed) -> None:
    """Sign with a name that the metadata state: who it is they do not say, so two capitalised words are a person."""
    line = clean(name)
    if line.startswith(("http://", "https://")) or line.lower() in NOBODY:
        return
    if line.lower() in {clean(printed.publisher.title).lower(), clean(printed.metadata.site_name or "").lower()}:
        article.bylines.append(Byline(name=line, kind="staff"))
        return
    byline = read_byline(line)
    if byline is None and re.fullmatch(rf"{CAPITALISED}(?:\s+{CAPITALISED}){{1,3}}", line):
        byline = Byline(name=line, kind="person")
    if byline:
        article.bylines.append(byline)


def _take_from_text(article: Article) -> None:
    """Take the byline out of the tail of the text: behind it stand only pictures and label-and-quote pairs."""
    for index in range(len(article.blocks) - 1, 0, -1):
        block = article.blocks[index]
        if block.kind == "image" or _belongs_to_quote(article.blocks, index):
            continue
        byline = read_byline(block.text or "") if block.kind == "paragraph" else None
        if byline:
            article.bylines.append(byline)
            del article.blocks[index]
        return


def _belongs_to_quote(blocks: list[Block], index: int) -> bool:
    """Tell whether the block at *index* is a label that ends in a colon, or stands right behind one."""
    text = blocks[index].text or ""
    before = (blocks[index - 1].text or "") if index else ""
    return text.endswith(":") or (before.endswith(":") and is_quotation(text))


def is_quotation(text: str) -> bool:
    """Tell whether a paragraph is somebody's words: it opens with a quotation mark or a dash.

    >>> is_quotation("«Қала тазарды»."), is_quotation("Қала тазарды.")
    (True, False)
    """
    return text.startswith(("«", "“", "„", '"', "–", "—", "- "))
