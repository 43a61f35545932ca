"""Parts of an archive for others: the captures of papers as one WACZ file."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from sqlite3 import Connection
from tempfile import TemporaryDirectory

from archive.faults import UnknownSite
from archive.revisions import TAKEN_DOWN
from archive.store import open_for_reading
from archive.takedowns import hidden_captures
from archive.warc import warc_files
from archive.warc.cdxj import CAPTURES, lines
from archive.warc.reading import Place
from archive.warc.rewriting import copy_without
from archive.warc.wacz import Package, Page, write_wacz


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What went into a file."""

    files: int
    pages: int


def export_wacz(folder: Path, to: Path, sites: tuple[str, ...], on_progress: Callable[[int], None]) -> Exported:
    """Write the captures of *sites*, or of all, in the archive in *folder* to the WACZ file *to*.

    What was taken down is left out, whether it was purged or not. `UnknownSite` where nothing of a paper is kept.
    """
    with closing(open_for_reading(folder)) as connection, TemporaryDirectory() as scratch:
        known = {site for (site,) in connection.execute("select distinct site from captures")}
        unknown = sorted(set(sites) - known)
        if unknown:
            message = f"nothing of {', '.join(unknown)} is kept here; there is {', '.join(sorted(known)) or 'nothing'}"
            raise UnknownSite(message)
        chosen = sorted(sites or known)
        hidden = hidden_captures(connection)
        files = {path.name: path for path in warc_files(folder / "warc") if path.parent.name in chosen}
        moved = {
            name: copy_without(path, Path(scratch) / name, name, hidden).places
            for name, path in files.items()
            if _holds(connection, f"{path.parent.name}/{name}", hidden)
        }
        pages = _pages(connection, chosen)
        package = Package(
            title=f"{', '.join(_titles(connection, chosen))}: captures",
            software=f"aimaq/{version('aimaq')}",
            created=datetime.now(UTC),
            files={name: Path(scratch) / name if name in moved else path for name, path in files.items()},
            index=_index(connection, chosen, hidden, moved),
            pages=pages,
        )
        write_wacz(to, package, on_progress)
    return Exported(files=len(files), pages=len(pages))


def _holds(connection: Connection, file: str, hidden: set[str]) -> bool:
    return any(
        identity in hidden for (identity,) in connection.execute("select id from captures where file = ?", (file,))
    )


def _index(connection: Connection, sites: list[str], hidden: set[str], moved: dict[str, dict[str, Place]]) -> list[str]:
    """Return the index of the captures of *sites*, of those that were *moved* with the places they have now."""
    rows = []
    places = ", ".join("?" * len(sites))
    query = CAPTURES.replace("select ", "select id, ", 1)
    for identity, *row in connection.execute(f"{query} and site in ({places})", sites):
        if identity in hidden:
            continue
        url, moment, status, media_type, digest, file, offset, length, refers_to = row
        name = file.rpartition("/")[2]
        place = moved.get(name, {}).get(identity)
        where = (name, place.offset, place.length) if place else (name, offset, length)
        rows.append((url, moment, status, media_type, digest, *where, refers_to))
    return lines(rows)


def _pages(connection: Connection, sites: list[str]) -> list[Page]:
    query = (
        "select c.url, a.title, c.fetched_at from articles a join captures c on c.id = a.capture "  # noqa: S608 - ?
        f"where a.site in ({', '.join('?' * len(sites))}) and a.state <> ? order by c.fetched_at, c.id"
    )
    rows = connection.execute(query, (*sites, TAKEN_DOWN))
    return [Page(url=url, title=title, moment=moment) for url, title, moment in rows]


def _titles(connection: Connection, sites: list[str]) -> list[str]:
    query = f"select title from sites where name in ({', '.join('?' * len(sites))}) order by name"  # noqa: S608 - ?
    return [title for (title,) in connection.execute(query, sites)]
