"""A host that answers slowly is asked more slowly."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.extensions.throttle import AutoThrottle


class Throttle(AutoThrottle):
    """Scrapy's AutoThrottle, above the usual pause; a paper without any, which only loopback has, goes without it."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the extension for *crawler*, as Scrapy asks; `NotConfigured` where there is no pause to lengthen."""
        if not crawler.settings.getfloat("DOWNLOAD_DELAY"):
            raise NotConfigured
        return super().from_crawler(crawler)
