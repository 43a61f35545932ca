"""Pictures of the demo paper as facts: file names of the kinds that cameras, messengers and media stores give."""

from collections.abc import Sequence
from datetime import datetime

from crawlers.demo.article import Block, Generation, Origin, Picture
from crawlers.demo.draw import Draw

_ORIGINS: dict[Generation, tuple[Origin, ...]] = {
    1: ("camera",),
    2: ("camera", "uuid"),
    3: ("camera", "uuid", "whatsapp"),
    4: ("gluster", "gluster", "uuid", "camera", "whatsapp"),
}


def take_picture(published: datetime, generation: Generation, draw: Draw) -> Picture:
    """Return a picture such as a text of *generation* carries, uploaded on the day of publication."""
    origin = draw.pick(_ORIGINS[generation])
    month = f"{published:%Y/%m}"
    if origin == "gluster":
        return gluster_picture(published, draw.digits(32))
    if origin == "uuid":
        asset = "-".join(draw.digits(length) for length in (8, 4, 4, 4, 12)).upper()
        return _picture(asset, "jpeg", month, (960, 720), origin, asset)
    if origin == "whatsapp":
        asset = f"WA{draw.between(1, 48):04d}"
        return _picture(f"IMG-{published:%Y%m%d}-{asset}", "jpg", month, (1280, 960), origin, asset)
    asset = str(draw.between(1000, 9899))
    return _picture(f"img_{asset}", "jpeg", month, (960, 500), origin, asset)


def gluster_picture(published: datetime, asset: str) -> Picture:
    """Return the picture that the government's media store keeps under the hash *asset*."""
    stem = f"_gluster_{published.year}_{published.month}_{published.day}_{asset}_1280x720"
    return _picture(stem, "jpeg", f"{published:%Y/%m}", (1280, 720), "gluster", asset)


def _picture(  # noqa: PLR0913, PLR0917 - one argument per fact of a file
    stem: str, ending: str, month: str, size: tuple[int, int], origin: Origin, asset: str
) -> Picture:
    """Return a picture whose alternative text is its stem, as the theme prints it."""
    return Picture(
        stem=stem,
        ending=ending,
        month=month,
        alt=stem,
        width=size[0],
        height=size[1],
        origin=origin,
        asset_id=asset,
        thumbnail=origin == "camera",
    )


def spread(words: Sequence[Block], pictures: Sequence[Picture], draw: Draw) -> list[Block]:
    """Return *words* with *pictures* after some of the first paragraphs, never inside a list or under a subheading."""
    kinds = [block.kind for block in words[1:]]
    places = [place for place, kind in enumerate(kinds) if words[place].kind == kind == "paragraph"][:3]
    after = sorted(draw.pick(places) for _ in pictures)
    column: list[Block] = []
    for place, block in enumerate(words):
        column.append(block)
        column += [
            Block(kind="picture", picture=shot) for shot, spot in zip(pictures, after, strict=True) if spot == place
        ]
    return column
