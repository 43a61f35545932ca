"""Quotes where the text has them: the paragraphs of an article, cut at what somebody is quoted saying."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of words of a paragraph."""

    text: str
    quote: int | None = None
    """Place of the quote that it is, among those of the article; None for the paper's own words."""


def pieces(text: str, quotes: Sequence[tuple[int, str]]) -> list[Piece]:
    """Return *text* cut at the *quotes* that stand in it word by word, each once; they come with their places.

    >>> [(piece.text, piece.quote) for piece in pieces("«Су келді», – деді ол.", [(0, "Су келді"), (1, "Жоқ")])]
    [('«', None), ('Су келді', 0), ('», – деді ол.', None)]
    """
    found = sorted((text.find(words), place, words) for place, words in quotes if words and words in text)
    cut: list[Piece] = []
    end = 0
    for begin, place, words in found:
        if begin < end:
            continue
        if begin > end:
            cut.append(Piece(text=text[end:begin]))
        cut.append(Piece(text=words, quote=place))
        end = begin + len(words)
    if end < len(text):
        cut.append(Piece(text=text[end:]))
    return cut
