"""The index by which web archives find a page: CDXJ, a line a capture, sorted by address and moment.

One file a paper and month in the folder `cdxj` of the archive, made from the table `captures` at the end of a crawl and
of a rebuild; pywb reads the folder as it is.
"""

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from archive.warc.surt import surt

REVISIT = "warc/revisit"
CAPTURES = (
    "select url, fetched_at, status, media_type, payload_digest, file, offset, length, refers_to from captures "
    "where fault is null"
)
Row = tuple[str, str, int, str | None, str, str, int, int, str | None]


def index_crawl(connection: sqlite3.Connection, folder: Path, crawl: str) -> None:
    """Write the index files of *folder* anew that the captures of *crawl* belong into."""
    query = "select distinct site, substr(fetched_at, 1, 7) from captures where crawl = ?"
    for site, month in connection.execute(query, (crawl,)).fetchall():
        _index_month(connection, folder, site, month)


def index_all(connection: sqlite3.Connection, folder: Path) -> None:
    """Write all index files of *folder* anew, and remove those of papers and months that have no captures."""
    names = set()
    months = connection.execute("select distinct site, substr(fetched_at, 1, 7) from captures").fetchall()
    for site, month in months:
        names.add(f"{site}-{month}.cdxj")
        _index_month(connection, folder, site, month)
    for file in folder.glob("*.cdxj"):
        if file.name not in names:
            file.unlink()


def _index_month(connection: sqlite3.Connection, folder: Path, site: str, month: str) -> None:
    query = f"{CAPTURES} and site = ? and fetched_at >= ? and fetched_at < ?"
    _write(folder, f"{site}-{month}", lines(connection.execute(query, (site, month, f"{month}~"))))


def lines(rows: Iterable[Row]) -> list[str]:
    """Return *rows* of captures as sorted lines of an index."""
    return sorted(_line(*row) for row in rows)


def _line(  # noqa: PLR0913, PLR0917 - the columns of a row
    url: str,
    fetched_at: str,
    status: int,
    media_type: str | None,
    digest: str,
    file: str,
    offset: int,
    length: int,
    refers_to: str | None,
) -> str:
    moment = "".join(letter for letter in fetched_at[:19] if letter.isdigit())
    facts = {
        "url": url,
        "mime": REVISIT if refers_to else media_type or "unk",
        "status": str(status),
        "digest": digest,
        "length": str(length),
        "offset": str(offset),
        "filename": file,
    }
    return f"{surt(url)} {moment} {json.dumps(facts, ensure_ascii=False)}"


def _write(folder: Path, name: str, written: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{name}.unfinished"
    unfinished.write_text("".join(f"{line}\n" for line in written), "utf-8")
    unfinished.replace(folder / f"{name}.cdxj")
