"""Every page of the front in the small archive, one entry a page; each browser test of the front opens them all.

A page that is added to the front is added here, and is then held to everything: whole, accessible, light, safe.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from archive.records import natural_key
from tests.archive.small_archive import ARABIC, BRIDGE, FAIR, FLOOD, ODD, SCHOOL, build
from tests.browser.windows import served

PAGES = {
    "home": "/",
    "home of a paper": "/ru/?paper=vestnik",
    "search": "/search?q=су деңгейі",
    "search without words": "/ru/search",
    "search narrowed": "/ru/search?q=апталық&paper=tany&from=2026-03-10&order=oldest",
    "search with nothing left": "/ru/search?q=деңгейі&paper=vestnik&language=ru",
    "nothing found": "/search?q=жоқсөз",
    "article": f"/article/{natural_key(FLOOD)}",
    "earlier text": f"/article/{natural_key(FLOOD)}?revision={{earlier}}",
    "withdrawn article": f"/article/{natural_key(BRIDGE)}",
    "history": f"/article/{natural_key(FLOOD)}/history",
    "history side by side": f"/article/{natural_key(FLOOD)}/history?view=side",
    "history of a returned article": f"/ru/article/{natural_key(SCHOOL)}/history",
    "moved article": f"/article/{natural_key(FAIR)}",
    "hostile article": f"/article/{natural_key(ODD)}",
    "Arabic article": f"/article/{natural_key(ARABIC)}",
    "capture": "/capture/{capture}/about",
    "picture": "/en/picture/{picture}/about",
    "changes": "/ru/changes",
    "changes of one kind": "/changes?kind=title",
    "quotes": "/quotes",
    "quotes with a word": "/ru/quotes?q=малымыз",
    "person": "/person?name={speaker}",
    "paper": "/paper/tany",
    "day": "/ru/day/2026-03-30",
    "pictures": "/pictures",
    "doubts": "/doubts",
    "doubts of one kind": "/doubts?paper=tany&field=published_at&code=contradiction&page=2",
    "no such doubts": "/doubts?field=nothing",
    "status": "/ru/status",
}
"""Addresses that answer 200, with places for what only the archive itself knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """An archive, open at a loopback address."""

    address: str
    known: dict[str, str]
    """What goes into the places of the addresses."""

    def page(self, name: str) -> str:
        """Return the whole address of the page *name*."""
        return self.address + PAGES[name].format(**self.known)


@contextmanager
def small_site(folder: Path) -> Iterator[Site]:
    """Serve the small archive, built in *folder*, on a free port."""
    small = build(folder)
    with served(folder) as address:
        yield Site(address=address, known=known_in(folder, small))


def known_in(folder, small):
    """Return what goes into the places of the addresses for the archive *small* in *folder*."""
    query = "select r.id from revisions r join articles a on a.id = r.article where a.id = ? and a.revision <> r.id"
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        (earlier,) = connection.execute(query, (natural_key(FLOOD),)).fetchone()
        (speaker,) = connection.execute("select speaker from quotes where speaker is not null limit 1").fetchone()
    return {"earlier": earlier, "capture": small.flood.id, "picture": small.picture.digest, "speaker": quote(speaker)}
