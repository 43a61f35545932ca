"""The declared papers, by name and by host."""

from difflib import get_close_matches
from functools import cache
from urllib.parse import urlsplit

from scrapy.settings import Settings

from archive.faults import UnknownSite
from crawlers.links import bare_host
from crawlers.paper import Paper, undeclared_paper
from crawlers.site_files import SiteLoader
from crawlers.spider import NewsSpider


def project_settings() -> Settings:
    """Return the settings of `crawlers.settings`, wherever the program was started."""
    settings = Settings()
    settings.setmodule("crawlers.settings", priority="project")
    return settings


@cache
def declared_sites() -> dict[str, type[NewsSpider]]:
    """Return the site classes by name, in alphabetical order; `FaultySiteError` names a file with a fault."""
    loader = SiteLoader.from_settings(project_settings())
    sites = {name: loader.load(name) for name in sorted(loader.list())}
    return {name: site for name, site in sites.items() if issubclass(site, NewsSpider)}


def site_named(name: str) -> type[NewsSpider]:
    """Return the site class *name*; `UnknownSite` names those spelt alike, or says where all are listed."""
    site = declared_sites().get(name)
    if site is None:
        alike = get_close_matches(name, declared_sites(), cutoff=0.5)
        hint = f"did you mean {' or '.join(alike)}?" if alike else f"`aimaq sites` lists {len(declared_sites())}"
        message = f"no site is named {name!r}; {hint}"
        raise UnknownSite(message)
    return site


def paper_named(name: str) -> Paper:
    """Return the declared paper *name*; `UnknownSite` names those spelt alike."""
    return site_named(name).paper()


def paper_at(url: str, timezone: str | None = None) -> Paper:
    """Return the declared paper that publishes on the host of *url*, else what its host alone tells of it."""
    host = bare_host(urlsplit(url).netloc)
    for site in declared_sites().values():
        if host in {bare_host(urlsplit(site.publisher.home).netloc), *site.publisher.hosts}:
            return site.paper()
    return undeclared_paper(url, timezone)
