"""How an order becomes an article: texts, pictures, signatures and quotes, all drawn from the order's own seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from crawlers.demo.article import NBSP, Block, Byline, DemoArticle, Generation, Language, Picture, Quote, normal_space
from crawlers.demo.draw import Draw
from crawlers.demo.people import draw_person, inline_quote, quote_pair
from crawlers.demo.slugs import slug
from crawlers.demo.snapshots import spread, take_picture
from crawlers.demo.texts import Lexicon, Topic, Value, draw_place, draw_values, filled, lexicon

DOMAIN = "demo.aimaq.kz"
SEED = "Ақ Жайық тынысы"

Change = Literal["none", "title", "reworded", "added"]
"""What an editor changes in an article after it was published."""

_DOUBLE_SPACES: tuple[Generation, ...] = (2,)
_PICTURE_ABOVE: tuple[Generation, ...] = (1, 2)
_RUBRIC: tuple[Generation, ...] = (2,)
_QUOTE_PAIRS: tuple[Generation, ...] = (2, 3, 4)
_DOMAIN_LINE: tuple[Generation, ...] = (3, 4)
_SPACING: tuple[Generation, ...] = (4,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An article to be written: when, in which language, about what."""

    number: int
    language: Language
    generation: Generation
    published: datetime
    topic: Topic
    turn: int
    """How many articles the topic has had before this one."""
    attempt: int = 0
    """How many titles were drawn before that were already taken."""


@dataclass(slots=True, kw_only=True)
class Draft:
    """An article while it is being written."""

    words: list[Block] = field(default_factory=list)
    tail: list[Block] = field(default_factory=list)
    byline: Byline | None = None
    quotes: tuple[Quote, ...] = ()
    sources: tuple[str, ...] = ()


class Writer:
    """Writes one article; the same order gives the same article, whatever an editor changes in it afterwards."""

    def __init__(self, order: Order, change: Change = "none") -> None:
        """Draw the values of the slots, which the whole article shares."""
        self.order = order
        self.topic = order.topic
        self.turn = order.turn + order.attempt
        self.change = change
        self.lexicon: Lexicon = lexicon(order.language)
        self.draw = Draw(f"{SEED} {order.number} {order.attempt}")
        place = draw_place(self.topic, order.language, order.published.year, self.draw)
        self.values: Mapping[str, Value] = place | self._days() | draw_values(self.topic.slots, self.draw)

    def article(self) -> DemoArticle:
        """Return the article, written from its first line to its last."""
        order = self.order
        title = self._title(shift=self.change == "title")
        is_spaced = order.generation in _DOUBLE_SPACES and order.number % 2 == 0
        printed_title = title.replace(" ", "  ", 1) if is_spaced else title
        draft = Draft()
        self._tell(draft)
        self._sign(draft)
        self._quote(draft)
        self._end(draft)
        illustrated = self._illustrated(draft.words, printed_title)
        return DemoArticle(
            number=order.number,
            slug=slug(self._title(), order.generation),
            rubric=self.topic.rubric,
            language=order.language,
            generation=order.generation,
            title=normal_space(title),
            printed_title=printed_title,
            published=order.published,
            printed_date=f"{order.published:%d.%m.%Y, %H:%M}" if order.generation > 1 else "",
            views=self.draw.between(20, 900),
            blocks=(*illustrated, *draft.tail),
            byline=draft.byline,
            quotes=draft.quotes,
            sources=draft.sources,
            domain_line=any(block.kind == "domain" for block in draft.tail),
        )

    def _days(self) -> dict[str, str]:
        """Return the slots of dates: a day of an event just before publication, and a day weeks ahead."""
        event = self.order.published - timedelta(days=self.draw.between(1, 4))
        ahead = self.order.published + timedelta(days=self.draw.between(20, 60))
        until = self.lexicon.deadline_months[ahead.month - 1]
        year = self.order.published.year
        return {
            "year": str(year),
            "next_year": str(year + 1),
            "event": f"{event.day} {self.lexicon.event_months[event.month - 1]}",
            "deadline": filled(self.lexicon.deadline, {"day": str(ahead.day), "month": until}),
        }

    def _title(self, *, shift: bool = False) -> str:
        """Return the title whose turn it is, or with *shift* the next one."""
        titles = self.topic.titles
        return filled(titles[(self.turn + shift) % len(titles)], self.values)

    def _opening(self) -> str:
        """Return the opening that goes with the title, or what an editor later made of it."""
        if self.change == "reworded" and self.topic.reworded:
            return filled(self.topic.reworded, self.values)
        openings = self.topic.openings
        place = self.turn % len(self.topic.titles)
        return filled(openings[place % len(openings)], self.values)

    def _tell(self, draft: Draft) -> None:
        """Write the article's own words: an opening, most of the middle, some background, a closing."""
        told = [_paragraph(filled(text, self.values)) for text in self._middles()]
        if self.topic.heading and self.draw.happens(40):
            told.insert(1, Block(kind="heading", text=filled(self.topic.heading, self.values)))
        if self.topic.items and self.draw.happens(40):
            told += self._list()
        told += self._asides()
        closing = filled(self.draw.pick(self.topic.closings), self.values)
        draft.words = [_paragraph(self._credited(self._opening(), draft)), *told, _paragraph(closing)]

    def _middles(self) -> list[str]:
        """Return the middle without two of its paragraphs, other ones in every turn; an addition brings one back."""
        count = len(self.topic.middles)
        turn = self.turn
        left_out = {turn % count} if self.change == "added" else {turn % count, (2 * turn + 1) % count}
        return [text for place, text in enumerate(self.topic.middles) if place not in left_out]

    def _asides(self) -> list[Block]:
        """Return two or three paragraphs of background."""
        first = self.draw.below(len(self.topic.asides))
        count = self.draw.between(2, 3)
        chosen = [self.topic.asides[(first + 3 * step) % len(self.topic.asides)] for step in range(count)]
        return [
            _paragraph(filled(aside.text, {**self.values, **draw_values(aside.slots, self.draw)})) for aside in chosen
        ]

    def _credited(self, opening: str, draft: Draft) -> str:
        """Return *opening*, at times with a clause at its end that credits a source."""
        clause = self.draw.pick(self.lexicon.sources)
        name = self.draw.pick(clause.names)
        if not self.draw.happens(30):
            return opening
        draft.sources = (name,)
        return opening.removesuffix(".") + filled(clause.clause, {"name": name})

    def _list(self) -> list[Block]:
        """Return a list: its introduction, a paragraph that ends in a colon, and its items."""
        introduction, *items = (filled(text, self.values) for text in self.topic.items)
        return [_paragraph(introduction), *(Block(kind="list", text=item) for item in items)]

    def _sign(self, draft: Draft) -> None:
        """Let an organisation, a person, the paper's own correspondent or nobody sign the article."""
        person = draw_person(self.lexicon, self.draw)
        lot = self.draw.below(100)
        if lot < 30 and not draft.sources:  # noqa: PLR2004 - shares in percent
            draft.byline = Byline(printed=filled(self.topic.organisation, self.values), kind="organisation")
        elif lot < 60:  # noqa: PLR2004 - shares in percent
            draft.byline = Byline(printed=person.signature, kind="person")
        elif lot < 72:  # noqa: PLR2004 - shares in percent
            draft.byline = Byline(printed=self.lexicon.staff, kind="staff")

    def _quote(self, draft: Draft) -> None:
        """Let people speak: after the text in pairs of label and words, or inside it in a sentence."""
        people = [draw_person(self.lexicon, self.draw, voice) for voice in self.topic.voices]
        quotes = [
            Quote(
                speaker=person.name,
                role=filled(voice.role, self.values),
                text=filled(self.draw.pick(voice.says), self.values),
            )
            for person, voice in zip(people, self.topic.voices, strict=True)
        ]
        lot = self.draw.below(100)
        if lot < 34 and self.order.generation in _QUOTE_PAIRS:  # noqa: PLR2004 - shares in percent
            draft.quotes = tuple(quotes[: self.draw.between(1, len(quotes))])
        elif lot < 46 and self.order.generation in _QUOTE_PAIRS:  # noqa: PLR2004 - shares in percent
            draft.quotes = (quotes[0],)
            draft.words.insert(-1, inline_quote(quotes[0], self.lexicon.said[people[0].is_woman]))
            return
        pairs = [block for quote in draft.quotes for block in quote_pair(quote, self.draw)]
        draft.tail += pairs

    def _end(self, draft: Draft) -> None:
        """Put the byline where its kind belongs, and the furniture under the text."""
        byline = [Block(kind="byline", text=draft.byline.printed)] if draft.byline else []
        is_sender = draft.byline is not None and draft.byline.kind == "organisation"
        if is_sender and draft.tail and self.order.generation in _SPACING:
            byline.append(Block(kind="spacing", text=NBSP))
        draft.tail = [*byline, *draft.tail] if is_sender else [*draft.tail, *byline]
        if self.order.generation in _DOMAIN_LINE and self.draw.happens(14):
            draft.tail.append(Block(kind="domain", text=NBSP + DOMAIN))
        if self.order.generation in _SPACING:
            draft.tail += [Block(kind="spacing", text=NBSP)] * self.draw.between(1, 4)

    def _illustrated(self, words: Sequence[Block], printed_title: str) -> tuple[Block, ...]:
        """Return *words* with pictures between them; the early themes print the first picture above the text."""
        order = self.order
        count = self.draw.pick((0, 0, 1, 1, 1, 1, 2, 2, 2, 3))
        pictures = [self._captioned(take_picture(order.published, order.generation, self.draw)) for _ in range(count)]
        above: list[Block] = []
        if order.generation in _PICTURE_ABOVE and pictures:
            first = pictures.pop(0)
            above = [
                Block(
                    kind="picture", picture=replace(first, alt=printed_title) if order.generation in _RUBRIC else first
                )
            ]
        if order.generation in _RUBRIC:
            above.append(Block(kind="rubric", text=order.topic.rubric))
        return (*above, *spread(words, pictures, self.draw))

    def _captioned(self, picture: Picture) -> Picture:
        """Return *picture* with a caption and a credit, with a credit alone, or as it is."""
        caption = filled(self.draw.pick(self.topic.captions), self.values)
        credit = self.draw.pick((draw_person(self.lexicon, self.draw).name, self.topic.organisation, DOMAIN))
        lot = self.draw.below(100)
        if self.order.generation in _PICTURE_ABOVE or lot >= 40:  # noqa: PLR2004 - shares in percent
            return picture
        credited = replace(picture, credit=filled(credit, self.values), credit_label=self.lexicon.photo_label)
        return replace(credited, caption=caption) if lot < 28 else credited  # noqa: PLR2004 - shares in percent


def _paragraph(text: str) -> Block:
    """Return *text* as a paragraph."""
    return Block(kind="paragraph", text=text)
