"""What every long-running process does: end on a defect of a follower, and spare the collector what start-up made."""

import asyncio
import contextlib
import gc
import logging
import os
import signal
import socket
from collections.abc import Coroutine

_log = logging.getLogger(__name__)


def end_process_on_failure(following: asyncio.Task[None]) -> None:
    """A done callback of a task that lasts as long as the process. One that failed by a defect would leave an installation
    that looks well and stands still: the process ends, and its supervisor starts it again."""
    if not following.cancelled() and following.exception() is not None:
        _log.critical("follower_defect", exc_info=following.exception())
        os.kill(os.getpid(), signal.SIGTERM)


def freeze_startup_objects() -> None:
    """What is here at the end of a start stays as long as the process: the collector need not look at it again.

    Looking at it took 56 ms of a core, again and again, while every desk waited (decision 0114).
    """
    gc.collect()
    gc.freeze()


async def run_until_stopped(work: Coroutine[None, None, None], stop: asyncio.Event) -> None:
    """Run `work` until it ends or `stop` is set, which cancels it. Raises what it raised: a defect ends the process, and its
    supervisor starts it again."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        if not working.done():
            working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working


def notify_ready() -> None:
    """Tell systemd that the service can work (sd_notify(3)); nothing where no systemd waits for it."""
    path = os.environ.get("NOTIFY_SOCKET")
    if not path:
        return
    address = f"\0{path[1:]}" if path.startswith("@") else path  # a name of Linux without a file
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as system:
        try:
            system.sendto(b"READY=1", address)
        except OSError:
            _log.warning("systemd_unreachable", exc_info=True)


def stop_event() -> asyncio.Event:
    """Set when a person or the system asks this process to stop."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    return told
