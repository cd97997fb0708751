"""Background tasks whose exceptions are never lost: they go to the loop's exception handler (`workflows.fault_alarm` in our processes)."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any


def report_fault(where: str, error: BaseException) -> None:
    """Hand an exception that was caught, and not expected, to the exception handler of the running loop.

    `where` is a code such as `sip_message`; it is logged.
    """
    asyncio.get_running_loop().call_exception_handler({"message": where, "exception": error})


class BackgroundTasks:
    """The background tasks of one owner. Each is referenced until it is done, and what it raises is reported at once."""

    def __init__(self, where: str) -> None:
        """`where`: a code that is logged with what they raise."""
        self._where = where
        self._tasks = set[asyncio.Task[Any]]()

    def __len__(self) -> int:
        return len(self._tasks)

    def spawn[T](self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Run it beside."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def cancel(self) -> None:
        """Cancel all that run."""
        for task in tuple(self._tasks):
            task.cancel()

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            report_fault(self._where, error)


async def wait_for_first(
    waits: Sequence["asyncio._CoroutineLike[object] | asyncio.Future[object]"],
) -> int:
    """Wait until one is done, and cancel the others. Returns the index of one that is done; raises if any that is done failed."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        return next(nth for nth, task in enumerate(tasks) if task in done)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
