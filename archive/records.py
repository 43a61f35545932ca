"""The vocabulary of the house: every record that travels from a page to the archive."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

BlockKind = Literal["paragraph", "heading", "list", "quote", "table", "image", "embed"]
BylineKind = Literal["person", "organisation", "agency", "staff"]
Precision = Literal["minute", "hour", "day"]
LinePlace = Literal["under title", "above title", "below text"]
Verdict = Literal["shows", "not-found", "gone", "home", "removed", "moved"]
"""What a capture says of its article: it shows it, or refuses it in one of the other ways."""
State = Literal["published", "withdrawn", "moved", "returned"]


def natural_key(*parts: str) -> str:
    """Return the key that any machine gives the same thing: 80 bits of the SHA-256 of *parts*, in hexadecimal.

    >>> natural_key("http://127.0.0.1:8010/kk/news/kopir")
    'ab851420d6f30b93f815'
    """
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """A newspaper: the facts about it that reading its pages needs."""

    title: str
    """The paper's name as it prints it."""
    home: str
    """Address of its home page; scheme and host of every canonical address."""
    languages: tuple[str, ...]
    """Languages it publishes in, BCP 47 primary tags, the most usual first."""
    timezone: str | None
    """IANA name of the time zone its printed times are in; NULL where unknown."""
    region: str | None = None
    """Region it writes about, in its own language."""
    hosts: tuple[str, ...] = ()
    """Other hosts that are or were its own, without `www.`."""
    bare_counters: tuple[str, ...] = ()
    """What numbers without a label beside the date stand for, in printed order: views, comments."""
    tails: tuple[str, ...] = ()
    """Lines that stand under every article of the paper and are no part of any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One response as it came from the paper, kept in a WARC file before anyone read it."""

    id: str
    """WARC-Record-ID of the record (WARC 1.1, 5.2), without angle brackets."""
    site: str
    """Name of the site the crawl was for."""
    crawl: str
    """Crawl that fetched it: WARC-Record-ID of the file's warcinfo record."""
    url: str
    """Address that was asked for (WARC-Target-URI)."""
    fetched_at: datetime
    """Moment of the fetch, UTC (WARC-Date)."""
    status: int
    """HTTP status code."""
    media_type: str | None
    """Media type from Content-Type, without parameters; NULL where the server sent none."""
    digest: str
    """SHA-256 of the body without its transfer coding, content coding kept: base32, with the algorithm in front."""
    payload_digest: str
    """The same of the payload as it came over the wire, chunks and all (WARC-Payload-Digest)."""
    file: str
    """WARC file, relative to the folder `warc` of the archive."""
    offset: int
    """Where the record's gzip member begins in the file, in bytes."""
    length: int
    """Length of the gzip member, in bytes."""
    refers_to: str | None = None
    """Capture that holds the payload, where this one is a `revisit` record without it (WARC 1.1, 6.7)."""
    fault: str | None = None
    """Why the payload is not whole, so that nothing is read in it: disconnect, length, time (WARC-Truncated); cut,
    broken, too-large, unknown-coding (its content coding); lost-payload (the record it refers to is not here); NULL
    where it is whole."""
    etag: str | None = None
    """ETag as sent, by which the server can be asked whether anything has changed since (RFC 9110, 8.8.3)."""
    last_modified: str | None = None
    """Last-Modified as sent, for the same (RFC 9110, 8.8.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedImage:
    """A picture as the page sets it, before its address is understood."""

    src: str
    """Absolute address that the page shows or, for a picture loaded late, would show."""
    alt: str = ""
    """Text alternative, as printed."""
    caption: str = ""
    """Caption under the picture, as printed, credit included."""
    credit: str = ""
    """Who is credited for it in an element of such a name, without any label; empty elsewhere."""
    width: str = ""
    """Attribute `width`, as printed."""
    height: str = ""
    """Attribute `height`, as printed."""
    full: str = ""
    """Absolute address of the larger picture that it is a link to; empty where it is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedBlock:
    """A piece of the text column in reading order, lines kept."""

    kind: BlockKind
    text: str = ""
    image: PrintedImage | None = None
    linked: bool = False
    """Whether all of its words lead elsewhere."""
    at_right: bool = False
    """Whether it is set to the right, as signatures are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCell:
    """A piece of a line, as its elements part it, and what they say of it."""

    text: str
    says: str = ""
    """Field that a class name, an icon or a title names for it: published, views, byline …; empty for none."""
    stated: str = ""
    """The same moment for machines: attribute `datetime` of a `time` element."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """A line printed around the text: date, counter, rubric, author."""

    place: LinePlace
    cells: tuple[PrintedCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the page says about itself to machines, as printed: JSON-LD, OpenGraph, microdata, meta elements."""

    title: str | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    section: str | None = None
    canonical: str | None = None
    site_name: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    breadcrumbs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What stands on the page, character for character, before anything is read into it."""

    url: str
    site: str
    publisher: Publisher
    fetched_at: datetime
    visit_known: bool = True
    """Whether the page was fetched at `fetched_at`; of a page saved at an unknown moment, «кеше» tells nothing."""
    metadata: Metadata = Metadata()
    title: str | None = None
    lead: str | None = None
    published: str | None = None
    modified: str | None = None
    views: str | None = None
    comments: str | None = None
    section: str | None = None
    bylines: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    breadcrumbs: tuple[str, ...] = ()
    folder: str | None = None
    """What the page's links call the folder of its address."""
    variants: tuple["Variant", ...] = ()
    around: tuple[PrintedLine, ...] = ()
    """Lines between the masthead and the text column and right below it, the nearest to the title first."""
    blocks: tuple[PrintedBlock, ...] = ()
    doubts: tuple["Doubt", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something printed that could not be read, or not for certain."""

    field: str
    """Field of the article that stayed empty or uncertain."""
    code: str
    """Kind of the difficulty, one word per kind: empty, unreadable, future, no-zone …"""
    text: str
    """What the page prints there, as printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """Somebody who signs the article."""

    name: str
    """Name as printed."""
    kind: BylineKind
    """person; organisation (the sender of a press release); agency; staff (own correspondent, editors, the paper)."""
    role: str | None = None
    """Post or city printed with the name; NULL where none is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture where the article prints it."""

    url: str
    """Absolute address of the original: no size suffix, resizer or query."""
    printed_url: str
    """Absolute address that the page prints."""
    alt: str | None
    """Text alternative, as printed."""
    caption: str | None
    """Caption, without the credit; NULL where none is printed."""
    credit: str | None
    """Who made or gave the picture, as printed after «Сурет:», «Фото:» or ©."""
    position: int
    """Index of the body paragraph before the picture, from 0; -1 above the text."""
    origin: str | None
    """Where the file name says the picture comes from: gluster (government media store), whatsapp, camera, uuid …"""
    asset_id: str | None
    """The origin's own number of the picture, from the file name."""
    uploaded_on: date | None
    """Day of the upload, from the file name."""
    width: int | None
    """Width of the original in pixels, as the file name or the page says."""
    height: int | None
    """Height of the original in pixels, as the file name or the page says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words the article puts into somebody's mouth."""

    speaker: str | None
    """Who says it, as printed; NULL where the page names nobody."""
    role: str | None
    """Post of the speaker, as printed with the name."""
    text: str
    """The words, without the outer quotation marks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of the article in reading order."""

    kind: BlockKind
    """paragraph, heading, list (one item), quote, table, image or embed."""
    text: str | None = None
    """Its words; NULL for a picture."""
    image: str | None = None
    """Address of the picture, as in `images`; NULL for words."""
    picture: PrintedImage | None = field(default=None, compare=False)
    """The picture as printed, while the article is being read."""
    linked: bool = field(default=False, compare=False)
    """Whether all of its words lead elsewhere, while the article is being read."""
    at_right: bool = field(default=False, compare=False)
    """Whether it is set to the right, as signatures are, while the article is being read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Another version of an article that its page links.

    The same text in another script, or a text in another language.
    """

    url: str
    """Address of the version, absolute."""
    language: str | None
    """Its language as the page declares it or its address tells, BCP 47 primary tag; NULL where neither does."""
    script: str | None
    """Its script, ISO 15924, where the address tells one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDate:
    """A date as printed around an article, while the article is being read."""

    text: str
    place: LinePlace | None
    """None for one in the text column itself."""
    named: bool = False
    """Whether a label or an element's name says that it is the date of publication."""
    stated: str = ""
    """The same moment for machines."""
    declared: bool = False
    """Whether it stands where the paper's own layout says that the date does."""
    signed: bool = False
    """Whether it stands in an element that is named for the author."""


@dataclass(slots=True, kw_only=True)
class Article:
    """A news article: what the paper printed, read into typed values, stage by stage."""

    url: str
    """Canonical address: one per article, whatever form a link had."""
    site: str
    """Name of the site that published it."""
    title: str | None = None
    """Headline; white space normal."""
    lead: str | None = None
    """Standfirst; NULL where the page does not set one apart."""
    published_at: datetime | None = None
    """Moment of publication, UTC; NULL where not printed or not readable. With precision `day`: local midnight."""
    published_precision: Precision | None = None
    """How exactly the page tells the moment: minute, hour or day."""
    modified_at: datetime | None = None
    """Moment of the last change that the page itself states, UTC."""
    language: str | None = None
    """Language of the text, BCP 47 primary tag: kk, ru …"""
    script: str | None = None
    """Script of the text, ISO 15924: Cyrl, Latn, Arab."""
    section: str | None = None
    """Section or rubric, as printed."""
    tags: list[str] = field(default_factory=list)
    """Keywords, as printed."""
    bylines: list[Byline] = field(default_factory=list)
    """Who signs the article, in printed order."""
    sources: list[str] = field(default_factory=list)
    """Names that the text credits, as printed: «деп хабарлайды X» gives X."""
    views: int | None = None
    """View counter at the moment of the capture; NULL where none is printed."""
    comments: int | None = None
    """Comment counter at the moment of the capture; NULL where none is printed."""
    body: str = ""
    """The article's words only: paragraphs and subheadings, joined by a blank line."""
    blocks: list[Block] = field(default_factory=list)
    """Text and pictures in reading order."""
    images: list[Image] = field(default_factory=list)
    """Pictures of the article, in reading order."""
    quotes: list[Quote] = field(default_factory=list)
    """Who is quoted saying what, in reading order."""
    doubts: list[Doubt] = field(default_factory=list)
    """What could not be read for certain."""
    variants: tuple[Variant, ...] = ()
    """Versions in other languages and scripts that the page links."""
    boilerplate: list[str] = field(default_factory=list)
    """Lines that the paper prints under every article, left out of the body."""
    dates: list[PrintedDate] = field(default_factory=list, compare=False)
    """Dates printed around title and text, the most trustworthy first, while the article is being read."""
    changes: list[PrintedDate] = field(default_factory=list, compare=False)
    """Dates of a last change printed there, while the article is being read."""
    counters: list[tuple[str, int]] = field(default_factory=list, compare=False)
    """Counters printed there: field and number, while the article is being read."""
    signed: list[str] = field(default_factory=list, compare=False)
    """Lines there that sign, while the article is being read."""
    photo_credit: str | None = field(default=None, compare=False)
    """Who is credited there for the picture above the text, while the article is being read."""

    @property
    def id(self) -> str:
        """The article's natural key: hash of its canonical address."""
        return natural_key(self.url)

    @property
    def text_hash(self) -> str:
        """Hash of what readers read, title, lead and body; a counter is no part of it."""
        return natural_key(self.title or "", self.lead or "", self.body)

    @property
    def exact_moment(self) -> str:
        """Moment of publication as a change of it is told by; empty where it was read from words such as «бүгін»."""
        if self.published_at is None or self.published_precision == "hour":
            return ""
        return f"{self.published_at.timestamp():.0f} {self.published_precision}"

    @property
    def revision(self) -> str:
        """Natural key of what is printed now: of all that the archive calls a change where it differs."""
        images = "\t".join([image.url for image in self.images])
        bylines = "\t".join([byline.name for byline in self.bylines])
        return natural_key(self.id, self.text_hash, images, bylines, self.exact_moment)

    def doubt(self, about: str, code: str, text: str) -> None:
        """Put a doubt about the field *about* on record, with the printed *text*, once."""
        doubt = Doubt(field=about, code=code, text=text)
        if doubt not in self.doubts:
            self.doubts.append(doubt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One version of an article: its words, pictures, signatures and date as they stood together."""

    id: str
    """Natural key: hash of the article's id and of what follows, times when it was seen left out."""
    article: str
    """Article it is a version of."""
    text_hash: str
    """Hash of title, lead and body."""
    title: str | None
    """Headline of this version."""
    lead: str | None
    """Standfirst of this version."""
    body: str
    """Words of this version."""
    images: str
    """Pictures of this version: a JSON list of {url, printed_url, alt, caption}, as first printed."""
    bylines: str
    """Who signs this version: a JSON list of names."""
    published_at: datetime | None
    """Moment of publication as first printed, UTC; one of precision `hour` tells no version apart."""
    published_precision: Precision | None
    """How exactly that capture tells the moment: minute, hour or day."""
    first_seen_at: datetime
    """Earliest capture that shows this version, UTC."""
    last_seen_at: datetime | None
    """Latest capture that shows this version, UTC; NULL for the present one, seen until `articles.last_seen_at`."""
    capture: str
    """Earliest capture that shows this version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A change of an article: from one version to the next, as two captures that follow each other show them."""

    article: str
    """Article that was changed."""
    at: datetime
    """Capture that first shows the new version, UTC; the change itself lies between it and the capture before."""
    kinds: str
    """What was changed, parted by commas: title, text, images, date, byline."""
    from_revision: str
    """Version before."""
    revision: str
    """Version after."""
    capture: str
    """Capture that first shows the new version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleState:
    """A turn in an article's life: it came out, was withdrawn, moved, or returned."""

    article: str
    """Article it is about."""
    at: datetime
    """Moment of the capture that shows it, UTC."""
    state: State
    """published (first seen), withdrawn, moved (to another address) or returned (in print again at its own)."""
    reason: str | None
    """Evidence: http-404, http-410, home (led to the home page or a section), removed (a page says so), redirect."""
    leads_to: str | None
    """Canonical address that it moved to."""
    capture: str
    """Capture that shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlCounts:
    """What a visit counted, as its WARC file keeps it; NULL while it runs, after a crash, and where nobody counted."""

    requests: int
    """Requests that were sent, each attempt counted."""
    responses: int
    """Responses that came, whatever they said."""
    new: int
    """Articles seen for the first time."""
    edited: int
    """Articles that were changed since they were last seen."""
    unchanged: int
    """Articles seen again as they were."""
    withdrawn: int
    """Articles found gone."""
    moved: int
    """Articles found at another address."""
    returned: int
    """Articles in print again after they were gone."""
    articles: int
    """Articles whose page was read, new or not."""
    doubts: int
    """Doubts about the articles that were read."""
    bytes: int
    """Bytes received, heads and bodies as they came over the wire."""
    seconds: float
    """How long it took."""
    requests_by: str
    """Attempts by what they asked for and how they ended: a JSON object such as {"list": {"200": 2, "304": 1}}; `none`
    got no response, `refused` was not sent, for robots.txt or another rule forbids it."""
    lists: str
    """What each source showed, by its path: a JSON object of {answers, links, new, newest}: how its first lists
    answered, how many articles it links, how many of them this crawl saw first, when the newest was published."""
    filled: str
    """Of how many of `articles` each field could be read: a JSON object."""
    doubted: str
    """Of how many of `articles` there is a doubt of each code: a JSON object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """One visit to a paper that kept at least one response."""

    id: str
    """WARC-Record-ID of its warcinfo record."""
    site: str
    """Name of the site."""
    started_at: datetime
    """When it began, UTC."""
    finished_at: datetime | None
    """When it ended, UTC; NULL while it runs and after a crash."""
    reason: str | None
    """Why it ended: finished, shutdown, or a limit's name."""
    counts: CrawlCounts | None = None
    """What it counted; each count is a column of its own."""
