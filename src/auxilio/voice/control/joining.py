"""Makes what is heard what it should be: the steps of `wiring`, taken on the legs that are there."""

import logging
from collections import defaultdict
from collections.abc import Callable

from auxilio.calls.model import Ear
from auxilio.kernel.ids import CallId, DeskId
from auxilio.kernel.refusal import Refused
from auxilio.voice.control.rooms import Leg, Parts, Room
from auxilio.voice.control.wiring import CALLER, Bridge, Mix, Park, Seat, Standing, Step, steps
from auxilio.voice.media.ports import RoomId

_log = logging.getLogger(__name__)


class Joining:
    """The rooms of all calls, the legs of all desks, and who of them hears whom."""

    def __init__(self, parts: Parts, changed: Callable[..., None]) -> None:
        """`changed`: told of every leg that may hear somebody else now."""
        self._media, self._sounds, self._changed = parts.media, parts.sounds, changed
        self.rooms = defaultdict[CallId, Room](Room)
        self.desks = dict[DeskId, Leg]()

    def calls_at(self, desk: DeskId) -> list[CallId]:
        """Calls that this desk's leg belongs to: one, but for the moment in which it changes."""
        return [call for call, room in self.rooms.items() if desk in room.standing.desks]

    async def regroup(self, call: CallId, before: Standing) -> None:
        """Who has gone is parted, who has come is heard by the recorder, and all hear whom they should."""
        room = self.rooms[call]
        for desk in before.desks - room.standing.desks:
            await self._part(desk)
        for desk in room.standing.desks:
            await self.tap(room, desk)
        await self.settle(call)

    async def settle(self, call: CallId) -> None:
        """Make what is heard what it should be."""
        room = self.rooms[call]
        async with room.lock:
            wanted = steps(room.standing, {seat: leg.id for seat, leg in self._legs(room).items()})
            id = RoomId(f"call-{call.hex}")
            if room.mixed and not any(isinstance(step, Mix) for step in wanted):
                room.mixed = False
                await self._media.mix(id, {})
            for step in wanted:
                try:
                    await self._take(step, id, room)
                except Refused as refused:
                    # The leg went in this moment; its own end says what becomes of the call.
                    _log.info("leg_not_joined", extra={"code": refused.code, "call": call})
            self._changed(*self._legs(room).values())

    async def _take(self, step: Step, id: RoomId, room: Room) -> None:
        match step:
            case Bridge(one=one, other=other):
                await self._media.bridge(one, other)
            case Park(leg=leg, heard=heard, held=held):
                await self._media.park(leg, self._sounds.heard(heard, room.language), held=held)
            case Mix(gains=gains):
                room.mixed = True
                await self._media.mix(id, gains)

    def _legs(self, room: Room) -> dict[Seat, Leg]:
        legs = dict(room.outside)
        if room.caller is not None:
            legs[CALLER] = room.caller
        legs.update((desk, self.desks[desk]) for desk in room.standing.desks if desk in self.desks)
        return legs

    async def _part(self, desk: DeskId) -> None:
        """The desk's leg is nobody's now: silence, and no ear on it between calls."""
        leg = self.desks.get(desk)
        if leg is not None and not self.calls_at(desk):
            await self._media.tap(leg.id, None)
            await self._media.park(leg.id)
            self._changed(leg)

    async def tap(self, room: Room, desk: DeskId | None) -> None:
        """The recorder hears this desk, if it has a say in this call. Who only listens says nothing."""
        leg = self.desks.get(desk) if desk is not None else None
        if (
            leg is None
            or desk is None
            or room.recorder is None
            or (desk, Ear.LISTEN) in room.standing.listeners
        ):
            return
        await self._media.tap(leg.id, room.recorder.ear(desk))
