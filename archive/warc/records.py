"""What WARC records hold here: an exchange to be written, a response read back, a place, a damage."""

from dataclasses import dataclass
from datetime import datetime

from archive.records import Capture
from archive.warc.codings import Decoded, decode
from archive.warc.messages import Message, read_message

RESPONSE_TYPE = "application/http; msgtype=response"
REQUEST_TYPE = "application/http; msgtype=request"
FIELDS_TYPE = "application/warc-fields"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
LONGEST_VALIDATOR = 500
SPECIFICATION = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What went over the wire for one request."""

    url: str
    request: bytes
    """The request as sent."""
    response: bytes
    """The response as received, from its status line on."""
    fetched_at: datetime
    """When the request was sent."""
    ip_address: str | None = None
    truncated: str | None = None
    """Why the response is not whole: disconnect, length or time (WARC 1.1, 5.13); None where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """An earlier capture with a payload, as a `revisit` record names it."""

    id: str
    url: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisit:
    """What a `revisit` record says of the record that holds its payload (WARC 1.1, 6.7.2)."""

    id: str | None
    url: str | None
    fetched_at: datetime | None
    unchanged: bool
    """Whether the server said 304, rather than sending the same payload again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptResponse:
    """A response as it is kept."""

    capture: Capture
    headers: tuple[tuple[str, str], ...]
    body: bytes
    """The payload with its transfer and content codings removed."""
    mislabelled: bool = False
    """Whether a content coding was declared that the bytes do not have."""
    revisit: Revisit | None = None
    """Where the payload is, while it has not been put in from there; None for a record with a payload of its own."""
    unchanged_since: Capture | None = None
    """The capture whose page a 304 says is still the one (RFC 9110, 15.4.5): what is read is that page, as of then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Where a WARC file breaks off, and how."""

    file: str
    offset: int
    """Where the record that cannot be read begins, in bytes."""
    reason: str


def decoded(message: Message) -> Decoded:
    """Return the body of *message* without its content coding."""
    return decode(message.body, message.header("content-encoding"))


def media_type(message: Message) -> str | None:
    """Return the media type that *message* names, without parameters; None where it names none."""
    return message.header("content-type").partition(";")[0].strip().lower() or None


def validators(message: Message) -> dict[str, str | None]:
    """Return the ETag and the Last-Modified of *message*, as fields of a Capture; None for one that is absent."""
    return {
        "etag": message.header("etag").strip()[:LONGEST_VALIDATOR] or None,
        "last_modified": message.header("last-modified").strip()[:LONGEST_VALIDATOR] or None,
    }


def without_codings(response: bytes) -> tuple[Message, Decoded]:
    """Return *response* taken apart, and its body as it is to be read."""
    message = read_message(response)
    return message, decoded(message)
