"""Child processes that visit papers: begun, listened to, ended; one that hangs, floods or falls harms nobody else."""

import asyncio
import multiprocessing
import socket
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess

from crawlers.schedule.messages import Order, Told

NURSERY = "crawlers.schedule.nursery"
MOST_BYTES_A_LINE = 1 << 20
GRACE_SECONDS = 60.0
"""How long a visit that was asked to end has for it, pages on their way included, before it is killed."""
Listener = Callable[[Told, str | None], None]


class Nursery:
    """Where children come from: a process that has imported what they need, and that they are forked from."""

    def __init__(self) -> None:
        """Begin it with the first child."""
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([NURSERY])
        self._one_at_a_time = asyncio.Lock()

    async def start(self, task: str, order: Order, theirs: socket.socket) -> ForkServerProcess:
        """Return a new process that does *task*, a function of `crawlers.schedule.child`, and talks over *theirs*."""
        async with self._one_at_a_time:
            process = self._context.Process(target=do, args=(task, theirs, order), name=f"{task} {order.site}")
            await asyncio.to_thread(process.start)
        return process


class Child:
    """One process, from its beginning to its end."""

    def __init__(self, nursery: Nursery, listener: Listener) -> None:
        """Come from *nursery*; *listener* hears whatever is told, with a warning or None."""
        self.told = Told()
        self.asked_to_end = False
        self._nursery, self._listener = nursery, listener
        self._process: ForkServerProcess | None = None
        self._killing: asyncio.TimerHandle | None = None

    async def run(self, task: str, order: Order) -> Told:
        """Return what the process told that does *task* by *order*, when it has ended, however it ended."""
        ours, theirs = socket.socketpair()
        with theirs:
            reader, writer = await asyncio.open_unix_connection(sock=ours, limit=MOST_BYTES_A_LINE)
            process = await self._nursery.start(task, order, theirs)
        try:
            self._process = process
            if self.asked_to_end:
                process.terminate()
            while (line := await reader.readline()).endswith(b"\n"):  # one that was killed may not end its last line
                self._listener(self.told, self.told.take(line))
        finally:
            writer.close()
            await asyncio.to_thread(process.join)
            self._process = None
            if self._killing:
                self._killing.cancel()
        if self.told.exit is None and not self.asked_to_end:
            self.told.why = f"its process ended without a word ({_ending(process.exitcode)})"
        process.close()
        return self.told

    def end(self) -> None:
        """Ask the process to end well (SIGTERM), and kill it where that takes too long."""
        if self.asked_to_end:
            return
        self.asked_to_end = True
        self._killing = asyncio.get_running_loop().call_later(GRACE_SECONDS, self.kill)
        if self._process is not None:
            self._process.terminate()

    def kill(self) -> None:
        """End the process at once; the next visit goes on from what this one had finished."""
        self.asked_to_end = True
        if self._process is not None:
            self._process.kill()


def do(task: str, connection: socket.socket, order: Order) -> None:
    """Do *task* in a new process; only there what it needs is imported, or was, before it was forked."""
    from crawlers.schedule import child

    {"visit": child.visit, "describe": child.describe}[task](connection, order)


def _ending(code: int | None) -> str:
    """Return what an exit code of `multiprocessing` says.

    >>> _ending(-9)
    'signal 9'
    """
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
