"""What is checked of a paper before it is asked for anything."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from archive.faults import WrongArgument
from crawlers.manners.addresses import is_loopback
from crawlers.manners.identity import Identity
from crawlers.manners.pace import SHORTEST_DELAY
from crawlers.spider import NewsSpider


def check_manners(site: type[NewsSpider], variables: Mapping[str, str], delay: float | None) -> None:
    """Raise `WrongArgument` where *site* is not to be asked: nobody says who asks, or too often by *delay*."""
    home = site.publisher.home
    Identity.of(variables).check(home)
    if delay is not None and delay < SHORTEST_DELAY and not is_loopback(urlsplit(home).hostname or ""):
        message = f"--delay {delay:g} is for papers on loopback; {site.name} is asked once a second at most"
        raise WrongArgument(message)
