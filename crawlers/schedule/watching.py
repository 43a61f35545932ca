"""A watch from its beginning to its end: the lock, the papers, the visits."""

import asyncio
from difflib import get_close_matches

from archive.faults import Fault, NothingToWatch, UnknownSite
from archive.store import Archive
from crawlers.lock import WatchLock
from crawlers.schedule.activity import visited_papers
from crawlers.schedule.children import Child, Nursery
from crawlers.schedule.facts import Facts
from crawlers.schedule.messages import Order, Told
from crawlers.schedule.showing import Showing
from crawlers.schedule.visits import Visits
from crawlers.schedule.watch import Plan, Watch

DEMO = "demo"
"""The paper that ships with aimaq is served only while it is crawled: watched where it is named."""


def keep_watch(plan: Plan, names: tuple[str, ...], show: Showing) -> None:
    """Watch the papers *names*, or all that the archive has visited, until a signal comes.

    `UnknownSite` or `NothingToWatch` where there is no such paper, `WatchRunning` where another watch has the archive.
    """
    names = names or tuple(name for name in visited_papers(plan.folder) if name != DEMO)
    if not names:
        message = (
            f"the archive in {plan.folder} has visited no paper yet: name those to watch (`aimaq sites` lists them)"
        )
        raise NothingToWatch(message)
    asyncio.run(_keep_watch(plan, names, show))


async def _keep_watch(plan: Plan, names: tuple[str, ...], show: Showing) -> None:
    nursery = Nursery()
    declared = await _declared(nursery, plan, show)
    papers = {name: declared[name] for name in names if _is_declared(name, declared)}
    with WatchLock(plan.folder):
        Archive(plan.folder).close()
        visits = Visits(plan.folder)
        try:
            await Watch(plan, papers, nursery, visits, show).run()
        finally:
            show.close()
            visits.close()


async def _declared(nursery: Nursery, plan: Plan, show: Showing) -> dict[str, Facts]:
    """Return the facts of all papers, by name; a site file with a fault is said, and its paper is not among them."""
    child = Child(nursery, lambda _, line: show.trouble(line) if line else None)
    told: Told = await child.run("describe", Order(folder=plan.folder, clock=plan.clock))
    if told.exit != 0:
        raise Fault(told.why or "the site files cannot be read")
    return {facts.name: facts for facts in map(Facts.read, told.facts)}


def _is_declared(name: str, declared: dict[str, Facts]) -> bool:
    """Return True; `UnknownSite` where *name* is no declared paper."""
    if name not in declared:
        alike = get_close_matches(name, declared, cutoff=0.5)
        hint = f"did you mean {' or '.join(alike)}?" if alike else f"`aimaq sites` lists {len(declared)}"
        message = f"no site is named {name!r}; {hint}"
        raise UnknownSite(message)
    return True
