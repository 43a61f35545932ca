"""The manners of one crawl: what its middlewares and its download handler share."""

import asyncio
import logging
from ipaddress import ip_address
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from scrapy import Request, signals
from scrapy.crawler import Crawler

from crawlers.manners.addresses import WEB, Address, Places, is_loopback, literal, port_of
from crawlers.manners.hosts import Hosts, host_lock, host_of, is_home
from crawlers.manners.identity import CONTACT_VARIABLE, NAME_VARIABLE, Identity
from crawlers.manners.pace import LOOK_AGAIN_SECONDS, Pace
from crawlers.manners.refusing import NotNowError, Refusals, RefusedError, UntrustedCertificate
from crawlers.manners.rules import RobotsKept
from crawlers.stopping import Stopping

logger = logging.getLogger(__name__)


class Manners:
    """How one crawl behaves; the files it remembers things in are opened with its archive."""

    def __init__(self, crawler: Crawler) -> None:
        """Serve *crawler*; `WrongArgument` where its settings say nothing usable of who asks."""
        self.crawler = crawler
        told = {name: str(crawler.settings.get(name) or "") for name in (CONTACT_VARIABLE, NAME_VARIABLE)}
        self.identity = Identity.of(told)
        self.places = places_of(crawler.spidercls)
        self.pace = Pace(crawler, self.hosts)
        self.refusals = Refusals(crawler)
        self._hosts: Hosts | None = None
        self._robots: RobotsKept | None = None
        self._alone: IO[str] | None = None
        crawler.signals.connect(self._close, signals.spider_closed)

    @classmethod
    def of(cls, crawler: Crawler) -> "Manners":
        """Return the manners of *crawler*."""
        manners = _OF.get(crawler)
        if manners is None:
            manners = _OF[crawler] = cls(crawler)
        return manners

    def hosts(self) -> Hosts:
        """Return what is remembered of hosts: in the archive of the visit, without one in memory."""
        if self._hosts is None:
            self._hosts = Hosts(self._folder(), busy_seconds=self._busy_seconds())
        return self._hosts

    def robots(self) -> RobotsKept:
        """Return what is remembered of robots.txt files, in the same place."""
        if self._robots is None:
            self._robots = RobotsKept(self._folder(), busy_seconds=self._busy_seconds())
        return self._robots

    async def be_alone(self, home: str) -> None:
        """Wait until no other crawl visits the host of *home*, and keep others from it until this one ends.

        Ends as well where the crawl is being stopped meanwhile.
        """
        folder, host = Path(self.crawler.settings["AIMAQ_DATA"]), host_of(home)
        with Stopping.of(self.crawler).guard():
            self._alone = host_lock(folder, host, "crawl-")
        if self._alone is None:
            logger.warning("%s waits: another paper of %s is being crawled", self.crawler.spidercls.name, host)
        while self._alone is None and not self.pace.is_stopping():
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
            with Stopping.of(self.crawler).guard():
                self._alone = host_lock(folder, host, "crawl-")

    def mention(self, url: str) -> None:
        """Say that *url*, which a page led to and nobody follows, would not have been asked for either, where so."""
        address = literal(urlsplit(url).hostname or "")
        why = self._why_not(urlsplit(url).hostname or "", port_of(url), address) if address else None
        if why is not None:
            self.refusals.refuse("address", urlsplit(url).netloc, url, why)

    def check(self, url: str) -> None:
        """Raise `RefusedError` where *url* says that it is not to be asked for; what its name leads to comes later."""
        refused = self._refused(url)
        if refused is not None:
            raise refused

    def _refused(self, url: str) -> RefusedError | None:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme not in WEB:
            return self.refusals.refuse("scheme", parts.scheme, url, f"{parts.scheme}: is neither http nor https")
        address = literal(host)
        if address is None and is_loopback(host):
            address = ip_address("127.0.0.1")
        why = self._why_not(host, port_of(url), address) if address else None
        if why is not None:
            return self.refusals.refuse("address", parts.netloc, url, why)
        if not self.identity.contact and not is_loopback(host):
            why = "nobody has said who asks; outside loopback that takes --contact or AIMAQ_CONTACT"
            return self.refusals.refuse("contact", host, url, why)
        return None

    def check_connection(self, request: Request, address: str, port: int) -> None:
        """Raise `RefusedError` where *address*, which *request* is about to be sent to, is not to be asked."""
        host = urlsplit(request.url).hostname or ""
        why = self._why_not(host, port, ip_address(address))
        if why is None:
            return
        refused = self.refusals.refuse("address", f"{host}:{port}", request.url, why)
        if literal(host) is None and is_home(self.crawler, request.url):
            raise NotNowError(why, stops=False) from refused
        raise refused

    def not_trusted(self, request: Request, why: str) -> NotNowError:
        """Return what is raised where a certificate cannot be verified; the crawl ends where it is the paper's own."""
        host = urlsplit(request.url).hostname
        said = f"the certificate of {host} cannot be verified ({why})"
        own = is_home(self.crawler, request.url)
        if own:
            mend = "where that is known and meant, say unverified_certificate = 'why' in the site file"
            Stopping.of(self.crawler).stop(UntrustedCertificate(f"{said}; {mend}"))
        else:
            self.refusals.refuse("certificate", str(host), request.url, said)
        return NotNowError(said, stops=own)

    def _why_not(self, host: str, port: int, address: Address) -> str | None:
        """Return why *address* is not to be asked; by hand, as in `scrapy shell`, all of loopback may be."""
        if self._folder() is None and is_loopback(str(address)):
            return None
        return self.places.why_not(host, port, address)

    def _folder(self) -> Path | None:
        visit = getattr(self.crawler.spider, "visit", None)
        return Path(self.crawler.settings["AIMAQ_DATA"]) if visit else None

    def _busy_seconds(self) -> float:
        return self.crawler.settings.getfloat("AIMAQ_BUSY_SECONDS")

    def _close(self) -> None:
        for kept in (self._hosts, self._robots, self._alone):
            if kept is not None:
                kept.close()
        self._hosts = self._robots = self._alone = None


def places_of(site: type) -> Places:
    """Return the places off the public Internet that the site file of *site* names: home, hosts, sources."""
    publisher = getattr(site, "publisher", None)
    if publisher is None:
        return Places()
    sources = [source.path for source in getattr(site, "sources", ()) if "//" in source.path]
    return Places.at([publisher.home, *publisher.hosts, *sources])


_OF: "WeakKeyDictionary[Crawler, Manners]" = WeakKeyDictionary()
