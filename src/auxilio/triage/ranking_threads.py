"""Where types are ranked: threads of their own, so that a queue of questions holds up questions and nothing else."""

import asyncio
import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache, partial
from uuid import UUID

from auxilio.kernel.refusal import Refused

_THREADS_MAX = 2
"""Their arithmetic takes turns at the model anyway (ours)."""
ASKED_AT_ONCE_MAX = 8
"""Of one person: a desk waits for one answer, and may have typed on (ours)."""


@cache
def _threads(_process: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_THREADS_MAX, thread_name_prefix="ranking")


async def in_ranking_thread[**P, T](work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """As `asyncio.to_thread`, without taking the threads by which files are read and passwords compared."""
    # By process: a fork has none of its parent's threads.
    threads = _threads(os.getpid())
    return await asyncio.get_running_loop().run_in_executor(threads, partial(work, *args, **kwargs))


class QuestionsAsked:
    """How many questions of each person wait for an answer."""

    def __init__(self) -> None:
        self._waiting: Counter[UUID] = Counter()

    @contextmanager
    def one_more(self, person: UUID) -> Iterator[None]:
        """Inside the block it waits. Raises `Refused("too_many_requests")`."""
        if self._waiting[person] >= ASKED_AT_ONCE_MAX:
            raise Refused("too_many_requests", retry_after_s=1)
        self._waiting[person] += 1
        try:
            yield
        finally:
            self._waiting[person] -= 1
            if not self._waiting[person]:
                del self._waiting[person]
