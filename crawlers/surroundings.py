"""What stands around the text column: lines with date, counter, author; a standfirst; pictures above and below."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile
from urllib.parse import unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from archive.records import LinePlace, PrintedCell, PrintedLine
from crawlers.blocks import PICTURE_FILE, PICTURES
from crawlers.captions import CAPTION_NAMES
from crawlers.inside import (
    LEAD_NAMES,
    LONGEST_LINE,
    LONGEST_NAME,
    SHORTEST_LEAD,
    Inside,
    drop_until,
    has_facts,
    is_listed,
)
from crawlers.lines import LONGEST_META, Event, read_events
from crawlers.selecting import Selecting
from crawlers.shape import is_within, names_of, nearest, plain_text, story
from pipelines.counters import find_comment_count, read_counter
from pipelines.datelines import cut
from pipelines.promotions import RELATED
from pipelines.text import clean

PORTRAIT_NAMES = re.compile(
    r"avatar|userpic|(?:author|user|profile)[_-]*(?:photo|img|image|pic|foto|ava(?![a-z]))", re.IGNORECASE
)
PORTRAIT_LEVELS = 2
LINES_ABOVE = 5
LINES_BELOW = 12
STORY_NAMES = re.compile(r"article|post|news|item|single|story|node|detail|entry|content|full", re.IGNORECASE)
GALLERY_NAMES = re.compile(
    r"gall?er|photo-?(?:set|list|grid|report|block|row)|photos?(?:$|[\s_-])|slider|swiper|carousel|lightbox|fotorama|album|"
    r"fotogal|foto-?(?:list|block|otchet)|masonry|suretter",
    re.IGNORECASE,
)
COMMENT_HEADS = re.compile(
    r"(?:comments?|comms)[-_]{0,2}(?:title|counter|count|number|head\w*|empty|none)|itemCommentsCounter|comments$",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"(?:related|похожие|ұқсас|пікірлер|комментарии|отзывы|обсуждение|оставить|оставьте|"
    r"добавить комментарий|пікір қалдыру|соңғы|предыдущ|следующ|алдыңғы|келесі|последние|"
    r"другие|ещё|еще|популярн|танымал|в этом разделе|осы бөлімде|лента|сұрақ|жарнама|реклама|опрос|comments|leave a)",
    re.IGNORECASE,
)
"""How the heads of what follows an article begin."""
CRUMB_NAMES = re.compile(r"crumb|bread|menu|speedbar", re.IGNORECASE)
FEATURED = re.compile(
    r"featured|post-?thumb|post-?(?:img|image|photo|pic)|main-?(?:image|photo|pic)|hero|cover|detail_picture|full-?im(?:g|age)|news-?(?:img|image|photo|pic)|article-?(?:img|image|photo)",
    re.IGNORECASE,
)
"""Names of an article's main picture."""
FACTS = re.compile(
    r"(?:опубликован|жариялан|автор|категори|рубрик|просмотр|қарал|оқыл|posted|published|written|дата\b|күні|айдар)",
    re.IGNORECASE,
)
"""How a line of facts begins that reads like a sentence."""
BACK = re.compile(
    r"возврат|к списку|оралу|назад|вернуться|барлығы|барлық|все\s|список|тізім|толығырақ|архив|back|all\s|^.{40,}$",
    re.IGNORECASE,
)
"""Words of links to a list that name no section."""
TONGUES = re.compile(
    r"(?:қаз(?:ақша)?|рус(?:ский)?|каз(?:ақша)?|eng?(?:lish)?|kaz|rus|kz|kk|ru|qaz|қз|төте|تۅتە)", re.IGNORECASE
)
"""Words of links to the same page in another language."""
TAG_QUERY = re.compile(r"(?:^|&)(?:tags?|keywords?)=", re.IGNORECASE)
"""What asks a list for the articles of a keyword."""
PICTURE_LINK = re.compile(r"\.(?:avif|gif|jpe?g|png|webp)(?:$|\?)|^#|^$|^javascript:", re.IGNORECASE)


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


def read_surroundings(page: Selecting, title: HtmlElement | None, body: HtmlElement, url: str = "") -> Surroundings:
    """Return what stands in the story around *body* on the *page* at *url*.

    Only the smallest block that holds both title and text counts: a masthead stands outside it. Small blocks of dates
    and authors inside the text column are marked as dropped.
    """
    return _Reader(page, title, body, url).read()


class _Reader:
    """Walks the story around a text column once."""

    def __init__(self, page: Selecting, title: HtmlElement | None, body: HtmlElement, url: str) -> None:
        self.page, self.root, self.title, self.body, self.url = page, page.root, title, body, url
        self.found = Surroundings()
        self.places: dict[LinePlace, list[PrintedLine]] = {"under title": [], "above title": [], "below text": []}
        self.title_in_body = is_within(title, body)
        self.others = False
        """Whether other articles, or what readers answered, have begun below the text."""

    def read(self) -> Surroundings:
        """Return what stands there."""
        whole = whole_story(story(self.root, self.title, self.body))
        if self.title_in_body:
            self._read_until_title()
        inside = Inside(self.body)
        self.found.lead = inside.lead
        if self.title_in_body and whole is self.body:
            parent = whole.getparent()
            whole = parent if parent is not None and parent.tag != "html" else whole
        self.found.whole = whole
        _name_sections(whole, self.url)
        self._read_story(whole)
        self.places["under title"] += [line for line in inside.lines if line.place == "under title"]
        self.places["below text"][:0] = [line for line in inside.lines if line.place == "below text"]
        self.found.lines = self._lines(whole)
        return self.found

    def _read_until_title(self) -> None:
        """Read what stands before the title in the text column, and mark it as dropped."""
        assert self.title is not None  # noqa: S101 - it stands in the column
        for event in read_events(self.body, self.title):
            if event.kind == "title":
                break
            if event.kind == "picture" and not leads_elsewhere(event.element, self.url):
                self.found.pictures_above.append(event.element)
            if event.kind == "line":
                self.places["above title"].append(PrintedLine(place="above title", cells=event.cells))
        drop_until(self.body, self.title)

    def _read_story(self, whole: HtmlElement) -> None:
        place: LinePlace = "under title" if self.title is None else "above title"
        for event in read_events(whole, self.title, self.body):
            if event.kind == "title":
                place = "under title"
            elif event.kind == "body":
                place = "below text"
            elif event.kind == "picture":
                self._place_picture(event.element, place, whole)
            elif not (self.title_in_body and place == "above title"):
                self._place_line(event, place)

    def _place_line(self, event: Event, place: LinePlace) -> None:
        text = clean(" ".join(cell.text for cell in event.cells))
        named = any(cell.says in {"tags", "byline"} for cell in event.cells)
        if place == "below text":
            self.others = self.others or _heads_others(text)
            if is_listed(event.element) and not named:
                self.others = True
                return
        files = place == "below text" and any(cell.says == "section" for cell in event.cells)
        if place != "above title" and not files and _is_lead(event.element, text):
            if self.found.lead is None and place == "under title":
                self.found.lead, self.found.pictures_before_lead = text, len(self.found.pictures_above)
            return
        if place == "above title" and (is_listed(event.element) or _is_title_link(event.element)):
            self.places[place].clear()
            return
        if len(text) <= LONGEST_LINE:
            self.places[place].append(PrintedLine(place=place, cells=event.cells))

    def _place_picture(self, picture: HtmlElement, place: LinePlace, whole: HtmlElement) -> None:
        if leads_elsewhere(picture, self.url) or _is_portrait(picture):
            return
        if place == "under title" or (place == "above title" and _is_main_picture(picture, whole)):
            self.found.pictures_above.append(picture)
        elif place == "below text" and not self.others and _in_gallery(picture, whole):
            self.found.pictures_below.append(picture)

    def _lines(self, whole: HtmlElement) -> list[PrintedLine]:
        """Return the lines, the nearest to the title first; above the title only the last few count."""
        under, above = self.places["under title"], self.places["above title"]
        below = _until_other_articles(self.places["below text"])
        if whole.tag in {"body", "html"}:
            below = [line for line in below if any(cell.says or cut(cell.text) for cell in line.cells)]
        below = below[:LINES_BELOW]
        if not any(cell.says == "comments" for line in (*under, *above, *below) for cell in line.cells):
            below += _comment_count(self.page)
        return [*under, *reversed(above[-LINES_ABOVE:]), *below]


def _until_other_articles(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Return the lines below the text up to the readers' comments and the lists of other articles."""
    kept: list[PrintedLine] = []
    for line in lines:
        text = clean(" ".join(cell.text for cell in line.cells))
        if RELATED.match(text):
            break
        kept.append(line)
        if _heads_others(text):
            break
    return kept


def _heads_others(text: str) -> bool:
    """Tell whether a line heads other articles or the readers' comments."""
    return RELATED.match(text) is not None or (OTHERS.match(text) is not None and ":" not in text)


NONE = re.compile(r"нет|жоқ|no\b|жазылмаған|қалдырылмаған|без", re.IGNORECASE)
COUNTS = re.compile(
    r"\d.*(?:коммент|пікір|отзыв|comment|thought)|(?:коммент|пікір|отзыв|comment).*\d", re.IGNORECASE | re.DOTALL
)


def _comment_count(page: Selecting) -> Iterator[PrintedLine]:
    """Yield the first heading of the readers' comments as a line, if it counts them."""
    named = [element for element in page.called("omment", "comms") if COMMENT_HEADS.search(names_of(element))]
    counting = {element: count for element in named if (count := _counted(element))}
    for element in page.root.iter("h2", "h3", "h4", "h5"):
        if element in counting or element.find("a") is not None:
            continue
        count = _counted(element)
        if count and read_counter(plain_text(element), "comments") is not None and not _around(element, "a"):
            counting[element] = count
    first = next((element for element in page.root.iter() if element in counting), None) if counting else None
    if first is not None:
        yield PrintedLine(place="below text", cells=(PrintedCell(text=counting[first], says="comments"),))


def _counted(element: HtmlElement) -> str | None:
    """Return the number of comments that *element* prints, and little else; None otherwise."""
    text = plain_text(element)
    return (
        find_comment_count(text) if len(text) <= LONGEST_META and (COUNTS.search(text) or NONE.search(text)) else None
    )


def _around(element: HtmlElement, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def whole_story(element: HtmlElement) -> HtmlElement:
    """Return the article around *element*, or the block around it that prints little besides.

    Counters stand in its corners.
    """
    for number, around in enumerate(element.iterancestors()):
        if number == STORY_LEVELS or around.tag in {"body", "html"}:
            break
        if around.tag == "article":
            return around
    for _ in range(STORY_LEVELS):
        around = element.getparent()
        if (
            around is None
            or around.tag in {"body", "html"}
            or len(plain_text(around)) > len(plain_text(element)) + LONGEST_LINE
        ):
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
        to = urlsplit(link.get("href") or "")
        if TAG_QUERY.search(to.query) or TONGUES.fullmatch(plain_text(link)):
            continue
        if to.path.rstrip("/") in folders and not to.fragment and not BACK.search(plain_text(link)):
            link.set("rel", "category")


def _is_title_link(element: HtmlElement) -> bool:
    """Tell whether a line is a link to another article: what stands above it is no fact of this one."""
    link = next(element.iterancestors("a"), None)
    text = plain_text(link) if link is not None else ""
    return len(text) > LONGEST_NAME and len(text.split()) > 2  # noqa: PLR2004 - a title has more words


def _is_lead(element: HtmlElement, text: str) -> bool:
    """Tell whether a line between title and text sets the article's standfirst apart."""
    if len(text) < SHORTEST_LEAD or has_facts(element) or FACTS.match(text):
        return False
    named = any(
        LEAD_NAMES.search(names_of(around)) or around.get("itemprop") == "description" for around in nearest(element)
    )
    sentence = text.rstrip('»”" ').endswith((".", "!", "?", "…")) and len(text.split()) >= 6  # noqa: PLR2004 - a sentence
    return (named and len(text.split()) >= 4) or (sentence and not _names_caption(element))  # noqa: PLR2004 - more than a name


def _names_caption(element: HtmlElement) -> bool:
    return any(
        CAPTION_NAMES.search(names_of(around)) or around.tag in {"figcaption", "figure"} for around in nearest(element)
    )


def _is_main_picture(picture: HtmlElement, whole: HtmlElement) -> bool:
    """Tell whether a picture above the title is the article's: named for it, or in a block that is the article."""
    if any(FEATURED.search(names_of(around)) for around in nearest(picture)) or whole.tag in {"article", "main"}:
        return True
    return whole.tag not in {"body", "html"} and STORY_NAMES.search(names_of(whole)) is not None


def _in_gallery(picture: HtmlElement, whole: HtmlElement) -> bool:
    """Tell whether a picture below the text is the article's own.

    In a block named for it, or a link to its larger self; and no title of another article stands beside it.
    """
    link = next(picture.iterancestors("a"), None)
    enlarged = link is not None and PICTURE_FILE.search(link.get("href") or "") is not None
    named = any(GALLERY_NAMES.search(names_of(around)) for around in picture.iterancestors() if around is not whole)
    return (named or enlarged) and not is_listed(_item(picture, whole))


def _item(picture: HtmlElement, whole: HtmlElement) -> HtmlElement:
    """Return the largest of the blocks next around *picture* that holds no other one: what stands beside it."""
    item = picture
    for around in islice(takewhile(lambda around: around is not whole, picture.iterancestors()), STORY_LEVELS):
        if len(list(islice(around.iter(*PICTURES), 2))) > 1:
            break
        item = around
    return item


def _is_portrait(picture: HtmlElement) -> bool:
    """Tell whether a picture shows who wrote the article: it or an element right around it is so named."""
    around = islice(picture.iterancestors(), PORTRAIT_LEVELS)
    return any(PORTRAIT_NAMES.search(names_of(element)) for element in (picture, *around))


def leads_elsewhere(picture: HtmlElement, url: str) -> bool:
    """Tell whether a picture is a link to another page than that at *url*; one to a larger picture is no such link."""
    link = next(picture.iterancestors("a"), None)
    href = (link.get("href") or "").strip() if link is not None else ""
    if link is None or PICTURE_LINK.search(href):
        return False
    path = urlsplit(urljoin(url, href)).path.strip("/")
    return not path or unquote(path) != unquote(urlsplit(url).path.strip("/"))
