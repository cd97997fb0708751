"""An answer by short message that came to nothing is an alarm at the desk that has its call, then in the room (decision 0405)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from auxilio.calls.service import CALL
from auxilio.calls.sms_answers import CHANNEL
from auxilio.followup.core.messages import SetWatch
from auxilio.followup.core.model import EscalationLevel, FollowupParty, WatchKind
from auxilio.followup.core.policy import moments
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CallId, CommandId, WatchId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import derived_id
from auxilio.workflows.runner import StateReader, system_actor

type CallOfAnswer = Callable[[CommandId], Awaitable[CallId | None]]
"""The call in which a command said something to the caller in writing."""


@dataclass(frozen=True)
class FailedAnswers:
    """Learns of short messages that failed. `mode`: of the installation."""

    call_of: CallOfAnswer
    states: StateReader
    commands: CommandPort
    mode: Mode

    async def failed(self, message: UUID, at: datetime) -> None:
        """Set the alarm of an answer, once. A message of no call is for who sent it. Raises what the database raises."""
        found = await self.call_of(CommandId(message))
        call = await self.states.state(CALL, found) if found is not None else None
        if call is None:
            return
        id, clock = derived_id(message, "sms.failed"), moments(WatchKind.DELIVERY_FAILED, None, at)
        alarm = SetWatch(
            watch=WatchId(id),
            kind_of=WatchKind.DELIVERY_FAILED,
            subject=stream_id("call", call.id),
            about=CHANNEL,
            red_at=clock.red_at,
            case=call.case,
            call=call.id,
            to=(FollowupParty(desk=call.desk),) if call.desk is not None else (),
            first=EscalationLevel.DESK if call.desk is not None else clock.first,
            top=clock.top,
            climb_s=clock.climb_s,
        )
        try:
            await self.commands.handle(CommandId(id), alarm, system_actor(self.mode))
        except Refused as refused:
            if refused.code != "command_id_reused":  # told before, while another desk had the call
                raise
