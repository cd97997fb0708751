"""Who is rung: desks and numbers that are asked into a call, and the caller who is rung back."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Protocol

from auxilio.calls import messages as m
from auxilio.calls.model import PartyEnd
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
from auxilio.platform.ids import new_id
from auxilio.voice.control.rooms import Leg, Parts, Room
from auxilio.voice.control.wiring import CALLER, Guest, Seat, Stage
from auxilio.voice.media.ports import LegId, Profile
from auxilio.voice.sip.agent import CallFailed

PARTY_RINGS_S = 30.0
"""A desk that was asked in and does not answer is given up after this long (ours: four rings and a breath)."""
BUSY = frozenset({486, 600})
DECLINED = frozenset({603, 607, 608})
UNANSWERED = frozenset({408, 480, 487})


class Staff(Protocol):
    """What ringing needs of the exchange."""

    async def tell(self, call: CallId, command: Command) -> None:
        """Say what happened to this call."""
        ...

    async def let_go(self, leg: Leg) -> None:
        """Media of a leg end."""
        ...

    def soon(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """Do it beside."""
        ...


type Comes = Callable[[CallId, Seat, Leg], Awaitable[None]]
"""Somebody outside has answered."""


def reason_of(code: int) -> PartyEnd:
    """What a SIP answer says of whoever was rung."""
    if code in BUSY:
        return PartyEnd.BUSY
    if code in DECLINED:
        return PartyEnd.DECLINED
    return PartyEnd.NO_ANSWER if code in UNANSWERED else PartyEnd.UNREACHABLE


class Outside:
    """Rings, gives up, and lets go, as the call says."""

    def __init__(self, parts: Parts, staff: Staff, comes: Comes) -> None:
        self._media, self._trunk, self._clock = parts.media, parts.trunk, parts.clock
        self._mode = parts.mode
        self._staff, self._comes = staff, comes

    async def follow(self, call: CallId, room: Room) -> None:
        """Ring whoever is to be rung and is not yet; stop, and hang up on, whoever is not wanted any more."""
        guests = {guest.seat: guest for guest in room.standing.guests}
        ringing = {seat for seat, guest in guests.items() if not guest.joined}
        if room.standing.stage is Stage.RINGING:
            ringing.add(CALLER)
        for seat in room.rings.keys() - ringing:
            room.rings.pop(seat).cancel()
        for seat in room.outside.keys() - guests.keys():
            leg = room.outside.pop(seat)
            await self._staff.let_go(leg)
            self._staff.soon(leg.sip.bye())
        for seat in ringing - room.rings.keys() - room.outside.keys():
            if seat != CALLER:
                room.rings[seat] = self._staff.soon(self._ring(call, guests[seat], room.mode))
            elif room.caller is None and room.standing.number is not None:
                room.rings[seat] = self._staff.soon(self._ring_back(call, room.standing.number, room.mode))
        for seat, guest in guests.items():
            if guest.joined and guest.desk is None and seat not in room.outside and seat not in room.rings:
                # A process before this one had them on the line.
                gone = m.PartyGone(call=call, party=guest.party, reason=PartyEnd.LOST)
                self._staff.soon(self._staff.tell(call, gone))

    async def _ring(self, call: CallId, guest: Guest, mode: Mode) -> None:
        if guest.number is None:
            await self._clock.sleep(PARTY_RINGS_S)
            reason = PartyEnd.NO_ANSWER
        else:
            answer = await self._dial(call, guest.number, mode)
            if isinstance(answer, Leg):
                await self._comes(call, guest.seat, answer)
                await self._staff.tell(call, m.PartyUp(call=call, party=guest.party))
                return
            reason = answer
        await self._staff.tell(call, m.PartyGone(call=call, party=guest.party, reason=reason))

    async def _ring_back(self, call: CallId, number: str, mode: Mode) -> None:
        answer = await self._dial(call, number, mode)
        if isinstance(answer, Leg):
            await self._comes(call, CALLER, answer)
            await self._staff.tell(call, m.CallerReached(call=call))
        else:
            await self._staff.tell(call, m.CallerNotReached(call=call))

    async def _dial(self, call: CallId, number: str, mode: Mode) -> Leg | PartyEnd:
        """Ring a number until somebody answers, it is refused, or this is cancelled."""
        if mode is not self._mode:
            return PartyEnd.UNREACHABLE  # from an exercise in a real house no real telephone rings
        id = LegId(f"leg-{new_id().hex}")
        try:
            offer = await self._media.attach_out(id, Profile.RTP, group=str(call))
            going = await self._trunk.dial(number, offer.encode())
            try:
                sip = await going.answered()
                await self._media.set_answer(id, sip.remote_sdp.decode(errors="replace"))
            except BaseException:
                if going.leg is not None:
                    self._staff.soon(going.leg.bye())
                else:
                    await going.cancel()
                raise
        except CallFailed as failed:
            await self._media.detach(id)
            return reason_of(failed.code)
        except Refused:
            await self._media.detach(id)
            return PartyEnd.UNREACHABLE
        except asyncio.CancelledError:
            self._staff.soon(self._media.detach(id))
            raise
        return Leg(id, sip)
