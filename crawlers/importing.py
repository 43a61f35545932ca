"""WARC and WACZ files that others made, and whole archives, into this one: what `aimaq import` and `merge` do."""

import hashlib
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from archive.faults import DamagedWarc, WrongArgument
from archive.store import Archive, open_for_reading
from archive.takedowns import join_log, read_log
from archive.warc import KeptResponse
from archive.warc import warc_files as found
from archive.warc.members import members
from archive.warc.reading import read_members
from archive.warc.repacking import bring_in
from crawlers.intake import Intake, Taken
from crawlers.links import bare_host
from crawlers.papers import paper_at
from crawlers.rebuild import share

LOOKED_AT = 300
"""Responses that are asked which paper a file is of."""
WACZ = ".wacz"
CHUNK_BYTES = 1 << 20


def import_files(
    folder: Path, files: tuple[Path, ...], site: str | None, processes: int, on_progress: Callable[[int], None]
) -> Taken:
    """Copy WARC and WACZ *files* into the archive in *folder*, and read them; done twice, it is done once.

    Without *site* a file belongs to the paper most of its pages are of. `WrongArgument` where a file is neither.
    """
    with Archive(folder) as archive, TemporaryDirectory(dir=folder) as scratch:
        brought = [_bring(archive, part, site) for file in files for part in _parts(file, Path(scratch))]
        intake = Intake(archive, processes, on_progress)
        intake.take(sorted(set(brought)))
        return intake.finish()


def merge(folder: Path, other: Path, processes: int, on_progress: Callable[[int], None]) -> Taken:
    """Take the archive in *other* into the one in *folder*: its WARC files, its takedowns, and what they tell.

    Every row is a function of the captures, so that it makes no difference which archive comes into which, how often,
    or in which order.
    """
    if other.resolve() == folder.resolve():
        message = f"{other} is the archive itself; name the folder of another"
        raise WrongArgument(message)
    open_for_reading(other).close()
    with Archive(folder) as archive:
        share(found(other / "warc"), other / "warc", archive.warc)
        join_log(folder, read_log(other))
        intake = Intake(archive, processes, on_progress)
        intake.take(archive.warc / file.relative_to(other / "warc") for file in found(other / "warc"))
        return intake.finish()


def site_of(path: Path) -> str:
    """Return the name of the paper that most pages in the WARC file at *path* are of; its host if it is undeclared."""
    kept = read_members(members(path, lambda _offset, _reason: None), "import/x", None)
    captures = [one.capture for one in islice((one for one in kept if isinstance(one, KeptResponse)), LOOKED_AT)]
    pages = [capture.url for capture in captures if "html" in (capture.media_type or "")]
    urls = pages or [capture.url for capture in captures]
    if not urls:
        message = f"{path.name} holds no web page; name its paper with --site NAME to import it all the same"
        raise WrongArgument(message)
    hosts = Counter(bare_host(urlsplit(url).netloc) for url in urls)
    (most, _), *_ = hosts.most_common(1)
    return paper_at(next(url for url in urls if bare_host(urlsplit(url).netloc) == most)).name


def _bring(archive: Archive, path: Path, site: str | None) -> Path:
    """Put the WARC file at *path* into the archive, unless it is there, and return its place."""
    checked = path
    with TemporaryDirectory(dir=archive.folder) as scratch:
        checked = Path(scratch) / _packed_name(path)
        bring_in(path, checked)
        name = (site or site_of(checked)).replace(":", "_").replace("/", "_")
        to = archive.warc / name / checked.name
        if to.is_file() and _digest(to) != _digest(checked):
            to = to.with_name(f"{checked.name.removesuffix('.warc.gz')}-{_digest(checked)[:8]}.warc.gz")
        to.parent.mkdir(parents=True, exist_ok=True)
        checked.replace(to)
    return to


def _packed_name(path: Path) -> str:
    return path.name.removesuffix(".gz").removesuffix(".warc") + ".warc.gz"


def _parts(path: Path, scratch: Path) -> Iterator[Path]:
    """Yield the WARC files that *path* is or, a WACZ file, holds."""
    if path.suffix.lower() != WACZ:
        yield path
        return
    with _unzipped(path) as packed:
        names = [name for name in packed.namelist() if name.startswith("archive/") and ".warc" in name]
        if not names:
            message = f"{path} holds no WARC files in its folder archive/"
            raise WrongArgument(message)
        for name in names:
            part = scratch / name.rpartition("/")[2]
            with packed.open(name) as source, part.open("wb") as target:
                while piece := source.read(CHUNK_BYTES):
                    target.write(piece)
            yield part


@contextmanager
def _unzipped(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as packed:
            yield packed
    except zipfile.BadZipFile as error:
        message = f"{path} is no WACZ file: {error}"
        raise DamagedWarc(message) from error


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
