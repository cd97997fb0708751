"""Sends a question or a step of another capability to the caller: the call records it, in the transaction of that capability's command.

The composition root gives `send_to_caller` to triage and instructions, `settle_question` to triage, and `supersede_step` to
instructions.
"""

from auxilio.calls.core import guidance_machine
from auxilio.calls.service import CALL
from auxilio.calls.sms_answers import send_answers
from auxilio.kernel.actor import Actor
from auxilio.kernel.caller_guidance import QuestionText, StepText
from auxilio.kernel.ids import CallId, CaseId, CommandId, RunId
from auxilio.platform.database.command_executor import CommandContext


async def send_to_caller(
    attempt: CommandContext, item: CommandId, call: CallId, text: QuestionText | StepText, actor: Actor
) -> None:
    """Record that it was sent. Raises `Refused` (`guidance_machine`)."""
    held = await attempt.get(CALL, call)
    facts = guidance_machine.send(held, item, text, actor)
    attempt.record(CALL, call, facts)
    send_answers(attempt, held, facts)


async def supersede_step(attempt: CommandContext, call: CallId, run: RunId, stops: bool) -> None:
    """Record on the call that the step of compressions which was sent there last, of this dictation, changes; `stops`: they stop."""
    held = await attempt.find(CALL, call)
    if held is not None:
        attempt.record(CALL, call, guidance_machine.supersede_run(held, run, stops))


async def settle_question(
    attempt: CommandContext,
    call: CallId,
    case: CaseId,
    run: RunId,
    question: str,
    answer: str,
    disproved: frozenset[str],
) -> None:
    """Record on the call that a question which was sent there has its answer, and that a step of a card which is `disproved`
    gives way to another. A call of another case is left alone."""
    held = await attempt.find(CALL, call)
    if held is not None and held.case == case:
        settled = guidance_machine.settle(held, run, question, answer)
        attempt.record(CALL, call, (*settled, *guidance_machine.supersede(held, disproved)))
