"""A search page that finds every article."""

from dataclasses import dataclass

from crawlers.sources.section import Section
from crawlers.sources.source import Kind


@dataclass(frozen=True, slots=True)
class SearchPage(Section):
    """A search that finds everything, newest first, such as `/?s=`: the last way, where no other leads."""

    path: str = "/?s="
    kind = Kind.SEARCH
