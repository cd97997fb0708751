"""What this capability needs of calls and cases: to send to a caller who reads, and which interviews an open case has."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from auxilio.kernel.actor import Actor
from auxilio.kernel.caller_guidance import QuestionText
from auxilio.kernel.ids import CallId, CaseId, CommandId, RunId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.command_executor import CommandContext
from auxilio.triage.core.model import ProtocolRun

type CaseRuns = Callable[[CaseId], Awaitable[Sequence[ProtocolRun]]]
"""The interviews of a case, as things stand now."""


class InterviewableCase(Protocol):
    """Whether an interview of a case may begin. The wiring knows the case."""

    async def __call__(self, attempt: CommandContext, case: CaseId, call: CallId | None) -> Mode:
        """Its mode, with its version stated: a case cannot close or be merged while an interview of it begins.

        `call`: with whom it is held, where that is not the first caller. Raises `Refused`: `unknown_case`,
        `case_not_open`, `unknown_call`, `call_of_another_case`.
        """
        ...


class SendQuestionToCaller(Protocol):
    """Implemented by calls: that it was sent is a fact of the call, in the transaction of the command."""

    async def __call__(
        self,
        attempt: CommandContext,
        item: CommandId,
        call: CallId,
        text: QuestionText,
        actor: Actor,
    ) -> None:
        """Raises `Refused`, for example `not_your_call` and `call_is_not_written`."""
        ...


class SettleQuestion(Protocol):
    """Implemented by calls: the page of a caller who was sent a question is told its answer, and that the step it shows gives way to
    another card, in the transaction of the command."""

    async def __call__(
        self,
        attempt: CommandContext,
        call: CallId,
        case: CaseId,
        run: RunId,
        question: str,
        answer: str,
        disproved: frozenset[str],
    ) -> None:
        """`disproved`: cards that the answers of the case prove no longer. Nothing happens where neither was sent there: an answer is
        never refused for it."""
        ...
