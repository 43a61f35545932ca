"""What happens when the crawls of a process have ended: their papers are judged, and what is new is told."""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from archive.faults import Fault
from archive.refusals import refusals
from crawlers.health.judging import Ended, judge_all
from crawlers.health.telling import OVER, line_of, new_on_terminal, tell, tell_now
from crawlers.health.ways import Message

logger = logging.getLogger(__name__)


def watch_over(
    folder: Path, ended: Sequence[Ended], min_free: int, on_alert: Callable[[Mapping[str, object]], None]
) -> None:
    """Judge the papers whose visits have *ended*; say what is new in the log and to *on_alert*, tell it by all ways.

    Where the alerts themselves cannot be put down, as on a full disk, that is told, each time: better than never.
    """
    now = datetime.now(UTC)
    try:
        with refusals(folder), closing(judge_all(folder, ended, min_free, now)) as operations:
            for alert, what in new_on_terminal(operations, now):
                logger.warning("alert: %s", line_of(alert, what))
                on_alert(asdict(alert) | {"state": "over" if what == OVER else "open"})
            for line in tell(folder, operations, now):
                logger.warning("%s", line)
    except Fault as fault:
        line = f"alerts cannot be put down: {fault}"
        logger.warning("%s", line)
        message = Message(subject="aimaq: the archive cannot be written", text=f"{line}\n", alerts=())
        for name, why in tell_now(message):
            if why:
                logger.warning("nor could that be told by %s: %s", name, why)
