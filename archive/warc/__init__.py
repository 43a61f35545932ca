"""WARC files: the bytes as they went over the wire (WARC 1.1, ISO 28500:2017), one gzip member a record.

`writing` makes them, `reading` reads them back, `messages` takes HTTP apart, `codings` unpacks what was sent packed,
`members` cuts a file into records.
"""

from archive.warc.digests import payload_digest
from archive.warc.reading import read_all, read_at, warc_files
from archive.warc.records import Damage, Exchange, KeptResponse, Original, Revisit
from archive.warc.writing import WarcWriter

__all__ = [
    "Damage",
    "Exchange",
    "KeptResponse",
    "Original",
    "Revisit",
    "WarcWriter",
    "payload_digest",
    "read_all",
    "read_at",
    "warc_files",
]
