"""Follow the log and apply each call to media: the desk that answered hears the caller."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any, Protocol
from uuid import UUID

from auxilio.calls.core.messages import DeskSignedOff, DeskTextSent, MsdRequested
from auxilio.calls.core.messages.guidance import QuestionSent, StepSent
from auxilio.calls.core.model import Call, CallChannel
from auxilio.calls.ports import CallControl
from auxilio.calls.service import CALL, DESK, OUTGOING_CALL
from auxilio.kernel.event import Cursor, Envelope
from auxilio.kernel.ids import CallId, CommandId, DeskId, aggregate_name, key_of
from auxilio.platform.background_tasks import report_fault
from auxilio.platform.database import log
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.connection import TRANSIENT_ERRORS, Pool, snapshot_transaction
from auxilio.platform.database.retry import OutageLog, run_through_outages
from auxilio.platform.database.upcast import upcast
from auxilio.platform.database.wakeups import Wakeups
from auxilio.voice.core.media_plan import CallRoster, CarriedCall, MediaStage, roster_of
from auxilio.workflows.runner import LIVE_MAX, StateReader

LEG_CHANNELS = frozenset({CallChannel.VOICE, CallChannel.ECALL, CallChannel.RTT})
"""Channels whose calls may have legs. `calls.core.model.VOICE_CHANNELS` are those that need a line."""
CARRIED: Mapping[str, Aggregate[Any]] = {each.name: each for each in (CALL, OUTGOING_CALL)}
WRITTEN_TO_CALLER = frozenset({DeskTextSent.kind(), QuestionSent.kind(), StepSent.kind()})
_log = logging.getLogger(__name__)


class CallLogFollower:
    """One reader of the log without a cursor: at a start, and after a transient error, it loads the live calls."""

    def __init__(
        self,
        pool: Pool,
        states: StateReader,
        wakeups: Wakeups,
        control: CallControl,
        desks: "DeskLines",
        on_desk_wrote: Callable[[CallId, CommandId, str], None] = lambda *_: None,
        on_msd_requested: Callable[[CallId], None] = lambda _: None,
    ) -> None:
        """`on_desk_wrote` is called with each line of a desk: its call, the command that made it, its words.

        `on_msd_requested`: with a call whose vehicle a desk asks for its data.
        """
        self._pool, self._states, self._wakeups = pool, states, wakeups
        self._control, self._desks = control, desks
        self._told = dict[CallId, CallRoster]()
        self.ready = asyncio.Event()
        self._on_desk_wrote, self._on_msd_requested = on_desk_wrote, on_msd_requested

    async def run(self) -> None:
        """Follow until cancelled."""
        outage = OutageLog("voice")

        async def follow() -> None:
            cursor = await self._load_snapshot()
            outage.back()
            async for batch in log.follow(self._pool, self._wakeups, cursor):
                await self._handle_batch(batch)

        await run_through_outages(follow, asyncio.sleep, outage.lost)

    async def _load_snapshot(self) -> Cursor:
        async with snapshot_transaction(self._pool) as picture:
            cursor = await log.readable_position(picture)
            live = await log.live_states(picture, CALL.name, LIVE_MAX)
            outgoing = await log.live_states(picture, OUTGOING_CALL.name, LIVE_MAX)
            desks = await log.live_states(picture, DESK.name, LIVE_MAX)
        for _, _, text in live:
            await self._apply_call(CALL.read_state(text))
        for _, _, text in outgoing:
            await self._apply_call(OUTGOING_CALL.read_state(text))
        await self._desks.report_missing_lines(
            frozenset(desk.id for _, _, text in desks if (desk := DESK.read_state(text)).line)
        )
        self.ready.set()
        return cursor

    async def _handle_batch(self, batch: list[Envelope]) -> None:
        changed = dict.fromkeys(one.stream for one in batch if aggregate_name(one.stream) in CARRIED)
        for stream in changed:
            call = await self._states.state(CARRIED[aggregate_name(stream)], UUID(key_of(stream)))
            if call is not None:
                await self._apply_call(call)
        for one in batch:
            if one.kind == DeskSignedOff.kind():
                await self._desks.release_desk(DeskId(key_of(one.stream)))
            elif one.kind == MsdRequested.kind():
                self._on_msd_requested(CallId(UUID(key_of(one.stream))))
            elif one.kind in WRITTEN_TO_CALLER:
                line = CALL.read_event(upcast(one.kind, one.schema, one.body))
                self._on_desk_wrote(line.call, CommandId(one.cause), _as_line(line))

    async def _apply_call(self, call: CarriedCall) -> None:
        """Apply one call. A defect in it is reported and affects no other call."""
        if isinstance(call, Call) and call.channel not in LEG_CHANNELS:
            return
        standing, before = roster_of(call), self._told.pop(call.id, None)
        if standing.stage is not MediaStage.OVER:
            self._told[call.id] = standing
        if standing == before:
            return  # a line was written, a position came: nothing that changes who hears whom
        try:
            await self._control.apply_call(call)
        except TRANSIENT_ERRORS:
            raise
        except Exception as defect:  # noqa: BLE001  one broken call silences no other
            report_fault("call_not_followed", defect)


def _as_line(written: DeskTextSent | QuestionSent | StepSent) -> str:
    """A line of real-time text: a telephone has no buttons, so the answers of a question stand behind it."""
    if isinstance(written, QuestionSent) and written.choices:
        return f"{written.words} {' / '.join(each.label for each in written.choices)}"
    return written.words


class DeskLines(Protocol):
    """Lines of desks, as far as the log changes them."""

    async def report_missing_lines(self, said_up: frozenset[DeskId]) -> None:
        """Report each of these desks, which have a line by the log, that has none."""
        ...

    async def release_desk(self, desk: DeskId) -> None:
        """The desk was signed off: end its line."""
        ...
