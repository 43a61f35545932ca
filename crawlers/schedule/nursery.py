"""What the process that visits are forked from has imported: everything but the site files, which each reads anew.

A crawl imports modules for nearly two seconds of CPU; a fork of one that has them begins at once. Nothing here may
start a thread, open a file that stays open, or install a reactor.
"""

import gc

from scrapy.utils.misc import load_object

import crawlers.schedule.child  # noqa: F401 - what a fork begins with
from crawlers.papers import project_settings

COMPONENTS = ("DOWNLOADER_MIDDLEWARES", "EXTENSIONS", "ITEM_PIPELINES", "SPIDER_MIDDLEWARES")
CLASSES = (
    "ASYNCIO_EVENT_LOOP",
    "DOWNLOADER",
    "DUPEFILTER_CLASS",
    "ITEM_PROCESSOR",
    "LOG_FORMATTER",
    "REQUEST_FINGERPRINTER_CLASS",
    "ROBOTSTXT_PARSER",
    "SCHEDULER",
    "SCHEDULER_DISK_QUEUE",
    "SCHEDULER_MEMORY_QUEUE",
    "SCHEDULER_PRIORITY_QUEUE",
    "STATS_CLASS",
    "TWISTED_DNS_RESOLVER",
)
"""Settings that name what Scrapy imports when a crawl begins."""


def _import_components() -> None:
    settings = project_settings()
    for name in COMPONENTS:
        for component, place in settings.getwithbase(name).items():
            if place is not None:
                load_object(component)
    for path in (*map(settings.get, CLASSES), *settings.getwithbase("DOWNLOAD_HANDLERS").values()):
        if path is not None:
            load_object(path)


_import_components()
gc.collect()
gc.freeze()  # what is there now is shared by all forks: nobody looks through it, and writes to it, again
