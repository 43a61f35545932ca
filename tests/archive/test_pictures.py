"""Pictures are opened by a process of its own: what they look like, and what they cannot do."""

import io
import subprocess
import sys

import pytest
from PIL import Image, ImageDraw

from archive.pictures.looking import Looker

SIDE = (1200, 800)


def drawing(seed=0):
    """Return a picture with something on it."""
    picture = Image.new("RGB", SIDE, "#9fb9c8")
    pen = ImageDraw.Draw(picture)
    for number in range(40):
        place = (number * 97 + seed * 331) % 1100, (number * 61 + seed * 173) % 700
        shade = (number * 37 % 256, number * 71 % 256, (number + seed) * 113 % 256)
        pen.ellipse((*place, place[0] + 60 + number * 5, place[1] + 50 + number * 3), fill=shade)
    return picture


def packed(picture, form="JPEG", **options):
    """Return *picture* as the bytes of a file."""
    stream = io.BytesIO()
    picture.save(stream, form, **options)
    return stream.getvalue()


@pytest.fixture(scope="module")
def looker():
    """Return one child process for the whole module."""
    with Looker() as looker:
        yield looker


def bits(one, other):
    """Return in how many bits two likenesses differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


@pytest.mark.parametrize(
    "copy",
    [
        packed(drawing().resize((600, 400)), quality=55),
        packed(drawing().resize((240, 160)), quality=40),
        packed(drawing(), "PNG"),
        packed(drawing().resize((900, 600)), "WEBP", quality=50),
    ],
    ids=["half", "small", "png", "webp"],
)
def test_copies_look_the_same(looker, copy):
    """Another size, quality or format changes hardly a bit."""
    assert bits(looker.look(packed(drawing())).phash, looker.look(copy).phash) <= 8


def test_other_pictures_look_different(looker):
    """Another picture, and one turned round, are far away."""
    first = looker.look(packed(drawing())).phash

    assert bits(first, looker.look(packed(drawing(1))).phash) > 20
    assert bits(first, looker.look(packed(drawing().transpose(Image.Transpose.FLIP_LEFT_RIGHT))).phash) > 20


def test_look_has_size_and_thumbnail(looker):
    """The size is that of the picture, the thumbnail a WebP of at most 320 pixels."""
    look = looker.look(packed(drawing()))

    assert SIDE == (look.width, look.height)
    with Image.open(io.BytesIO(look.thumbnail)) as thumbnail:
        assert ("WEBP", 320) == (thumbnail.format, max(thumbnail.size))


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "unreadable"),
        (b"GIF89a and no more", "unreadable"),
        (packed(drawing())[:2000], "unreadable"),
        (packed(Image.new("1", (20_000, 9_000)), "PNG"), "too-large"),
        (packed(Image.new("1", (30_000, 30_000)), "PNG"), "too-large"),
    ],
    ids=["empty", "no gif", "cut", "180 million pixels", "900 million pixels"],
)
def test_what_is_no_picture_is_told(looker, content, fault):
    """What cannot be opened, or only with too much memory, has a fault, and the next picture is served."""
    assert fault == looker.look(content).fault
    assert looker.look(packed(drawing())).phash


def test_one_shade_has_no_likeness(looker):
    """All blank pictures would look like each other."""
    assert (None, None) == (looker.look(packed(Image.new("RGB", SIDE, "white"))).phash, None)


def test_child_may_write_no_file(tmp_path):
    """Whatever opening a picture leads to, it cannot write a file or start a program."""
    program = (
        "from archive.pictures import child; child._limit(); "
        f"open({str(tmp_path / 'x')!r}, 'wb', buffering=0).write(b'x')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)

    assert 0 != done.returncode
    assert b"" == (tmp_path / "x").read_bytes()
