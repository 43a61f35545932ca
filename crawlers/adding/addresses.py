"""The pattern of articles' addresses, from addresses of articles and of lists."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crawlers.links import is_listing

WORDS = r"[\w%-]+"
SHAPES = {
    "number": r"\d+",
    "number first": r"\d+-[\w%-]+",
    "number last": r"[\w%-]+[-_]\d+",
    "words": WORDS,
}
"""Shapes of an address's last part, the narrowest first."""
ENDING = re.compile(r"\.(?:html?|php|aspx)$")
LANGUAGES = frozenset({"en", "kaz", "kk", "kz", "qaz", "ru", "rus"})
ENOUGH = 0.8
"""Share of the known articles that a system's own pattern must match to be taken."""
LEAST_SHARE = 0.15
"""Of addresses that are only likely to be articles', those of a rarer form are left out."""
MOST_EXCEPTIONS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A pattern of articles' addresses and where it comes from."""

    regex: str
    how: str

    def matches(self, target: str) -> bool:
        """Tell whether a path (with its query) is an article's."""
        return re.fullmatch(self.regex, target) is not None and not is_listing(f"https://x{target}")


def article_pattern(articles: Iterable[str], lists: Iterable[str], usual: tuple[str, ...]) -> Pattern | None:
    """Return the most general pattern that matches *articles* and no list; a *usual* one of the system's goes first."""
    known = [target for target in dict.fromkeys(articles) if not is_listing(f"https://x{target}")]
    others = [target for target in dict.fromkeys(lists) if target not in known and not is_listing(f"https://x{target}")]
    if not known:
        return None
    for regex in usual:
        if sum(_fits(regex, known)) >= ENOUGH * len(known) and not any(_fits(regex, others)):
            return Pattern(regex=regex, how="the system's own")
    patterns = list(_from_general_to_narrow(known, others))
    for regex in patterns:
        if not any(_fits(regex, others)):
            return Pattern(regex=regex, how=f"from {len(known)} addresses of articles")
    return _with_exceptions(patterns[0], known, others)


def likely(stories: Iterable[str]) -> list[str]:
    """Return those of *stories* that have a usual form among them: a lone form is a page about the paper."""
    forms = {target: _form(target) for target in stories}
    counts = Counter(forms.values())
    return [target for target, form in forms.items() if counts[form] >= max(2, LEAST_SHARE * len(forms))]


def _form(target: str) -> tuple[int, str, str]:
    *folders, last = target.strip("/").split("/")
    shape, ending = _shape(last)
    return len(folders), shape, ending


def _fits(regex: str, targets: list[str]) -> Iterator[bool]:
    return (re.fullmatch(regex, target) is not None for target in targets)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Narrow:
    """How a pattern is made narrower than its addresses are alike."""

    first: bool = False
    """Whether the first folder is spelt out."""
    length: int = 1
    """Least length of a last part of words."""


def _from_general_to_narrow(known: list[str], others: list[str]) -> Iterator[str]:
    """Yield patterns of the addresses *known*, the most general first."""
    asked = _asked([target for target in known if "?" in target])
    groups = _by_ending([target for target in known if "?" not in target])
    length = _least_length(known, others)
    for narrow in (_Narrow(), _Narrow(first=True), _Narrow(length=length), _Narrow(first=True, length=length)):
        paths = sorted({_path_pattern(group, narrow) for group in groups})
        yield _either([*paths, *asked])


def _by_ending(targets: list[str]) -> list[list[str]]:
    groups: dict[tuple[str, bool], list[str]] = {}
    for target in targets:
        groups.setdefault((_shape(target.rpartition("/")[2])[1], target.count("/") > 1), []).append(target)
    return list(groups.values())


def _path_pattern(targets: list[str], narrow: _Narrow) -> str:
    """Return the pattern of paths with the same ending, all with folders or all without."""
    parts = [target.strip("/").split("/") for target in targets]
    last = _last_pattern([path[-1] for path in parts], narrow.length)
    folders = [path[:-1] for path in parts]
    firsts = {path[0] for path in folders if path}
    spelt = narrow.first and bool(firsts) and (len(firsts) == 1 or firsts <= LANGUAGES)
    if spelt:
        folders = [path[1:] for path in folders]
    lead = f"/{_one_of(firsts)}/" if spelt else "/"
    return f"{lead}{_folder_pattern(folders)}{last}"


def _folder_pattern(folders: list[list[str]]) -> str:
    depths = {len(path) for path in folders}
    if len(depths) == 1:
        return "".join(f"{_folder([path[at] for path in folders])}/" for at in range(depths.pop()))
    if all(path and re.fullmatch(r"\d{4}", path[0]) for path in folders):
        return rf"\d{{4}}/(?:\d\d/){{{min(depths) - 1},{max(depths) - 1}}}"
    return f"(?:{WORDS}/){{{min(depths)},{max(depths)}}}"


def _folder(names: list[str]) -> str:
    for regex in (r"\d{4}", r"\d\d", r"\d+"):
        if all(re.fullmatch(regex, name) for name in names):
            return regex
    return WORDS


def _last_pattern(lasts: list[str], length: int) -> str:
    shapes = {_shape(last)[0] for last in lasts}
    ending = re.escape(_shape(lasts[0])[1])
    if shapes == {"number", "number first"}:
        return rf"\d+(?:-[\w%-]+)?{ending}"
    if len(shapes) == 1 and "words" not in shapes:
        return SHAPES[shapes.pop()] + ending
    return (WORDS if length <= 1 else rf"[\w%-]{{{length},}}") + ending


def _shape(last: str) -> tuple[str, str]:
    """Return the shape of an address's last part and its ending, such as `.html`."""
    found = ENDING.search(last)
    ending = found[0] if found else ""
    name = last.removesuffix(ending)
    shape = next((shape for shape, regex in SHAPES.items() if re.fullmatch(regex, name)), "words")
    return shape, ending


def _least_length(known: list[str], others: list[str]) -> int:
    """Return a length that every article's last part has and no list's, or 1 where there is none."""
    longest = max((len(target.rpartition("/")[2]) for target in others), default=0)
    shortest = min((len(target.rpartition("/")[2]) for target in known), default=0)
    return longest + 1 if shortest > longest else 1


def _asked(targets: list[str]) -> list[str]:
    """Return the patterns of addresses that a query tells apart: its names are kept, numbers and words left open."""
    patterns = set()
    for target in targets:
        path, _, query = target.partition("?")
        pairs = (pair.partition("=") for pair in query.split("&"))
        opened = (re.escape(name) + "=" + (r"\d+" if value.isdecimal() else WORDS) for name, _, value in pairs)
        patterns.add(rf"{re.escape(path)}\?{'&'.join(opened)}")
    return sorted(patterns)


def _either(patterns: list[str]) -> str:
    return patterns[0] if len(patterns) == 1 else f"(?:{'|'.join(patterns)})" if patterns else ""


def _one_of(names: set[str]) -> str:
    spelt = sorted(re.escape(name).replace(r"\-", "-") for name in names)
    return spelt[0] if len(spelt) == 1 else f"(?:{'|'.join(spelt)})"


def _with_exceptions(regex: str, known: list[str], others: list[str]) -> Pattern:
    """Return *regex* without the lists that it matches, where those are few enough to be named."""
    wrong = [target for target in others if any(_fits(regex, [target]))]
    how = f"from {len(known)} addresses of articles"
    if len(wrong) > MOST_EXCEPTIONS:
        return Pattern(regex=regex, how=f"{how}; it matches {len(wrong)} pages of the menu as well")
    names = "|".join(sorted(re.escape(target).replace(r"\-", "-") for target in wrong))
    return Pattern(regex=rf"(?!(?:{names})$){regex}", how=f"{how}, without {len(wrong)} pages of the menu")
