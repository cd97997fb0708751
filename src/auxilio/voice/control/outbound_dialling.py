"""Outbound dialling: desks and numbers that are asked into a call, the caller who is rung back, who is called for a case."""

import asyncio

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import PartyEndReason
from auxilio.kernel.ids import CallId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, may_leave
from auxilio.voice.control.call_media_state import CallMediaState, ConnectedLeg, ExchangeDependencies
from auxilio.voice.control.call_reporter import CallReporter
from auxilio.voice.control.caller_legs import CallerLegs
from auxilio.voice.control.guest_legs import GuestLegs
from auxilio.voice.control.leg_lifecycle import LegLifecycle
from auxilio.voice.control.leg_media import new_leg_id
from auxilio.voice.core.media_plan import CALLER, InvitedParty, MediaStage
from auxilio.voice.media.ports import LegProfile
from auxilio.voice.sip.agent import CallFailed

RING_TIMEOUT_S = 30.0
"""A desk that was asked in and does not answer is given up after this long (ours: four rings and a breath)."""
BUSY = frozenset({486, 600})
DECLINED = frozenset({603, 607, 608})
UNANSWERED = frozenset({408, 480, 487})


def end_reason(code: int) -> PartyEndReason:
    """What a SIP answer says of the party that was rung."""
    if code in BUSY:
        return PartyEndReason.BUSY
    if code in DECLINED:
        return PartyEndReason.DECLINED
    return PartyEndReason.NO_ANSWER if code in UNANSWERED else PartyEndReason.UNREACHABLE


class OutboundDialler:
    """Rings, gives up and hangs up, as the roster of a call says."""

    def __init__(
        self,
        parts: ExchangeDependencies,
        legs: LegLifecycle,
        callers: CallerLegs,
        guests: GuestLegs,
        reporter: CallReporter,
    ) -> None:
        self._media, self._trunk, self._clock = parts.media, parts.trunk, parts.clock
        self._mode = parts.mode
        self._legs, self._callers, self._guests, self._reporter = legs, callers, guests, reporter

    async def follow(self, call: CallId, state: CallMediaState) -> None:
        """Ring parties that are to be rung and are not yet; stop, or hang up on, those that are not wanted any more."""
        guests = {guest.seat: guest for guest in state.roster.guests}
        ringing = {seat for seat, guest in guests.items() if not guest.joined}
        if state.roster.stage is MediaStage.RINGING:
            ringing.add(CALLER)
        for seat in state.rings.keys() - ringing:
            state.rings.pop(seat).cancel()
        for seat in state.outside.keys() - guests.keys():
            leg = state.outside.pop(seat)
            await self._legs.hang_up(leg)
        for seat in ringing - state.rings.keys() - state.outside.keys():
            if seat != CALLER:
                state.rings[seat] = self._legs.spawn(self._ring_party(call, guests[seat], state.mode))
            elif state.caller is None and state.roster.number is not None:
                state.rings[seat] = self._legs.spawn(self._call_back(call, state.roster.number, state.mode))
        for seat, guest in guests.items():
            if guest.joined and guest.desk is None and seat not in state.outside and seat not in state.rings:
                # A process before this one had them on the line.
                gone = m.ReportPartyGone(call=call, party=guest.party, reason=PartyEndReason.LOST)
                self._legs.spawn(self._reporter.report(call, gone))

    async def _ring_party(self, call: CallId, guest: InvitedParty, mode: Mode) -> None:
        if guest.number is None:
            await self._clock.sleep(RING_TIMEOUT_S)
            reason = PartyEndReason.NO_ANSWER
        else:
            answer = await self._dial(call, guest.number, mode)
            if isinstance(answer, ConnectedLeg):
                await self._guests.attach(call, guest.seat, answer)
                await self._reporter.report(call, m.ReportPartyAnswered(call=call, party=guest.party))
                return
            reason = answer
        await self._reporter.report(call, m.ReportPartyGone(call=call, party=guest.party, reason=reason))

    async def _call_back(self, call: CallId, number: str, mode: Mode) -> None:
        answer = await self._dial(call, number, mode)
        if isinstance(answer, ConnectedLeg):
            await self._callers.attach(call, answer)
            await self._reporter.report(call, m.ReportCallerReached(call=call))
        else:
            await self._reporter.report(call, m.ReportCallerUnreached(call=call, reason=answer))

    async def _dial(self, call: CallId, number: str, mode: Mode) -> ConnectedLeg | PartyEndReason:
        """Ring a number until somebody answers, it is refused, or this is cancelled."""
        if not may_leave(mode, self._mode):
            return PartyEndReason.UNREACHABLE  # a practice caller's number is invented, and may be somebody's
        id = new_leg_id()
        try:
            offer = await self._media.attach_out(id, LegProfile.RTP, group=str(call))
            going = await self._trunk.dial(number, offer.encode())
            try:
                sip = await going.answered()
                await self._media.set_answer(id, sip.remote_sdp.decode(errors="replace"))
            except BaseException:
                if going.leg is not None:
                    self._legs.spawn(going.leg.bye())
                else:
                    await going.cancel()
                raise
        except CallFailed as failed:
            await self._media.detach(id)
            return end_reason(failed.code)
        except Refused:
            await self._media.detach(id)
            return PartyEndReason.UNREACHABLE
        except asyncio.CancelledError:
            self._legs.spawn(self._media.detach(id))
            raise
        return ConnectedLeg(id, sip)
