"""Who is visited next of the papers that are due: in the order in which they came due, no two of one host at once."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True, kw_only=True)
class Running:
    """A paper that has a place."""

    host: str
    begun: datetime
    long: bool
    gave_up_its_place: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A paper that is due."""

    name: str
    host: str
    due: datetime
    since: datetime
    long: bool = False
    """Whether its last visit lasted long."""


@dataclass(slots=True)
class Line:
    """Papers that are due, and the places for those that are visited.

    Papers whose last visit lasted long have half of the places: however many they are, the others have the other half.
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
    >>> line = Line(places=2)
    >>> for name in ("long", "longer", "short"):
    ...     line.join(Waiting(name=name, host=name, due=noon, since=noon, long=name != "short"))
    >>> [waiting.name for waiting in line.admit(noon)]
    ['long', 'short']
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
            if self._may_begin(waiting):
                self.waiting.remove(waiting)
                self.running[waiting.name] = Running(host=waiting.host, begun=now, long=waiting.long)
                admitted.append(waiting)
        return admitted

    def _may_begin(self, waiting: Waiting) -> bool:
        running = self.running.values()
        if waiting.host in {one.host for one in running}:
            return False
        long = sum(one.long and not one.gave_up_its_place for one in running)
        return not waiting.long or long < max(self.places // 2, 1)

    def leave(self, name: str) -> None:
        """Free the place of a paper whose visit has ended."""
        del self.running[name]

    @property
    def has_place(self) -> bool:
        """Tell whether another visit may begin."""
        leaving = sum(running.gave_up_its_place for running in self.running.values())
        return len(self.running) - leaving < self.places and leaving <= self.places

    def held_up(self) -> Waiting | None:
        """Return who has been waiting longest for a place, and not for another paper of its host."""
        hosts = {running.host for running in self.running.values()}
        return next((waiting for waiting in self.waiting if waiting.host not in hosts), None)

    def longest(self) -> str | None:
        """Return the paper that has had its place for longest."""
        staying = {name: running.begun for name, running in self.running.items() if not running.gave_up_its_place}
        return min(staying, key=lambda name: staying[name], default=None)
