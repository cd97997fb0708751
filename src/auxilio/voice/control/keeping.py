"""Legs written through: dialog and media of each, so that another process can take it up.

A leg changes often and fast (an answer, its ACK, a bridge); what counts is how it stands by the time it is written. One
writer for each leg, so that an older picture never overtakes a newer one.
"""

import asyncio
from dataclasses import dataclass

from auxilio.kernel.ids import CallId, DeskId
from auxilio.kernel.refusal import Refused
from auxilio.voice.control.rooms import Leg
from auxilio.voice.control.telling import Teller
from auxilio.voice.control.wiring import Seat
from auxilio.voice.media.ports import LegId, MediaEngine, Memo
from auxilio.voice.store import KeptLeg, Legs


@dataclass(frozen=True)
class _Owned:
    leg: Leg
    call: CallId | None
    desk: DeskId | None
    seat: Seat | None


class Keeping:
    """One for each exchange."""

    def __init__(self, media: MediaEngine, legs: Legs, teller: Teller) -> None:
        self._media, self._legs, self._teller = media, legs, teller
        self._owned = dict[LegId, _Owned]()
        self._due = set[LegId]()
        self._writing = dict[LegId, asyncio.Task[None]]()

    def keep(
        self, leg: Leg, *, call: CallId | None = None, desk: DeskId | None = None, seat: Seat | None = None
    ) -> None:
        """From now on, until `forget`: whose it is, and whatever becomes of it."""
        self._owned[leg.id] = _Owned(leg, call, desk, seat)
        leg.sip.on_state = lambda _: self.changed(leg)
        self.changed(leg)

    def changed(self, *legs: Leg | None) -> None:
        """Who hears these legs has changed, or what was agreed with them."""
        for leg in legs:
            if leg is not None and leg.id in self._owned:
                self._write(leg.id)

    def forget(self, leg: Leg) -> None:
        """It is gone."""
        leg.sip.on_state = None
        self._owned.pop(leg.id, None)
        self._write(leg.id)

    def _write(self, id: LegId) -> None:
        self._due.add(id)
        if id not in self._writing:
            self._writing[id] = asyncio.create_task(self._until_written(id))

    async def _until_written(self, id: LegId) -> None:
        while id in self._due:
            self._due.discard(id)
            await self._teller.through_weather(lambda: self._once(id))
        del self._writing[id]

    async def _once(self, id: LegId) -> None:
        owned = self._owned.get(id)
        if owned is None:
            await self._legs.forget(id)
            return
        kept = KeptLeg(
            leg=id,
            call=owned.call,
            desk=owned.desk,
            seat=owned.seat,
            dialog=owned.leg.sip.state(),
            media=self._memo(id),
        )
        await self._legs.keep(kept)

    def _memo(self, id: LegId) -> Memo | None:
        try:
            return self._media.memo(id)
        except Refused:  # it was let go in this moment
            return None
