"""What is known of a publishing system."""

import re
from dataclasses import dataclass

from crawlers.layout import Layout
from crawlers.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A publishing system: its marks on a page, its usual layout, where it lists its articles."""

    name: str
    title: str
    """As its makers call it."""
    marks: re.Pattern[str]
    """Found in the generator or in the addresses of a page's files, by nothing but this system."""
    layout: Layout
    """Its usual selectors; a theme may have others."""
    article_url: tuple[str, ...]
    """Usual patterns of an article's path, the most exact first."""
    sources: tuple[Source, ...] = ()
    """Where it usually lists its articles; `aimaq add` looks which of them answer."""
