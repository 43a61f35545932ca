"""How much a paper publishes by the hour, read from an archive."""

from datetime import UTC, datetime, timedelta

import pytest

from archive.moments import written, written_exactly
from archive.records import Crawl, Publisher
from archive.store import Archive
from crawlers.schedule.activity import rates_of, visited_papers
from crawlers.schedule.clock import Clock
from crawlers.schedule.rhythm import USUAL

PAPER = Publisher(title="Жайық Пресс", home="https://zhaikpress.kz/", languages=("kk",), timezone="Asia/Oral")


@pytest.fixture
def archive(tmp_path):
    """Return an archive that visited one paper first ten days ago."""
    with Archive(tmp_path) as archive:
        archive.add_site("zhaikpress", PAPER)
        archive.add_site("abai", PAPER)
        begun = datetime.now(UTC) - timedelta(days=10)
        archive.add_crawl(Crawl(id="urn:uuid:1", site="zhaikpress", started_at=begun, finished_at=None, reason=None))
        yield archive


def publish(archive, published_at, precision="minute", first_seen_at=None):
    """Put an article into *archive*."""
    number = archive.connection.execute("select count(*) from articles").fetchone()[0]
    seen = written_exactly(first_seen_at or datetime.now(UTC))
    archive.connection.execute(
        "insert into articles (id, url, site, body, blocks, printed, state, published_at, published_precision, "
        "first_seen_at, last_seen_at) values (?, ?, 'zhaikpress', '', '[]', '{}', 'published', ?, ?, ?, ?)",
        (str(number), f"https://zhaikpress.kz/{number}", published_at and written(published_at), precision, seen, seen),
    )


def rates(archive):
    """Return the rates of the paper now."""
    return rates_of(archive.folder, "zhaikpress", "Asia/Oral", Clock())


def test_hours_are_those_of_the_paper(archive):
    """What was published at four in UTC was published at nine in Oral."""
    nine = (datetime.now(UTC) - timedelta(days=2)).replace(hour=4, minute=30)
    for _ in range(30):
        publish(archive, nine)

    got = rates(archive)
    assert max(got) == got[9] > 1


def test_old_articles_do_not_count(archive):
    """What was published before anybody looked is in the archive by chance and tells no rate."""
    for days in range(12, 400):
        publish(archive, datetime.now(UTC) - timedelta(days=days))

    assert pytest.approx(sum(USUAL) / 12, rel=0.01) == sum(rates(archive))


def test_undated_articles_count_when_first_seen(archive):
    """Articles without a date count by the day they were first seen on."""
    for _ in range(12 * 12):
        publish(archive, None, None)

    assert pytest.approx((12 + USUAL[12]) / 12, rel=0.01) == rates(archive)[12]


def test_never_visited(archive):
    """A paper that was never visited is taken for a usual one."""
    assert USUAL == rates_of(archive.folder, "abai", None, Clock())
    assert USUAL == rates_of(archive.folder / "none", "abai", None, Clock())


def test_visited_papers(archive):
    """Only papers that were visited are watched without names, not those that an import brought."""
    assert ["zhaikpress"] == visited_papers(archive.folder)
