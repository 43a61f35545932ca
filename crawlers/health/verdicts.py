"""What is said of one thing that is watched: that it is well, or what is wrong with it."""

from dataclasses import dataclass

LAYOUT, FEED, SILENT, TOO_MANY = "layout-changed", "feed-dead", "silent", "too-many"
BLOCKED, CERTIFICATE, ROBOTS, DISK, FAILING = "blocked", "certificate", "robots-changed", "disk", "failing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A judgement that could be made; what could not be judged has none, and leaves an alert as it is."""

    code: str
    text: str | None = None
    """What is wrong, for people; None where all is well."""
    essence: str = ""
    """What must differ for the alert to be told again: the text without its figures."""
    subject: str = ""
    """Which of several it is about: the path of a source, an origin; empty for the paper."""
    capture: str | None = None
    """Capture that shows it."""
