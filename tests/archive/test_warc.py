"""WARC files: what is written is what is read, also where a file breaks off."""

import gzip
from datetime import UTC, datetime

import pytest

from archive.captures import kept_response, last_whole
from archive.faults import DamagedWarc
from archive.records import Crawl, Publisher
from archive.store import Archive
from archive.warc import Damage, KeptResponse, WarcWriter, read_all, read_at
from tests.archive.wire import exchange

MOMENT = datetime(2026, 3, 1, 6, 0, 0, 123000, tzinfo=UTC)
PAGE = "<p>Су тасқынына дайындық басталды</p>".encode()


def page(number, body=PAGE, **headers):
    """Return the exchange of one page."""
    named = (("Content-Type", "text/html"), *headers.items())
    return exchange(f"https://dala.kz/{number}", body, headers=named, fetched_at=MOMENT)


@pytest.fixture
def written(tmp_path):
    """Return a folder with the WARC file of one visit of three pages, and the captures."""
    writer = WarcWriter(tmp_path, "dala", "aimaq/test", MOMENT)
    captures = [writer.write_exchange(page(number)).capture for number in range(3)]
    writer.close(MOMENT, "finished")
    return tmp_path, captures


def read(folder):
    """Return what the files below *folder* hold and where they break off."""
    kept = list(read_all(folder))
    damages = [record for record in kept if isinstance(record, Damage)]
    responses = [record for record in kept if isinstance(record, KeptResponse)]
    return responses, [record for record in kept if isinstance(record, Crawl)], damages


def test_captures_are_read_back(written):
    """Reading gives the very captures that writing gave, and the visit with how it ended."""
    folder, captures = written
    responses, crawls, damages = read(folder)

    assert captures == [response.capture for response in responses]
    assert [None, "finished"] == [crawl.reason for crawl in crawls]
    assert [] == damages


def test_record_is_read_at_its_offset(written):
    """A capture leads to its bytes."""
    folder, captures = written

    assert PAGE == read_at(folder, captures[1].file, captures[1].offset).body


def test_content_coding_is_kept_and_undone(tmp_path):
    """A compressed body is kept as received and read as text."""
    writer = WarcWriter(tmp_path, "dala", "aimaq/test", MOMENT)
    packed = gzip.compress(PAGE)
    capture = writer.write_exchange(page(1, packed, **{"Content-Encoding": "gzip"})).capture

    assert PAGE == read_at(tmp_path, capture.file, capture.offset).body
    assert packed in gzip.decompress((tmp_path / capture.file).read_bytes())


@pytest.mark.parametrize("cut", [1, 40, 200])
def test_file_that_breaks_off(written, cut):
    """What stands before the break is read; the break is told with its place."""
    folder, captures = written
    path = folder / captures[0].file
    path.write_bytes(path.read_bytes()[: captures[2].offset + cut])

    responses, _, damages = read(folder)
    assert captures[:2] == [response.capture for response in responses]
    assert [captures[2].offset] == [damage.offset for damage in damages]


def test_no_record_there(written):
    """An offset in the middle of a record is a fault with one line."""
    folder, captures = written

    with pytest.raises(DamagedWarc, match="no readable record"):
        read_at(folder, captures[0].file, captures[0].offset + 7)


def test_record_that_is_no_response(written):
    """The record that describes the file is no capture."""
    folder, captures = written

    with pytest.raises(DamagedWarc, match="no response"):
        read_at(folder, captures[0].file, 0)


def test_file_cut_anywhere(written):
    """Wherever a file is cut, the records before the cut are read, and at most one damage is told, with its place."""
    folder, captures = written
    path = folder / captures[0].file
    whole = path.read_bytes()
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        responses, _, damages = read(folder)

        kept = [capture for capture in captures if capture.offset + capture.length <= cut]
        assert kept == [response.capture for response in responses], cut
        assert len(damages) <= 1, cut


def test_unchanged_page_is_a_revisit(tmp_path):
    """A 304 is a `server-not-modified` record that leads to the page as it was last sent (WARC 1.1, 6.7.3)."""
    with Archive(tmp_path) as archive:
        archive.add_site("dala", Publisher(title="Дала", home="https://dala.kz/", languages=("kk",), timezone=None))
        writer = WarcWriter(archive.warc, "dala", "aimaq/test", MOMENT)
        archive.add_crawl(writer.crawl)
        first = writer.write_exchange(page(1)).capture
        archive.add_capture(first)
        asked = exchange("https://dala.kz/1", status=304, headers=(("ETag", '"1"'),), fetched_at=MOMENT)
        again = writer.write_exchange(asked, None, lambda url: last_whole(archive.connection, url)).capture
        archive.add_capture(again)

        assert (304, first.id) == (again.status, again.refers_to)
        assert PAGE == kept_response(archive.connection, archive.warc, again).body
    record = gzip.decompress((tmp_path / "warc" / again.file).read_bytes()[again.offset :][: again.length])
    assert b"/revisit/server-not-modified" in record
    assert b"WARC-Payload-Digest" not in record
