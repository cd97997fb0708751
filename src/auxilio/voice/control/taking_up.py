"""What a process does with the legs of the one before it (decisions 0171, 0190).

Where media outlived their process, dialog and sound are taken up as they are, and nobody notices. Where they did not, a
telephone is asked to speak with us, and a page comes by itself.
"""

import logging
from collections.abc import Callable
from typing import Protocol

from auxilio.calls.model import Call
from auxilio.kernel.ids import CallId, DeskId
from auxilio.kernel.refusal import Refused
from auxilio.voice.control.rooms import Leg, Parts, Room
from auxilio.voice.control.wiring import Seat, Stage, standing_of
from auxilio.voice.sip.agent import CallLeg
from auxilio.voice.store import KeptLeg

type Adopt = Callable[[bytes], CallLeg]
"""Makes a leg of what another process kept of it (`SipAgent.adopt`)."""
_log = logging.getLogger(__name__)


class Rooms(Protocol):
    """What is asked of the exchange."""

    def room_of(self, call: Call) -> Room:
        """The call's room, as the call stands."""
        ...

    async def joins(self, leg: Leg, call: Call | None, desk: DeskId | None, seat: Seat | None) -> None:
        """A leg whose sound never stopped is one of ours."""
        ...

    def asks(self, call: CallId, sip: CallLeg) -> None:
        """A telephone is asked to speak with us."""
        ...

    def awaits(self, call: CallId) -> None:
        """A caller's page comes back by itself, or has left."""
        ...

    def ends(self, sip: CallLeg) -> None:
        """There is nothing left for this leg."""
        ...


class TakingUp:
    """Done once, at the start."""

    def __init__(self, parts: Parts, rooms: Rooms) -> None:
        self._parts, self._rooms = parts, rooms

    async def run(self, adopt: Adopt) -> None:
        """Every leg that was kept."""
        kept = await self._parts.legs.kept()
        for one in sorted(
            kept, key=lambda leg: leg.desk is None
        ):  # desks first: a caller is joined with whom is there
            await self._leg(one, adopt)

    async def _leg(self, kept: KeptLeg, adopt: Adopt) -> None:
        call = await self._parts.calls.call(kept.call) if kept.call else None
        stage = standing_of(call).stage if call is not None else None
        sounds_on = await self._sounds_on(kept)
        if sounds_on and stage is not Stage.OVER and (call is not None or kept.desk is not None):
            await self._rooms.joins(Leg(kept.leg, adopt(kept.dialog)), call, kept.desk, kept.seat)
            return
        await self._parts.media.detach(kept.leg)
        await self._parts.legs.forget(kept.leg)
        sip = adopt(kept.dialog)
        if call is None or kept.seat is not None or stage is Stage.OVER:
            # A desk's page calls again; who was asked in is asked again, if at all; of an end nobody was told.
            self._rooms.ends(sip)
            return
        self._rooms.room_of(call)
        if sip.source.transport in {"ws", "wss"}:
            self._rooms.awaits(call.id)
        else:
            self._rooms.asks(call.id, sip)

    async def _sounds_on(self, kept: KeptLeg) -> bool:
        """Whether its media go on, and are ours now."""
        if kept.media is None:
            return False
        try:
            await self._parts.media.adopt(kept.media)
        except Refused as refused:
            _log.info("media_not_taken_up", extra={"code": refused.code})
            return False
        return True
