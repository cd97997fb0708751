"""Sends the commands that come due by the clock: watches fire and climb, offers of calls lapse, closures of roads end,
operations begin and end, notifications go on to the next person, and the queue is offered again.

Nothing is kept in memory: the moments stand in the database, so a worker that starts does at once what came due while
none ran. All waiting goes through the clock, so that a shift can be simulated.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from auxilio.calls.core.messages import ExpireOffer
from auxilio.calls.core.model import Call
from auxilio.followup.core.messages import EscalateWatch, FireWatch
from auxilio.followup.core.model import ALARM, Watch
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CommandId
from auxilio.kernel.instant import after_s, iso_us
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.notifications.aggregates import NOTIFICATION
from auxilio.notifications.core.messages import AdvanceNotification
from auxilio.notifications.core.model import Notification
from auxilio.planned_events.core.messages import BeginOperation, ExpireOperation, FinishOperation
from auxilio.planned_events.core.model import Operation, OperationState
from auxilio.planned_events.service import OPERATION
from auxilio.platform.background_tasks import wait_for_first
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import TRANSIENT_ERRORS
from auxilio.platform.database.wakeups import Wakeups
from auxilio.platform.ids import derived_id, new_id
from auxilio.road_closures.core.messages import EndClosure
from auxilio.road_closures.service import CLOSURE
from auxilio.workflows.call_answering import offered_calls, queue_offers
from auxilio.workflows.runner import StateReader, system_actor

OFFER_S = 8.0
"""How long a call rings at one desk."""
LOOK_AGAIN_S = 1.0
"""The queue is looked at this often even without news: two offers that met may have left a desk and a call apart."""
BREATH_S = 0.1
"""Between two rounds, so that a busy log does not keep the timers from everything else."""
_log = logging.getLogger(__name__)


class WatchQueue(Protocol):
    """The watches that wait for a moment."""

    async def due(self, at: datetime) -> Sequence[Watch]:
        """Those whose moment has come, oldest first."""
        ...

    async def next_due(self) -> datetime | None:
        """The next moment at which one comes due; None when none is awaited."""
        ...


@dataclass
class DueTimers:
    """Run by the leader."""

    clock: Clock
    commands: CommandPort
    states: StateReader
    watches: WatchQueue
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
        for call in await offered_calls(self.states):
            if self._lapses_at(call) <= self.clock.now():
                done += await self._lapse(call)
        for step in await queue_offers(self.states):
            done += await self._do(new_id(), step.command, Mode.REAL)
        for closure in await self.states.live(CLOSURE):
            if closure.until <= self.clock.now():
                done += await self._do(
                    derived_id(closure.id, f"end.{iso_us(closure.until)}"),
                    EndClosure(closure=closure.id),
                    closure.mode,
                )
        done += await self._operations()
        done += await self._notifications()
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
        for one in await self.states.live(OPERATION):
            command = _due(one, self.clock.now())
            if command is not None:
                done += await self._do(new_id(), command, one.mode)
        return done

    async def next_due(self) -> datetime | None:
        """The next moment at which something comes due; None when nothing is awaited."""
        moments = [self._lapses_at(call) for call in await offered_calls(self.states)]
        moments += [due for due, _ in await self._awaited_notifications()]
        if (watch_due := await self.watches.next_due()) is not None:
            moments.append(watch_due)
        return min(moments, default=None)

    async def _notifications(self) -> int:
        done = 0
        for due, one in await self._awaited_notifications():
            if due <= self.clock.now():
                command = AdvanceNotification(notification=one.id, due=due)
                done += await self._do(derived_id(one.id, f"advance.{iso_us(due)}"), command, one.mode)
        return done

    async def _awaited_notifications(self) -> list[tuple[datetime, Notification]]:
        return [(one.due, one) for one in await self.states.live(NOTIFICATION) if one.due is not None]

    def _lapses_at(self, call: Call) -> datetime:
        assert call.offered_at is not None, "ringing"
        return after_s(call.offered_at, self.offer_s)

    async def _lapse(self, call: Call) -> bool:
        assert call.offered_at is not None, "ringing"
        assert call.offered_to is not None, "ringing"
        command = ExpireOffer(call=call.id, desk=call.offered_to)
        return await self._do(derived_id(call.id, f"lapse.{iso_us(call.offered_at)}"), command, call.mode)

    async def _fire(self, watch: Watch) -> bool:
        assert watch.due is not None, "due"
        command = (EscalateWatch if watch.state in ALARM else FireWatch)(watch=watch.id, due=watch.due)
        return await self._do(derived_id(watch.id, f"due.{watch.due}"), command, watch.mode)

    async def _do(self, id: UUID, command: Command, mode: Mode) -> bool:
        try:
            await self.commands.handle(CommandId(id), command, system_actor(mode))
        except Refused as refused:
            # Somebody was quicker: the desk answered, the promise was kept.
            _log.debug("timer_refused", extra={"kind": type(command).__name__, "code": refused.code})
            return False
        except TRANSIENT_ERRORS:
            raise
        except Exception:  # noqa: BLE001  one broken watch keeps no other from firing
            _log.exception("timer_failed", extra={"kind": type(command).__name__, "command": id})
            return False
        return True

    async def _until(self, due: datetime) -> None:
        """Until the moment has come, or there is news that may bring an earlier one."""
        await wait_for_first([self.clock.sleep_until(due), self.wakeups.wait(LOOK_AGAIN_S)])


def _due(operation: Operation, at: datetime) -> Command | None:
    """What the clock has to say of an operation now. Said twice, it is not news the second time."""
    match operation.state:
        case OperationState.PLANNED | OperationState.ACTIVE if operation.details.ends_at <= at:
            return ExpireOperation(operation=operation.id)
        case OperationState.PLANNED if operation.details.starts_at <= at:
            return BeginOperation(operation=operation.id)
        case OperationState.ENDING:
            return FinishOperation(operation=operation.id)
        case _:
            return None
