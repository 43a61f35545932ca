"""All papers from one process, for months: each when its rhythm says so, in a child process that can do no harm."""

import asyncio
import logging
import signal
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from archive.faults import Fault
from crawlers.schedule.children import Child, Nursery
from crawlers.schedule.clock import Clock
from crawlers.schedule.events import Ended, State
from crawlers.schedule.facts import Facts
from crawlers.schedule.following import Cut, after_visit
from crawlers.schedule.line import Line, Waiting
from crawlers.schedule.messages import Order, Told
from crawlers.schedule.quiet import QuietHours
from crawlers.schedule.rhythm import after_quiet, zone_of
from crawlers.schedule.showing import Showing
from crawlers.schedule.visits import Visited, Visits

SHARE = timedelta(minutes=5)
"""How long a visit may last while others wait for its place: then it is asked to end, and goes on after them."""
PATIENCE = timedelta(minutes=1)
"""How long others wait before that."""
ASLEEP = timedelta(minutes=2)
"""A paper that comes due so late does so because the machine slept, or its clock was set."""
NOT_ASLEEP = timedelta(seconds=1)
"""However fast the clock runs, so late a paper may be because the machine has much to do."""
APART = timedelta(seconds=6)
"""From one paper to the next of those that are overdue at the same time, after sleep or at the beginning."""
TICK = timedelta(seconds=20)
"""How often long visits are looked after. It wakes the scheduler, whose timer stands still while the machine sleeps."""
LEAST_TICK_SECONDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the command line says of a watch."""

    folder: Path
    at_once: int
    quiet: QuietHours | None
    visit_limit: timedelta
    once: bool
    min_free: int | None
    clock: Clock


INSTANCES = 3
"""A job that plans itself anew is still running when its next run may begin; one at a time would lose that run."""


class Watch:
    """Papers, each with the moment of its next visit; visits run until a signal comes."""

    def __init__(
        self, plan: Plan, papers: Mapping[str, Facts], nursery: Nursery, visits: Visits, show: Showing
    ) -> None:
        """Watch *papers*; what is known of their visits is in *visits*, what happens is told to *show*."""
        self.plan, self.clock, self.show = plan, plan.clock, show
        self.facts = dict(papers)
        self.states = {name: State(name=name) for name in papers}
        self._nursery, self._visits = nursery, visits
        self._line = Line(places=plan.at_once)
        self._children: dict[str, Child] = {}
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._ending = asyncio.Event()
        self._overdue_until: datetime | None = None

    async def run(self) -> None:
        """Visit papers until a signal comes, or with `--once` until each that is due was visited."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        known = {name: self._visits.of(name) for name in self.states}
        self._scheduler.start()
        try:
            async with asyncio.TaskGroup() as self._tasks:
                self._begin(known)
                await self._ending.wait()
        finally:
            self._scheduler.shutdown(wait=False)
            for child in self._children.values():
                child.kill()

    def add(self, facts: Facts) -> None:
        """Take one more paper on."""
        self.facts[facts.name] = facts
        self.states[facts.name] = State(name=facts.name)
        self._schedule(facts.name, self._visits.of(facts.name).next_at or datetime.now(UTC))

    def stop(self) -> None:
        """Begin no further visits and let those that run come to an end; asked again, end them at once."""
        again = self._ending.is_set()
        self._ending.set()
        self._line.waiting.clear()
        for child in self._children.values():
            child.kill() if again else child.end()
        self.show.stopping(len(self._children))

    def _begin(self, known: Mapping[str, Visited]) -> None:
        now = datetime.now(UTC)
        for name in sorted(known, key=lambda name: (known[name].next_at or now, name)):
            state, visited = self.states[name], known[name]
            state.failures, state.exit, state.why = visited.failures, visited.last_exit, visited.why
            state.ended_at = visited.last_ended_at
            self._schedule(name, visited.next_at or now)
        self.show.begun(self.states)
        if self.plan.once:
            self._end_where_nothing_is_left()
            return
        seconds = max(self.clock.seconds(TICK), LEAST_TICK_SECONDS)
        self._scheduler.add_job(self._tick, "interval", seconds=seconds, id=" tick")

    def _schedule(self, name: str, at: datetime) -> None:
        """Let *name* come due *at*; where that is past, soon, one overdue paper after the other."""
        now = datetime.now(UTC)
        if self.plan.once:
            if at <= now:
                self._come_due(name, at)
            return
        if at <= now:
            apart = timedelta(seconds=self.clock.seconds(APART))
            at = now if self._overdue_until is None else max(now, self._overdue_until + apart)
            self._overdue_until = at
        self.states[name].next_at = at
        self._scheduler.add_job(
            self._due,
            "date",
            run_date=at,
            args=(name, at),
            id=name,
            replace_existing=True,
            executor="default",
            max_instances=INSTANCES,
        )

    async def _due(self, name: str, at: datetime) -> None:
        """Let *name* wait for its place; where the machine slept, all that are overdue now do so one by one."""
        late = datetime.now(UTC) - at
        if late > NOT_ASLEEP and late * self.clock.speed > ASLEEP:
            self.show.slept(name, late)
            self._schedule(name, at)
            return
        self._come_due(name, at)

    def _come_due(self, name: str, at: datetime) -> None:
        now = datetime.now(UTC)
        awake = self._awake(name, now)
        if awake > now and not self.plan.once:
            self._schedule(name, awake)
        elif awake <= now and not self._ending.is_set():
            self.states[name].due_since = now
            host, long = self.facts[name].host or name, self.states[name].lasts_long
            self._line.join(Waiting(name=name, host=host, due=at, since=now, long=long))
            self._fill()

    def _awake(self, name: str, now: datetime) -> datetime:
        """Return *now*, or where the paper is to be left alone now, when that is over."""
        facts, shown = self.facts[name], self.clock.told(now)
        after = after_quiet(shown, facts.quiet or self.plan.quiet, name, zone_of(facts.zone))
        return now if after == shown else self.clock.real(after)

    def _fill(self) -> None:
        for waiting in self._line.admit(datetime.now(UTC)):
            self._tasks.create_task(self._visit(waiting))

    async def _visit(self, waiting: Waiting) -> None:
        name, state, begun = waiting.name, self.states[waiting.name], datetime.now(UTC)
        state.begun_at, state.due_since, state.late = begun, None, (begun - waiting.due).total_seconds()
        self._note(replace(self._known(name), last_started_at=begun))
        self.show.visit_begun(state)
        child = self._children[name] = Child(self._nursery, lambda told, line: self._heard(state, told, line))
        order = Order(
            folder=self.plan.folder,
            clock=self.clock,
            site=name,
            module=self.facts[name].module,
            min_free=self.plan.min_free,
        )
        if self._ending.is_set():
            child.end()
        limit = asyncio.get_running_loop().call_later(self.clock.seconds(self.plan.visit_limit), child.end)
        try:
            told = await child.run("visit", order)
        finally:
            limit.cancel()
            del self._children[name]
        self._ended(name, told, child, begun)

    def _heard(self, state: State, told: Told, line: str | None) -> None:
        state.counts = told.counts
        if line is not None:
            self.show.said(state, line)

    def _ended(self, name: str, told: Told, child: Child, begun: datetime) -> None:
        """Put down how the visit to *name* ended, and when the next one is."""
        state, now = self.states[name], datetime.now(UTC)
        made_room = self._line.running[name].gave_up_its_place
        self._line.leave(name)
        if told.facts:
            self.facts[name] = Facts.read(told.facts[-1])
        rhythm = self.facts[name].rhythm(self.plan.quiet)
        cut = Cut.FOR_GOOD if self._ending.is_set() else Cut.FOR_OTHERS
        cut = cut if child.asked_to_end else Cut.NOT
        follows = after_visit(told, state.failures, self.clock.told(now), rhythm, cut)
        state.exit, state.failures, state.next_at = follows.exit, follows.failures, self.clock.real(follows.next_at)
        state.why, state.counts, state.visits = told.why, told.counts, state.visits + 1
        state.begun_at, state.ended_at, state.lasts_long = None, now, (now - begun) * self.clock.speed > SHARE
        self._note(replace(self._known(name), last_started_at=begun))
        self.show.visit_ended(
            state,
            Ended(
                exit=follows.exit,
                why=told.why,
                reason=told.reason,
                seconds=(now - begun).total_seconds(),
                counts=told.counts,
                made_room=made_room,
            ),
        )
        if self.plan.once:
            self._fill()
            self._end_where_nothing_is_left()
        elif not self._ending.is_set():
            self._schedule(name, state.next_at)
            self._fill()

    async def _tick(self) -> None:
        """Look after visits that last, and show how everything stands."""
        now = datetime.now(UTC)
        self._make_room(now)
        for name, child in self._children.items():
            if self._awake(name, now) > now and not self.plan.once:
                child.end()
        self.show.tick(self.states)

    def _make_room(self, now: datetime) -> None:
        """Ask the longest visit to end where others have been waiting for a place."""
        shown, first, longest = self.clock.speed, self._line.held_up(), self._line.longest()
        if first is None or longest is None or (now - first.since) * shown <= PATIENCE:
            return
        running = self._line.running[longest]
        if (now - running.begun) * shown > SHARE:
            running.gave_up_its_place = True
            self._children[longest].end()
            self._fill()

    def _end_where_nothing_is_left(self) -> None:
        if not (self._line.running or self._line.waiting):
            self._ending.set()

    def _known(self, name: str) -> Visited:
        state = self.states[name]
        return Visited(
            site=name,
            next_at=state.next_at,
            last_ended_at=state.ended_at,
            last_exit=state.exit,
            failures=state.failures,
            why=state.why,
        )

    def _note(self, visited: Visited) -> None:
        """Put *visited* down; where that is refused, the watch goes on by what it has in mind."""
        try:
            self._visits.put(visited)
        except Fault as fault:
            self.show.trouble(str(fault))
