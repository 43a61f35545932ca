"""A record that a killed crawl wrote, and whose row never came to be, is not lost."""

from datetime import UTC, datetime, timedelta

from archive.records import Publisher
from archive.store import Archive
from archive.warc import WarcWriter
from crawlers.paper import Paper
from crawlers.recovery import recover
from tests.archive.rows import table_rows
from tests.archive.wire import exchange
from tests.commands import run_aimaq

MOMENT = datetime(2026, 3, 1, 6, 0, 0, 123000, tzinfo=UTC)
TEXT = "Қала шетіндегі жаңа көпірдің құрылысы аяқталды, енді оқушылар мектепке айналма жолсыз барады. " * 9
PUBLISHER = Publisher(title="Дала үні", home="https://dala.kz/", languages=("kk",), timezone="Asia/Oral")
PAPER = Paper(name="dala.kz", publisher=PUBLISHER, article_url=r"/news/\d+")


def page(number):
    """Return the exchange of one article."""
    body = f"<article><h1>Көпір ашылды {number}</h1><div>21.01.2026, 14:30</div><p>{TEXT}</p></article>".encode()
    html = (("Content-Type", "text/html; charset=utf-8"),)
    return exchange(f"https://dala.kz/news/{number}", body, headers=html, fetched_at=MOMENT + timedelta(minutes=number))


def killed_crawl(archive, rows):
    """Leave behind what a crawl of three pages leaves that was killed after so many *rows*."""
    writer = WarcWriter(archive.warc, "dala.kz", "tests", MOMENT)
    archive.add_crawl(writer.crawl)
    for number in range(3):
        kept = writer.write_exchange(page(number))
        if number < rows:
            archive.add_capture(kept.capture)


def test_record_without_a_row_is_put_on_record(tmp_path):
    """The next crawl reads what stands behind the last row: the capture, its crawl and its article; once."""
    with Archive(tmp_path) as archive:
        archive.add_site("dala.kz", PUBLISHER)
        killed_crawl(archive, rows=2)
        killed_crawl(archive, rows=0)

        assert 4 == recover(archive, PAPER)
        assert 0 == recover(archive, PAPER)
        crawls = archive.connection.execute("select crawl, count(*) from captures group by crawl").fetchall()
        assert [3, 3] == [count for _, count in crawls]
        assert (3,) == archive.connection.execute("select count(*) from articles").fetchone()
    assert 0 == run_aimaq("verify", "--data", tmp_path).returncode


def test_recovery_tells_what_a_rebuild_tells(tmp_path):
    """Captures that came late count as those that came in time."""
    with Archive(tmp_path) as archive:
        archive.add_site("dala.kz", PUBLISHER)
        killed_crawl(archive, rows=0)
        recover(archive, PAPER)

    assert 0 == run_aimaq("rebuild", "--data", tmp_path, "--into", tmp_path / "again").returncode
    read = {"revision"}  # by what the site file says here, in general there
    late, again = (table_rows(folder, without=read) for folder in (tmp_path, tmp_path / "again"))
    assert (late["captures"], late["crawls"]) == (again["captures"], again["crawls"])
