"""What happens because time passes: watches turn amber and red and climb, offers lapse, closed roads open,
operations begin and end, the queue is
looked at again.

Nothing is kept in memory. The moments stand in the database, so a worker that starts sees at once what came
due while nobody was there. All waiting goes through the clock, so that a shift can be simulated.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from auxilio.calls.messages import LapseOffer
from auxilio.calls.model import Call
from auxilio.closures.messages import EndClosure
from auxilio.closures.service import CLOSURE
from auxilio.followup.messages import EscalateWatch, FireWatch
from auxilio.followup.model import ALARM, Watch
from auxilio.followup.store import WatchStore
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CommandId
from auxilio.kernel.instant import after_s, iso_us
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import WEATHER
from auxilio.platform.database.wakeups import Wakeups
from auxilio.platform.ids import derived_id, new_id
from auxilio.preventive.messages import BeginOperation, FinishOperation, RunOut
from auxilio.preventive.model import Operation, OperationState
from auxilio.preventive.service import OPERATION
from auxilio.process.answered import queue, ringing
from auxilio.process.runner import Door, House, system_actor

OFFER_S = 8.0
"""How long a call rings at one desk (console.md 2)."""
LOOK_AGAIN_S = 1.0
"""The queue is looked at this often even without news: two offers that met may have left a desk and a call apart."""
BREATH_S = 0.1
"""Between two rounds, so that a busy log does not keep the timers from everything else."""
_log = logging.getLogger(__name__)


@dataclass
class Timers:
    """Run by the leader."""

    clock: Clock
    door: Door
    house: House
    watches: WatchStore
    wakeups: Wakeups
    offer_s: float = OFFER_S

    async def run(self) -> None:
        """For ever, until cancelled. Weather is the caller's."""
        while True:
            await self.tick()
            look_again = after_s(self.clock.now(), LOOK_AGAIN_S)
            await self._until(min(await self.next_due() or look_again, look_again))
            await asyncio.sleep(BREATH_S)

    async def tick(self) -> int:
        """Do all that has come due by now, in order; how much that was."""
        done = 0
        for call in await ringing(self.house):
            if self._lapses_at(call) <= self.clock.now():
                done += await self._lapse(call)
        for step in await queue(self.house):
            done += await self._do(new_id(), step.command, Mode.REAL)
        for closure in await self.house.live(CLOSURE):
            if closure.until <= self.clock.now():
                done += await self._do(
                    derived_id(closure.id, f"end.{iso_us(closure.until)}"),
                    EndClosure(closure=closure.id),
                    closure.mode,
                )
        done += await self._operations()
        tried = set[tuple[UUID, str | None]]()
        # A watch that was away long may climb more than once in one tick; one that stays where it is, once only.
        while due := [w for w in await self.watches.due(self.clock.now()) if (w.id, w.due) not in tried]:
            for watch in due:
                tried.add((watch.id, watch.due))
                done += await self._fire(watch)
        return done

    async def _operations(self) -> int:
        """Operations begin and end by themselves, and are over when nothing of them is left."""
        done = 0
        for one in await self.house.live(OPERATION):
            command = _due(one, self.clock.now())
            if command is not None:
                done += await self._do(new_id(), command, one.mode)
        return done

    async def next_due(self) -> datetime | None:
        """The next moment at which something comes due; None when nothing is awaited."""
        moments = [self._lapses_at(call) for call in await ringing(self.house)]
        if (watch_due := await self.watches.next_due()) is not None:
            moments.append(watch_due)
        return min(moments, default=None)

    def _lapses_at(self, call: Call) -> datetime:
        assert call.offered_at is not None, "ringing"
        return after_s(call.offered_at, self.offer_s)

    async def _lapse(self, call: Call) -> bool:
        assert call.offered_at is not None, "ringing"
        assert call.offered_to is not None, "ringing"
        command = LapseOffer(call=call.id, desk=call.offered_to)
        return await self._do(derived_id(call.id, f"lapse.{iso_us(call.offered_at)}"), command, call.mode)

    async def _fire(self, watch: Watch) -> bool:
        assert watch.due is not None, "due"
        command = (EscalateWatch if watch.state in ALARM else FireWatch)(watch=watch.id, due=watch.due)
        return await self._do(derived_id(watch.id, f"due.{watch.due}"), command, watch.mode)

    async def _do(self, id: UUID, command: Command, mode: Mode) -> bool:
        try:
            await self.door.handle(CommandId(id), command, system_actor(mode))
        except Refused as refused:
            # Somebody was quicker: the desk answered, the promise was kept.
            _log.debug("timer_refused", extra={"kind": type(command).__name__, "code": refused.code})
            return False
        except WEATHER:
            raise
        except Exception:  # noqa: BLE001  one broken watch keeps no other from firing
            _log.exception("timer_failed", extra={"kind": type(command).__name__, "command": id})
            return False
        return True

    async def _until(self, due: datetime) -> None:
        """Until the moment has come, or there is news that may bring an earlier one."""
        await first_of([self.clock.sleep_until(due), self.wakeups.wait(LOOK_AGAIN_S)])


def _due(operation: Operation, at: datetime) -> Command | None:
    """What the clock has to say of an operation now. Said twice, it is not news the second time."""
    match operation.state:
        case OperationState.PLANNED | OperationState.ACTIVE if operation.details.ends_at <= at:
            return RunOut(operation=operation.id)
        case OperationState.PLANNED if operation.details.starts_at <= at:
            return BeginOperation(operation=operation.id)
        case OperationState.ENDING:
            return FinishOperation(operation=operation.id)
        case _:
            return None


async def first_of(waits: Sequence["asyncio._CoroutineLike[None]"]) -> None:
    """Until one of them is done; the others are given up."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        with suppress(*WEATHER):
            await asyncio.gather(*tasks, return_exceptions=True)
