"""The lines that a block of a page prints, cut into cells, each with what its element says of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml.html import HtmlElement

from archive.records import PrintedCell
from crawlers.blocks import DROPPED, PARAGRAPHS, PICTURES
from crawlers.marks import icon_says, says
from crawlers.shape import is_aside, plain_text
from pipelines.counters import read_counter, read_number

BLOCK_TAGS = PARAGRAPHS | {"br"}
LONGEST_META = 240
"""Characters of a block that prints facts; a longer one holds text."""
NEVER_FACTS = frozenset({"script", "style", "noscript", "nav", "form", "select", "button", "aside"})
GOES_ON = re.compile(r"\s*,\s*[^\W\d_][^\d|]{0,60}")
"""A post or a place behind an element that prints a name: `<b>Айгүл Серікова</b>, Орал`; a date is none."""
LINK_WORDS = 2
"""Words of a link; one of more may be the title of another article, with counters of its own."""
NAMELESS = frozenset({"", "byline", "other"})
FACTS = frozenset({"views", "comments", "tags", "published", "byline"})

Kind = Literal["line", "picture", "title", "body"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that a reader meets on a page."""

    kind: Kind
    element: HtmlElement
    cells: tuple[PrintedCell, ...] = ()
    """The cells of a line."""


@dataclass(slots=True)
class _Line:
    """A line being read: its cells, and what icon stands before the next text."""

    holder: HtmlElement
    cells: list[PrintedCell] = field(default_factory=list)
    icon: str = ""


def read_events(
    root: HtmlElement, title: HtmlElement | None = None, body: HtmlElement | None = None
) -> Iterator[Event]:
    """Yield what a reader meets below *root* in order: lines, pictures, the *title*, the text column *body*.

    Asides are left out, and so are title and column themselves.
    """
    return _Walk(root, title, body).events()


class _Walk:
    """Walks a block once, element by element, and reads its lines."""

    def __init__(self, root: HtmlElement, title: HtmlElement | None, body: HtmlElement | None) -> None:
        self.root = root
        self.marks: dict[HtmlElement, Kind] = {}
        if body is not None:
            self.marks[body] = "body"
        if title is not None:
            self.marks[title] = "title"
        self.lines = [_Line(root)]
        self.fields = [""]
        """What the elements that are open say of their text, the innermost last."""

    def events(self) -> Iterator[Event]:
        """Yield what is met, in order."""
        stack: list[tuple[HtmlElement, bool]] = [(self.root, False)]
        while stack:
            element, leaving = stack.pop()
            if leaving:
                yield from self._leave(element)
                continue
            alone = self._alone(element)
            if alone is not None:
                yield from alone
                self._write_tail(element)
                continue
            yield from self._enter(element)
            stack.append((element, True))
            if element.tag != "time" or not element.get("datetime"):
                stack.extend((child, False) for child in reversed(element))
        yield from self._end(self.lines[0])

    def _alone(self, element: HtmlElement) -> list[Event] | None:
        """Return the events of an element that is met as one thing, or None where its parts are met one by one."""
        if element in self.marks:
            return [*self._end(self.lines[-1]), Event(kind=self.marks[element], element=element)]
        if not isinstance(element.tag, str):
            return []
        if element.tag in {"svg", "use"}:
            self._note_icon(element)
            return []
        if element is not self.root and _is_out(element):
            return [] if element.get(DROPPED) else list(_counters_in(element))
        if element.tag in PICTURES:
            self._note_icon(element)
            return [Event(kind="picture", element=element)]
        return None

    def _enter(self, element: HtmlElement) -> Iterator[Event]:
        said = says(element) or ""
        if said == "tags" and self.fields[-1] == "section":
            said = "section"
        if _ends_line(element):
            yield from self._end(self.lines[-1])
            self.lines.append(_Line(element))
            if said and len(plain_text(element)) > LONGEST_META:
                said = ""
            elif not said:
                said = self.fields[-1]
        elif not (element.text or "").strip() and len(element) == 0:
            self._note_icon(element)
        self.fields.append(said or (self.fields[-1] if not _ends_line(element) else ""))
        if element.tag == "time" and element.get("datetime"):
            self.lines[-1].cells.append(_time(element, self.fields[-1]))
        else:
            self._write(element.text)

    def _leave(self, element: HtmlElement) -> Iterator[Event]:
        if _ends_line(element):
            yield from self._end(self.lines.pop())
        self.fields.pop()
        self._write_tail(element)

    def _note_icon(self, element: HtmlElement) -> None:
        self.lines[-1].icon = icon_says(element) or self.lines[-1].icon

    def _write(self, text: str | None) -> None:
        if not text or text.isspace():
            return
        line = self.lines[-1]
        said = self.fields[-1] if self.fields[-1] == "section" else line.icon or self.fields[-1]
        last = line.cells[-1] if line.cells else None
        if last and GOES_ON.fullmatch(text) and not line.icon and {last.says, said} <= NAMELESS and not last.stated:
            line.cells[-1] = PrintedCell(text=f"{last.text}{' '.join(text.split())}", says=last.says)
            return
        line.cells.append(PrintedCell(text=" ".join(text.split()), says=said))
        line.icon = ""

    def _write_tail(self, element: HtmlElement) -> None:
        if element is not self.root:
            self._write(element.tail)

    def _end(self, line: _Line) -> Iterator[Event]:
        """Yield what was read of a line, if it is anything, and begin it anew."""
        cells = tuple(line.cells)
        line.cells.clear()
        line.icon = ""
        if cells:
            yield Event(kind="line", element=line.holder, cells=cells)


def _ends_line(element: HtmlElement) -> bool:
    """Tell whether *element* has a line of its own; a heading and the fact beside it in a row are one line."""
    row = element.getparent()
    if element.tag in {"th", "td"} and row is not None and [cell.tag for cell in row] == ["th", "td"]:
        return False
    return element.tag in BLOCK_TAGS


def _is_out(element: HtmlElement) -> bool:
    """Tell whether *element* is left out: an aside, unless it is a small mark of a counter or of keywords."""
    if element.get(DROPPED):
        return True
    if not is_aside(element):
        return False
    if element.tag in {"footer", "header"} and "entry" in (element.get("class") or ""):
        return False
    if element.tag == "footer" and next(element.iterancestors("article"), None) is not None:
        return False
    if element.tag in NEVER_FACTS or says(element) not in FACTS or len(plain_text(element)) > LONGEST_META:
        return True
    return next(element.iter("p", "li", "h3", "form"), None) is not None


def _counters_in(aside: HtmlElement) -> Iterator[Event]:
    """Yield the counters that stand among share buttons and the like, the first of each kind: named, or by an icon."""
    if next(aside.iter("article", "h3", "h4"), None) is not None:  # other articles have counters too
        return
    seen: set[str] = set()
    lists = any(len(plain_text(link).split()) > LINK_WORDS for link in aside.iter("a"))
    for element in aside.iter("*"):
        said = says(element) if element.get("class") or element.get("id") else None
        if said is None and not lists and element.tag == "span" and read_counter(element.text or "", "views"):
            said = "views"
        if said not in {"views", "comments"} or said in seen:
            continue
        holder = element if plain_text(element) or icon_says(element) is None else element.getparent()
        parts = (" ".join(part.split()) for part in holder.itertext()) if holder is not None else ()
        text = " ".join(part for part in parts if part)
        if read_number(text) is not None or read_counter(text, said) is not None:
            seen.add(said)
            yield Event(kind="line", element=element, cells=(PrintedCell(text=text, says=said),))


def _time(element: HtmlElement, said: str) -> PrintedCell:
    """Return what a `time` element prints and states; a theme's class `updated` alone means the last change."""
    names = element.get("class") or ""
    if "updated" in names:
        said = "published" if "published" in names or "entry-date" in names else "modified"
    known = said if said in {"modified", "published"} else "published"
    return PrintedCell(text=plain_text(element), says=known, stated=element.get("datetime") or "")
