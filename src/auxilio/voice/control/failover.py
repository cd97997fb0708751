"""Take up the legs of the process before this one (decisions 0171, 0190).

Where media outlived their process, dialog and sound are taken up as they are and the parties notice nothing. Where they
did not, a telephone gets a re-INVITE, and a page calls again by itself.
"""

import logging
from collections.abc import Callable

from auxilio.kernel.refusal import Refused
from auxilio.platform.background_tasks import BackgroundTasks
from auxilio.voice.control.call_media_state import CallStates, ConnectedLeg, ExchangeDependencies
from auxilio.voice.control.caller_legs import CallerLegs
from auxilio.voice.control.desk_legs import DeskLegs
from auxilio.voice.control.guest_legs import GuestLegs
from auxilio.voice.core.media_plan import CALLER, CarriedCall, MediaStage, roster_of
from auxilio.voice.sip.agent import CallLeg
from auxilio.voice.store import StoredLeg

type AdoptLeg = Callable[[bytes], CallLeg]
"""Restore a leg from the state that another process stored (`SipAgent.adopt`)."""
_log = logging.getLogger(__name__)


class LegFailover:
    """Runs once, at the start of a process."""

    def __init__(
        self,
        parts: ExchangeDependencies,
        states: CallStates,
        callers: CallerLegs,
        desks: DeskLegs,
        guests: GuestLegs,
        tasks: BackgroundTasks,
    ) -> None:
        self._media, self._calls, self._stored = parts.media, parts.calls, parts.legs
        self._states, self._tasks = states, tasks
        self._callers, self._desks, self._guests = callers, desks, guests

    async def run(self, adopt: AdoptLeg) -> None:
        """Recover every leg that was kept: desks first, so that a caller is joined with those who are there."""
        kept = await self._stored.kept()
        for one in sorted(kept, key=lambda leg: leg.desk is None):
            await self._recover_leg(one, adopt)

    async def _recover_leg(self, kept: StoredLeg, adopt: AdoptLeg) -> None:
        call = await self._calls.call(kept.call) if kept.call else None
        stage = roster_of(call).stage if call is not None else None
        sounds_on = await self._adopt_media(kept)
        if sounds_on and stage is not MediaStage.OVER and (call is not None or kept.desk is not None):
            await self._adopt_leg(ConnectedLeg(kept.leg, adopt(kept.dialog)), call, kept)
            return
        await self._media.detach(kept.leg)
        await self._stored.forget(kept.leg)
        sip = adopt(kept.dialog)
        if call is None or kept.seat is not None or stage is MediaStage.OVER:
            # A desk's page calls again; a guest is asked in again, if at all; the end of a call was not yet told to its legs.
            self._tasks.spawn(sip.bye())
            return
        self._states.state_of(call)
        if sip.source.transport in {"ws", "wss"}:
            self._callers.await_page(call.id)
        else:
            self._callers.reinvite_telephone(call.id, sip)

    async def _adopt_leg(self, leg: ConnectedLeg, call: CarriedCall | None, kept: StoredLeg) -> None:
        """A leg whose sound never stopped goes on in this process."""
        if call is None:
            assert kept.desk is not None, "a leg is a call's or a desk's"
            await self._desks.attach(kept.desk, leg)
            return
        state = self._states.state_of(call)
        if kept.seat is None:
            await self._callers.register(call.id, state, leg)
        elif kept.seat == CALLER:
            await self._callers.attach(call.id, leg)
        else:
            await self._guests.attach(call.id, kept.seat, leg)

    async def _adopt_media(self, kept: StoredLeg) -> bool:
        """Whether the media of this leg go on and belong to this process now."""
        if kept.media is None:
            return False
        try:
            await self._media.adopt(kept.media)
        except Refused as refused:
            _log.info("media_not_taken_up", extra={"code": refused.code})
            return False
        return True
