"""A site file, written from what was found out about a paper."""

import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import wrap

import crawlers.sites
from archive.faults import Fault
from crawlers.adding import Found
from crawlers.own_sites import FOLDER
from crawlers.papers import declared_sites
from crawlers.saving import AlreadyThereError, UnwritableFolderError
from crawlers.site_files import load_file
from crawlers.sources import Source

WIDTH = 120
LANGUAGE_NAMES = {"en": "English", "kk": "Kazakh", "ky": "Kyrgyz", "ru": "Russian", "tt": "Tatar", "uz": "Uzbek"}


class NoPlaceError(Fault):
    """There is no folder to write a site file to."""


def place_for(name: str, into: Path | None) -> Path:
    """Return where the site file of the paper *name* belongs, which must be free.

    That is the folder *into*, else that of `--sites`, else `crawlers/sites` of a checkout that can be written.
    """
    if name in declared_sites():
        message = f"a paper is named {name!r} already; give another name with --name NAME"
        raise AlreadyThereError(message)
    place = (into or (Path(FOLDER) if FOLDER else _checkout())) / f"{name}.py"
    if place.exists():
        message = f"{place} is there already; give another name with --name NAME or folder with --into DIR"
        raise AlreadyThereError(message)
    return place


def _checkout() -> Path:
    folder = Path(crawlers.sites.__file__).parent
    is_checkout = (folder.parent.parent / "pyproject.toml").is_file()
    if not is_checkout or not os.access(folder, os.W_OK):
        message = "this aimaq is no checkout that can be written; name a folder for the site file with --into DIR"
        raise NoPlaceError(message)
    return folder


def site_text(found: Found) -> str:
    """Return the site file, as `ruff format` would leave it."""
    paper, publisher = found.paper, found.paper.publisher
    kinds = sorted({type(source).__name__ for source in found.sources})
    lines = [
        f'"""{_heading(found)}"""',
        "",
        "from archive.records import Publisher",
        *(["from crawlers.layout import Layout"] if paper.layouts else []),
        f"from crawlers.sources import {', '.join(kinds)}",
        "from crawlers.spider import NewsSpider",
        "",
        "",
        f"class {_class_name(paper.name)}(NewsSpider):",
        *_docstring(found),
        "",
        f"    name = {_quoted(paper.name)}",
        "    publisher = Publisher(",
        f"        title={_quoted(publisher.title)},",
        f"        home={_quoted(publisher.home)},",
        f"        languages={_tuple([_quoted(tag) for tag in publisher.languages])},",
        f"        timezone={_quoted(publisher.timezone) if publisher.timezone else None},",
        *([f"        hosts={_tuple([_quoted(host) for host in publisher.hosts])},"] if publisher.hosts else []),
        "    )",
        *_assigned("sources", [_source(source) for source in found.sources]),
        *_pattern(paper.article_url),
        *(
            _assigned("layouts", [f"Layout(body={_quoted(layout.body)})" for layout in paper.layouts])
            if paper.layouts
            else []
        ),
    ]
    return "\n".join(lines) + "\n"


def check_site_text(text: str, name: str) -> None:
    """Import a site file from a folder of its own; `FaultySiteError` where it does not pass its own checks."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{name}.py"
        file.write_text(text, "utf-8")
        load_file(file)


def write_site(place: Path, text: str) -> None:
    """Write a new site file; `UnwritableFolderError` where that cannot be done."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        message = f"cannot write {place}: {error.strerror or error}; name another folder with --into DIR"
        raise UnwritableFolderError(message) from error


def _heading(found: Found) -> str:
    languages = [LANGUAGE_NAMES.get(tag, tag) for tag in found.paper.publisher.languages]
    system = found.system.title if found.system else "a publishing system of its own"
    title = _plain(found.paper.publisher.title)
    said = f"{' and '.join(languages)}, {system}" if languages else system
    return f"{title[:60]}: {said}."


def _docstring(found: Found) -> list[str]:
    """Return the class's docstring: when it was looked at, and what nobody has verified."""
    day, count = found.looked_on.isoformat(), len(found.samples)
    unverified = [
        f"Unverified: all that {count} articles do not show, such as older designs, other languages, other sections.",
        f"Time zone: {_plain(found.zone.how)}.",
        f"Pattern of addresses: {found.pattern.how}.",
    ]
    unverified += ["The class of the text column was the same on all of them."] if found.paper.layouts else []
    lines = wrap(" ".join(unverified), WIDTH - 4)
    summary = f"Written by `aimaq add` on {day} from {count} articles; nobody has looked at its pages yet."
    return [f'    """{summary}', "", *(f"    {line}" for line in lines), '    """']


def _class_name(name: str) -> str:
    return "".join(part.capitalize() for part in re.split("[-_]", name))


def _source(source: Source) -> str:
    return f"{type(source).__name__}({_quoted(source.path)})"


def _assigned(name: str, values: list[str]) -> list[str]:
    """Return the assignment of a tuple: in one line where it fits, else a line for each value."""
    line = f"    {name} = {_tuple(values)}"
    if len(line) <= WIDTH:
        return [line]
    return [f"    {name} = (", *(f"        {value}," for value in values), "    )"]


def _pattern(regex: str) -> list[str]:
    line = f'    article_url = r"{regex}"'
    if len(line) <= WIDTH:
        return [line]
    parts = re.split(r"(?=\|)", regex)
    return ["    article_url = (", *(f'        r"{part}"' for part in parts), "    )"]


def _tuple(values: list[str]) -> str:
    return f"({', '.join(values)}{',' if len(values) == 1 else ''})"


def _quoted(text: str) -> str:
    """Return *text* as ruff would spell it: double quotes, unless single ones save escapes.

    >>> print(_quoted("Дала үні"), _quoted('«Ақ "Жайық"»'))
    "Дала үні" '«Ақ "Жайық"»'
    """
    text = text.replace("\\", "\\\\")
    if '"' in text and "'" not in text:
        return f"'{text}'"
    return '"' + text.replace('"', '\\"') + '"'


def _plain(text: str) -> str:
    """Return *text* as a docstring can hold it."""
    return " ".join(text.replace("\\", "/").replace('"', "'").split())
