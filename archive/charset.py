"""Which characters the bytes of a page stand for."""

from charset_normalizer import from_bytes
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

SAMPLE_BYTES = 100_000
UNTRUE_SHARE = 0.001
"""A declared encoding is disbelieved where more than this share of the bytes has no meaning in it."""


def encoding_of(body: bytes, content_type: str | None = None) -> str:
    """Return the encoding of a page: byte order mark, Content-Type, meta element, and detection, in that order.

    A declaration that the bytes contradict is passed over (HTML Standard, 13.2.3, leaves that to the user agent).

    >>> encoding_of("Жайық".encode("utf-8"), "text/html; charset=utf-8")
    'utf-8'
    """
    marked, _ = read_bom(body[:4])
    if marked:
        return marked
    stated = http_content_type_encoding(content_type)
    if stated and _fits(body, stated):
        return stated
    declared = html_body_declared_encoding(body)
    if declared and _fits(body, declared):
        return declared
    return "utf-8" if _fits(body, "utf-8") else _detected(body)


def _fits(body: bytes, encoding: str) -> bool:
    resolved = resolve_encoding(encoding)
    if resolved is None:
        return False
    if resolved != "utf-8":
        return not _is_utf8_text(body)
    if _is_utf8(body):
        return True
    lost = body.decode("utf-8", "replace").count("\N{REPLACEMENT CHARACTER}")
    return lost <= len(body) * UNTRUE_SHARE


def _is_utf8_text(body: bytes) -> bool:
    """Tell whether *body* is valid UTF-8 with letters beyond ASCII: no other encoding looks like that by chance."""
    return not body.isascii() and _is_utf8(body)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _detected(body: bytes) -> str:
    best = from_bytes(body[:SAMPLE_BYTES], cp_isolation=["utf_8", "cp1251", "koi8_r", "cp866"]).best()
    return (resolve_encoding(best.encoding) or "utf-8") if best else "utf-8"
