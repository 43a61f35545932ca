"""Whether a page that answers 200 says that there is nothing: not found, removed, or no longer there."""

import re

from lxml import etree
from lxml.html import HtmlElement

from archive.records import Printed
from pipelines.dates import read_date

LONGEST = 400
"""Characters of unlinked text around such a heading; an article about removed pages has more to say."""
LONGEST_HEADING = 120
TITLE_PARTS = re.compile(r"\s+[-|–—•·»:]{1,2}\s+")
FURNITURE = frozenset(
    {"a", "script", "style", "nav", "header", "footer", "aside", "form", "noscript", "template", "head", "select"}
)
"""Elements whose words are no part of a text."""
ENDS = frozenset({"body", "main", "article"})

NUMBER = r"(?:(?:қате|ошибка|error|код ошибки)\s*[:№]?\s*)?(?:404|410)(?:\s*(?:error|қате|ошибка))?"
APOLOGY = (
    r"(?:(?:кешіріңіз|өкінішке қарай|қате|извините|к сожалению|упс|ошибка|внимание|sorry|oops|error)[\s,.!…:—–-]+)*"
)
MARKS = r"[\s:;,.!|()–—-]*"
KAZAKH = (
    r"(?:(?:бұл|мұндай|осы|сұралған|ізделген|іздеген|сіз іздеген) )?"
    r"(?:бет|парақ|парақша|мақала|жаңалық|материал|жазба|жарияланым)(?:тегі|ы|сы)? "
    r"(?:табылмады|табылған жоқ|табылмаған|жоқ|өшірілген|өшірілді|жойылған|жойылды|алынып тасталды|алынып тасталған|"
    r"алынған|қолжетімсіз|қолжетімді емес)"
)
RUSSIAN = (
    r"(?:(?:эта|этот|данная|данный|такая|такой|такого|запрашиваемая|запрашиваемый|искомая|указанная|вами) )*"
    r"(?:страниц[аы]|материала?|статья|статьи|новость|новости|публикация|запись|документ|элемент) "
    r"(?:(?:была?|больше|уже|на сайте) )*"
    r"(?:не найден[аоы]?|не существует|не обнаружен[аоы]?|не доступн[аоы]?|недоступ(?:ен|н[аоы])|отсутствует|"
    r"снят[аоы]?(?: с публикации| с сайта)?|удал[её]н[аоы]?(?: с сайта| редакцией| автором)?)"
    r"(?: или (?:была? )?(?:удал[её]н[аоы]?|перемещ[её]н[аоы]?|больше не существует|не существует))?"
)
ENGLISH = (
    r"(?:(?:the|this|that|requested|your) )*(?:page|article|post|story|document|content) "
    r"(?:(?:you requested|you are looking for|you were looking for) )?"
    r"(?:(?:was|is|has been|could|can|cannot|can[’']t|not|no longer|be) )*"
    r"(?:found|removed|deleted|available|unavailable|(?:does not|doesn[’']t) exist)"
)
BARE = r"(?:ничего )?не найдено|обнаружена ошибка|(?:ештеңе )?табылмады|not found|nothing (?:was )?found"
SAID = re.compile(
    rf"{APOLOGY}(?:{NUMBER}{MARKS}(?:{KAZAKH}|{RUSSIAN}|{ENGLISH}|{BARE})?|"
    rf"(?:{KAZAKH}|{RUSSIAN}|{ENGLISH}|{BARE})(?:{MARKS}{NUMBER})?)[\s.!…)]*",
    re.IGNORECASE,
)
"""A heading that says nothing but that there is nothing; the number alone says it as well."""


def says_removed(root: HtmlElement, printed: Printed) -> bool:
    """Tell whether the page is no article but the word that there is none at its address.

    Strict on purpose: a heading must say so in full and no main heading anything else, next to no text may stand
    around it, and nothing may be dated. What stays unsure is an article with an empty body, which `doubts` tell of.
    """
    if printed.published or printed.metadata.published:
        return False
    said = _where_said(root, printed)
    if said is None:
        return False
    lines = _lines_around(said)
    return sum(map(len, lines)) <= LONGEST and not any(map(read_date, lines))


def is_said(text: str) -> bool:
    """Tell whether a heading says nothing but that there is nothing.

    >>> is_said("404: Бет табылмады!"), is_said("Страница удалена"), is_said("Страница удалена: кто и зачем это делает")
    (True, True, False)
    """
    line = " ".join(text.split())
    return len(line) <= LONGEST_HEADING and SAID.fullmatch(line) is not None


def _where_said(root: HtmlElement, printed: Printed) -> HtmlElement | None:
    """Return the heading that says so, or the body where the title alone does; None where a main heading says else.

    Another main heading may stand there, such as the paper's name, where the title says so too.
    """
    in_title = any(map(is_said, TITLE_PARTS.split(" ".join((root.findtext(".//title") or "").split()))))
    headings = [(heading, " ".join("".join(heading.itertext()).split())) for heading in root.iter("h1", "h2", "h3")]
    main = [text for heading, text in headings if text and heading.tag == "h1"]
    if any(not is_said(text) for text in main) and not in_title:
        return None
    said = next((heading for heading, text in headings if is_said(text)), None)
    if said is None:
        return root.find("body") if in_title else None
    if main or in_title:
        return said
    unlinked = sum(len(block.text) for block in printed.blocks if not block.linked)
    return said if unlinked <= LONGEST else None


def _lines_around(said: HtmlElement) -> list[str]:
    """Return the unlinked lines of the smallest block around the heading that holds more than the heading."""
    block, own = said, len(_lines(said))
    while len(_lines(block)) == own and block.tag not in ENDS and block.getparent() is not None:
        block = block.getparent()
    return _lines(block)


def _lines(element: HtmlElement) -> list[str]:
    """Return the text of *element* piece by piece, without furniture."""
    pieces: list[str | None] = []
    walk = etree.iterwalk(element, events=("start", "end", "comment"))
    for event, node in walk:
        if event == "start" and node.tag in FURNITURE:
            walk.skip_subtree()
        elif event == "start":
            pieces.append(node.text)
        if event != "start" and node is not element:
            pieces.append(node.tail)
    return [" ".join(piece.split()) for piece in pieces if piece and piece.strip()]
