"""A command of ours as a process whose log a test reads, forked as the supervisor does: its imports cost the run once."""

import asyncio
import importlib
import multiprocessing
import os
import signal
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path

from auxilio.app.cli import run_command
from auxilio.app.processes.supervisor import IMPORTED
from auxilio.platform.forked_process import import_before_forking, stop_with_parent

_forking = multiprocessing.get_context("forkserver")


class ForkedCommand:
    """`auxilio ARGUMENTS` with these settings beside the environment of the test. `module` is imported first."""

    def __init__(
        self, log: Path, *arguments: str, environ: Mapping[str, str], module: str = "auxilio.app.cli"
    ) -> None:
        import_before_forking(IMPORTED)
        whole = {**os.environ, **environ}
        own, its = _forking.Pipe(duplex=False)
        self._process = _forking.Process(target=_run, args=(its, str(log), module, arguments, whole))
        self._process.start()
        its.close()
        own.poll(None)  # it has a session and a log of its own, or has ended
        own.close()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None, "started"
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """None while it runs."""
        return self._process.exitcode

    async def wait(self) -> int | None:
        await asyncio.to_thread(self._process.join)
        return self.returncode

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        if self.returncode is None:
            os.kill(self.pid, signal.SIGTERM)
        self._process.join()


def _run(
    ready: Connection, log: str, module: str, arguments: tuple[str, ...], environ: Mapping[str, str]
) -> None:
    os.setsid()
    stop_with_parent()  # a run of tests that is killed leaves no server behind
    to = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(to, 1)
    os.dup2(to, 2)
    ready.close()
    importlib.import_module(module)
    run_command(arguments, environ)
