"""The process that opens pictures: with little memory and time, and leave to write nothing but its answer.

It reads a picture from its standard input, four bytes of length in front, and answers with two such pieces: a JSON
object (`width`, `height`, `phash`, or `fault`) and the thumbnail. It ends with its input, or when a limit is reached.
"""

import io
import json
import resource
import struct
import sys
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 20
"""For all pictures that one process is given."""
MOST_PIXELS = 80_000_000
THUMBNAIL = (320, 320)
QUALITY = 72
HASH_SIDE = 8
FLAT = 6
"""Difference between the darkest and the lightest part, of 255, below which a picture has nothing to compare."""


def main(stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Answer for one picture after the other."""
    _limit()
    while len(head := stdin.read(4)) == 4:  # noqa: PLR2004 - the length in front
        facts, thumbnail = look(stdin.read(struct.unpack(">I", head)[0]))
        pieces = (json.dumps(facts).encode(), thumbnail)
        stdout.writelines(struct.pack(">I", len(piece)) + piece for piece in pieces)
        stdout.flush()


def look(content: bytes) -> tuple[dict[str, object], bytes]:
    """Return what the bytes of a picture show, and a thumbnail; a fault and nothing where they show no picture."""
    try:
        with Image.open(io.BytesIO(content)) as opened:
            size = opened.size
            if size[0] * size[1] > MOST_PIXELS:
                return {"fault": "too-large"}, b""
            opened.draft("RGB", (THUMBNAIL[0] * 2, THUMBNAIL[1] * 2))
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return {"fault": "unreadable"}, b""
    except (MemoryError, Image.DecompressionBombError):
        return {"fault": "too-large"}, b""
    phash = perceptual_hash(picture)
    picture.thumbnail(THUMBNAIL)
    thumbnail = io.BytesIO()
    picture.save(thumbnail, "WEBP", quality=QUALITY)
    return {"width": size[0], "height": size[1], "phash": phash}, thumbnail.getvalue()


def perceptual_hash(picture: Image.Image) -> str | None:
    """Return 128 bits that tell where *picture* grows lighter, to the right and downwards, in hexadecimal.

    The same picture in another size or quality has nearly the same bits (a difference hash, 8 by 8, both ways). None
    for a picture of one shade.
    """
    grey = picture.convert("L")
    low, high = grey.resize((HASH_SIDE, HASH_SIDE), Image.Resampling.BOX).getextrema()
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)) or high - low < FLAT:
        return None
    wide = list(grey.resize((HASH_SIDE + 1, HASH_SIDE), Image.Resampling.BOX).getdata())
    tall = list(grey.resize((HASH_SIDE, HASH_SIDE + 1), Image.Resampling.BOX).getdata())
    rightwards = [
        wide[row * (HASH_SIDE + 1) + column + 1] > wide[row * (HASH_SIDE + 1) + column]
        for row in range(HASH_SIDE)
        for column in range(HASH_SIDE)
    ]
    downwards = [tall[place + HASH_SIDE] > tall[place] for place in range(HASH_SIDE * HASH_SIDE)]
    bits = "".join("1" if bit else "0" for bit in (*rightwards, *downwards))
    return f"{int(bits, 2):032x}"


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    Image.init()


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
