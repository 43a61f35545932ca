"""Which of the dates on a page is the article's, and which are in doubt."""

from datetime import UTC, datetime

import pytest

from archive.records import Metadata, Printed, PrintedCell, PrintedLine, Publisher
from pipelines import read_article

FETCHED = datetime(2024, 4, 24, 9, 0, tzinfo=UTC)
ORAL = Publisher(title="Дала үні", home="https://dala.kz/", languages=("kk",), timezone="Asia/Oral")
NOWHERE = Publisher(title="dala.org", home="https://dala.org/", languages=(), timezone=None)


def read(*above, publisher=ORAL, **metadata):
    """Return the article that a page with these lines above its text and these metadata prints."""
    lines = tuple(PrintedLine(place="above title", cells=(PrintedCell(text=text),)) for text in above)
    facts = {"publisher": publisher, "fetched_at": FETCHED, "around": lines, "metadata": Metadata(**metadata)}
    return read_article(Printed(url="https://dala.kz/1", site="dala", **facts))


def told(article):
    """Return the date as written, its precision, and the kinds of doubt about it."""
    moment = article.published_at.isoformat() if article.published_at else None
    return (
        moment,
        article.published_precision,
        [doubt.code for doubt in article.doubts if doubt.field == "published_at"],
    )


@pytest.mark.parametrize(
    ("above", "metadata", "expected"),
    [
        (["21.01.2024, 14:30"], {}, ("2024-01-21T09:30:00+00:00", "minute", [])),
        (["12.03.2024"], {}, ("2024-03-11T19:00:00+00:00", "day", [])),
        (
            ["21.01.2024, 14:30"],
            {"published": "2024-01-20T10:00:00+05:00"},
            ("2024-01-20T05:00:00+00:00", "minute", ["contradiction"]),
        ),
        (["21.01.2024, 14:30"], {"published": "yesterday"}, ("2024-01-21T09:30:00+00:00", "minute", [])),
        (["25.04.2024, 14:30"], {}, (None, None, ["future"])),
        (["01.01.1970, 05:00"], {}, (None, None, ["implausible"])),
        (["Ср. Апр 24th, 2024"], {}, (None, None, ["masthead"])),
        (["21.01.2024, 14:30", "Ср. Апр 24th, 2024"], {}, ("2024-01-21T09:30:00+00:00", "minute", [])),
        (["Күні: , 33 рет оқылды"], {}, (None, None, ["empty"])),
        (["24 сәуір 12:07"], {}, (None, None, ["no-year"])),
        (["24.04.2024, 14:05"], {}, (None, None, ["masthead"])),
        (["Жарияланған күні: 24.04.2024, 14:05"], {}, ("2024-04-24T09:05:00+00:00", "minute", [])),
        (["Кеше, 14:05"], {}, ("2024-04-23T09:05:00+00:00", "minute", [])),
        (["2 сағат бұрын"], {}, ("2024-04-24T07:00:00+00:00", "hour", [])),
        (["21.01.2024, 14:30"], {"published": "2024-01-21"}, ("2024-01-21T09:30:00+00:00", "minute", [])),
        (["Пт, 03/04/2024"], {}, (None, None, ["unreadable"])),
        ([], {}, (None, None, [])),
    ],
)
def test_published(above, metadata, expected):
    """Metadata go before print; what cannot be true is NULL and a doubt; nothing printed is no doubt."""
    assert expected == told(read(*above, **metadata))


def test_zone_unknown():
    """A printed time is a doubt where nobody knows its zone; a moment with an offset needs none."""
    assert (None, None, ["no-zone"]) == told(read("21.01.2024, 14:30", publisher=NOWHERE))
    with_offset = read(publisher=NOWHERE, published="2024-01-21T14:30:00+05:00")
    assert ("2024-01-21T09:30:00+00:00", "minute", []) == told(with_offset)


def test_modified():
    """The moment of the last change is what the metadata state."""
    assert read(modified="2024-02-01T10:00:00+05:00").modified_at == datetime(2024, 2, 1, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        (["20.01.2024"], ("2024-01-19T19:00:00+00:00", "day", [])),
        (["20.01.2024", "18.01.2024"], (None, None, ["unlabelled", "unlabelled"])),
        (["Жарияланды: 20.01.2024", "18.01.2024"], ("2024-01-19T19:00:00+00:00", "day", [])),
    ],
)
def test_dates_below_the_text(below, expected):
    """A bare date below the text is the article's; of several, nobody can tell: they stand in a list of others."""
    lines = tuple(PrintedLine(place="below text", cells=(PrintedCell(text=text),)) for text in below)
    printed = Printed(url="https://dala.kz/1", site="dala", publisher=ORAL, fetched_at=FETCHED, around=lines)

    assert expected == told(read_article(printed))


def test_visit_unknown():
    """Of a page saved at an unknown moment, «кеше» tells nothing; what a paper's layout names is no masthead."""
    facts = {"url": "https://dala.kz/1", "site": "dala", "publisher": ORAL, "fetched_at": FETCHED}

    saved = read_article(Printed(published="Кеше, 14:05", visit_known=False, **facts))
    assert (None, None, ["no-visit"]) == told(saved)
    fetched = read_article(Printed(published="24.04.2024, 14:05", **facts))
    assert ("2024-04-24T09:05:00+00:00", "minute", []) == told(fetched)


@pytest.mark.parametrize(
    "lines", [["Жаңартылды: кеше, 14:05"], ["Обновлено 2 часа назад"], ["Обновлено", "20.01.2024"]]
)
def test_change_is_no_publication(lines):
    """A date behind a label of change, also in the line below it, never is the day of publication."""
    around = tuple(PrintedLine(place="under title", cells=(PrintedCell(text=text),)) for text in lines)
    facts = {"url": "https://dala.kz/1", "site": "dala", "publisher": ORAL, "fetched_at": FETCHED}

    article = read_article(Printed(around=around, **facts))
    assert article.published_at is None
    assert article.modified_at is not None
