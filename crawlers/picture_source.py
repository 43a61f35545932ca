"""The address of the picture that an element shows, sooner or later."""

import re

from bs4.element import Tag

LATE_SOURCES = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
    "data-url",
    "data-echo",
    "data-orig-file",
    "data-large_image",
    "data-img-url",
    "data-srcset",
    "data-lazy-srcset",
)
"""Attributes that scripts for late loading keep the address of a picture in."""
LATE_NAMES = re.compile(r"lazy|lozad|unveil", re.IGNORECASE)
"""Names of pictures that a script loads late, by what the scripts are called."""
STAND_IN = re.compile(
    r"^(?:data:|about:)|(?:^|[/_.-])(?:blank|placeholder|spacer|pixel|lazy|loading|loader|transparent|1x1|empty|noimage)[\w-]*\.(?:gif|png|svg|jpe?g|webp)|/-/empty/",
    re.IGNORECASE,
)
"""What a page shows until the picture itself is loaded."""


def picture_source(tag: Tag) -> str:
    """Return the address of the picture that *tag* shows, sooner or later; empty where it shows none."""
    printed = attribute(tag, "src")
    if printed and not STAND_IN.search(printed):
        late = attribute(tag, "data-src") or attribute(tag, "data-lazy-src") or attribute(tag, "data-original")
        return late if late and LATE_NAMES.search(class_names(tag)) else printed
    for name in LATE_SOURCES:
        late = attribute(tag, name)
        if late and not late.startswith("data:"):
            return _widest(late) if "srcset" in name else late
    widest = _widest(attribute(tag, "srcset"))
    if widest:
        return widest
    around = tag.parent
    if around is not None and around.name == "picture":
        sources = (
            attribute(source, "srcset") or attribute(source, "data-srcset") for source in around.find_all("source")
        )
        return next((address for address in map(_widest, sources) if address), "")
    return ""


def _widest(srcset: str) -> str:
    """Return the address in *srcset* with the greatest width or density (HTML Standard, 4.8.4.2.1)."""
    best, widest = "", -1.0
    for candidate in re.split(r",\s+|,(?=https?://|/)", srcset):
        parts = candidate.split()
        if not parts:
            continue
        size = re.fullmatch(r"(\d+(?:\.\d+)?)[wx]", parts[1]) if len(parts) > 1 else None
        width = float(size[1]) if size else 1.0
        if width > widest and not parts[0].startswith("data:"):
            best, widest = parts[0], width
    return best


def class_names(tag: Tag) -> str:
    """Return the class and id names of *tag*, parted by spaces."""
    classes = tag.get("class")
    identity = tag.get("id")
    own = classes if isinstance(classes, str) else ""
    return f"{own} {identity}" if identity else own


def attribute(tag: Tag, name: str) -> str:
    """Return the attribute *name* of *tag* as text, empty where it has none."""
    value = tag.get(name)
    return value if isinstance(value, str) else ""
