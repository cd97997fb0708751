"""What a gateway says of an answer by short message is a fact of the call that has it (decision 0405)."""

from dataclasses import dataclass
from uuid import UUID

from auxilio.calls.core.messages.text_delivery import ReportTextDelivery
from auxilio.calls.core.text_delivery import TextDelivery
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CommandId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import derived_id
from auxilio.workflows.failed_answers import CallOfAnswer
from auxilio.workflows.runner import system_actor


@dataclass(frozen=True)
class AnswerDeliveries:
    """Learns how far short messages came. `mode`: of the installation."""

    call_of: CallOfAnswer
    commands: CommandPort
    mode: Mode

    async def report(self, message: UUID, state: TextDelivery, code: str) -> None:
        """Record it, once. A message of no call is for who sent it. Raises what the database raises."""
        line = CommandId(message)
        call = await self.call_of(line)
        if call is None:
            return
        told = ReportTextDelivery(call=call, line=line, state=state, code=code)
        try:
            await self.commands.handle(
                CommandId(derived_id(message, f"answer.{state}")), told, system_actor(self.mode)
            )
        except Refused as refused:
            if refused.code != "command_id_reused":  # told before, with another code
                raise
