"""The cells of a printed line, each read into the field that it prints: dates, counters, signatures, rubric."""

import re
from dataclasses import replace
from itertools import takewhile

from archive.records import Article, LinePlace, PrintedCell, PrintedDate
from pipelines.bylines import AUTHOR_LABEL, LABEL_ONLY, STAFF, is_office
from pipelines.counters import read_counter, read_number
from pipelines.datelines import CHANGE, COMMENTS, DATE, LABEL, VIEWS, cut
from pipelines.dates import EMPTY_LABEL, YEARLESS
from pipelines.dates import LABEL as DATE_LABEL
from pipelines.images import CREDIT
from pipelines.months import folded
from pipelines.names import is_likely_name, is_sure_name
from pipelines.rubrics import (
    LONGEST_PIECE,
    SECTION_LABEL,
    TAG_LABEL,
    TRIM,
    label_at_end,
    says_in_words,
    section_beside,
)

COMMA = re.compile(r",\s+")
PUBLISHED_BY = re.compile(rf"^{DATE_LABEL}?(?P<who>[\w.@-]{{2,30}})\s+(?:в|at|,|—|-)\s+(?P<date>\S.*)$", re.IGNORECASE)
CLOCK = re.compile(r"(?:сағат|в|at)?\s*(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?")
COUNTS_ALONE = frozenset({VIEWS, COMMENTS})
"""In a box about the author these count what he wrote and was answered."""
WINDOW = 4
"""Cells that one value may be spread over: «21», «қаңтар», «2026», «14:30»."""


def read_cells(article: Article, cells: list[PrintedCell], place: LinePlace | None) -> None:
    """Read the *cells* of a line that stands at *place*, None for one that the layout names or the column holds."""
    if place in {"under title", "above title"}:
        article.section = article.section or section_beside(cells)
        credited = (match["credit"].strip() for cell in cells if (match := CREDIT.match(cell.text)))
        article.photo_credit = article.photo_credit or next(credited, None)
    index = 0
    has_date = bool(article.dates)
    if cells and _is_clock(article, cells, place):
        last = article.dates.pop()
        article.dates.append(replace(last, text=f"{last.text}, {cells[0].text}"))
        index = 1
    while index < len(cells):
        index += _read_window(article, cells, index, place) or _read_cell(
            article, cells, index, place, has_date=has_date
        )
        has_date = bool(article.dates or article.counters)


def _is_clock(article: Article, cells: list[PrintedCell], place: LinePlace | None) -> bool:
    """Tell whether a line begins with the time of the date in the line before."""
    if not article.dates or not CLOCK.fullmatch(cells[0].text):
        return False
    last = article.dates[-1]
    return last.place == place and not last.stated and bool(last.text) and bool(cut(f"{last.text}, {cells[0].text}"))


def _read_window(article: Article, cells: list[PrintedCell], index: int, place: LinePlace | None) -> int:
    """Read the value that begins at *index* and return how many cells it takes; nought where it is none."""
    cell = cells[index]
    if place == "below text" and cell.says == "byline" and COUNTS_ALONE.issuperset(kind for kind, _ in cut(cell.text)):
        return 1 if cut(cell.text) else 0
    if cell.says in {"views", "comments"} and (number := read_number(cell.text)) is not None:
        after = cells[index + 1] if index + 1 < len(cells) else None
        joined = read_counter(f"{cell.text} {after.text}", cell.says) if after and not after.says else None
        article.counters.append((cell.says, number if joined is None else joined))
        return 1 if joined is None else 2
    if cell.says == "other":
        return 1
    alone = cut(cell.text)
    if alone and not all(kind == LABEL for kind, _ in alone):
        clock = cells[index + 1].text if index + 1 < len(cells) and ":" not in cell.text else ""
        with_clock = cut(f"{cell.text}, {clock}") if CLOCK.fullmatch(clock) else []
        add_parts(article, with_clock or alone, [cell], place)
        return 2 if with_clock else 1
    for size in range(2, min(WINDOW, len(cells) - index) + 1):
        window = cells[index : index + size]
        if size > 2 and cut(window[-1].text):  # noqa: PLR2004 - a label and its value are two
            break
        parts = cut(" ".join(part.text for part in window))
        if parts and not all(kind == LABEL for kind, _ in parts):
            add_parts(article, parts, window, place)
            return size
    if alone:
        add_parts(article, alone, [cell], place)
        return 1
    return 0


def add_parts(
    article: Article, parts: list[tuple[str, str]], cells: list[PrintedCell], place: LinePlace | None
) -> None:
    """Put the *parts* of a dateline, as `datelines.cut` parts them, into the article's dates, changes and counters."""
    says = {cell.says for cell in cells}
    stated = next((cell.stated for cell in cells if cell.stated), "")
    for kind, text in parts:
        if kind == DATE and "modified" in says:
            kind = CHANGE  # noqa: PLW2901 - the element's name is the label
        if kind in {DATE, CHANGE}:
            named = "published" in says or re.match(DATE_LABEL, folded(text)) is not None
            if kind == CHANGE:
                article.changes.append(PrintedDate(text=text, place=place, stated=stated))
            else:
                signed = says == {"byline"}
                article.dates.append(PrintedDate(text=text, place=place, named=named, stated=stated, signed=signed))
        elif kind in {VIEWS, COMMENTS}:
            number = read_counter(text, kind)
            if number is not None:
                article.counters.append((kind, number))
        elif kind == LABEL and EMPTY_LABEL.match(text):
            article.dates.append(PrintedDate(text=text, place=place))


def _read_cell(
    article: Article, cells: list[PrintedCell], index: int, place: LinePlace | None, *, has_date: bool
) -> int:
    """Read a piece that is no dateline: who signs, a rubric, keywords; return how many cells it takes."""
    cell = cells[index]
    text = cell.text
    if cell.stated and (cell.says in {"published", ""} or not text):
        dates = article.changes if cell.says == "modified" else article.dates
        dates.append(PrintedDate(text=text, place=place, named=True, stated=cell.stated))
        return 1
    if YEARLESS.fullmatch(folded(text)):
        article.dates.append(PrintedDate(text=text, place=place))
        return 1
    taken = _read_label(article, cells, index, place)
    if taken:
        return taken
    if cell.says in {"byline", "section", "tags"}:
        _take_named(article, cell)
    elif (
        AUTHOR_LABEL.match(text)
        or STAFF.fullmatch(text)
        or (place == "under title" and has_date and is_office(text))
        or (place != "below text" and is_sure_name(text.rstrip(":").partition(",")[0]))
    ) or (place == "under title" and has_date and is_likely_name(text)):
        article.signed.append(text)
    elif place != "below text" and len(text) <= LONGEST_PIECE:
        _read_commas(article, cell, place)
    return 1


def _read_label(article: Article, cells: list[PrintedCell], index: int, place: LinePlace | None) -> int:
    """Read a label and what it names, here or in the next piece; return how many cells that takes, nought for none."""
    cell = cells[index]
    text = cell.text
    following = cells[index + 1].text if index + 1 < len(cells) else ""
    if LABEL_ONLY.fullmatch(text) and following:
        names = [following, *takewhile(is_likely_name, (cell.text for cell in cells[index + 2 :]))]
        article.signed.extend(f"{text.rstrip(': ')}: {name}" for name in names)
        return 1 + len(names)
    before, label = label_at_end(text)
    if label and following and cut(before):
        add_parts(article, cut(before), [cell], place)
        article.section = article.section or following
        return 2
    if says_in_words(article, text, following):
        if ":" in text.rstrip(":") or not following:
            return 1
        if TAG_LABEL.match(f"{text}:"):
            more = [cell.text.strip(TRIM + "#") for cell in cells[index + 2 :] if not cut(cell.text)]
            article.tags.extend(tag for tag in more if tag and tag not in article.tags)
            return len(cells) - index
        return 2
    return 0


def _take_named(article: Article, cell: PrintedCell) -> None:
    if cell.says == "byline":
        published = PUBLISHED_BY.match(cell.text)
        article.signed.append(published["who"] if published else cell.text)
    elif cell.text.endswith(":"):
        return
    elif cell.says == "section":
        if not SECTION_LABEL.fullmatch(f"{cell.text}:"):
            article.section = article.section or cell.text
    else:
        tag = cell.text.lstrip("#").strip(" ,;")
        if tag and tag not in article.tags and not TAG_LABEL.fullmatch(f"{tag}:"):
            article.tags.append(tag)


def _read_commas(article: Article, cell: PrintedCell, place: LinePlace | None) -> None:
    """Read what commas part in a line such as «Орал, 21.01.2026, 14:30» or «Айгүл Серікова, 21.01.2026»."""
    pieces = COMMA.split(cell.text)
    for begin in range(len(pieces)):
        joined = ", ".join(pieces[begin:])
        if YEARLESS.fullmatch(folded(joined)):
            article.dates.append(PrintedDate(text=joined, place=place))
            return
        rest = cut(joined) if begin else []
        if rest:
            add_parts(article, rest, [cell], place)
            name = ", ".join(pieces[:begin])
            if is_likely_name(name):
                article.signed.append(name)
            return
    published = PUBLISHED_BY.match(cell.text)
    if published and (rest := cut(published["date"])):
        add_parts(article, rest, [cell], place)


def claim_line(article: Article, line: str) -> bool:
    """Tell whether a last *line* of the text prints a date, a counter, a rubric or keywords; keep those."""
    parts = cut(line)
    if parts:
        add_parts(article, parts, [PrintedCell(text=line)], "below text")
        return True
    return ":" in line and len(line) <= LONGEST_PIECE and says_in_words(article, line, "")
