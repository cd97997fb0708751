"""Processes forked from one that has imported the code already: a start costs a third of the CPU.

A process of ours spends four of its first six CPU seconds on imports, and every installation starts several (decision 0272).
"""

import asyncio
import contextlib
import multiprocessing
import os
import pkgutil
import signal
import threading
from collections.abc import Sequence

from setproctitle import setproctitle

ENDED_UNSEEN = 255
"""The code of a process whose end nobody saw, because the one that it was forked from has died (`multiprocessing`)."""
_forking = multiprocessing.get_context("forkserver")


def import_before_forking(modules: Sequence[str]) -> None:
    """Name what the process that is forked imports. Call it before the first start; a second call changes nothing."""
    _forking.set_forkserver_preload(list(modules))


class ForkedProcess:
    """A function of ours in a process of its own, which is asked to stop when the process that started it has died."""

    def __init__(self, title: str, function: str, *arguments: object) -> None:
        """`title` is what `ps` shows, `function` is "module:name", and the arguments can be pickled."""
        self._process = _forking.Process(target=_run, args=(title, function, arguments), name=title)
        self._starting: asyncio.Future[None] | None = None

    async def start(self) -> None:
        """Returns when it runs; the first start waits for the imports, some seconds."""
        self._starting = asyncio.ensure_future(asyncio.to_thread(self._process.start))
        await asyncio.shield(self._starting)

    async def wait(self) -> int:
        """Its exit code when it has ended, negative for a signal. May be called again."""
        if self._process.exitcode is None:
            await _readable(self._process.sentinel)
            self._process.join()
        if self._process.exitcode == ENDED_UNSEEN:  # it may live on, without anybody who would see it end
            self._signal(signal.SIGKILL)
        return self._process.exitcode or 0

    async def stop(self, within_s: float) -> None:
        """Ask it to end, and end it where it has not within `within_s`."""
        assert self._starting is not None, "started"
        await self._starting
        if self._process.exitcode is None:
            self._signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self.wait(), within_s)
        except TimeoutError:
            self._signal(signal.SIGKILL)
            await self.wait()

    def kill_what_it_left(self) -> None:
        """Programs that it started and that outlived it. Call it once it has ended."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)  # its own session and group: see `_run`

    @property
    def pid(self) -> int:
        """Its id, from its start on."""
        assert self._process.pid is not None, "started"
        return self._process.pid

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)


async def _readable(descriptor: int) -> None:
    loop, readable = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(descriptor, readable.set)
    try:
        await readable.wait()
    finally:
        loop.remove_reader(descriptor)


def _run(title: str, function: str, arguments: tuple[object, ...]) -> None:
    os.setsid()  # Ctrl-C of a terminal is for whoever started us, who stops all in order
    setproctitle(title)
    stop_with_parent()
    pkgutil.resolve_name(function)(*arguments)


def stop_with_parent() -> None:
    """From now on this process is asked to stop when the one that started it has died."""
    threading.Thread(target=_wait_for_parent, name="stop_with_parent", daemon=True).start()


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None, "we were started by one"
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
