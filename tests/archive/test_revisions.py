"""What becomes of an article from capture to capture."""

import itertools
import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive.faults import OtherReading
from archive.records import Article, Block, Byline, Capture, Crawl, Image, Printed, PrintedCell, PrintedLine, Publisher
from archive.revisions import Change, add_article, add_gone, add_moved
from archive.store import Archive
from archive.tails import forget_texts

PAPER = Publisher(title="Дала үні", home="https://dala.kz/", languages=("kk",), timezone="Asia/Oral")
URL = "https://dala.kz/kk/news/kopir"
OTHER = "https://dala.kz/kk/news/zhana-kopir"
SHORT = "https://dala.kz/?p=17"
BEGIN = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
PRINTED = Printed(url=URL, site="dala", publisher=PAPER, fetched_at=BEGIN)
STATUS = {"not-found": 404, "gone": 410, "home": 302, "removed": 200, "moved": 301}


def new_archive(folder):
    """Return an empty archive that knows one paper and one visit."""
    archive = Archive(folder)
    archive.add_site("dala", PAPER)
    archive.add_crawl(Crawl(id="urn:visit", site="dala", started_at=BEGIN, finished_at=None, reason=None))
    return archive


@pytest.fixture
def archive(tmp_path):
    """Return an empty archive that knows one paper and one visit."""
    with new_archive(tmp_path) as archive:
        yield archive


def capture(hour, status=200, fetched_from=URL):
    """Return a capture *hour* hours after the beginning."""
    return Capture(
        id=f"urn:{hour}",
        site="dala",
        crawl="urn:visit",
        url=fetched_from,
        fetched_at=BEGIN + timedelta(hours=hour),
        status=status,
        media_type="text/html",
        digest=f"sha256:{hour}",
        payload_digest=f"sha256:{hour}",
        file="dala/a.warc.gz",
        offset=int(hour * 100),
        length=1,
    )


def image(name):
    """Return the picture of this name."""
    return Image(
        url=f"https://dala.kz/{name}.jpg",
        printed_url=f"https://dala.kz/{name}-300x200.jpg",
        alt=None,
        caption=None,
        credit=None,
        position=0,
        origin=None,
        asset_id=None,
        uploaded_on=None,
        width=None,
        height=None,
    )


def article(body="Көпір ашылды.", views=None, url=URL, **facts):
    """Return the article with these facts."""
    images = [image(name) for name in facts.pop("images", ())]
    bylines = [Byline(name=name, kind="person") for name in facts.pop("bylines", ())]
    given = {"title": "Көпір ашылды", "blocks": [Block(kind="paragraph", text=body)], **facts}
    return Article(url=url, site="dala", body=body, views=views, images=images, bylines=bylines, **given)


def see(archive, hour, verdict="shows", *, fetched_from=URL, leads_to=None, printed=None, **facts):  # noqa: PLR0913
    """Put one sight of the article into the archive and return what it changed."""
    seen = capture(hour, STATUS.get(verdict, 200), fetched_from)
    archive.add_capture(seen)
    if verdict == "moved":
        return add_moved(archive, fetched_from, seen, leads_to)
    if verdict != "shows":
        return add_gone(archive, fetched_from, seen, verdict)
    around = (PrintedLine(place="under title", cells=(PrintedCell(text=f"Оқылды: {facts.get('views')}"),)),)
    return add_article(archive, article(**facts), replace(PRINTED, around=around, published=printed), seen)


def date(hour, precision="minute"):
    """Return what a page prints that was published *hour* hours after the beginning."""
    return {"published_at": BEGIN + timedelta(hours=hour), "published_precision": precision}


SIGHTS = (
    {"hour": 0, "body": "Көпір ашылды.", "views": 10},
    {"hour": 1, "body": "Көпір ашылды.", "views": 25},
    {"hour": 2, "body": "Жаңа көпір ашылды.", "views": 40},
    {"hour": 3, "verdict": "not-found"},
)
TABLES = ("revisions", "view_counts", "captures", "changes", "article_states")


def rows(archive):
    """Return all rows that tell of articles; the number that only the full-text index uses aside."""
    found = {table: sorted(map(repr, archive.db.query(f"select * from {table}"))) for table in TABLES}
    articles = archive.db.query("select * from articles order by id")
    return found | {"articles": [{key: value for key, value in row.items() if key != "number"} for row in articles]}


def history(archive):
    """Return the changes and states of the article, without its captures' names."""
    changes = archive.db.query("select at, kinds from changes order by at")
    states = archive.db.query("select at, state, reason from article_states order by at")
    return (
        [(hours(row["at"]), row["kinds"]) for row in changes],
        [(hours(row["at"]), row["state"], row["reason"]) for row in states],
    )


def hours(at):
    """Return how many hours after the beginning *at* is."""
    return (datetime.fromisoformat(at) - BEGIN) / timedelta(hours=1)


def test_changes_are_told_apart(archive):
    """A first sight is new, another counter is no change, another text is an edit, 404 is a withdrawal."""
    got = [see(archive, **sight) for sight in SIGHTS]

    assert [Change.NEW, Change.UNCHANGED, Change.EDITED, Change.WITHDRAWN] == got


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ({}, {"title": "Жаңа көпір ашылды"}, "title"),
        ({}, {"body": "Жаңа көпір ашылды."}, "text"),
        ({}, {"lead": "Қуанышты хабар"}, "text"),
        ({"images": ["a"]}, {"images": ["b"]}, "images"),
        ({}, {"images": ["a"]}, "images"),
        ({"bylines": ["А. Серік"]}, {"bylines": ["Б. Серік"]}, "byline"),
        (date(0), date(1), "date"),
        (date(0, "day"), date(48, "day"), "date"),
        (date(-5, "hour"), date(-2), "date"),
        (
            {**date(0), "images": ["a"]},
            {**date(9), "title": "Б", "body": "Б", "bylines": ["Б"]},
            "title,text,images,date,byline",
        ),
        ({"views": 1, "comments": 2}, {"views": 3, "comments": 4}, None),
        ({"boilerplate": ["Telegram"]}, {"boilerplate": ["Instagram"]}, None),
        ({"section": "Қоғам", "tags": ["а"]}, {"section": "Спорт", "tags": ["б"]}, None),
        (date(-2, "hour"), date(-1, "hour"), None),
        (date(-2, "hour"), date(-2.4), None),
        (date(-2), date(-2.4, "hour"), None),
        (date(0, "day"), date(8), None),
        (date(8), date(0, "day"), None),
        ({}, date(0), None),
        (date(0), {}, None),
    ],
)
def test_what_is_a_change(archive, before, after, kinds):
    """Title, text, pictures, date and byline are changes; counters, boilerplate and vaguer dates are none."""
    see(archive, hour=0, **before)

    change = see(archive, hour=1, **after)

    assert ([(1.0, kinds)] if kinds else []) == history(archive)[0]
    assert (Change.EDITED if kinds else Change.UNCHANGED) == change
    assert kinds is None or [1] == [row["changes"] for row in archive.db.query("select * from edited_articles")]


def test_vague_words_do_not_hide_a_new_date(archive):
    """A date is compared with the last exact one, whatever was printed in between."""
    for hour, printed in enumerate((date(0), date(0.5, "hour"), {}, date(0.7, "hour"), date(1.2), date(0, "day"))):
        see(archive, hour=hour, **printed)

    assert [(4.0, "date")] == history(archive)[0]


def test_text_that_comes_back_is_a_change_and_no_new_revision(archive):
    """A text that was printed before is the same revision: three periods, two changes, two texts."""
    got = [see(archive, hour=hour, body=body) for hour, body in enumerate("АББА")]

    assert [Change.NEW, Change.EDITED, Change.UNCHANGED, Change.EDITED] == got
    assert [(1.0, "text"), (3.0, "text")] == history(archive)[0]
    spans = archive.db.query("select body, first_seen_at, last_seen_at from revisions order by body")
    assert [("А", 0.0, None), ("Б", 1.0, 2.0)] == [
        (row["body"], hours(row["first_seen_at"]), row["last_seen_at"] and hours(row["last_seen_at"])) for row in spans
    ]


def test_withdrawn_article_returns(archive):
    """An article in print again has returned, and its text was never lost."""
    for sight in SIGHTS:
        see(archive, **sight)

    assert see(archive, hour=4, body="Жаңа көпір ашылды.", views=50) == Change.RETURNED
    (row,) = archive.db.query("select state, withdrawn_at, views, body from articles")
    assert {"state": "returned", "withdrawn_at": None, "views": 50, "body": "Жаңа көпір ашылды."} == row


@pytest.mark.parametrize(
    ("verdict", "state", "reason"),
    [
        ("not-found", "withdrawn", "http-404"),
        ("gone", "withdrawn", "http-410"),
        ("home", "withdrawn", "home"),
        ("removed", "withdrawn", "removed"),
        ("moved", "moved", "redirect"),
    ],
)
def test_states_have_their_evidence(archive, verdict, state, reason):
    """Every way in which an address refuses its article is a state with its moment, reason and capture, once."""
    see(archive, hour=0)
    for hour in (1, 2):
        see(archive, hour=hour, verdict=verdict, leads_to=OTHER if verdict == "moved" else None)

    assert [(0.0, "published", None), (1.0, state, reason)] == history(archive)[1]
    (row,) = archive.db.query("select state, withdrawn_at, moved_to from articles")
    assert (state, OTHER if state == "moved" else None) == (row["state"], row["moved_to"])
    assert (state == "withdrawn") == (row["withdrawn_at"] is not None)
    assert ["urn:1"] == [
        row["capture"] for row in archive.db.query("select capture from article_states where at > ?", [written(0)])
    ]


def written(hour):
    """Return the moment *hour* hours after the beginning as the archive writes it."""
    return (BEGIN + timedelta(hours=hour)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def test_a_life_in_turns(archive):
    """Withdrawn, returned, moved, moved on, returned: each turn is told, another reason for the same state is none."""
    lives = ("shows", "not-found", "gone", "home", "shows", "shows", "removed", "shows")
    for hour, verdict in enumerate(lives):
        see(archive, hour=hour, verdict=verdict)
    see(archive, hour=8, verdict="moved", leads_to=OTHER)
    see(archive, hour=9, verdict="moved", leads_to=f"{OTHER}-2")
    see(archive, hour=10)

    states = ["published", "withdrawn", "returned", "withdrawn", "returned", "moved", "moved", "returned"]
    assert states == [state for _, state, _ in history(archive)[1]]


def test_address_that_leads_to_the_article_itself_moves_nothing(archive):
    """An old address of an article that leads to its present one says nothing of it."""
    see(archive, hour=0, fetched_from=SHORT)
    see(archive, hour=1, verdict="moved", fetched_from=SHORT, leads_to=URL)

    assert [(0.0, "published", None)] == history(archive)[1]


def test_refusal_is_about_the_article_last_seen_there(archive):
    """An address that showed one article and then another refuses the second."""
    see(archive, hour=0, fetched_from=SHORT)
    see(archive, hour=1, fetched_from=SHORT, url=OTHER)
    see(archive, hour=2, fetched_from=SHORT, verdict="gone")

    states = archive.db.query("select url, state from articles order by url")
    assert [("published", URL), ("withdrawn", OTHER)] == [(row["state"], row["url"]) for row in states]


def test_unknown_article_cannot_be_withdrawn(archive):
    """A dead link to something never seen concerns no article."""
    assert see(archive, hour=0, verdict="not-found") is None
    assert see(archive, hour=1, verdict="moved", leads_to=OTHER) is None


def test_refusal_before_the_first_sight_is_no_withdrawal(archive):
    """Nobody can say that an article was withdrawn which was not yet seen."""
    see(archive, hour=0, verdict="not-found")
    see(archive, hour=1)

    assert [(1.0, "published", None)] == history(archive)[1]


STORIES = {
    "edited and withdrawn": SIGHTS,
    "there and back": (
        {"hour": 0, "body": "А", "views": 1},
        {"hour": 1, "body": "Б", "views": 2},
        {"hour": 2, "body": "А", "views": 3},
        {"hour": 3, "body": "А", "views": 4},
    ),
    "refused before it was seen, withdrawn, returned": (
        {"hour": 0, "verdict": "not-found"},
        {"hour": 1, "body": "А"},
        {"hour": 2, "verdict": "home"},
        {"hour": 3, "body": "А", "bylines": ["Б"]},
    ),
    "dates": (
        {"hour": 0, **date(0)},
        {"hour": 1, **date(0.5, "hour")},
        {"hour": 2, **date(1.3)},
        {"hour": 3, **date(1.5, "hour")},
    ),
    "one address of two articles": (
        {"hour": 0, "fetched_from": SHORT},
        {"hour": 1, "fetched_from": SHORT, "verdict": "not-found"},
        {"hour": 2, "fetched_from": SHORT, "url": OTHER},
        {"hour": 3, "fetched_from": SHORT, "verdict": "moved", "leads_to": "https://dala.kz/kk/news/c"},
    ),
    "two addresses of one article": (
        {"hour": 0, "fetched_from": SHORT},
        {"hour": 1},
        {"hour": 2, "fetched_from": SHORT, "verdict": "removed"},
        {"hour": 3, "verdict": "moved", "leads_to": OTHER},
    ),
    "an address refused that nobody knew to be the article's": (
        {"hour": 0},
        {"hour": 1, "fetched_from": SHORT},
        {"hour": 2, "fetched_from": SHORT, "verdict": "not-found"},
    ),
    "the same told in other words": (
        {"hour": 0, "printed": "01.03.2026", **date(0, "day")},
        {"hour": 1, "printed": "1 наурыз", **date(0, "day")},
        {"hour": 2, "printed": "1 наурыз 2026", **date(0, "day")},
    ),
    "pictures as first printed": (
        {"hour": 0, "images": ["a"], **date(-1, "hour")},
        {"hour": 1, "images": ["a", "b"], **date(-1.5, "hour")},
        {"hour": 2, "images": ["a"], **date(-2, "hour")},
        {"hour": 3, "images": ["b"], "lead": "А"},
    ),
}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_order_of_arrival_makes_no_difference(tmp_path, story):
    """The rows are a function of the captures, not of the order in which they arrive."""
    found = []
    for sequence in itertools.permutations(story):
        with new_archive(tmp_path / "-".join(str(sight["hour"]) for sight in sequence)) as archive:
            for sight in sequence:
                see(archive, **sight)
            found.append(rows(archive))

    assert [found[0]] * len(found) == found


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_reading_again_arrives_at_the_same_rows(archive, story):
    """Texts taken off record and read again from their captures are what they were."""
    for sight in story:
        see(archive, **sight)
    before = rows(archive)

    with archive.atomic():
        for (known,) in archive.connection.execute("select id from articles").fetchall():
            forget_texts(archive, known)
        for sight in story:
            if sight.get("verdict", "shows") == "shows":
                see(archive, **sight)
    assert before == rows(archive)


def test_revision_tells_what_is_compared(archive):
    """A revision keeps pictures, names and date, so that two of them can be shown side by side."""
    see(archive, hour=0, images=["a"], bylines=["А. Серік"], **date(-2))

    (row,) = archive.db.query("select images, bylines, published_at, published_precision from revisions")
    assert ["https://dala.kz/a.jpg"] == [entry["url"] for entry in json.loads(row["images"])]
    assert ["А. Серік"] == json.loads(row["bylines"])
    assert ("2026-03-01T04:00:00Z", "minute") == (row["published_at"], row["published_precision"])


@pytest.mark.parametrize(("number", "advice"), [(0, "aimaq rebuild"), (99, "newer aimaq")])
def test_archive_read_in_another_way_is_not_added_to(tmp_path, number, advice):
    """Rows of an earlier or a later version of the program are left alone, and one line says what to do."""
    with new_archive(tmp_path) as archive:
        see(archive, hour=0)
        archive.connection.execute(f"pragma user_version = {number}")

    with pytest.raises(OtherReading, match=advice):
        Archive(tmp_path)
    connection = sqlite3.connect(tmp_path / "archive.db")
    assert (number,) == connection.execute("pragma user_version").fetchone()
    connection.close()
