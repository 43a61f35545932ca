"""Where links to articles come from, one module per kind of list."""

from crawlers.sources.day_archive import DayArchive
from crawlers.sources.feed import Feed
from crawlers.sources.search_page import SearchPage
from crawlers.sources.section import Section
from crawlers.sources.sitemap import NewsSitemap, Sitemap
from crawlers.sources.source import LISTS_LIMIT, Entry, Kind, Listing, NoListError, Source
from crawlers.sources.wordpress import WordPress

__all__ = [
    "LISTS_LIMIT",
    "DayArchive",
    "Entry",
    "Feed",
    "Kind",
    "Listing",
    "NewsSitemap",
    "NoListError",
    "SearchPage",
    "Section",
    "Sitemap",
    "Source",
    "WordPress",
]
