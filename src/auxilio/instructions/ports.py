"""What this capability needs of cases, and of calls: to send to a caller who reads, and to tell them that a step changes."""

from collections.abc import Sequence
from typing import Protocol

from auxilio.instructions.core.model import InstructionRun
from auxilio.kernel.actor import Actor
from auxilio.kernel.caller_guidance import StepText
from auxilio.kernel.ids import CallId, CaseId, CommandId, RunId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.command_executor import CommandContext


class CardCaseCheck(Protocol):
    """Whether a card of a case may be opened. The wiring knows the case."""

    async def __call__(self, attempt: CommandContext, case: CaseId) -> Mode:
        """Its mode, with its version stated: a case cannot close or be merged while a card of it opens.

        Raises `Refused`: `unknown_case`, `case_not_open`.
        """
        ...


class CaseCards(Protocol):
    """The dictations of a case. The wiring reads them."""

    async def __call__(self, case: CaseId) -> Sequence[InstructionRun]:
        """As things stand now, open and closed."""
        ...


class SupersedeStep(Protocol):
    """Implemented by calls: that a step of this dictation changes is a fact of the call, in the transaction of the command."""

    async def __call__(self, attempt: CommandContext, call: CallId, run: RunId, stops: bool) -> None:
        """`stops`: compressions stop with it. It is about the step of this dictation that was sent last; nothing happens
        where none was sent, or its card has no compressions."""
        ...


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
