"""What this capability needs of calls: to send to a caller who reads."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from auxilio.kernel.actor import Actor
from auxilio.kernel.caller_guidance import StepText
from auxilio.kernel.ids import CallId, CaseId, CommandId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.command_executor import CommandContext

type CardCaseCheck = Callable[[CommandContext, CaseId], Awaitable[Mode]]
"""The mode of an open case, whose version opening a card then states. Raises `Refused`: `unknown_case`, `case_not_open`."""


class SendStepToCaller(Protocol):
    """Implemented by calls: that it was sent is a fact of the call, in the transaction of the command."""

    async def __call__(
        self,
        attempt: CommandContext,
        item: CommandId,
        call: CallId,
        text: StepText,
        actor: Actor,
    ) -> None:
        """Raises `Refused`, for example `not_your_call` and `call_is_not_written`."""
        ...
