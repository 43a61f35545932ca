"""What the process that visits are forked from has imported: everything but the site files, which each reads anew.

A crawl imports modules for 1.7 seconds of CPU; a fork of one that has them begins at once. Nothing here may start a
thread, open a file or install a reactor.
"""

import gc

import scrapy.extensions.corestats
import scrapy.extensions.logstats
import scrapy.extensions.memusage
import scrapy.pqueues
import scrapy.squeues  # noqa: F401 - loaded by name when a crawl begins, like the others here

import crawlers.crawling
import crawlers.fingerprints
import crawlers.item_pipelines
import crawlers.schedule.child
import crawlers.scheduler
import crawlers.wire  # noqa: F401

gc.collect()
gc.freeze()  # what is there now is shared by all forks: nobody looks through it, and writes to it, again
