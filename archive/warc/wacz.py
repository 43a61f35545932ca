"""WACZ 1.1.1: WARC files, their index and a list of pages in one ZIP file that replay programs open as it is."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.moments import written

VERSION = "1.1.1"
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that a reader may begin at."""

    url: str
    title: str | None
    moment: str
    """When it was fetched, UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What goes into a WACZ file."""

    title: str
    software: str
    created: datetime
    files: Mapping[str, Path]
    """Name in the folder `archive` → WARC file."""
    index: Iterable[str]
    """Lines of the CDXJ index, sorted; their file names are those of *files*."""
    pages: Iterable[Page]


def write_wacz(path: Path, package: Package, on_progress: Callable[[int], None]) -> None:
    """Write *package* to *path*, whole or not at all; *on_progress* is told the bytes of WARC files done."""
    unfinished = path.with_name(path.name + ".unfinished")
    resources: list[dict[str, str | int]] = []
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_STORED) as archive:
        for name, file in package.files.items():
            resources.append(_add_file(archive, f"archive/{name}", file, on_progress))
        index = "".join(f"{line}\n" for line in package.index)
        resources.append(_add_text(archive, "indexes/index.cdx", index))
        resources.append(_add_text(archive, "pages/pages.jsonl", _pages(package.pages)))
        description = {
            "profile": "data-package",
            "wacz_version": VERSION,
            "title": package.title,
            "software": package.software,
            "created": written(package.created),
            "resources": resources,
        }
        text = json.dumps(description, ensure_ascii=False, indent=2)
        whole = _add_text(archive, "datapackage.json", text)
        digest = {"path": "datapackage.json", "hash": whole["hash"]}
        _add_text(archive, "datapackage-digest.json", json.dumps(digest, indent=2))
    unfinished.replace(path)


def _pages(pages: Iterable[Page]) -> str:
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All articles"}
    rows = ({"url": page.url, "ts": page.moment, "title": page.title or page.url} for page in pages)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in (head, *rows))


def _add_file(
    archive: zipfile.ZipFile, name: str, file: Path, on_progress: Callable[[int], None]
) -> dict[str, str | int]:
    digest = hashlib.sha256()
    size = 0
    with file.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        while piece := source.read(CHUNK_BYTES):
            digest.update(piece)
            target.write(piece)
            size += len(piece)
            on_progress(len(piece))
    return _resource(name, digest.hexdigest(), size)


def _add_text(archive: zipfile.ZipFile, name: str, text: str) -> dict[str, str | int]:
    data = text.encode()
    archive.writestr(name, data, zipfile.ZIP_DEFLATED)
    return _resource(name, hashlib.sha256(data).hexdigest(), len(data))


def _resource(path: str, digest: str, size: int) -> dict[str, str | int]:
    return {"name": path.rpartition("/")[2], "path": path, "hash": f"sha256:{digest}", "bytes": size}
