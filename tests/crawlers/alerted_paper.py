"""A paper on loopback that is crawled over and over while things happen to it."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

from archive.records import natural_key
from tests.commands import run_aimaq
from tests.crawlers.small_papers import XML, SmallPaper, rss

SITE = """
from archive.records import Publisher
from crawlers.health.expectations import Expect
from crawlers.layout import Layout
from crawlers.sources import Feed, Section
from crawlers.spider import NewsSpider


class Watched(NewsSpider):
    "A paper that is watched."

    name = "watched"
    publisher = Publisher(title="Көкжиек", home="{home}", languages=("kk",), timezone="Asia/Oral")
    sources = (Feed("/feed/"), Section("/kk/"))
    article_url = r"/maqala/\\d+$"
    layouts = (Layout(body=".text", title="h1", published=".date", views=".views", complete=True),)
    custom_settings = {{"DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 4}}
    {more}
"""
ORAL = timedelta(hours=5)
"""What Asia/Oral is ahead of UTC."""


class WatchedPaper(SmallPaper):
    """Articles by their number, each published at a moment; `feed` and `section` say which of them are listed."""

    def begin(self, folder, more=""):
        """Have an archive below *folder*, and *more* of a class body in the site file."""
        self.folder, self.data = folder, folder / "data"
        self.sites = folder / "sites"
        self.sites.mkdir()
        self.declare(more)
        self.now = datetime.now(UTC)
        self.feed, self.section = [], []

    def declare(self, more=""):
        """Write the site file, with *more* of a class body."""
        (self.sites / "watched.py").write_text(SITE.format(home=self.url, more=more), "utf-8")

    def publish(self, *numbers, ago=timedelta(hours=1), page=None, feed=True):
        """Publish articles, the first of *numbers* that long *ago* and each next one a minute later."""
        for place, number in enumerate(numbers):
            moment = self.now - ago + timedelta(minutes=place) + ORAL
            self.put(f"/maqala/{number}", (page or printed)(number, moment))
            self.section.insert(0, number)
            if feed:
                self.feed.insert(0, number)
        self.list_them()

    def list_them(self):
        """Let feed and section show what they show now."""
        self.put("/feed/", rss(self.url, [(f"maqala/{n}", f"Хабар {n}") for n in self.feed]), XML)
        self.put("/kk/", "".join(f'<h2><a href="/maqala/{n}">Хабар {n}</a></h2>' for n in self.section))

    def crawl(self, *more, **environment):
        """Crawl the paper, long after the last crawl, and return how that ended."""
        self._let_time_pass()
        return run_aimaq("crawl", "watched", "--data", self.data, "--sites", self.sites, *more, **environment)

    def _let_time_pass(self):
        """Let every list be asked again and every article be due, as after half a year."""
        long_ago = "2020-01-01T00:00:00.000Z"
        frontier = self.data / "frontier" / "watched.db"
        if frontier.is_file():
            with closing(sqlite3.connect(frontier)) as database, database:
                database.execute(
                    "update ways set asked_at = ?, failed_at = iif(failed_at is null, null, ?)", (long_ago,) * 2
                )
                database.execute("update looks set due_at = ?", (long_ago,))
        operations = self.data / "operations.db"
        if operations.is_file():
            with closing(sqlite3.connect(operations)) as database, database:
                database.execute("update robots set fetched_at = ?", (long_ago,))
                database.execute("update hosts set rests_until = 0")

    def alerts(self, *more):
        """Return the alerts that `aimaq alerts` lists."""
        done = run_aimaq("alerts", "--json", "--data", self.data, *more)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def open_codes(self):
        """Return the codes of the open alerts."""
        return [alert["code"] for alert in self.alerts()]

    def article_id(self, number):
        """Return the id of the article with that *number*."""
        return natural_key(f"{self.url}maqala/{number}")


def printed(number, moment):
    """Return the page of an article as the site file has it."""
    date = f"<div class='date'>{moment:%d.%m.%Y, %H:%M}</div><div class='views'>{number} рет оқылды</div>"
    return f"<html><body><h1>Хабар {number}</h1>{date}<div class='text'>{_text(number)}</div></body></html>"


def redesigned(number, _moment):
    """Return the same page after a redesign: other names, a date that is none."""
    date = "<div class='when'>бір күні</div>"
    return f"<html><body><h2 class='t'>Хабар {number}</h2>{date}<div class='story'>{_text(number)}</div></body></html>"


def _text(number):
    """Return a text that no other article has a line of."""
    lines = (
        f"Аудандағы {number}-мектеп жазда жөнделді, қыркүйекте оған {number + 300} оқушы келді.",
        f"Құрылысшылар {number + 5} терезе мен {number + 2} есікті ауыстырды, ауласына ағаш отырғызды.",
        f"Келесі жылы кезек {number + 1}-мектепке келеді, оған қаржы бөлінді, жұмыс көктемде басталады.",
    )
    return "".join(f"<p>{line}</p>" for line in lines)
