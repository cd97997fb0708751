"""Follows the log and lets media do what it says: whoever answered a call hears its caller."""

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from auxilio.calls.messages import DeskSignedOff, DeskWrote
from auxilio.calls.model import Call, Channel
from auxilio.calls.ports import CallControl
from auxilio.calls.service import CALL, DESK
from auxilio.kernel.event import Cursor, Envelope
from auxilio.kernel.ids import CallId, CommandId, DeskId, key_of, noun_of
from auxilio.platform.database import log
from auxilio.platform.database.connection import WEATHER, Pool, one_picture
from auxilio.platform.database.upcast import lift
from auxilio.platform.database.wakeups import Wakeups
from auxilio.process.runner import LIVE_MAX, House
from auxilio.voice.control.wiring import Stage, Standing, standing_of

CARRIED = frozenset({Channel.VOICE, Channel.ECALL, Channel.RTT})
"""Calls that may have legs."""
WEATHER_S = 0.5
_log = logging.getLogger(__name__)


class Following:
    """One reader of the log. It keeps no place: at a start, and after weather, it takes up what stands now."""

    def __init__(
        self, pool: Pool, house: House, wakeups: Wakeups, control: CallControl, desks: "Desks"
    ) -> None:
        self._pool, self._house, self._wakeups = pool, house, wakeups
        self._control, self._desks = control, desks
        self._told = dict[CallId, Standing]()
        self.ready = asyncio.Event()
        self.on_desk_wrote: Callable[[CallId, CommandId, str], None] = lambda *_: None
        """Called with each line of a desk: its call, the command that made it, its words."""

    async def run(self) -> None:
        """For ever, until cancelled."""
        there = True
        while True:
            try:
                cursor = await self._take_up()
                if not there:
                    _log.info("reader_back", extra={"part": "voice"})
                there = True
                async for batch in log.follow(self._pool, self._wakeups, cursor):
                    await self._batch(batch)
            except WEATHER as lost:
                if there:
                    _log.warning("reader_waits", extra={"part": "voice", "error": type(lost).__name__})
                there = False
                await asyncio.sleep(WEATHER_S)

    async def _take_up(self) -> Cursor:
        async with one_picture(self._pool) as picture:
            cursor = await log.gate(picture)
            live = await log.live_states(picture, CALL.name, LIVE_MAX)
            desks = await log.live_states(picture, DESK.name, LIVE_MAX)
        for _, _, text in live:
            await self._stands(CALL.read_state(text))
        await self._desks.take_up(
            frozenset(desk.id for _, _, text in desks if (desk := DESK.read_state(text)).line)
        )
        self.ready.set()
        return cursor

    async def _batch(self, batch: list[Envelope]) -> None:
        changed = dict.fromkeys(key_of(one.stream) for one in batch if noun_of(one.stream) == CALL.name)
        for key in changed:
            call = await self._house.state(CALL, UUID(key))
            if call is not None:
                await self._stands(call)
        for one in batch:
            if one.kind == DeskSignedOff.kind():
                await self._desks.stand_down(DeskId(key_of(one.stream)))
            elif one.kind == DeskWrote.kind():
                line = CALL.read_event(lift(one.kind, one.schema, one.body))
                self.on_desk_wrote(line.call, CommandId(one.cause), line.words)

    async def _stands(self, call: Call) -> None:
        """Let media be as the call is. A defect in one call leaves the others as they are."""
        if call.channel not in CARRIED:
            return
        standing, before = standing_of(call), self._told.pop(call.id, None)
        if standing.stage is not Stage.OVER:
            self._told[call.id] = standing
        if standing == before:
            return  # a line was written, a fix came: nothing that ears know of
        try:
            await self._control.stand(call)
        except WEATHER:
            raise
        except Exception:  # noqa: BLE001  one broken call silences no other
            _log.exception("call_not_followed", extra={"call": call.id})


class Desks(Protocol):
    """The desks' lines, as far as the log has a say in them."""

    async def take_up(self, said_up: frozenset[DeskId]) -> None:
        """These stand in the log as having a line; those that have none are told."""
        ...

    async def stand_down(self, desk: DeskId) -> None:
        """Nobody sits there any more."""
        ...
