"""What a watch must know of a paper without importing its site file."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self
from urllib.parse import urlsplit

from crawlers.schedule.quiet import QuietHours
from crawlers.schedule.rhythm import EVERY, USUAL, Rates, Rhythm


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the site file of a paper says, and how much the paper has published lately."""

    name: str
    module: str = ""
    """Where its class is, as Python names it."""
    home: str = ""
    zone: str | None = None
    every: tuple[timedelta, timedelta] = EVERY
    quiet: QuietHours | None = None
    rates: Rates = USUAL

    @property
    def host(self) -> str:
        """Return whom a visit asks: host and port."""
        return urlsplit(self.home).netloc

    def rhythm(self, quiet: QuietHours | None) -> Rhythm:
        """Return what the next visit depends on; *quiet* counts where the site file says nothing."""
        return Rhythm(name=self.name, rates=self.rates, zone=self.zone, every=self.every, quiet=self.quiet or quiet)

    def written(self) -> str:
        """Return the facts as text, for another process."""
        return json.dumps(
            {
                "name": self.name,
                "module": self.module,
                "home": self.home,
                "zone": self.zone,
                "every": [bound.total_seconds() for bound in self.every],
                "quiet": str(self.quiet) if self.quiet else None,
                "rates": self.rates,
            }
        )

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the facts that another process has written down.

        >>> Facts.read(Facts(name="demo", home="http://127.0.0.1:8010/").written()).host
        '127.0.0.1:8010'
        """
        told: dict[str, Any] = json.loads(text)
        soonest, latest = told["every"]
        quiet = QuietHours.read(told["quiet"]) if told["quiet"] else None
        every = (timedelta(seconds=soonest), timedelta(seconds=latest))
        return cls(**(told | {"every": every, "quiet": quiet, "rates": tuple(told["rates"])}))
