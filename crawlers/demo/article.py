"""What one article of the demo paper truly says: the facts from which its page is printed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Language = Literal["kk", "ru"]
Generation = Literal[1, 2, 3, 4]
BlockKind = Literal["paragraph", "heading", "list", "picture", "byline", "rubric", "spacing", "domain"]
BylineKind = Literal["person", "organisation", "staff"]
Origin = Literal["gluster", "uuid", "camera", "whatsapp"]

NBSP = "\u00a0"
WORDS = ("paragraph", "heading", "list")
"""Kinds of blocks that hold the article's own words."""


def normal_space(text: str) -> str:
    """Return *text* with every run of white space, no-break spaces included, as one space.

    >>> normal_space("бір екі  ")
    'бір екі'
    """
    return " ".join(text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of an article: its file, and what stands around it on the page."""

    stem: str
    """Name of the original file, without its ending."""
    ending: str
    """Ending of the file name, without the dot."""
    month: str
    """Folder of the upload, YYYY/MM."""
    alt: str
    """Text alternative, as printed: the stem, or the title where generation 2 prints its main picture."""
    width: int
    """Attribute `width`, as printed; of the thumbnail where the page prints one."""
    height: int
    """Attribute `height`, as printed."""
    origin: Origin
    """Where the file name says the picture comes from."""
    asset_id: str
    """The origin's own number of the picture: the hash, the UUID, the counter of the camera."""
    thumbnail: bool = False
    """Whether the page prints a thumbnail, whose name ends in its size."""
    caption: str | None = None
    """Caption, without the credit."""
    credit: str | None = None
    """Who made the picture, as printed after the label."""
    credit_label: str = ""
    """«Сурет» or «Фото»."""
    drawing: str = ""
    """What is drawn; two pictures with one drawing have the same bytes. Empty: the stem."""

    @property
    def path(self) -> str:
        """Path of the original file."""
        return f"/wp-content/uploads/{self.month}/{self.stem}.{self.ending}"

    @property
    def printed_path(self) -> str:
        """Path that the page prints."""
        size = f"-{self.width}x{self.height}" if self.thumbnail else ""
        return f"/wp-content/uploads/{self.month}/{self.stem}{size}.{self.ending}"

    @property
    def full_size(self) -> tuple[int, int]:
        """Width and height of the original file in pixels."""
        return (self.width * 3 // 2, self.height * 3 // 2) if self.thumbnail else (self.width, self.height)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of the text column, in the order of the page: the article's words, or furniture between them."""

    kind: BlockKind
    text: str = ""
    """Words as printed, odd spaces kept; empty for a picture. A list has a block per item."""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """Who signs an article."""

    printed: str
    """The line as printed."""
    kind: BylineKind

    @property
    def name(self) -> str:
        """The name with normal white space."""
        return normal_space(self.printed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words that an article puts into somebody's mouth."""

    speaker: str
    role: str
    text: str
    """The words, without the outer quotation marks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoArticle:
    """The truth about one article: what a good reader finds on its page."""

    number: int
    """Post ID."""
    slug: str
    section: str = "news"
    rubric: str
    """Rubric; only generation 2 prints it on the page."""
    language: Language
    generation: Generation
    title: str
    """Headline, white space normal."""
    printed_title: str
    """Headline as printed."""
    lead: str | None = None
    """Standfirst: always None, the theme marks none up."""
    published: datetime
    """Local time of publication, without zone."""
    printed_date: str
    """Date as printed; empty in generation 1."""
    views: int
    blocks: tuple[Block, ...]
    """The text column in printed order: words, pictures, and the furniture between them."""
    byline: Byline | None = None
    quotes: tuple[Quote, ...] = ()
    sources: tuple[str, ...] = ()
    """Names the text credits, as printed."""
    domain_line: bool = False
    """Whether the last line is the paper's own domain."""

    @property
    def path(self) -> str:
        """Path of the permalink, with its last slash."""
        return f"/{self.language}/{self.section}/{self.slug}/"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The article's words block by block (paragraphs, subheadings, list items), white space normal."""
        return tuple(normal_space(block.text) for block in self.blocks if block.kind in WORDS)

    @property
    def body(self) -> str:
        """The article's words as the archive must hold them: paragraphs joined by a blank line."""
        return "\n\n".join(self.paragraphs)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Pictures in printed order."""
        return tuple(block.picture for block in self.blocks if block.picture)

    @property
    def picture_positions(self) -> tuple[int, ...]:
        """Per picture, the index of the body paragraph before it, from 0; -1 above the text."""
        kinds = [block.kind for block in self.blocks]
        places = [place for place, kind in enumerate(kinds) if kind == "picture"]
        return tuple(sum(kind in WORDS for kind in kinds[:place]) - 1 for place in places)

    @property
    def counter_line(self) -> str:
        """The counter line as printed, whose label tells the generation."""
        return {
            1: f"Күні: , {self.views} рет оқылды",
            2: f"Қараулар: {self.views}",
            3: f"Просмотры: {self.views}",
            4: f"Оқылды: {self.views}",
        }[self.generation]
