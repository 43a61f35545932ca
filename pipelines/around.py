"""The lines around title and text: each piece to the field it prints, and datelines out of the text column."""

import re
from collections.abc import Iterator
from dataclasses import replace

from archive.records import Article, Block, LinePlace, Printed, PrintedCell, PrintedDate, PrintedLine
from pipelines.bylines import AUTHOR_LABEL, LABEL_ONLY, STAFF
from pipelines.counters import read_counter, read_number
from pipelines.datelines import CHANGE, COMMENTS, DATE, LABEL, VIEWS, cut
from pipelines.dates import CHANGED, EMPTY_LABEL, YEARLESS
from pipelines.dates import LABEL as DATE_LABEL
from pipelines.months import folded
from pipelines.names import is_likely_name, is_sure_name
from pipelines.rubrics import (
    LABEL_BEFORE,
    LONGEST_PIECE,
    SECTION_LABEL,
    TAG_LABEL,
    TRIM,
    label_at_end,
    rubric_alone,
    says_in_words,
    section_beside,
)
from pipelines.text import clean, lines

BARS = re.compile(r"\s*[|•·●▪►»]\s*|\s+/\s+|\s{2,}|\s[–—-]\s(?=\D)|(?<=\d)\s[–—]\s(?=\D)")
SENTENCES = re.compile(r"\.+\s+(?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])|\.\.+\s*|\.$")
"""Full stops between the facts of a line that is written as a sentence."""
COMMA = re.compile(r",\s+")
PUBLISHED_BY = re.compile(rf"^{DATE_LABEL}?(?P<who>[\w.@-]{{2,30}})\s+(?:в|at|,|—|-)\s+(?P<date>\S.*)$", re.IGNORECASE)
DATE_LABELLED = re.compile(DATE_LABEL)
CHANGE_LABEL = re.compile(rf"{CHANGED}")
BARE = re.compile(r"\d{1,9}(?: \d{1,9}){0,2}")
NUMBER_ALONE = re.compile(r"\d[\d ,.]{0,10}\s*(?:рет|раза?|ret|мин|min|минут\w*|мың|тыс\.?|k)?", re.IGNORECASE)
CLOCK = re.compile(r"(?:сағат|в|at)?\s*(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?")
HEAD_BLOCKS = 3
"""A dateline stands among the first blocks of words of a text column or at its very end."""
LONGEST_LINE = 400
COUNTS_ALONE = frozenset({VIEWS, COMMENTS})
"""In a box about the author these count what he wrote and was answered."""
WINDOW = 4
"""Cells that one value may be spread over: «21», «қаңтар», «2026», «14:30»."""


def fill_around(article: Article, printed: Printed) -> None:
    """Collect dates, counters, signatures, section and tags printed around the text; its own datelines leave it."""
    for text, says in (
        (printed.published, "published"),
        (printed.modified, "modified"),
        (printed.views, "views"),
        (printed.comments, "comments"),
    ):
        if text:
            _read_cells(article, [PrintedCell(text=part, says=says) for part in lines(text)], None)
    if printed.published and not article.dates:
        article.dates.append(PrintedDate(text=printed.published, place=None, named=True))
    declared = [replace(date, declared=True) for date in article.dates]
    above = next((line for line in printed.around if line.place == "above title"), None)
    others = False
    for line in _with_units(printed.around):
        cells = _cells_of(line)
        if line.place == "below text":
            others = others or _has_other_words(cells)
            cells = [cell for cell in cells if not others or _is_no_date(cell)]
        _read_cells(article, cells, line.place)
        _read_bare_counters(article, line, printed.publisher.bare_counters)
    if article.section is None and above is not None and len(above.cells) == 1:
        article.section = rubric_alone(clean(above.cells[0].text[:LONGEST_PIECE]), printed)
    _read_column(article)
    article.dates = declared + sorted(article.dates[len(declared) :], key=_trust)


def _trust(date: PrintedDate) -> tuple[bool, int]:
    """Return how far down the order of trust a date stands: named ones first, then by place."""
    places: dict[LinePlace | None, int] = {"under title": 0, "above title": 1, None: 2, "below text": 3}
    return (not (date.named or date.stated), places[date.place])


def _read_bare_counters(article: Article, line: PrintedLine, order: tuple[str, ...]) -> None:
    """Read numbers without a label in the order that the paper is known to print them in.

    Any other count of them is a doubt.
    """
    bare = [
        cell.text
        for cell in line.cells
        if not cell.says and len(cell.text) <= LONGEST_PIECE and BARE.fullmatch(clean(cell.text))
    ]
    numbers = [int(number) for text in bare for number in clean(text).split()]
    order = tuple(field for field in order if field not in dict(article.counters))
    if not numbers or line.place == "below text":
        return
    if len(numbers) == len(order):
        article.counters.extend(zip(order, numbers, strict=True))
    elif not article.counters:
        article.doubt("views", "unlabelled", " ".join(bare))


def _with_units(lines: tuple[PrintedLine, ...]) -> Iterator[PrintedLine]:
    """Yield the lines, those joined that print one thing below the other.

    A number and its unit (PAGES.md, C4), or «Жаңартылды» and its date.
    """
    held: PrintedLine | None = None
    for line in lines:
        if held and held.place == line.place and len(line.cells) == 1 and len(line.cells[0].text) <= LONGEST_PIECE:
            joined = f"{held.cells[0].text} {line.cells[0].text}"
            if cut(joined) and (_is_change_label(held) or not cut(line.cells[0].text)):
                yield PrintedLine(place=line.place, cells=(PrintedCell(text=joined),))
                held = None
                continue
        if held:
            yield held
        alone = len(line.cells) == 1 and NUMBER_ALONE.fullmatch(line.cells[0].text.strip())
        held = line if alone or _is_change_label(line) else None
        if held is None:
            yield line
    if held:
        yield held


def _is_change_label(line: PrintedLine) -> bool:
    text = line.cells[0].text
    return len(line.cells) == 1 and len(text) <= LONGEST_PIECE and CHANGE_LABEL.fullmatch(folded(text)) is not None


def _is_no_date(cell: PrintedCell) -> bool:
    dated = cell.stated or any(kind in {DATE, CHANGE} for kind, _ in cut(cell.text))
    return not dated or DATE_LABELLED.match(folded(cell.text)) is not None


def _cells_of(line: PrintedLine) -> list[PrintedCell]:
    return [
        PrintedCell(text=text, says=cell.says, stated=cell.stated)
        for cell in line.cells
        if len(cell.text) <= LONGEST_LINE
        for text in _pieces(clean(cell.text))
        if text or cell.stated
    ]


def _has_other_words(cells: list[PrintedCell]) -> bool:
    """Tell whether a line prints more than facts of the article: a reader's name beside a date is a comment's."""
    return any(
        cell.text
        and not cell.says
        and not cut(cell.text)
        and not SECTION_LABEL.match(f"{cell.text}:")
        and not AUTHOR_LABEL.match(cell.text)
        for index, cell in enumerate(cells)
        if not (index and LABEL_BEFORE.search(cells[index - 1].text))
    )


def _pieces(text: str) -> list[str]:
    """Return what bars part in a piece of a line; a dateline stays whole."""
    if cut(text):
        return [text]
    if SENTENCES.search(text) and (DATE_LABELLED.match(folded(text)) or AUTHOR_LABEL.match(text)):
        return [piece.strip(TRIM) for piece in SENTENCES.split(text) if piece.strip(TRIM)]
    if not BARS.search(text):
        return [text.strip(TRIM)]
    return [piece.strip(TRIM) for piece in BARS.split(text) if piece.strip(TRIM)]


def _read_cells(article: Article, cells: list[PrintedCell], place: LinePlace | None) -> None:
    if place in {"under title", "above title"} and article.section is None:
        article.section = section_beside(cells)
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
        _add(article, alone, [cell], place)
        return 1
    for size in range(2, min(WINDOW, len(cells) - index) + 1):
        window = cells[index : index + size]
        if size > 2 and cut(window[-1].text):  # noqa: PLR2004 - a label and its value are two
            break
        parts = cut(" ".join(part.text for part in window))
        if parts and not all(kind == LABEL for kind, _ in parts):
            _add(article, parts, window, place)
            return size
    if alone:
        _add(article, alone, [cell], place)
        return 1
    return 0


def _add(article: Article, parts: list[tuple[str, str]], cells: list[PrintedCell], place: LinePlace | None) -> None:
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
        article.signed.append(f"{text.rstrip(': ')}: {following}")
        return 2
    before, label = label_at_end(text)
    if label and following and cut(before):
        _add(article, cut(before), [cell], place)
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
            _add(article, rest, [cell], place)
            name = ", ".join(pieces[:begin])
            if is_likely_name(name):
                article.signed.append(name)
            return
    published = PUBLISHED_BY.match(cell.text)
    if published and (rest := cut(published["date"])):
        _add(article, rest, [cell], place)


def claim_line(article: Article, line: str) -> bool:
    """Tell whether a last *line* of the text prints a date, a counter, a rubric or keywords; keep those."""
    parts = cut(line)
    if parts:
        _add(article, parts, [PrintedCell(text=line)], "below text")
        return True
    return ":" in line and len(line) <= LONGEST_PIECE and says_in_words(article, line, "")


def _read_column(article: Article) -> None:
    """Take the datelines out of the first blocks of the text column and out of its end."""
    kept: list[Block] = []
    words_seen = 0
    for index, block in enumerate(article.blocks):
        if words_seen >= HEAD_BLOCKS:
            kept.extend(article.blocks[index:])
            break
        own = lines(block.text or "") if block.kind != "embed" else []
        found = {line: cut(line) for line in own}
        words = [line for line in own if not _is_dateline(found.get(line))]
        words_seen += bool(words)
        for line in own:
            if line not in words:
                _add(article, found[line], [PrintedCell(text=line)], None)
        if len(words) == len(own):
            kept.append(block)
        elif words:
            kept.append(Block(kind=block.kind, text="\n".join(words)))
    article.blocks = kept


def _is_dateline(parts: list[tuple[str, str]] | None) -> bool:
    return bool(parts)
