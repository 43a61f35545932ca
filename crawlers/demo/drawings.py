"""Pictures of the demo paper as files: a sky, a steppe, a river and some roofs, drawn by Pillow from a name."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

from crawlers.demo.draw import Draw

Colour = tuple[int, int, int]

_SKIES: tuple[tuple[Colour, Colour], ...] = (
    ((92, 152, 204), (226, 236, 238)),
    ((70, 96, 150), (246, 198, 150)),
    ((140, 158, 172), (222, 222, 216)),
    ((58, 120, 170), (250, 232, 190)),
)
_STEPPES: tuple[Colour, ...] = ((176, 160, 96), (120, 142, 82), (222, 224, 226), (196, 168, 110))
_RIVERS: tuple[Colour, ...] = ((88, 132, 160), (112, 150, 166), (150, 176, 190))
_WALLS: tuple[Colour, ...] = ((228, 214, 190), (206, 198, 186), (240, 236, 226), (196, 150, 120))
_ROOFS: tuple[Colour, ...] = ((150, 62, 48), (72, 92, 112), (96, 120, 90))


@cache
def drawn(name: str, width: int, height: int) -> bytes:
    """Return the JPEG file that shows *name* in *width* times *height* pixels: the same name, the same bytes."""
    draw = Draw(name)
    top, bottom = draw.pick(_SKIES)
    gradient = Image.linear_gradient("L").resize((width, height))
    canvas = Image.composite(
        Image.new("RGB", (width, height), bottom), Image.new("RGB", (width, height), top), gradient
    )
    brush = ImageDraw.Draw(canvas)
    horizon = height * draw.between(45, 62) // 100
    _sun(brush, draw, width, horizon)
    _steppe(brush, draw, (width, height), horizon)
    _roofs(brush, draw, width, horizon)
    file = BytesIO()
    canvas.filter(ImageFilter.GaussianBlur(1)).save(file, "JPEG", quality=72)
    return file.getvalue()


def _sun(brush: ImageDraw.ImageDraw, draw: Draw, width: int, horizon: int) -> None:
    """Put a pale sun into the sky."""
    radius = width // draw.between(18, 30)
    x, y = draw.between(width // 8, width * 7 // 8), draw.between(horizon // 4, horizon)
    brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(255, 244, 214))


def _steppe(brush: ImageDraw.ImageDraw, draw: Draw, size: tuple[int, int], horizon: int) -> None:
    """Lay the steppe under the horizon in three strips, each darker, and a river across it."""
    width, height = size
    colour = draw.pick(_STEPPES)
    for strip in range(3):
        edge = horizon + (height - horizon) * strip // 3
        rise = draw.between(0, height // 16)
        shade = tuple(channel * (10 - strip) // 10 for channel in colour)
        brush.polygon([(0, edge), (width // 2, edge - rise), (width, edge), (width, height), (0, height)], fill=shade)
    spring, mouth = draw.below(width), draw.below(width)
    bend = (horizon + height) // 2
    river = [(spring, horizon), (mouth, bend), (spring - width // 6, height), (spring + width // 5, height)]
    brush.polygon([*river, (mouth + width // 9, bend)], fill=draw.pick(_RIVERS))


def _roofs(brush: ImageDraw.ImageDraw, draw: Draw, width: int, horizon: int) -> None:
    """Build up to six houses with windows along the horizon."""
    step = width // 12
    for _ in range(draw.between(2, 6)):
        left, tall = draw.below(width - step), draw.between(step // 2, step * 3 // 2)
        top = horizon - tall // 2
        brush.rectangle((left, top, left + step, top + tall), fill=draw.pick(_WALLS))
        brush.polygon([(left, top), (left + step // 2, top - step // 3), (left + step, top)], fill=draw.pick(_ROOFS))
        for window in range(2):
            x = left + step * (1 + 2 * window) // 5
            brush.rectangle((x, top + step // 6, x + step // 6, top + step // 3), fill=(84, 104, 122))
