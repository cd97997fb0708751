"""What waits at one moment goes to the database in one question (decision 0111).

    state_of = Together(many_states)      # many_states: list of questions -> list of answers, in the same order
    state = await state_of(stream)

No query waits for others: a single one is sent at once. What comes while the database is busy with it goes
together, as soon as it is done. So under load there are fewer round trips, fewer commits to disk and less work
for each, and without load nothing is slower.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable, Sequence

from auxilio.platform.database.connection import TRANSIENT_ERRORS

BATCH_MAX = 64
"""Questions in one round trip: enough to make it cheap, few enough that none waits long for the whole."""


class Batcher[A, R]:
    """Asks for many at once. An answer that is an exception is raised to the one who asked."""

    def __init__(
        self,
        ask: Callable[[list[A]], Awaitable[Sequence[R | Exception]]],
        *,
        lanes: int = 1,
        apart: Callable[[A], Collection[Hashable]] = lambda _: (),
    ) -> None:
        """`lanes` round trips may be under way at once; two questions that share a key of `apart` never go together."""
        self._ask, self._apart = ask, apart
        self._waiting: list[tuple[A, asyncio.Future[R]]] = []
        self._free = lanes
        self._tasks: set[asyncio.Task[None]] = set()

    async def __call__(self, question: A) -> R:
        """The answer to one question."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, answer))
        if self._free:
            self._free -= 1
            task = asyncio.create_task(self._drain())
            self._tasks.add(task)  # the loop itself holds tasks weakly
            task.add_done_callback(self._tasks.discard)
        return await answer

    async def _drain(self) -> None:
        try:
            while self._waiting:
                await self._answer(self._take())
        finally:
            self._free += 1  # without an await since the queue was found empty

    def _take(self) -> list[tuple[A, asyncio.Future[R]]]:
        taken, left = list[tuple[A, asyncio.Future[R]]](), list[tuple[A, asyncio.Future[R]]]()
        keys = set[Hashable]()
        for one in self._waiting:
            its = self._apart(one[0])
            if len(taken) == BATCH_MAX or not keys.isdisjoint(its):
                left.append(one)
            else:
                taken.append(one)
            keys.update(its)
        self._waiting = left
        return taken

    async def _answer(self, batch: list[tuple[A, asyncio.Future[R]]]) -> None:
        try:
            answers = await self._ask([question for question, _ in batch])
        except TRANSIENT_ERRORS as lost:
            answers = [lost] * len(batch)
        except Exception as fault:  # noqa: BLE001  raised to whom it belongs
            if len(batch) > 1:
                # One of them spoils it for all, and a transaction leaves nothing half-done: each alone.
                for one in batch:
                    await self._answer([one])
                return
            answers = [fault]
        for (_, future), answer in zip(batch, answers, strict=True):
            if future.done():
                continue  # whoever asked has gone
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)
