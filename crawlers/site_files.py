"""The site files, loaded: every fault in one is told in one line with its file, and no name is given twice."""

import inspect
import linecache
import pkgutil
import sys
import traceback
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Self

from scrapy import Request, Spider
from scrapy.settings import BaseSettings
from scrapy.utils.spider import iter_spider_classes

from archive.faults import Fault
from crawlers import own_sites
from crawlers.site_facts import FaultySiteError

MISTAKES = (ArithmeticError, AttributeError, ImportError, LookupError, NameError, SyntaxError, TypeError, ValueError)
"""What Python raises for a mistake in a file of declarations."""
Names = list[str]


class NoSitesFolderError(Fault):
    """The folder named for site files is none."""


class SiteLoader:
    """Scrapy's spider loader for site files: the modules that SPIDER_MODULES names and those below them."""

    def __init__(self, settings: BaseSettings) -> None:
        """Load the site files; `FaultySiteError` names the file at fault."""
        self._sites: dict[str, type[Spider]] = {}
        for package in settings.getlist("SPIDER_MODULES"):
            for module in _modules(package):
                for site in iter_spider_classes(module):
                    self._add(site)

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Return the loader, as Scrapy asks."""
        return cls(settings)

    def load(self, name: str) -> type[Spider]:
        """Return the site *name*; KeyError where there is none."""
        return self._sites[name]

    def list(self) -> Names:
        """Return the names of all sites."""
        return list(self._sites)

    def find_by_request(self, request: Request) -> Names:
        """Return the names of the sites that the address of *request* may belong to."""
        return [name for name, site in self._sites.items() if site.handles_request(request)]

    def _add(self, site: type[Spider]) -> None:
        other = self._sites.setdefault(site.name, site)
        if other is not site:
            message = (
                f"two papers are named {site.name!r}, in {inspect.getsourcefile(other)} "
                f"and in {inspect.getsourcefile(site)}: give one of them another name"
            )
            raise FaultySiteError(message)


def _modules(package: str) -> Iterator[ModuleType]:
    """Yield the module *package* and, if it is a package, the modules in it, in alphabetical order."""
    module = _loaded(package)
    yield module
    if module is own_sites and own_sites.FOLDER and not Path(own_sites.FOLDER).is_dir():
        message = f"{own_sites.FOLDER} is no folder of site files; name one with --sites DIR or AIMAQ_SITES"
        raise NoSitesFolderError(message)
    for found in pkgutil.iter_modules(getattr(module, "__path__", []), f"{package}."):
        yield _loaded(found.name)


def _loaded(name: str) -> ModuleType:
    """Return the module *name*; `FaultySiteError` names its file, the line and the mistake."""
    spec = find_spec(name)
    file = (spec.origin if spec else None) or name
    try:
        return import_module(name)
    except FaultySiteError:
        raise
    except MISTAKES as error:
        raise FaultySiteError(told(error, file)) from error


def told(error: Exception, file: str) -> str:
    """Return the mistake *error* in *file* as one line: file, line, what Python says, and the line where it stands."""
    if isinstance(error, SyntaxError):
        line = error.lineno
    else:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
        line = frames[-1].lineno if frames else None
    what = error.msg if isinstance(error, SyntaxError) else str(error)
    said = " ".join(f"{type(error).__name__}: {what}".split())
    words = linecache.getline(file, line).strip() if line else ""
    return f"{file}, line {line}: {said}: {words}" if words else f"{file}: {said}"


def load_file(file: Path) -> list[type[Spider]]:
    """Return the sites that *file* declares, without putting them among the others; `FaultySiteError` as for those."""
    folder, own_sites.__path__ = own_sites.__path__, [str(file.parent)]
    name = f"{own_sites.__name__}.{file.stem}"
    try:
        return list(iter_spider_classes(_loaded(name)))
    finally:
        own_sites.__path__ = folder
        sys.modules.pop(name, None)
