"""Fictional people of the demo paper: their names, and what they are quoted with."""

from dataclasses import dataclass

from crawlers.demo.article import NBSP, Block, Quote
from crawlers.demo.draw import Draw
from crawlers.demo.texts import Lexicon, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who signs a text or is quoted in it."""

    given: str
    surname: str
    is_woman: bool

    @property
    def name(self) -> str:
        """Given name and surname."""
        return f"{self.given} {self.surname}"

    @property
    def signature(self) -> str:
        """The name as it signs an article: the surname in capitals."""
        return f"{self.given} {self.surname.upper()}"


def draw_person(words: Lexicon, draw: Draw, voice: Voice | None = None) -> Person:
    """Return a person with a given name and a surname that agree, fit to be the *voice* if one is given."""
    is_woman = draw.happens(50)
    if voice and voice.who != "anyone":
        is_woman = voice.who == "woman"
    given = draw.pick(words.women if is_woman else words.men)
    return Person(given=given, surname=draw.pick(words.surnames)[is_woman], is_woman=is_woman)


def quote_pair(quote: Quote, draw: Draw) -> tuple[Block, Block]:
    """Return the two paragraphs that print *quote*: a label, then the words; doubled guillemets collapse into one."""
    label = f"{quote.speaker}, {quote.role}:" + (NBSP if draw.happens(30) else "")
    speech = f"«{quote.text}»".replace("««", "«").replace("»»", "»") + "."
    return Block(kind="paragraph", text=label), Block(kind="paragraph", text=speech)


def inline_quote(quote: Quote, said: str) -> Block:
    """Return the paragraph that prints *quote* inside a sentence."""
    return Block(kind="paragraph", text=f"«{quote.text}», – {said} {quote.role} {quote.speaker}.")
