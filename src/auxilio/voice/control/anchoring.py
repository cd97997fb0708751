"""A leg whose relay died is asked to speak with the relay that is there now, which may take its time to come back."""

import logging

from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.voice.control.rooms import Leg
from auxilio.voice.media.ports import MediaEngine
from auxilio.voice.sip.agent import CallFailed

TRIES, EVERY_S = 100, 0.2
"""Twenty seconds: who hears nothing for as long has hung up and called again."""
_log = logging.getLogger(__name__)


async def anchored_anew(leg: Leg, media: MediaEngine, clock: Clock) -> bool:
    """Whether the party speaks with the new relay. It is parked there in silence."""
    offer = await _offered(leg, media, clock)
    if offer is None or leg.sip.gone.is_set():
        return False
    try:
        answer = await leg.sip.reinvite(offer.encode())
        await media.set_answer(leg.id, answer.decode(errors="replace"))
    except (CallFailed, Refused) as failed:
        _log.warning("leg_not_anchored_anew", extra={"error": type(failed).__name__})
        return False
    _log.info("leg_anchored_anew", extra={"source": leg.sip.source.transport})
    return True


async def _offered(leg: Leg, media: MediaEngine, clock: Clock) -> str | None:
    for _ in range(TRIES):
        try:
            return await media.reanchor(leg.id)
        except Refused as refused:
            if refused.code != "no_media_node":
                return None  # it was let go in this moment
        await clock.sleep(EVERY_S)
    return None
