"""The lines around title and text: each piece to the field it prints, and datelines out of the text column."""

import re
from collections.abc import Iterator
from dataclasses import replace

from archive.records import Article, Block, LinePlace, Printed, PrintedCell, PrintedDate, PrintedLine
from pipelines.bylines import AUTHOR_LABEL
from pipelines.cells import add_parts, read_cells
from pipelines.datelines import CHANGE, DATE, cut
from pipelines.dates import CHANGED
from pipelines.dates import LABEL as DATE_LABEL
from pipelines.images import CREDIT
from pipelines.months import folded
from pipelines.names import is_sure_name
from pipelines.rubrics import (
    LABEL_BEFORE,
    LONGEST_PIECE,
    SECTION_LABEL,
    TRIM,
    rubric_alone,
)
from pipelines.text import clean, lines

MARKS = r"\s*(?:[|•·●▪►]|(?<![\w.!?…])»)\s*|\s{2,}|\s[–—-]\s(?=\D)|(?<=\d)\s[–—]\s(?=\D)"
BARS = re.compile(rf"{MARKS}|\s+/\s+")
"""Marks between facts; a » right behind a word closes a name."""
CREDIT_BARS = re.compile(MARKS)
"""Those that end a picture's credit: «Фото: oral.kz / Арман Жолдас» is one."""
SENTENCES = re.compile(r"\.+\s+(?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])|\.\.+\s*|\.$")
"""Full stops between the facts of a line that is written as a sentence."""
DATE_LABELLED = re.compile(DATE_LABEL)
CHANGE_LABEL = re.compile(rf"{CHANGED}")
BARE = re.compile(r"\d{1,9}(?: \d{1,9}){0,2}")
NUMBER_ALONE = re.compile(r"\d[\d ,.]{0,10}\s*(?:рет|раза?|ret|мин|min|минут\w*|мың|тыс\.?|k)?", re.IGNORECASE)
ISSUE = re.compile(r"№\s?\d")
"""How the number of the paper's issue begins."""
HEAD_BLOCKS = 3
"""A dateline stands among the first blocks of words of a text column or at its very end."""
LONGEST_LINE = 400


def fill_around(article: Article, printed: Printed) -> None:
    """Collect dates, counters, signatures, section and tags printed around the text; its own datelines leave it."""
    for text, says in (
        (printed.published, "published"),
        (printed.modified, "modified"),
        (printed.views, "views"),
        (printed.comments, "comments"),
    ):
        if text:
            read_cells(article, [PrintedCell(text=part, says=says) for part in lines(text)], None)
    if printed.published and not article.dates:
        article.dates.append(PrintedDate(text=printed.published, place=None, named=True))
    declared = [replace(date, declared=True) for date in article.dates]
    above = next((line for line in printed.around if line.place == "above title"), None)
    others, signs = False, True
    for line in _with_units(printed.around):
        cells = _cells_of(line)
        if line.place == "below text" and signs:
            signs = _is_name_alone(cells)
            article.signed.extend(cell.text.rstrip(", ") for cell in cells if signs)
        if line.place == "below text":
            others = others or _has_other_words(cells)
            cells = [cell for cell in cells if not others or _is_no_date(cell)]
        read_cells(article, cells, line.place)
        _read_bare_counters(article, line, printed.publisher.bare_counters)
    beside = [cell for cell in above.cells if not ISSUE.match(cell.text)] if above is not None else []
    if article.section is None and len(beside) == 1:
        article.section = rubric_alone(clean(beside[0].text[:LONGEST_PIECE]), printed)
    _read_column(article)
    article.dates = declared + sorted(article.dates[len(declared) :], key=_trust)


def _is_name_alone(cells: list[PrintedCell]) -> bool:
    """Tell whether a line prints a name and nothing else: right below the text it signs."""
    return len(cells) == 1 and not cells[0].says and is_sure_name(cells[0].text.rstrip(", "))


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
    bars = CREDIT_BARS if CREDIT.match(text) else BARS
    return (
        [_trimmed(piece) for piece in bars.split(text) if piece.strip(TRIM)] if bars.search(text) else [_trimmed(text)]
    )


def _trimmed(piece: str) -> str:
    """Return *piece* without the marks around it; a colon behind it stays: it makes a label of a word."""
    bare = piece.strip(TRIM)
    return f"{bare}:" if bare and piece.rstrip().endswith(":") else bare


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
                add_parts(article, found[line], [PrintedCell(text=line)], None)
        if len(words) == len(own):
            kept.append(block)
        elif words:
            kept.append(Block(kind=block.kind, text="\n".join(words)))
    article.blocks = kept


def _is_dateline(parts: list[tuple[str, str]] | None) -> bool:
    return bool(parts)
