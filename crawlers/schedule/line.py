"""Who is visited next of the papers that are due: in the order in which they came due, no two of one host at once."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True, kw_only=True)
class Running:
    """A paper that has a place."""

    host: str
    begun: datetime
    gave_up_its_place: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A paper that is due."""

    name: str
    host: str
    due: datetime
    since: datetime


@dataclass(slots=True)
class Line:
    """Papers that are due, and the places for those that are visited.

    A visit that was asked to end gives its place up at once, though it may take a while to end; of those there may be
    as many as there are places.

    >>> noon = datetime(2026, 1, 21, 12)
    >>> line = Line(places=2)
    >>> for name, host in (("a", "x"), ("b", "x"), ("c", "y"), ("d", "z")):
    ...     line.join(Waiting(name=name, host=host, due=noon, since=noon))
    >>> [waiting.name for waiting in line.admit(noon)]
    ['a', 'c']
    >>> line.leave("a")
    >>> [waiting.name for waiting in line.admit(noon)]
    ['b']
    """

    places: int
    running: dict[str, Running] = field(default_factory=dict)
    waiting: deque[Waiting] = field(default_factory=deque)

    def join(self, waiting: Waiting) -> None:
        """Let a paper wait that has come due."""
        self.waiting.append(waiting)

    def admit(self, now: datetime) -> list[Waiting]:
        """Return the papers whose visits begin *now*; they have places from now on."""
        admitted = []
        for waiting in tuple(self.waiting):
            if not self.has_place:
                break
            if waiting.host not in {running.host for running in self.running.values()}:
                self.waiting.remove(waiting)
                self.running[waiting.name] = Running(host=waiting.host, begun=now)
                admitted.append(waiting)
        return admitted

    def leave(self, name: str) -> None:
        """Free the place of a paper whose visit has ended."""
        del self.running[name]

    @property
    def has_place(self) -> bool:
        """Tell whether another visit may begin."""
        leaving = sum(running.gave_up_its_place for running in self.running.values())
        return len(self.running) - leaving < self.places and leaving <= self.places

    def longest(self) -> str | None:
        """Return the paper that has had its place for longest."""
        staying = {name: running.begun for name, running in self.running.items() if not running.gave_up_its_place}
        return min(staying, key=lambda name: staying[name], default=None)
