"""Logs the unhandled exceptions of a process and raises one alarm of the room for each process (decision 0230).

`serve`, `worker`, `voice` and `radio` enter `watching_faults` at their start. An exception that ends a process raises the
alarm before the process ends.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Protocol

from auxilio.followup.core.messages import SetWatch
from auxilio.followup.core.model import WatchKind
from auxilio.followup.core.policy import moments
from auxilio.followup.service import WATCH
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CommandId, WatchId, stream_id
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.retry import retry_transient
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import StateReader, system_actor

LINES_MAX, LINES_SPAN_S = 20, 60.0
"""So many faults are logged one by one in a span; how many more there were is one line when it is over."""
AGAIN_S = 300.0
"""A person who has answered the alarm is not told of the next fault before this long has passed."""
LAST_WORD_S = 5.0
"""A process that ends over a defect tries for this long to say so."""
_log = logging.getLogger(__name__)


class AlarmingProcess(Protocol):
    """What the alarm needs of the process that it belongs to."""

    @property
    def pool(self) -> Pool:
        """Its connections."""
        ...

    @property
    def aggregates(self) -> AggregateRegistry:
        """Every aggregate."""
        ...

    @property
    def clock(self) -> Clock:
        """Its clock."""
        ...

    @property
    def commands(self) -> CommandPort:
        """Its command bus."""
        ...


class FaultAlarm:
    """The exception handler of one process's loop, and the alarm that it raises."""

    def __init__(
        self, part: str, commands: CommandPort, states: StateReader, clock: Clock, mode: Mode
    ) -> None:
        """`part`: the command that the process runs: `voice`, `serve`, `worker`, `radio`."""
        self._part, self._commands, self._states, self._clock, self._mode = (
            part,
            commands,
            states,
            clock,
            mode,
        )
        self._seen = asyncio.Event()
        self._span_began = clock.now()
        self._lines = self._unlogged = 0

    def take_loop_exception(self, loop: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
        """See `loop.set_exception_handler`. The context's own message is not logged: it may quote what came in."""
        error = context.get("exception")
        if isinstance(error, BaseException):
            self.take(error, str(context.get("message") or ""))
        else:
            _log.warning("loop_complains", extra={"part": self._part})

    def take(self, error: BaseException, where: str = "") -> None:
        """Log it, within bounds, and let the alarm be raised."""
        if not isinstance(error, Exception):
            return  # a cancellation, an exit: somebody asked for it
        self._seen.set()
        self._log_one(error, where)

    def _log_one(self, error: Exception, where: str) -> None:
        now = self._clock.now()
        if seconds_between(self._span_began, now) >= LINES_SPAN_S:
            self.log_rest()
            self._span_began, self._lines = now, 0
        self._lines += 1
        if self._lines > LINES_MAX:
            self._unlogged += 1
            return
        code = where if where.isidentifier() else "callback"
        _log.error("unhandled_exception", extra={"part": self._part, "code": code}, exc_info=error)

    def log_rest(self) -> None:
        """How many were not logged one by one."""
        if self._unlogged:
            _log.error("unhandled_exceptions_more", extra={"part": self._part, "count": self._unlogged})
        self._unlogged = 0

    async def run(self) -> None:
        """Raise the alarm whenever there is something to tell, and not too often; for ever."""
        while True:
            await self._seen.wait()
            self._seen.clear()
            await self._tell()
            await self._clock.sleep(AGAIN_S)
            self.log_rest()

    async def last_word(self, error: Exception) -> None:
        """The process ends over this: say so, if the database is there."""
        self.take(error, "process_ends")
        self.log_rest()
        try:
            async with asyncio.timeout(LAST_WORD_S):
                await self._tell()
        except TimeoutError:
            _log.error("alarm_not_raised", extra={"part": self._part})

    async def _tell(self) -> None:
        try:
            await retry_transient(self._raise_alarm, self._clock.sleep)
        except Exception:  # noqa: BLE001  whoever tells of faults must not end by one
            _log.exception("alarm_not_raised", extra={"part": self._part})

    async def _raise_alarm(self) -> None:
        kind = WatchKind.PROCESS_FAULT
        if await self._states.live(WATCH, kind=kind.value, about=self._part):
            return
        clock = moments(kind, None, self._clock.now())
        id = new_id()
        command = SetWatch(
            watch=WatchId(id),
            kind_of=kind,
            subject=stream_id("process", self._part),
            about=self._part,
            red_at=clock.red_at,
            first=clock.first,
            top=clock.top,
            climb_s=clock.climb_s,
        )
        try:
            await self._commands.handle(CommandId(id), command, system_actor(self._mode))
        except Refused as refused:
            _log.error("watch_not_set", extra={"part": self._part, "code": refused.code})


@asynccontextmanager
async def watching_faults(part: str, runtime: AlarmingProcess, mode: Mode) -> AsyncIterator[FaultAlarm]:
    """From here on the faults of this process are told; also the one that ends it."""
    loop = asyncio.get_running_loop()
    faults = FaultAlarm(
        part, runtime.commands, StateReader(runtime.pool, runtime.aggregates), runtime.clock, mode
    )
    before = loop.get_exception_handler()
    loop.set_exception_handler(faults.take_loop_exception)
    telling = asyncio.create_task(faults.run())
    try:
        yield faults
    except Exception as error:
        telling.cancel()
        await faults.last_word(error)
        raise
    finally:
        telling.cancel()
        faults.log_rest()
        loop.set_exception_handler(before)
