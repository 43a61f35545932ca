"""A watch from its beginning to its end: the lock, the papers, the visits."""

import asyncio
import signal
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path

from archive.faults import Fault, NothingToWatch, UnknownSite
from archive.refusals import refusals
from archive.store import Archive
from crawlers.lock import WatchLock
from crawlers.schedule.activity import visited_papers
from crawlers.schedule.children import Child, Nursery
from crawlers.schedule.facts import Facts
from crawlers.schedule.messages import Order
from crawlers.schedule.showing import Showing
from crawlers.schedule.visits import Visits
from crawlers.schedule.watch import Plan, Watch

DEMO = "demo"
"""The paper that ships with aimaq is served only while it is crawled: watched where it is named."""
SECONDS_BETWEEN_LOOKS = 300.0
"""How often is looked for papers that were visited by hand since, where no names were given."""


def keep_watch(plan: Plan, names: tuple[str, ...], show: Showing) -> None:
    """Watch the papers *names*, or all that the archive has visited, until a signal comes.

    `UnknownSite` or `NothingToWatch` where there is no such paper, `WatchRunning` where another watch has the archive.
    """
    named_or_visited(plan.folder, names)
    asyncio.run(_keep_watch(plan, names, show))


def named_or_visited(folder: Path, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return *names*, or without any those that the archive in *folder* has visited; `NothingToWatch` without those."""
    found = tuple(dict.fromkeys(names)) or tuple(name for name in visited_papers(folder) if name != DEMO)
    if not found:
        message = f"the archive in {folder} has visited no paper yet: name some (`aimaq sites` lists them)"
        raise NothingToWatch(message)
    return found


async def _keep_watch(plan: Plan, names: tuple[str, ...], show: Showing) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    nursery = Nursery()
    papers = await _papers(nursery, plan, names, show)
    if ended.is_set():
        return
    with refusals(plan.folder):
        lock = WatchLock(plan.folder)
    with lock:
        Archive(plan.folder).close()
        visits = Visits(plan.folder)
        watch = Watch(plan, papers, nursery, visits, show)
        newcomers = asyncio.create_task(_newcomers(watch, nursery, plan, show)) if not names else None
        try:
            await watch.run()
        finally:
            show.close()
            visits.close()
            if newcomers:
                newcomers.cancel()


async def _papers(nursery: Nursery, plan: Plan, names: tuple[str, ...], show: Showing) -> dict[str, Facts]:
    """Return the facts of the papers to watch, by name; `UnknownSite` for one that was named and is not declared."""
    declared = await _declared(nursery, plan, show)
    for name in names:
        _check_declared(name, declared)
    wanted = named_or_visited(plan.folder, names)
    papers = {name: declared[name] for name in wanted if name in declared}
    for name in wanted:
        if name not in papers:
            show.trouble(f"{name} is in the archive, but no site file declares it; it is not watched")
    if not papers:
        message = "none of the papers in the archive is declared: --sites DIR names the folder of your own site files"
        raise NothingToWatch(message)
    return papers


async def _declared(nursery: Nursery, plan: Plan, show: Showing) -> dict[str, Facts]:
    """Return the facts of all papers, by name; a site file with a fault is said, and its paper is not among them."""
    child = Child(nursery, lambda _, line: show.trouble(line) if line else None)
    told = await child.run("describe", Order(folder=plan.folder, clock=plan.clock))
    if told.exit != 0:
        raise Fault(told.why or "the site files cannot be read")
    return {facts.name: facts for facts in map(Facts.read, told.facts)}


async def _newcomers(watch: Watch, nursery: Nursery, plan: Plan, show: Showing) -> None:
    """Let the watch take papers on that were visited by hand since it began."""
    while True:
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        with suppress(Fault):  # a database that is held now is not held at the next look
            new = [name for name in visited_papers(plan.folder) if name not in watch.states and name != DEMO]
            declared = await _declared(nursery, plan, show) if new else {}
            for name in new:
                if name in declared:
                    watch.add(declared[name])


def _check_declared(name: str, declared: dict[str, Facts]) -> None:
    if name not in declared:
        alike = get_close_matches(name, declared, cutoff=0.5)
        hint = f"did you mean {' or '.join(alike)}?" if alike else f"`aimaq sites` lists {len(declared)}"
        message = f"no site is named {name!r}; {hint}"
        raise UnknownSite(message)
