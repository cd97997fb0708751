"""Who would hear a recorded step of a card that a desk plays into a call."""

from auxilio.calls.core.model import VOICE_CHANNELS, Call, CallState
from auxilio.calls.service import CALL
from auxilio.instructions.core.ports import PlaybackAudience
from auxilio.kernel.ids import CallId, CaseId, DeskId, stream_id
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool

_WAITS = frozenset({CallState.HELD, CallState.CONSULTING})


def listener_of(call: Call | None, case: CaseId, desk: DeskId | None) -> PlaybackAudience:
    """Who hears what this desk plays into this call. Pure."""
    if call is None or call.case != case or desk is None or call.desk != desk:
        return PlaybackAudience.NOBODY
    if call.channel not in VOICE_CHANNELS:
        return PlaybackAudience.READER
    if call.state in _WAITS:
        return PlaybackAudience.HELD
    return PlaybackAudience.CALLER if call.state is CallState.ANSWERED else PlaybackAudience.NOBODY


class CallListeners:
    """`instructions.core.ports.AudienceLookup` over the log."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def listener(self, call: CallId, case: CaseId, desk: DeskId | None) -> PlaybackAudience:
        """Who hears that desk in this call of the case, now."""
        found = await log.state_of(self._pool, stream_id(CALL.name, call))
        return listener_of(CALL.read_state(found[1]) if found else None, case, desk)
