"""Every Scrapy setting, with what it is for; `aimaq` and `scrapy` both read it."""

import os
from importlib.util import find_spec

BOT_NAME = "aimaq"
SPIDER_MODULES = ["crawlers.sites", "crawlers.own_sites"]
SPIDER_LOADER_CLASS = "crawlers.site_files.SiteLoader"
NEWSPIDER_MODULE = "crawlers.sites"

AIMAQ_DATA = os.environ.get("AIMAQ_DATA", "data")

# Who we are and how we behave (docs/manners.md); a site file may be gentler, and a paper on loopback need not wait.
# Whatever a setting says, a host that is not on loopback is asked once a second at most, one request at a time.
AIMAQ_CONTACT = os.environ.get("AIMAQ_CONTACT", "")
AIMAQ_ARCHIVE_NAME = os.environ.get("AIMAQ_ARCHIVE_NAME", "")
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 0.0
AUTOTHROTTLE_MAX_DELAY = 60.0
COOKIES_ENABLED = False
RETRY_TIMES = 2

# How long a crawl waits for a host that asks to be left alone; where it would be longer, it stops and says until when.
AIMAQ_LONGEST_REST = 300.0

# Where requests may go: to the addresses that were checked, over connections whose certificates were.
DOWNLOAD_VERIFY_CERTIFICATES = True
HTTPPROXY_ENABLED = False
METAREFRESH_ENABLED = False
REDIRECT_MAX_TIMES = 5

# What is asked for at most before the first answer is there: so many requests a crawl that stops has still to wait for.
CONCURRENT_REQUESTS = 4

# Limits of what one response may cost.
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DEPTH_LIMIT = 0

# Items are read and stored one after the other, in the order of their captures; no task per item is started.
CONCURRENT_ITEMS = 1

# What is still to ask for is kept on disk, and a request is finished when all it led to is kept (docs/operations.md).
SCHEDULER = "crawlers.scheduler.FrontierScheduler"
SPIDER_MIDDLEWARES = {
    "crawlers.settling.SettlingMiddleware": 10,
    "crawlers.manners.traps.TrapMiddleware": 20,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "crawlers.health.counting.ShownMiddleware": 30,
}
EXTENSIONS = {
    "crawlers.stopping.Stopping": 0,
    "crawlers.manners.throttle.Throttle": 10,
    "scrapy.extensions.throttle.AutoThrottle": None,
}

# When a crawl stops before its end: bytes to stay free on the disk, pages of the paper in a row without an answer.
AIMAQ_MIN_FREE = 100_000_000
AIMAQ_UNANSWERED_LIMIT = 8
AIMAQ_BUSY_SECONDS = float(os.environ.get("AIMAQ_BUSY_SECONDS", "30"))
AIMAQ_AFRESH = False

# Which known articles are looked at again: those that are due, all or none; and how far back lists are walked (a day).
AIMAQ_REVISIT = "due"
AIMAQ_SINCE = ""

# No way in from outside while a crawl runs.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# Our own identity of a request: one canonical address, however a link is spelt.
REQUEST_FINGERPRINTER_CLASS = "crawlers.fingerprints.CanonicalFingerprinter"

# The bytes are taken off the wire itself; nothing but the web is fetched.
DOWNLOAD_HANDLERS = {
    "http": "crawlers.wire.WireDownloadHandler",
    "https": "crawlers.wire.WireDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

# The capture stands next to the wire (high number), so that nothing is read before it is kept. It unpacks bodies too:
# as they are unpacked when they are read back, and telling what is wrong. Any reader can undo what we ask for.
DOWNLOADER_MIDDLEWARES = {
    "crawlers.manners.asking.RefusingMiddleware": 10,
    "crawlers.manners.robots.RobotsMiddleware": 100,
    "crawlers.manners.asking.IdentityMiddleware": 500,
    "crawlers.manners.asking.RestMiddleware": 980,
    "crawlers.health.counting.AttemptsMiddleware": 995,
    "crawlers.capture.CaptureMiddleware": 990,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
}
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",
}
ITEM_PIPELINES = {
    "crawlers.settling.SettlingPipeline": 10,
    "crawlers.item_pipelines.NormalisePipeline": 100,
    "crawlers.item_pipelines.StorePipeline": 200,
}

LOG_LEVEL = os.environ.get("AIMAQ_LOG", "INFO")
FEED_EXPORT_ENCODING = "utf-8"
if find_spec("uvloop"):
    ASYNCIO_EVENT_LOOP = "uvloop.Loop"
