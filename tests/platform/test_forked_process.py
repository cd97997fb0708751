"""Aim: a process that was forked runs, tells how it ended, stops when it is asked, and never outlives who started it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import psutil
import pytest

from auxilio.platform.forked_process import ENDED_UNSEEN, ForkedProcess

PARENT = """
import asyncio
from auxilio.platform.forked_process import ForkedProcess

async def start():
    child = ForkedProcess("a child", "time:sleep", 600)
    await child.start()
    print(child.pid, flush=True)
    await child.wait()

asyncio.run(start())
"""
WITHIN_S = 30


async def started(title: str, function: str, *arguments: object) -> ForkedProcess:
    process = ForkedProcess(title, function, *arguments)
    await process.start()
    return process


async def test_how_it_ended_is_told_each_time_it_is_asked() -> None:
    process = await started("ends", "sys:exit", 7)
    assert [await process.wait(), await process.wait()] == [7, 7]


async def test_it_has_its_title_and_a_session_of_its_own() -> None:
    process = await started("a title of its own", "time:sleep", 600)
    try:
        while " ".join(psutil.Process(process.pid).cmdline()).strip() != "a title of its own":
            await asyncio.sleep(0.01)  # it has its number before it does anything
        assert os.getsid(process.pid) == process.pid != os.getsid(0)
    finally:
        await process.stop(WITHIN_S)
    assert await process.wait() == -signal.SIGTERM


async def test_one_that_does_not_stop_is_killed(tmp_path: Path) -> None:
    deaf = tmp_path / "deaf"
    process = await started("deaf", f"{__name__}:ignore_what_is_asked", deaf)
    while not deaf.exists():
        await asyncio.sleep(0.01)
    await process.stop(0.2)
    assert await process.wait() == -signal.SIGKILL


def ignore_what_is_asked(told: Path) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    told.touch()
    while True:
        time.sleep(600)


async def test_one_whose_start_is_given_up_is_stopped_all_the_same() -> None:
    process = ForkedProcess("given up", "time:sleep", 600)
    starting = asyncio.create_task(process.start())
    await asyncio.sleep(0)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    await process.stop(WITHIN_S)
    assert await process.wait() == -signal.SIGTERM


async def test_when_the_one_that_forks_is_killed_its_processes_are_ended_and_new_ones_start() -> None:
    process = await started("an orphan", "time:sleep", 600)
    orphan = psutil.Process(process.pid)
    psutil.Process(orphan.ppid()).kill()
    assert await process.wait() == ENDED_UNSEEN
    orphan.wait(WITHIN_S)
    again = await started("again", "sys:exit", 3)
    assert await again.wait() == 3


def ends_with_its_parent(
    program: str, *arguments: str, environ: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Kills a program that prints the id of a process which it started, and waits for the end of that process."""
    command = [sys.executable, "-c", program, *arguments]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environ})
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    child.wait(WITHIN_S)


def test_none_outlives_who_started_it() -> None:
    ends_with_its_parent(PARENT)


COMMAND_OF_A_TEST = """
import sys, time
from pathlib import Path
from tests.forked_command import ForkedCommand
folder = Path(sys.argv[1])
started = ForkedCommand(folder / "log", "serve", environ={"PYTHONPATH": str(folder)}, module="sleeps_at_import")
print(started.pid, flush=True)
time.sleep(600)
"""


def test_no_server_of_a_test_outlives_a_run_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "sleeps_at_import.py").write_text("import time\ntime.sleep(600)\n")
    path = f"{tmp_path}:{os.environ.get('PYTHONPATH', '')}"
    ends_with_its_parent(COMMAND_OF_A_TEST, str(tmp_path), environ={"PYTHONPATH": path})
