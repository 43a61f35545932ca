"""Where links to articles come from, one module per kind of list."""

from crawlers.sources.day_archive import DayArchive
from crawlers.sources.feed import Feed
from crawlers.sources.section import Section
from crawlers.sources.sitemap import Sitemap
from crawlers.sources.source import LISTS_LIMIT, Listing, NoListError, Source
from crawlers.sources.wordpress import WordPress

__all__ = [
    "LISTS_LIMIT",
    "DayArchive",
    "Feed",
    "Listing",
    "NoListError",
    "Section",
    "Sitemap",
    "Source",
    "WordPress",
]
