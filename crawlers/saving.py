"""One page of a paper, saved as a test: what `aimaq save` does."""

import json
import re
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from archive.faults import Fault, Unreachable, WrongArgument
from archive.moments import written
from archive.revisions import as_record
from crawlers.fetching import Page, Visitor, web_address
from crawlers.paper import Paper
from crawlers.papers import declared_sites, paper_at, paper_named
from crawlers.reading import SavedPage, check_html, read_page
from crawlers.slugs import name_of, slug_of

SLUG = re.compile(r"[\w-]+")


class AlreadyThereError(Fault):
    """What was to be written is there already."""


class UnwritableFolderError(Fault):
    """A folder cannot be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A page to be saved, as its test."""

    url: str
    into: Path
    site: str | None = None
    """Name of a declared paper; None to go by the host."""
    slug: str | None = None
    """Name of its folder; None to go by the address."""
    why: str = ""
    """What the page shows that no other test does."""


def save_page(wish: Wish, visitor: Visitor) -> Path:
    """Fetch a page and return the folder it is in now: `page.html`, `about.toml`, `expected.json`.

    Nothing is overwritten (`AlreadyThereError`); the folder appears whole or not at all.
    """
    if wish.slug is not None and not SLUG.fullmatch(wish.slug):
        message = f"--slug {wish.slug!r} is no folder's name: letters, digits, - and _"
        raise WrongArgument(message)
    url = web_address(wish.url)
    paper = paper_named(wish.site) if wish.site else None
    if wish.slug and paper:
        _check_free(wish.into / paper.name / wish.slug)
    page = visitor.fetch(url)
    if page.status != HTTPStatus.OK:
        message = f"{page.url} answered {page.status}; only a page that is there can be saved"
        raise Unreachable(message)
    check_html(page.url, page.body, page.content_type)
    by_host = paper_at(page.url)
    folder = wish.into / _folder_name(paper or by_host, page.url) / (wish.slug or slug_of(page.url))
    _check_free(folder)
    named = wish.site if wish.site and wish.site != by_host.name else None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent, prefix=".saving-") as unfinished:
            _write(Path(unfinished) / folder.name, page, named, wish.why)
            (Path(unfinished) / folder.name).rename(folder)
    except OSError as error:
        message = f"cannot write {folder}: {error.strerror or error}; name another folder with --into DIR"
        raise UnwritableFolderError(message) from error
    return folder


def _folder_name(paper: Paper, url: str) -> str:
    """Return the folder of a paper's pages: its name; for an undeclared one what `aimaq add` would name it."""
    return paper.name if paper.name in declared_sites() else name_of(url)


def _check_free(folder: Path) -> None:
    if folder.exists():
        message = f"{folder} is there already; give another name with --slug SLUG"
        raise AlreadyThereError(message)


def _write(folder: Path, page: Page, site: str | None, why: str) -> None:
    folder.mkdir()
    (folder / "page.html").write_bytes(page.body)
    about = {"url": page.url, "fetched_at": written(page.fetched_at), "content_type": page.content_type}
    about |= {"site": site} if site else {}
    about |= {"why": why or f"saved from {urlsplit(page.url).netloc}; say here what it shows that no other page does"}
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in about.items())
    (folder / "about.toml").write_text("".join(lines), "utf-8")
    saved = SavedPage(
        path=folder / "page.html",
        url=page.url,
        fetched_at=page.fetched_at.replace(microsecond=0),
        content_type=page.content_type,
        site=site,
    )
    record = json.dumps(as_record(read_page(saved)), ensure_ascii=False, indent=2)
    (folder / "expected.json").write_text(f"{record}\n", "utf-8")
