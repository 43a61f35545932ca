"""The tail that every article of a paper shares: lines that stand at the end of many articles are no part of any.

What is learnt is a function of the articles as they stand, not of the order in which they came: a line counts for
each article that ends with it, whether it was left in the text or taken out of it before.
"""

import json
from collections import Counter
from sqlite3 import Connection

from archive.store import Archive

LEAST_ARTICLES = 5
"""Articles that must end with a line before it is taken for a part of none."""
LEAST_SHARE = 0.1
"""Share of the paper's articles that must."""
LINES = 6
"""Lines from the end of an article that are looked at."""
SHORTEST = 12
"""Characters of a tail; shorter lines, such as a name, may repeat by themselves."""


def known_tails(connection: Connection, site: str) -> dict[str, int]:
    """Return the tails that were learnt of *site*, each with the number of articles that end with it."""
    rows = connection.execute("select text, articles from tails where site = ?", (site,))
    return dict(rows.fetchall())


def learn_tails(connection: Connection, site: str) -> dict[str, int]:
    """Return the lines that many articles of *site* end with, each with the number of those articles."""
    counts: Counter[str] = Counter()
    articles = 0
    for article, blocks in connection.execute("select id, blocks from articles where site = ?", (site,)).fetchall():
        articles += 1
        taken = connection.execute("select text from boilerplate where article = ?", (article,)).fetchall()
        counts.update({*_last_lines(blocks), *(text for (text,) in taken)})
    least = max(LEAST_ARTICLES, articles * LEAST_SHARE)
    return {text: count for text, count in counts.items() if count >= least and len(text) >= SHORTEST}


def _last_lines(blocks: str) -> list[str]:
    """Return the last lines of words of an article's blocks; an article is never all tail, so the first stays out."""
    texts = [block["text"] for block in json.loads(blocks) if block.get("text") and block["kind"] != "embed"]
    return [line for text in texts[1:][-LINES:] for line in text.split("\n")]


def keep_tails(archive: Archive, site: str, tails: dict[str, int]) -> list[str]:
    """Put the *tails* of *site* on record in place of those known; return the articles that must be read again."""
    before = known_tails(archive.connection, site)
    changed = before.keys() ^ tails.keys()
    with archive.atomic():
        archive.connection.execute("delete from tails where site = ?", (site,))
        rows = [(site, text, count) for text, count in sorted(tails.items())]
        archive.connection.executemany("insert into tails (site, text, articles) values (?, ?, ?)", rows)
    return sorted(_ending_with(archive.connection, site, changed)) if changed else []


def _ending_with(connection: Connection, site: str, lines: set[str]) -> set[str]:
    """Return the articles of *site* that any of *lines* ends, in the text or taken out of it."""
    found: set[str] = set()
    for article, blocks in connection.execute("select id, blocks from articles where site = ?", (site,)).fetchall():
        if not lines.isdisjoint(_last_lines(blocks)):
            found.add(article)
    taken = connection.execute(
        "select b.article, b.text from boilerplate b join articles a on a.id = b.article where a.site = ?", (site,)
    )
    return found | {article for article, text in taken if text in lines}


def forget_texts(archive: Archive, article: str) -> None:
    """Take the texts of *article* off record, so that its captures can be read anew; counters and captures stay."""
    archive.connection.execute("update captures set revision = null where article = ?", (article,))
    archive.connection.execute("delete from changes where article = ?", (article,))
    archive.connection.execute("delete from revisions where article = ?", (article,))
    archive.connection.execute(
        "update articles set revision = null, record_hash = 'unread', last_seen_at = '', "
        "capture = (select min(id) from captures where article = articles.id) where id = ?",
        (article,),
    )
