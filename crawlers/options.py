"""Options that several commands share, and the console they write to."""

import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
from rich.console import Console

from archive.searching.filters import Filters, read_day

UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


class Size(click.ParamType[int]):
    """A number of bytes, with or without a unit."""

    name = "size"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number of bytes that *value* says.

        >>> Size().convert("500M", None, None)
        500000000
        """
        said = re.fullmatch(r"(\d+)\s*([KMGT]?)B?", str(value).strip().upper())
        if said is None:
            self.fail(f"{value!r} is no size such as 500M or 2G", param, ctx)
        return int(said[1]) * UNITS[said[2]]


console = Console()
data_option = click.option(
    "--data",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="AIMAQ_DATA",
    default=Path("data"),
    show_default=True,
    help="Folder of the archive (or the environment variable AIMAQ_DATA).",
)


def _use_sites(context: click.Context, option: click.Parameter, folder: Path | None) -> None:
    """Let `crawlers.own_sites`, which is imported later, find the site files in *folder*."""
    del context, option
    if folder is not None:
        os.environ["AIMAQ_SITES"] = str(folder.resolve())


sites_option = click.option(
    "--sites",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="AIMAQ_SITES",
    expose_value=False,
    callback=_use_sites,
    help="Folder of your own site files, beside those that come with aimaq (or AIMAQ_SITES).",
)


def _use_contact(context: click.Context, option: click.Parameter, contact: str | None) -> None:
    """Let `crawlers.settings`, which is imported later, find who asks; a wrong word where it is no contact."""
    del context, option
    if contact is not None:
        os.environ["AIMAQ_CONTACT"] = contact


contact_option = click.option(
    "--contact",
    metavar="ADDRESS",
    envvar="AIMAQ_CONTACT",
    expose_value=False,
    callback=_use_contact,
    help="E-mail or web address that papers are told, where who runs the archive can be reached (or AIMAQ_CONTACT); "
    "nothing but loopback is asked without it.",
)
min_free_option = click.option(
    "--min-free",
    metavar="SIZE",
    type=Size(),
    envvar="AIMAQ_MIN_FREE",
    default="100M",
    show_default=True,
    help="Stop where less of the disk is free, such as 500M or 2G (or AIMAQ_MIN_FREE).",
)
delay_option = click.option(
    "--delay",
    metavar="SECONDS",
    type=click.FloatRange(min=0),
    envvar="AIMAQ_DELAY",
    hidden=True,
    help="Pause between two requests; for tests on loopback.",
)


def read_zone(name: str | None) -> str | None:
    """Return the time zone that was named on the command line, if it is one."""
    if name is None:
        return None
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f"--timezone {name!r} is no IANA time zone such as Asia/Oral"
        raise click.UsageError(message) from error


class Day(click.ParamType[date]):
    """A day, or the first or last one of a month or year."""

    name = "day"

    def __init__(self, *, is_last: bool) -> None:
        """Take the last day of a month or year that is named, or the first."""
        self.is_last = is_last

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day that *value* says.

        >>> Day(is_last=True).convert("2024-02", None, None)
        datetime.date(2024, 2, 29)
        """
        day = value if isinstance(value, date) else read_day(value, is_last=self.is_last)
        if day is None:
            self.fail(f"{value!r} is no day such as 2026-03-30, 2026-03 or 2026", param, ctx)
        return day


_FILTERS = (
    click.option("--paper", metavar="SITE", multiple=True, help="Only this paper; again for others too."),
    click.option("--language", metavar="TAG", multiple=True, help="Only articles in this language, such as kk or ru."),
    click.option("--section", metavar="NAME", multiple=True, help="Only this section, as printed."),
    click.option("--byline", metavar="NAME", multiple=True, help="Only what this name signs, as printed."),
    click.option("--year", metavar="YEAR", multiple=True, type=click.IntRange(1000, 9999), help="Only this year."),
    click.option("--from", "since", type=Day(is_last=False), help="Not before this day, month or year of publication."),
    click.option("--to", "until", type=Day(is_last=True), help="Not after it."),
    click.option("--pictures", is_flag=True, help="Only articles of which a picture is kept."),
    click.option("--changed", is_flag=True, help="Only articles that were changed after they were first seen."),
    click.option("--withdrawn", is_flag=True, help="Only articles that were withdrawn."),
)


def filter_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give *command* the options that narrow a search; what they say is for `filters_of`."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


def filters_of(named: dict[str, Any]) -> Filters:
    """Return the filters that the options of `filter_options` name."""
    return Filters(**{**named, "year": tuple(map(str, named["year"]))})
