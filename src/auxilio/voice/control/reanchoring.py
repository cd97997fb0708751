"""Re-INVITE a leg whose relay died, as soon as a relay is there again."""

import logging

from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.voice.control.call_media_state import ConnectedLeg
from auxilio.voice.media.ports import MediaEngine
from auxilio.voice.sip.agent import CallFailed

TRIES, RETRY_EVERY_S = 100, 0.2
"""Twenty seconds: after longer silence callers have hung up and called again."""
_log = logging.getLogger(__name__)


async def reanchor_leg(leg: ConnectedLeg, media: MediaEngine, clock: Clock) -> bool:
    """Move a leg to the new relay, parked in silence. False when it has gone or does not answer."""
    offer = await _request_offer(leg, media, clock)
    if offer is None or leg.sip.gone.is_set():
        return False
    try:
        answer = await leg.sip.reinvite(offer.encode())
        await media.set_answer(leg.id, answer.decode(errors="replace"))
    except (CallFailed, Refused) as failed:
        code = failed.code if isinstance(failed, CallFailed) else 0
        _log.warning("leg_not_anchored_anew", extra={"error": type(failed).__name__, "count": code})
        return False
    _log.info("leg_anchored_anew", extra={"source": leg.sip.source.transport})
    return True


async def _request_offer(leg: ConnectedLeg, media: MediaEngine, clock: Clock) -> str | None:
    for _ in range(TRIES):
        try:
            return await media.reanchor(leg.id)
        except Refused as refused:
            if refused.code != "no_media_node":
                return None  # it was let go in this moment
        await clock.sleep(RETRY_EVERY_S)
    return None
