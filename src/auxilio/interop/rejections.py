"""Records what came about a telephone's place and was not taken, a few times an hour for each sender. Used by the ways in of AML."""

from dataclasses import dataclass

from auxilio.calls.core.location_senders import RecordRejectedSender
from auxilio.calls.location_messages import LocationMessages
from auxilio.kernel.ids import CommandId
from auxilio.platform.database.shared_limits import RateAllowance, SharedRateLimiter
from auxilio.platform.ids import new_id

SENDER_MAX = 200


@dataclass(frozen=True)
class RejectionAudit:
    """One for each way in, with an allowance of its own: a flood on one way hides nothing of the others."""

    limits: SharedRateLimiter
    messages: LocationMessages
    of_sender: RateAllowance
    in_all: RateAllowance

    async def record(self, sender: str, code: str) -> bool:
        """Whether the fact was recorded; beyond the allowances only their counters know. Raises what the database raises."""
        named = (sender or "unknown")[:SENDER_MAX]
        for wanted in ((self.of_sender, named), (self.in_all, "")):
            if await self.limits.take(wanted) > 0:
                return False
        command = RecordRejectedSender(sender=named, code=code)
        await self.messages.commands.handle(CommandId(new_id()), command, self.messages.system)
        return True
