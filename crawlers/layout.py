"""Where a site prints things, and until when it printed them there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One design of a site: a CSS selector for each thing it prints; what it does not name is read by shape."""

    body: str
    """The text column."""
    title: str | None = None
    lead: str | None = None
    published: str | None = None
    modified: str | None = None
    views: str | None = None
    comments: str | None = None
    section: str | None = None
    bylines: str | None = None
    tags: str | None = None
    drop: str | None = None
    """Parts of the text column that are no text: promotions, share buttons, related articles."""
    complete: bool = False
    """Whether it names all that the site prints of an article, so that nothing is looked for around the text."""
    until: date | None = None
    """Day of the redesign that ended this layout; None for the one in use."""


def layout_for(layouts: Iterable[Layout], captured_on: date) -> Layout | None:
    """Return the layout a site had on the day *captured_on*, or None where none is declared for it.

    >>> old, new = Layout(body=".text", until=date(2019, 6, 1)), Layout(body=".entry-content")
    >>> layout_for((new, old), date(2018, 3, 2)).body, layout_for((new, old), date(2019, 6, 1)).body
    ('.text', '.entry-content')
    """
    in_use = [layout for layout in layouts if layout.until is None or captured_on < layout.until]
    return min(in_use, key=lambda layout: layout.until or date.max, default=None)
