"""What stands around the text column: lines with date, counter, author; a standfirst; pictures above and below."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archive.records import LinePlace, PrintedCell, PrintedLine
from crawlers.blocks import CAPTION_NAMES, DROPPED, PARAGRAPHS, PICTURES, QUOTE_NAMES
from crawlers.marks import icon_says, says
from crawlers.shape import is_aside, is_within, names_of, plain_text, story
from pipelines.boilerplate import RELATED
from pipelines.counters import find_comment_count, read_counter
from pipelines.datelines import cut
from pipelines.text import clean

BLOCK_TAGS = PARAGRAPHS | {"br"}
LINES_ABOVE = 5
LINES_BELOW = 12
LONGEST_LINE = 400
LONGEST_META = 240
SHORTEST_LEAD = 40
META_NAMES = re.compile(
    r"(?:^|[\s_-])(?:\w*meta|\w*info|details?|data|pubdate|posted|entry-?(?:footer|header)|article-?(?:footer|header)|author-?\w*|tags?|news-?date\w*)(?:$|[\s_-])", re.IGNORECASE
)
"""Names of small blocks inside a text column that print date, counter, author, keywords."""
META_FIELDS = frozenset({"published", "modified", "views", "comments", "byline", "tags"})
LEAD_NAMES = re.compile(
    r"(?:^|[\s_-])(?:\w*lead|lede|lid|anons|announce\w*|annotation|standfirst|stand-?first|deck|dek|excerpt|summary|subtitle|sub-?title|preview-?text|intro\w*|itemintrotext|"
    r"short-?text|short-?story|description|descr|teaser|perex)(?:$|[\s_-])",
    re.IGNORECASE,
)
STORY_NAMES = re.compile(r"article|post|news|item|single|story|node|detail|entry|content|full", re.IGNORECASE)
GALLERY_NAMES = re.compile(r"galler|photos?(?:$|[\s_-])|slider|swiper|carousel|lightbox|fotorama|album", re.IGNORECASE)
COMMENT_HEADS = re.compile(r"comments?-?_?(?:title|counter|count|number|head\w*)|itemCommentsCounter|comments$", re.IGNORECASE)
OTHERS = re.compile(
    r"(?:related|похожие|ұқсас|пікірлер|комментарии|отзывы|обсуждение|оставить|оставьте|добавить комментарий|пікір қалдыру|соңғы|предыдущ|следующ|алдыңғы|келесі|последние|"
    r"другие|ещё|еще|популярн|танымал|в этом разделе|осы бөлімде|лента|сұрақ|жарнама|реклама|опрос|comments|leave a)",
    re.IGNORECASE,
)
"""How the heads of what follows an article begin."""
LONGEST_FACT = 6
"""Words of a fact; more with a full stop are a sentence."""
LONGEST_NAME = 20
CRUMB_NAMES = re.compile(r"crumb|bread|menu|speedbar", re.IGNORECASE)
FEATURED = re.compile(r"featured|post-?thumb|post-?image|main-?(?:image|photo|pic)|hero|cover|detail_picture|full-?im(?:g|age)|news-?(?:img|image|photo|pic)|article-?(?:img|image|photo)", re.IGNORECASE)
"""Names of an article's main picture."""
FACTS = re.compile(r"(?:опубликован|жариялан|автор|категори|рубрик|просмотр|қарал|оқыл|posted|published|written|дата\b|күні|айдар)", re.IGNORECASE)
"""How a line of facts begins that reads like a sentence."""
BACK = re.compile(r"возврат|к списку|оралу|назад|вернуться|барлығы|барлық|все\s|список|тізім|толығырақ|архив|back|all\s|^.{40,}$", re.IGNORECASE)
"""Words of links to a list that name no section."""
PICTURE_LINK = re.compile(r"\.(?:avif|gif|jpe?g|png|webp)(?:$|\?)|^#|^$|^javascript:", re.IGNORECASE)
TAG_LINKS = re.compile(r"(?:^|[\s_-])(?:\w*tags?|keywords|hashtags?|teg|tegi|metki)(?:$|[\s_-])", re.IGNORECASE)


@dataclass(slots=True)
class Surroundings:
    """What was found around a text column."""

    lines: list[PrintedLine] = field(default_factory=list)
    lead: str | None = None
    pictures_before_lead: int = 0
    """How many of the pictures above stand before the lead."""
    pictures_above: list[HtmlElement] = field(default_factory=list)
    pictures_below: list[HtmlElement] = field(default_factory=list)
    whole: HtmlElement | None = None
    """The block that holds the whole story."""


@dataclass(slots=True)
class _Open:
    """A line being read: its cells, and what icon stands before the next text."""

    holder: HtmlElement
    cells: list[PrintedCell] = field(default_factory=list)
    icon: str = ""
    linked: bool = True


def read_surroundings(root: HtmlElement, title: HtmlElement | None, body: HtmlElement, url: str = "") -> Surroundings:
    """Return what stands in the story around *body* on the page at *url*; small blocks of dates and authors inside it are marked as dropped.

    Only the smallest block that holds both title and text counts: a masthead stands outside it.
    """
    found = Surroundings()
    whole = _whole_story(story(root, title, body))
    title_in_body = is_within(title, body)
    above: list[PrintedLine] = []
    under: list[PrintedLine] = []
    below: list[PrintedLine] = []
    if title_in_body and title is not None:
        _read_before(body, title, above, found)
        _drop_until(body, title)
        _read_inside(body, under, below, found)
        if whole is body:
            parent = body.getparent()
            whole = parent if parent is not None and parent.tag not in {"html"} else body
    else:
        _read_inside(body, under, below, found)
    found.whole = whole
    _name_sections(whole, url)
    place: LinePlace = "above title" if title is not None and not title_in_body else "under title"
    if title_in_body:
        place = "above title"
    for kind, element, line in _events(whole, title, body):
        if kind == "title":
            place = "under title"
        elif kind == "body":
            place = "below text"
        elif kind == "picture":
            _place_picture(found, element, place, whole, title)
        elif line is not None:
            if title_in_body and place == "above title":
                continue
            _place_line(found, element, line, place, {"above title": above, "under title": under, "below text": below})
    below = _until_other_articles(below)
    if whole.tag in {"body", "html"}:
        below = [line for line in below if any(cell.says or cut(cell.text) for cell in line.cells)][:LINES_BELOW]
    if not any(cell.says == "comments" for line in (*under, *above, *below) for cell in line.cells):
        below = [*below[:LINES_BELOW], *_comment_count(root)]
    found.lines = [*under, *reversed(above[-LINES_ABOVE:]), *below[: LINES_BELOW + 1]]
    return found


def _until_other_articles(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Return the lines below the text up to the readers' comments and the lists of other articles."""
    kept: list[PrintedLine] = []
    for line in lines:
        text = clean(" ".join(cell.text for cell in line.cells))
        if RELATED.match(text):
            break
        kept.append(line)
        if OTHERS.match(text) and ":" not in text:
            break
    return kept


COMMENT_PLACES = etree.XPath(
    "//*[contains(@class, 'omment') or contains(@id, 'omment')] | "
    "//h2[not(ancestor::a)][not(a)] | //h3[not(ancestor::a)][not(a)] | //h4[not(ancestor::a)][not(a)] | //h5[not(ancestor::a)][not(a)]"
)
COUNTS = re.compile(r"\d.*(?:коммент|пікір|отзыв|comment|thought)|(?:коммент|пікір|отзыв|comment).*\d", re.IGNORECASE | re.DOTALL)


def _comment_count(root: HtmlElement) -> Iterator[PrintedLine]:
    """Yield the heading of the readers' comments as a line, if it counts them."""
    for element in cast("list[HtmlElement]", COMMENT_PLACES(root)):
        named = COMMENT_HEADS.search(names_of(element)) is not None
        if not named and element.tag not in {"h2", "h3", "h4", "h5"}:
            continue
        text = plain_text(element)
        if len(text) > LONGEST_META or not COUNTS.search(text):
            continue
        count = find_comment_count(text)
        if count is not None and (named or read_counter(text, "comments") is not None):
            yield PrintedLine(place="below text", cells=(PrintedCell(text=count, says="comments"),))
            return


def _whole_story(element: HtmlElement) -> HtmlElement:
    """Return the article around *element*, or the block around it that prints little besides: counters stand in its corners."""
    for number, around in enumerate(element.iterancestors()):
        if number == STORY_LEVELS or around.tag in {"body", "html"}:
            break
        if around.tag == "article":
            return around
    for _ in range(STORY_LEVELS):
        around = element.getparent()
        if around is None or around.tag in {"body", "html"} or len(plain_text(around)) > len(plain_text(element)) + LONGEST_LINE:
            break
        element = around
    return element


STORY_LEVELS = 4


def _name_sections(root: HtmlElement, url: str) -> None:
    """Mark the links to the folders of *url*: their words are the article's section."""
    path = urlsplit(url).path.rstrip("/")
    folders = {path.rpartition("/")[0]} - {""}
    for link in root.iter("a") if folders else ():
        if any(around.tag == "nav" or CRUMB_NAMES.search(names_of(around)) for around in link.iterancestors()):
            continue
        if urlsplit(link.get("href") or "").path.rstrip("/") in folders and not BACK.search(plain_text(link)):
            link.set("rel", "category")


def _place_line(found: Surroundings, element: HtmlElement, line: list[PrintedCell], place: LinePlace, lines: dict[str, list[PrintedLine]]) -> None:
    text = clean(" ".join(cell.text for cell in line))
    if place == "below text" and _is_listed(element) and not any(cell.says in {"tags", "byline"} for cell in line):
        return
    if place != "above title" and _is_lead(element, text):
        if found.lead is None and place == "under title":
            found.lead, found.pictures_before_lead = text, len(found.pictures_above)
        return
    if place == "above title" and (_is_listed(element) or _is_title_link(element)):
        lines[place].clear()
        return
    if len(text) <= LONGEST_LINE:
        lines[place].append(PrintedLine(place=place, cells=tuple(line)))


def _is_title_link(element: HtmlElement) -> bool:
    """Tell whether a line is a link to another article: what stands above it is no fact of this one."""
    link = next(element.iterancestors("a"), None)
    text = plain_text(link) if link is not None else ""
    return len(text) > LONGEST_NAME and len(text.split()) > 2  # noqa: PLR2004 - a title has more words


def _is_lead(element: HtmlElement, text: str) -> bool:
    """Tell whether a line between title and text sets the article's standfirst apart."""
    if len(text) < SHORTEST_LEAD or _has_facts(element) or FACTS.match(text):
        return False
    named = any(LEAD_NAMES.search(names_of(around)) or around.get("itemprop") == "description" for around in _nearest(element))
    sentence = text.rstrip("»”\" ").endswith((".", "!", "?", "…")) and len(text.split()) >= 6  # noqa: PLR2004 - a sentence
    return (named and len(text.split()) >= 4) or (sentence and not _names_caption(element))  # noqa: PLR2004 - more than a name


def _has_facts(element: HtmlElement) -> bool:
    """Tell whether a piece of a block prints a date or a counter: then it is no sentence."""
    return any(cut(text) for text in element.itertext() if len(text) <= LONGEST_META and not text.isspace())


def _names_caption(element: HtmlElement) -> bool:
    return any(CAPTION_NAMES.search(names_of(around)) or around.tag in {"figcaption", "figure"} for around in _nearest(element))


def _nearest(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    for number, around in enumerate(element.iterancestors()):
        if number == 2 or around.tag in {"article", "main", "body"}:  # noqa: PLR2004 - names further out say nothing of a line
            return
        yield around


def _place_picture(found: Surroundings, picture: HtmlElement, place: LinePlace, whole: HtmlElement, title: HtmlElement | None) -> None:
    if leads_elsewhere(picture):
        return
    if place == "under title":
        found.pictures_above.append(picture)
    elif place == "above title" and title is not None:
        if any(FEATURED.search(names_of(around)) for around in _nearest(picture)) or whole.tag in {"article", "main"} or (
            whole.tag not in {"body", "html"} and STORY_NAMES.search(names_of(whole))
        ):
            found.pictures_above.append(picture)
    elif place == "below text" and any(GALLERY_NAMES.search(names_of(around)) for around in picture.iterancestors() if around is not whole):
        found.pictures_below.append(picture)


def leads_elsewhere(picture: HtmlElement) -> bool:
    """Tell whether a picture is a link to another page; one to a larger picture is no such link."""
    link = next(picture.iterancestors("a"), None)
    return link is not None and PICTURE_LINK.search(link.get("href") or "") is None


def _read_before(body: HtmlElement, title: HtmlElement, above: list[PrintedLine], found: Surroundings) -> None:
    """Read the lines of *body* that stand before the title in it."""
    for kind, element, line in _events(body, title, None):
        if kind == "title":
            return
        if kind == "picture" and not leads_elsewhere(element):
            found.pictures_above.append(element)
        if line is not None:
            above.append(PrintedLine(place="above title", cells=tuple(line)))


def _drop_until(root: HtmlElement, title: HtmlElement) -> None:
    """Mark the title and all that stands before it in *root* as no part of the text."""
    element = title
    title.set(DROPPED, "title")
    while element is not root:
        parent = element.getparent()
        if parent is None:
            return
        parent.text = None
        for sibling in element.itersiblings(preceding=True):
            sibling.tail = None
            if isinstance(sibling.tag, str):
                sibling.set(DROPPED, "above")
        element = parent


def _read_inside(body: HtmlElement, under: list[PrintedLine], below: list[PrintedLine], found: Surroundings) -> None:
    """Read the small blocks inside *body* whose names say that they print date, counter, author; mark them as dropped."""
    seen_text = False
    stack = list(reversed(body))
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or element.get(DROPPED):
            continue
        if element.tag in {"table", "ul", "ol"} and not _is_meta(element) and len(plain_text(element)) > LONGEST_LINE:
            continue
        if QUOTE_NAMES.search(names_of(element)):
            continue
        if element.tag in {"p", "blockquote", "h2", "h3"} and not _is_meta(element):
            seen_text = seen_text or len(plain_text(element)) > LONGEST_META
            if not seen_text and found.lead is None and element.tag == "p" and LEAD_NAMES.search(names_of(element)) and not _has_facts(element):
                found.lead = plain_text(element)
            seen_text = seen_text or len(plain_text(element)) > SHORTEST_LEAD
            continue
        if is_aside(element) and says(element) not in {"views", "comments", "tags", "byline"}:
            continue
        if _is_meta(element):
            element.set(DROPPED, "meta")
            into, place = (below, "below text") if seen_text else (under, "under title")
            into.extend(PrintedLine(place=place, cells=tuple(line)) for _, _, line in _events(element, None, None) if line)  # type: ignore[arg-type]
            continue
        if not seen_text and found.lead is None and element.tag in {"div", "section", "header"} and LEAD_NAMES.search(names_of(element)):
            text = plain_text(element)
            if SHORTEST_LEAD <= len(text) and not _has_facts(element) and next(element.iter(*PICTURES), None) is None and len(element.findall(".//p")) <= 1:
                found.lead = text
                seen_text = True
                continue
        if is_aside(element):
            continue
        stack.extend(reversed(element))


def _is_listed(element: HtmlElement) -> bool:
    """Tell whether links stand in *element*: a list of other articles prints dates as well."""
    if len(plain_text(element)) > LONGEST_LINE:
        return False
    return any(len(text) > LONGEST_NAME and len(text.split()) > 2 for text in map(plain_text, element.iter("a")))  # noqa: PLR2004 - a title has more words


def _is_meta(element: HtmlElement) -> bool:
    """Tell whether *element* is a small block that prints facts of the article, not its words."""
    if element.tag in {"a", "b", "em", "i", "strong", "img", "figure", "figcaption", "iframe", "br"}:
        return False
    said = says(element)
    names = names_of(element)
    if said not in META_FIELDS and not (names and META_NAMES.search(names)):
        return False
    text = plain_text(element)
    if element.tag in {"p", "h2", "h3", "h4", "li"} and len(text.split()) > LONGEST_FACT and text[-1:] in {".", "!", "?", "…", "»", ":"}:
        return False
    if not text or len(text) > LONGEST_META or next(element.iter(*PICTURES, "figure", "iframe"), None) is not None:
        return said == "tags" and 0 < len(text) <= LONGEST_LINE
    if said == "byline" or said == "tags":
        return True
    if _is_listed(element):
        return False
    return any(character.isdigit() for character in text) or "rel" in element.keys() or said in META_FIELDS


def _events(root: HtmlElement, title: HtmlElement | None, body: HtmlElement | None) -> Iterator[tuple[str, HtmlElement, list[PrintedCell] | None]]:
    """Yield what a reader meets below *root* in order: lines, pictures, the title, the text column."""
    lines = [_Open(root)]
    fields = [""]
    stack: list[tuple[HtmlElement, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        is_block = element.tag in BLOCK_TAGS
        if leaving:
            if is_block:
                yield from _end(lines.pop())
            fields.pop()
            _write(lines[-1], element.tail if element is not root else None, fields[-1], element)
            continue
        if element is title or element is body:
            yield from _end(lines[-1])
            yield "title" if element is title else "body", element, None
            _write(lines[-1], element.tail, fields[-1], element)
            continue
        if not isinstance(element.tag, str) or _is_out(element, root):
            if isinstance(element.tag, str) and element.tag in {"svg", "use"}:
                lines[-1].icon = icon_says(element) or lines[-1].icon
            elif isinstance(element.tag, str) and not element.get(DROPPED):
                yield from _counters_in(element)
            if element is not root:
                _write(lines[-1], element.tail, fields[-1], element)
            continue
        if element.tag in PICTURES:
            lines[-1].icon = icon_says(element) or lines[-1].icon
            yield "picture", element, None
            _write(lines[-1], element.tail, fields[-1], element)
            continue
        said = says(element) or ""
        if said == "tags" and fields[-1] == "section":
            said = "section"
        if is_block:
            yield from _end(lines[-1])
            lines.append(_Open(element))
            fields.append(said if said and len(plain_text(element)) <= LONGEST_META else "" if said else fields[-1])
        else:
            if not (element.text or "").strip() and len(element) == 0:
                lines[-1].icon = icon_says(element) or lines[-1].icon
            fields.append(said or fields[-1])
        if element.tag == "time" and element.get("datetime"):
            lines[-1].cells.append(_time(element, fields[-1]))
        else:
            _write(lines[-1], element.text, fields[-1], element)
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
            continue
        fields.pop()
        if is_block:
            yield from _end(lines.pop())
        _write(lines[-1], element.tail, fields[-1], element)
    yield from _end(lines[0])


def _is_out(element: HtmlElement, root: HtmlElement) -> bool:
    """Tell whether *element* is left out: an aside, unless it is a small mark of a counter or of keywords."""
    if element is root:
        return False
    if element.get(DROPPED) or element.tag in {"svg", "use"}:
        return True
    if not is_aside(element):
        return False
    if element.tag in {"footer", "header"} and element.get("class") and "entry" in (element.get("class") or ""):
        return False
    if element.tag == "footer" and any(around.tag == "article" for around in element.iterancestors()):
        return False
    if element.tag in {"script", "style", "noscript", "nav", "form", "select", "button", "aside"}:
        return True
    if says(element) not in {"views", "comments", "tags", "published", "byline"} or len(plain_text(element)) > LONGEST_META:
        return True
    return next(element.iter("p", "li", "h3", "form"), None) is not None


def _counters_in(aside: HtmlElement) -> Iterator[tuple[str, HtmlElement, list[PrintedCell]]]:
    """Yield the view counter that stands among share buttons and the like."""
    for element in aside.iter():
        if isinstance(element.tag, str) and _says_views(element):
            cells = [PrintedCell(text=text, says="views") for text in (" ".join(part.split()) for part in element.itertext()) if text]
            if cells and sum(len(cell.text) for cell in cells) <= SHORTEST_LEAD:
                yield "line", element, cells
            return


def _says_views(element: HtmlElement) -> bool:
    return (element.get("class") is not None or element.get("id") is not None) and says(element) == "views"


def _time(element: HtmlElement, said: str) -> PrintedCell:
    names = element.get("class") or ""
    own = said
    if "updated" in names:
        own = "published" if "published" in names or "entry-date" in names else "modified"
    return PrintedCell(text=plain_text(element), says=own if own in {"modified", "published"} else "published", stated=element.get("datetime") or "")


def _write(line: _Open, text: str | None, said: str, element: HtmlElement) -> None:
    if not text or text.isspace():
        return
    del element
    line.cells.append(PrintedCell(text=" ".join(text.split()), says=line.icon or said))
    line.icon = ""


def _end(line: _Open) -> Iterator[tuple[str, HtmlElement, list[PrintedCell]]]:
    """Yield what was read of a line, if it is anything, and begin it anew."""
    cells = list(line.cells)
    line.cells.clear()
    line.icon = ""
    if cells:
        yield "line", line.holder, cells


TAG_LINK_PLACES = etree.XPath(
    ".//a[contains(@rel, 'tag')] | .//*[contains(@class, 'tag') or contains(@class, 'keyword') or contains(@class, 'teg') or "
    "contains(@class, 'metki') or contains(@id, 'tag')]/descendant-or-self::a"
)


def tag_links(whole: HtmlElement) -> tuple[str, ...]:
    """Return the keywords that links with `rel=tag`, or in a block named for tags, print in the story."""
    if whole.tag in {"body", "html"}:
        return ()
    found: list[str] = []
    for link in cast("list[HtmlElement]", TAG_LINK_PLACES(whole)):
        if says(link) == "section" or any(says(around) == "section" for around in _nearest(link)):
            continue
        named = "tag" in (link.get("rel") or "").split() or any(TAG_LINKS.search(names_of(around)) for around in _nearest(link))
        text = plain_text(link).lstrip("#")
        if named and text and text not in found:
            found.append(text)
    return tuple(found)
