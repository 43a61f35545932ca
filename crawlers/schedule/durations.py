"""How long something may take, as one says it on a command line."""

import re
from datetime import timedelta

import click

UNITS = {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


class Duration(click.ParamType[timedelta]):
    """A number of seconds, minutes, hours or days."""

    name = "duration"

    def convert(self, value: str | timedelta, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Return the duration that *value* says.

        >>> Duration().convert("90m", None, None)
        datetime.timedelta(seconds=5400)
        """
        if isinstance(value, timedelta):
            return value
        said = re.fullmatch(r"(\d{1,6})\s*([smhd])", value.strip().lower())
        if said is None or not int(said[1]):
            self.fail(f"{value!r} is no duration such as 45s, 30m, 4h or 1d", param, ctx)
        return int(said[1]) * UNITS[said[2]]
