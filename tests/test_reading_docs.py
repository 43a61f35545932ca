"""The examples in `docs/reading/`: what the tables say of a line is what the readers read in it."""

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.moments import written
from archive.records import Metadata, Printed, PrintedBlock, PrintedCell, PrintedImage, PrintedLine, Publisher
from crawlers.links import canonical_url, is_listing
from pipelines import read_article
from pipelines.file_names import read_file_name
from pipelines.images import is_picture, read_caption
from pipelines.originals import original_url
from pipelines.sources import read_sources

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs" / "reading"
VISIT = datetime(2026, 3, 10, 7, 7, tzinfo=UTC)
"""The visit that docs/reading/dates.md speaks of."""
WORDS = "Ауыл шетінде жаңа көпір салынды, жүргіншілер оны бес жыл күткен еді."
UNESCAPED_BAR = re.compile(r"(?<!\\)\|")


def tables(page):
    """Return the tables of a page in its order, each a list of rows, each row its cells by column."""
    found, header = [], None
    for line in [*(DOCS / f"{page}.md").read_text("utf-8").splitlines(), ""]:
        if not line.startswith("|"):
            header = None
            continue
        cells = [cell_of(cell) for cell in UNESCAPED_BAR.split(line)[1:-1]]
        if header is None:
            header = cells
            found.append([])
        elif set(line) - set("|- "):
            found[-1].append(dict(zip(header, cells, strict=True)))
    return found


def cell_of(markdown):
    r"""Return what a cell says, without its code marks: `a \| b` is a | b."""
    return markdown.strip().strip("`").replace(r"\|", "|")


def examples(page, *columns):
    """Return the rows of the one table of *page* that has exactly these columns."""
    [rows] = [table for table in tables(page) if table and tuple(table[0]) == columns]
    return [pytest.param(*row.values(), id=row[columns[0]]) for row in rows]


def value(cell):
    """Return what a cell stands for: NULL is None."""
    return None if cell == "NULL" else cell


def read(*around, zone="Asia/Almaty", tail=(), metadata=None):
    """Return the article of a page that prints these lines under its title and this tail below its text."""
    publisher = Publisher(title="Дала үні", home="https://dala.kz/", languages=("kk",), timezone=zone)
    return read_article(
        Printed(
            url="https://dala.kz/kopir",
            site="dala",
            publisher=publisher,
            fetched_at=VISIT,
            metadata=metadata or Metadata(),
            title="Жаңа көпір",
            around=tuple(PrintedLine(place="under title", cells=(PrintedCell(text=line),)) for line in around),
            blocks=tuple(PrintedBlock(kind="paragraph", text=text) for text in (WORDS, *tail)),
        )
    )


def doubts_of(article):
    """Return the codes of an article's doubts as the pages write them."""
    return ", ".join(doubt.code for doubt in article.doubts) or "none"


def told(article):
    """Return when an article was published, as written, and how exactly that is told."""
    return article.published_at and written(article.published_at), article.published_precision


@pytest.mark.parametrize(
    ("printed", "zone", "moment", "precision"), examples("dates", "printed", "zone", "published_at", "precision")
)
def test_date(printed, zone, moment, precision):
    """A line under the title dates the article as the page about dates says, without a doubt."""
    article = read(printed, zone=value(zone))

    assert ((moment, precision), "none") == (told(article), doubts_of(article))


@pytest.mark.parametrize(
    ("stated", "printed", "moment", "precision", "doubt"),
    examples("dates", "metadata", "printed", "published_at", "precision", "doubt"),
)
def test_metadata_beside_print(stated, printed, moment, precision, doubt):
    """Metadata go before print, unless they tell the day alone."""
    article = read(printed, metadata=Metadata(published=stated))

    assert ((moment, precision), doubt) == (told(article), doubts_of(article))


@pytest.mark.parametrize(("printed", "zone", "doubt", "why"), examples("dates", "printed", "zone", "doubt", "why"))
def test_no_date(printed, zone, doubt, why):
    """What is not the article's date leaves it undated, with the doubt that the page about dates names."""
    article = read(printed, zone=value(zone))

    assert ((None, None), doubt) == (told(article), doubts_of(article)), why


@pytest.mark.parametrize(("printed", "views", "comments"), examples("counters", "printed", "views", "comments"))
def test_counter(printed, views, comments):
    """A line under the title counts what the page about counters says."""
    article = read(printed)

    got = {"views": article.views, "comments": article.comments, "doubts": doubts_of(article)}
    expected = {"views": value(views), "comments": value(comments), "doubts": "none"}
    assert expected == {key: str(got[key]) if got[key] is not None else None for key in got}


@pytest.mark.parametrize(("printed", "doubt", "why"), examples("counters", "printed", "doubt", "why"))
def test_no_counter(printed, doubt, why):
    """What counts neither readers nor answers is no counter."""
    article = read(printed)

    assert (None, None, doubt) == (article.views, article.comments, doubts_of(article)), why


@pytest.mark.parametrize(("printed", "name", "kind", "role"), examples("bylines", "printed", "name", "kind", "role"))
def test_byline(printed, name, kind, role):
    """A last line signs the article as the page about signatures says, and leaves the text."""
    article = read(tail=[printed])

    got = [(byline.name, byline.kind, byline.role) for byline in article.bylines]
    assert ([(name, kind, value(role))], WORDS) == (got, article.body)


@pytest.mark.parametrize(("printed", "why"), examples("bylines", "printed", "why"))
def test_no_byline(printed, why):
    """What only looks like a signature signs nothing."""
    assert read(tail=[printed]).bylines == [], why


@pytest.mark.parametrize(("printed", "sources"), examples("bylines", "printed", "sources"))
def test_source(printed, sources):
    """A sentence credits whom the page about signatures says."""
    assert sources == ("; ".join(read_sources(printed)) or "none")


@pytest.mark.parametrize(
    ("address", "original", "origin", "number", "uploaded"),
    examples("images", "address", "original", "origin", "number", "uploaded"),
)
def test_image(address, original, origin, number, uploaded):
    """A picture's address leads to its original, and its file name tells what the page about pictures says."""
    name = read_file_name(address)

    got = (name.origin, name.asset_id, name.uploaded_on and name.uploaded_on.isoformat())
    assert (original, value(origin), value(number), value(uploaded)) == (original_url(address), *got)
    assert is_picture(PrintedImage(src=address))


@pytest.mark.parametrize(("printed", "caption", "credit"), examples("images", "printed", "caption", "credit"))
def test_caption(printed, caption, credit):
    """What stands under a picture is its caption, its credit, or both."""
    assert (value(caption), value(credit)) == read_caption(printed)


@pytest.mark.parametrize(("address", "why"), examples("images", "address", "why"))
def test_no_image(address, why):
    """Logos, icons, trackers and stand-ins are no pictures."""
    assert not is_picture(PrintedImage(src=address)), why


@pytest.mark.parametrize(("address", "canonical"), examples("urls", "address", "canonical"))
def test_address(address, canonical):
    """An address has the canonical form that the page about addresses says, and is no list."""
    assert (canonical, False) == (canonical_url(address), is_listing(canonical))


@pytest.mark.parametrize(("address", "why"), examples("urls", "address", "why"))
def test_list(address, why):
    """A list of articles is never one."""
    assert is_listing(address), why


def codes():
    """Return every code of a doubt that a page says what to do about, with the page."""
    rows = [(path.stem, row) for path in sorted(DOCS.glob("*.md")) for table in tables(path.stem) for row in table]
    return [(page, code) for page, row in rows if "what to do" in row for code in re.findall(r"[a-z-]+", row["code"])]


@pytest.mark.parametrize(("page", "code"), codes())
def test_code_has_words(page, code):
    """A code that a page says what to do about is one that the front explains."""
    known = tomllib.loads((ROOT / "archive" / "web" / "wording.toml").read_text("utf-8"))["doubt_codes"]

    assert code in known, page
