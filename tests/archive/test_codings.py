"""Content and transfer codings: undone when whole, told when not, never past the limit."""

import gzip
import zlib

import brotli
import pytest
from backports import zstd

from archive.warc.codings import decode
from archive.warc.messages import dechunk, final_response, read_message

TEXT = "<p>Су тасқынына дайындық басталды</p>".encode() * 50
RAW_DEFLATE = zlib.compress(TEXT)[2:-4]
PACKED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstd.compress(TEXT),
    "identity": TEXT,
    "": TEXT,
}


@pytest.mark.parametrize("coding", list(PACKED))
def test_coding_is_undone(coding):
    """What a coding packed comes back, whole."""
    got = decode(PACKED[coding], coding)

    assert (TEXT, None, False) == (got.body, got.fault, got.mislabelled)


def test_deflate_without_its_header_and_two_codings():
    """Deflate is also sent raw, and codings are undone from the last to the first."""
    assert TEXT == decode(RAW_DEFLATE, "deflate").body
    assert TEXT == decode(gzip.compress(brotli.compress(TEXT)), "br, gzip").body


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_cut_and_oversized_bodies_are_told(coding):
    """Half a body is `cut`, one that unpacks past the limit is `too-large` and no longer than the limit."""
    assert "cut" == decode(PACKED[coding][: len(PACKED[coding]) // 2], coding).fault

    large = decode(PACKED[coding], coding, limit=1000)
    assert ("too-large", 1000) == (large.fault, len(large.body))


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_plain_body_labelled_as_packed_is_taken_as_it_stands(coding):
    """A server that declares a coding and sends text has sent text."""
    got = decode(TEXT, coding)

    assert (TEXT, None, True) == (got.body, got.fault, got.mislabelled)


def test_broken_and_unknown_codings_are_told():
    """Bytes that begin as gzip and are none, and a coding nobody knows, give no text."""
    assert "broken" == decode(PACKED["gzip"][:12] + b"\xff" * 40, "gzip").fault
    assert "unknown-coding" == decode(TEXT, "rot13").fault


@pytest.mark.parametrize(
    ("payload", "body", "whole"),
    [
        (b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: 1\r\n\r\n", b"abcde", True),
        (b"3\nabc\n0\n\n", b"abc", True),
        (b"A\r\nab", b"ab", False),
        (b"3\r\nabc\r\n", b"abc", False),
        (b"", b"", False),
    ],
)
def test_chunks_are_undone(payload, body, whole):
    """Chunks are joined; where the last one is missing, that is told."""
    assert (body, whole) == dechunk(payload)


@pytest.mark.parametrize(
    ("response", "status", "body", "whole"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef", 200, b"abc", True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", 200, b"abc", False),
        (b"HTTP/1.0 404\r\n\r\ngone", 404, b"gone", True),
        (b"HTTP/1.1 200 OK\nA: b\n\nx", 200, b"x", True),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<p>unchunked by another program", 200, None, True),
        (b"<html>no head at all", 0, b"", False),
    ],
)
def test_message_is_taken_apart(response, status, body, whole):
    """Status, body and wholeness are what the message says of itself."""
    message = read_message(response)

    assert (status, whole) == (message.status, message.whole)
    assert response == message.head + message.payload
    assert (message.payload if body is None else body) == message.body


def test_headers_keep_case_order_and_duplicates():
    """Nothing of a header is normalised but a fold; bytes that are no UTF-8 are ISO 8859-1."""
    head = b"HTTP/1.1 200 OK\r\nset-COOKIE: a\r\nSet-Cookie: b\r\nX: caf\xe9\r\nY: one\r\n\ttwo\r\nnonsense\r\n\r\n"

    expected = (("set-COOKIE", "a"), ("Set-Cookie", "b"), ("X", "café"), ("Y", "one two"))
    assert expected == read_message(head).headers


def test_interim_responses_are_no_answer():
    """An answer begins with the final status line; 101 is one."""
    final = b"HTTP/1.1 200 OK\r\n\r\nx"

    assert final == final_response(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n" + final)
    assert b"HTTP/1.1 101 S\r\n\r\n" == final_response(b"HTTP/1.1 101 S\r\n\r\n")
