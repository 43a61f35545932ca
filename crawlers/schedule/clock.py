"""The one clock of a watch: what it is now, and when a moment of it comes; in a trial it runs faster."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the time of day that rhythms go by; with *speed* 60 an hour of it is over in a minute.

    >>> noon = datetime(2026, 1, 21, 12, tzinfo=UTC)
    >>> Clock(60, noon).told(noon + timedelta(minutes=1)).isoformat()
    '2026-01-21T13:00:00+00:00'
    """

    speed: float = 1.0
    begun: datetime = field(default_factory=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        """Return what it is now by this clock."""
        return self.told(datetime.now(UTC))

    def told(self, moment: datetime) -> datetime:
        """Return what this clock shows at *moment*."""
        return self.begun + (moment - self.begun) * self.speed

    def real(self, shown: datetime) -> datetime:
        """Return the moment at which this clock shows *shown*."""
        return self.begun + (shown - self.begun) / self.speed

    def seconds(self, duration: timedelta) -> float:
        """Return in how many seconds *duration* is over."""
        return duration.total_seconds() / self.speed
