"""Offer and answer between the far side of a leg and the media engine: at its INVITE, and at each later one."""

import logging
from functools import partial

from auxilio.kernel.ids import CallId
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.ids import new_id
from auxilio.voice.control.call_media_state import ConnectedLeg
from auxilio.voice.control.reanchoring import reanchor_leg
from auxilio.voice.core.vehicle_data import NOTHING_MORE, ControlMessage
from auxilio.voice.media.ports import LegId, LegProfile, MediaEngine
from auxilio.voice.sip.agent import CallFailed, CallLeg, IncomingCall

NO_NODE = "no_media_node"
NO_MEDIA_CODE, NOT_UNDERSTOOD_CODE = 503, 488
_log = logging.getLogger(__name__)


def new_leg_id() -> LegId:
    """The name of a leg in the media engine."""
    return LegId(f"leg-{new_id().hex}")


class LegMedia:
    """One for each exchange."""

    def __init__(self, media: MediaEngine, clock: Clock) -> None:
        self._media, self._clock = media, clock

    async def answer(
        self, incoming: IncomingCall, group: str, more: ControlMessage = NOTHING_MORE
    ) -> ConnectedLeg | None:
        """Media for a new leg, and 200; `more`: what the final answer carries besides, also a refusal.

        None when the caller gave up, or when no media can be agreed on (488, 503).
        """
        id = new_leg_id()
        try:
            if incoming.sdp:
                ours = await self._media.attach_in(id, incoming.sdp.decode(errors="replace"), group=group)
            else:
                ours = await self._media.attach_out(id, LegProfile.RTP, group=group)
            sip = await incoming.answer(ours.encode(), parts=more.parts, headers=more.headers)
        except Refused as refused:
            _log.warning("leg_refused", extra={"code": refused.code, "source": incoming.source.transport})
            code = NO_MEDIA_CODE if refused.code == NO_NODE else NOT_UNDERSTOOD_CODE
            await incoming.reject(code, parts=more.parts, headers=more.headers)
            return None
        except CallFailed:
            await self._media.detach(id)
            return None
        sip.on_answer = partial(self._apply_late_answer, id)
        return ConnectedLeg(id, sip)

    def subscribe(self, leg: ConnectedLeg, group: str) -> None:
        """Answer what its far side offers from now on."""
        leg.sip.on_reinvite = partial(self._answer_reinvite, leg.id, group)
        leg.sip.on_answer = partial(self._apply_late_answer, leg.id)

    async def reinvite(self, call: CallId, sip: CallLeg) -> ConnectedLeg | None:
        """Offer new media to a telephone whose dialog stands and whose media are gone. None when it does not answer."""
        id = new_leg_id()
        try:
            profile = LegProfile.WEB if b"/SAVPF" in sip.remote_sdp else LegProfile.RTP
            offer = await self._media.attach_out(id, profile, group=str(call))
            await self._media.set_answer(id, (await sip.reinvite(offer.encode())).decode(errors="replace"))
        except (CallFailed, Refused) as failed:
            _log.warning("leg_not_taken_up", extra={"call": call, "error": type(failed).__name__})
            await self._media.detach(id)
            return None
        return ConnectedLeg(id, sip)

    @property
    def relayed(self) -> bool:
        """Whether media go through a relay, which may die and leave the dialogs of its legs standing."""
        return self._media.relayed

    async def reanchor(self, leg: ConnectedLeg) -> bool:
        """Whether the far side of a leg speaks with the relay that has replaced its own."""
        return await reanchor_leg(leg, self._media, self._clock)

    async def _answer_reinvite(self, leg: LegId, group: str, offer: bytes) -> bytes:
        try:
            return (await self._media.attach_in(leg, offer.decode(errors="replace"), group=group)).encode()
        except Refused as refused:
            _log.warning("leg_not_renewed", extra={"code": refused.code})
            raise CallFailed(NOT_UNDERSTOOD_CODE) from refused

    async def _apply_late_answer(self, leg: LegId, answer: bytes) -> None:
        await self._media.set_answer(leg, answer.decode(errors="replace"))
