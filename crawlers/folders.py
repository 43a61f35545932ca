"""What a page's links call the folder that its article stands in, by its address or its WordPress classes."""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawlers.shape import is_aside, plain_text
from pipelines.headings import HOME_CRUMBS

LANGUAGE = re.compile(r"(?:/index\.php)?(?:/(?:[a-z]{2}|kaz|qaz|rus|eng))?", re.IGNORECASE)
CATEGORY_CLASS = re.compile(r"(?:^|\s)category-(?P<slug>\S+)")
NAME = re.compile(r"[^\W\d_][^\d|»>]{1,38}[^\W\d_]")
LISTS = frozenset(
    {
        "архив",
        "баспасөз",
        "блог",
        "блоги",
        "газет",
        "газета",
        "жаңалық",
        "жаңалықтар",
        "жарияланымдар",
        "лента",
        "лента новостей",
        "мақалалар",
        "материалдар",
        "материалы",
        "медиа",
        "мұрағат",
        "новости",
        "пресс-центр",
        "публикации",
        "соңғы жаңалықтар",
        "статьи",
        "articles",
        "blog",
        "news",
    }
)
"""Names of a paper's whole list: no section."""
BACK = re.compile(
    r"возврат|к списку|оралу|назад|вернуться|барлы[ғқ]|все\s|тізім|толы[ғқ]|комментари|пікір|больше|"
    r"\b(?:more|ещё|еще|тағы)\b",
    re.IGNORECASE,
)
"""Words of links to a list that do not name it."""
ENTRIES = 8
"""Entries of a list that tell whether it is one of several folders."""


def folder_name(root: HtmlElement, url: str, body: HtmlElement | None) -> str | None:
    """Return what the links of the page at *url* call the folder of its article *body*.

    None where they name none, a whole list, or differ. Menus and lists of sections name every folder, and so none.
    """
    folder = unquote(urlsplit(url).path.rstrip("/").rpartition("/")[0])
    slugs = set(_category_slugs(body))
    slug = slugs.pop() if len(slugs) == 1 else ""
    if LANGUAGE.fullmatch(folder):
        folder = ""
    ends = tuple(filter(None, (folder.rpartition("/")[2], slug)))
    names: dict[str, str] = {}
    for link in root.iter("a") if folder or slug else ():
        address = link.get("href") or ""
        if not _path_end(address).endswith(ends):
            continue
        to = unquote(urlsplit(address).path.rstrip("/"))
        if to and (to == folder or to.rpartition("/")[2] == slug) and not _in_menu(link):
            name = plain_text(link)
            if _is_name(name):
                names.setdefault(name.casefold(), name)
    return next(iter(names.values())) if len(names) == 1 else None


def _in_menu(link: HtmlElement) -> bool:
    """Tell whether *link* stands beside the article, or in a list of several folders."""
    if any(map(is_aside, link.iterancestors())):
        return True
    listed = next(link.iterancestors("ul", "ol"), None)
    links = islice(listed.iter("a"), ENTRIES) if listed is not None else ()
    paths = (_path_end(urlsplit(one.get("href") or "").path) for one in links)
    return len({path for path in paths if path.count("/") == 1}) > 1


def _path_end(address: str) -> str:
    """Return *address* without query, fragment and slashes at its end: only where that fits is it taken apart."""
    path = address.partition("#")[0].partition("?")[0].rstrip("/\t\r\n")
    return unquote(path) if "%" in path else path


def _category_slugs(body: HtmlElement | None) -> Iterator[str]:
    """Yield the categories that the classes of the post around *body* name, as WordPress writes them."""
    for around in (body, *body.iterancestors()) if body is not None else ():
        found = [match["slug"] for match in CATEGORY_CLASS.finditer(around.get("class") or "")]
        if found:
            yield from found
            return


def _is_name(text: str) -> bool:
    small = text.casefold()
    return NAME.fullmatch(text) is not None and small not in LISTS | HOME_CRUMBS and not BACK.search(text)
