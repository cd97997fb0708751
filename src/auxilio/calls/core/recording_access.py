"""Who may hear the recording of a call, of a caller or for a case: one rule for both. Pure."""

from datetime import datetime

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import Call
from auxilio.calls.core.outgoing_model import OutgoingCaseCall
from auxilio.calls.core.policy import OWN_RECORDING_S
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.refusal import Refused


def require_hearing(
    call: Call | OutgoingCaseCall,
    command: m.HearRecording | m.HearOutgoingRecording,
    actor: Actor,
    at: datetime,
) -> None:
    """Whose call it was may hear it within a day of its end; others by permission, and with a reason.

    Raises `Refused`: `unknown_recording`, `not_permitted`, `recording_needs_reason`.
    """
    if all(one.digest != command.digest for one in call.recordings):
        raise Refused("unknown_recording", id=command.digest[:64])
    if call.operator == actor.id and seconds_between(call.ended_at or at, at) < OWN_RECORDING_S:
        return
    require(actor, Permission.CALL_REPLAY)
    if command.reason is None:
        raise Refused("recording_needs_reason")
