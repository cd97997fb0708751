"""What an answer about breathing does to the compressions of its case: they stop when the patient breathes normally, and go on when not.

In whatever interview it was asked: the latest answer of the case counts. Taken back, what it did is undone.
"""

from collections.abc import Iterable

from auxilio.instructions.core.messages import ResumeCompressions, StopCompressions
from auxilio.instructions.core.model import InstructionRun
from auxilio.instructions.service import DICTATION
from auxilio.triage.core.known_answers import latest_answers
from auxilio.triage.core.messages import RunAnswered, RunUndone
from auxilio.triage.service import RUN
from auxilio.workflows.runner import NamedCommand, Reaction, ReactionCommand, RecordedEvent, StateReader

BREATHING = "respira"
"""The question of every protocol that asks for it (answer set `breathing`)."""
NORMAL = "normal"


async def _follow_breathing(
    fact: RecordedEvent[RunAnswered | RunUndone], states: StateReader
) -> Iterable[ReactionCommand]:
    case = fact.envelope.case
    if fact.event.question != BREATHING or case is None:
        return ()
    # What another caller tells may be of another patient.
    runs = [run for run in await states.in_case(RUN, case) if run.call is None]
    if all(run.id != fact.event.run for run in runs):
        return ()
    normal = latest_answers(runs).get(BREATHING) == NORMAL
    # Taking back another answer says nothing of compressions that a person has stopped.
    goes_on = not normal and (isinstance(fact.event, RunAnswered) or fact.event.answer == NORMAL)
    return [
        NamedCommand(
            f"breathing.{one.id}", StopCompressions(run=one.id) if normal else ResumeCompressions(run=one.id)
        )
        for one in _in_place(await states.in_case(DICTATION, case))
        if (normal and not one.breathes) or (goes_on and one.breathes)
    ]


def _in_place(dictations: Iterable[InstructionRun]) -> list[InstructionRun]:
    """Those that are open, and whose place no other has taken."""
    every = list(dictations)
    replaced = {one.after for one in every}
    return [one for one in every if one.closed_at is None and one.id not in replaced]


def reactions() -> tuple[Reaction, ...]:
    """Stage 3, between interview and card."""
    return (Reaction("breathing.answered", (RunAnswered, RunUndone), _follow_breathing),)
