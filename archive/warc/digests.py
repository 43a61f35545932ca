"""Digests as WARC writes them (WARC 1.1, 5.8 and 5.9)."""

import hashlib
from base64 import b32encode


def payload_digest(payload: bytes) -> str:
    """Return the SHA-256 of *payload* as WARC-Payload-Digest writes it.

    >>> payload_digest(b"")
    'sha256:4OYMIQUY7QOBJGX36TEJS35ZEQT24QPEMSNZGTFESWMRW6CSXBKQ===='
    """
    return "sha256:" + b32encode(hashlib.sha256(payload).digest()).decode("ascii")
