"""What a site file promises of its paper: articles a day, and how often each field can be read."""

from collections.abc import Iterator
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """Promises; what is left out is not promised. Rates run from 0 to 1, by the names of the Article record."""

    articles_per_day: tuple[float, float] | None = None
    """At least and at most so many articles are published a day, on the average of a week and on any day."""
    title: float | None = None
    lead: float | None = None
    published_at: float | None = None
    modified_at: float | None = None
    language: float | None = None
    script: float | None = None
    section: float | None = None
    tags: float | None = None
    bylines: float | None = None
    sources: float | None = None
    views: float | None = None
    comments: float | None = None
    body: float | None = None
    images: float | None = None
    quotes: float | None = None

    @property
    def rates(self) -> dict[str, float]:
        """The promised rates by field."""
        named = ((field.name, getattr(self, field.name)) for field in fields(self) if field.name != "articles_per_day")
        return {name: rate for name, rate in named if rate is not None}

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the promises, for who wrote them.

        >>> list(Expect(title=95, articles_per_day=(60, 1)).faults())
        ['has title=95; a rate runs from 0 to 1', 'has articles_per_day=(60, 1); it takes (least, most)']
        """
        for name, rate in self.rates.items():
            if not (isinstance(rate, int | float) and 0 <= rate <= 1):
                yield f"has {name}={rate!r}; a rate runs from 0 to 1"
        if self.articles_per_day is not None and not _is_range(self.articles_per_day):
            yield f"has articles_per_day={self.articles_per_day!r}; it takes (least, most)"


def _is_range(value: object) -> bool:
    match value:
        case (int() | float() as least, int() | float() as most):
            return 0 <= least <= most and most > 0
        case _:
            return False
